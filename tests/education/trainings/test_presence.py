"""Sign-in by code or paper, doubtful lines, attestations, and what is forgotten."""

from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.urls import reverse

from convergence.activities.commands import renew_sign_in
from convergence.activities.errors import SheetElsewhere
from convergence.activities.models import AttendanceEntry
from convergence.activities.queries.attendance import by_gender
from convergence.core.errors import AlreadyDone, BadValue
from convergence.education.trainings import commands, errors
from convergence.education.trainings.models import Attestation, SignIn, SignInSheet, TrainingRequest
from convergence.education.trainings.queries.sessions import find_line, find_sheet, line_token, sheet_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(agreed: Any) -> TrainingRequest:
    """Return a request whose date was agreed, for twenty people."""
    return agreed()


@pytest.fixture
def start(request_: TrainingRequest) -> datetime:
    """Return when its session begins."""
    return request_.options.get().starts_at


@pytest.fixture
def sheet(request_: TrainingRequest, at: datetime) -> SignInSheet:
    """Return its sheet."""
    return commands.open_sheet(request_id=request_.pk, actor=None, at=at)


def sign(sheet: SignInSheet, at: datetime, name: str = "Rosa Trame", **more: Any) -> SignIn:
    return commands.sign_in(
        sheet_id=sheet.pk, form_key=f"key-of-{name}-{at.timestamp()}"[:64], name=name, at=at, **more
    )


def attended(request: TrainingRequest) -> int | None:
    request.activity.refresh_from_db()
    return request.activity.attended


def test_a_sheet_photographed_and_posted_takes_names_during_the_session_only(
    sheet: SignInSheet, start: datetime
) -> None:
    for at in (start - timedelta(minutes=31), start + timedelta(hours=2, minutes=61), start + timedelta(days=3)):
        with pytest.raises(errors.SheetClosed):
            sign(sheet, at)
    assert sign(sheet, start - timedelta(minutes=30)).state == "COUNTED"
    assert sign(sheet, start + timedelta(hours=3), "Ada Fil").state == "COUNTED"
    assert SignIn.objects.count() == AttendanceEntry.objects.count() == 2


def test_a_training_has_one_sheet_that_of_its_session(request_: TrainingRequest, at: datetime, cast: Any) -> None:
    activity = request_.activity_id or 0
    with pytest.raises(SheetElsewhere):
        renew_sign_in(activity_id=activity, actor=None, at=at)
    team = cast.client("education")
    page = team.get(f"/gestion/activites/{activity}/").content.decode()
    there = reverse("trainings:sheet", args=[request_.pk])
    assert (f'href="{there}"' in page, "feuille.pdf" in page, "feuille/renouveler" in page) == (True, False, False)
    assert team.get(f"/gestion/activites/{activity}/feuille.pdf")["Location"] == there


def test_a_posted_sheet_brings_a_bounded_number_of_lines_that_the_team_sees(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime
) -> None:
    names = [f"Personne {chr(97 + n // 26)}{chr(97 + n % 26)}bc" for n in range(40)]
    for number, name in enumerate(names[:25]):
        sign(sheet, start + timedelta(seconds=10 * number), name)
    with pytest.raises(errors.SheetFull):
        sign(sheet, start + timedelta(minutes=9), names[26])
    lines = list(SignIn.objects.order_by("pk").values_list("state", flat=True))
    assert lines == ["COUNTED"] * 20 + ["DOUBTFUL"] * 5
    assert SignIn.objects.last().doubts == ["TOO_MANY"]
    assert attended(request_) == 20


def test_a_closed_sheet_opens_nothing_and_a_new_one_has_a_new_code(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime, at: datetime
) -> None:
    token = sheet_url(sheet).rstrip("/").rpartition("/")[2]
    assert find_sheet(token) == sheet
    other = commands.open_sheet(request_id=request_.pk, actor=None, at=at)
    assert sheet_url(other) != sheet_url(sheet)
    with pytest.raises(errors.LinkNotFound):
        find_sheet(token)
    with pytest.raises(errors.LinkNotFound):
        sign(sheet, start)
    assert commands.close_sheet(request_id=request_.pk, actor=None, at=at) == 1
    with pytest.raises(errors.LinkNotFound):
        sign(other, start)


def test_doubtful_lines_are_counted_or_struck_by_the_team(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime, cast: Any
) -> None:
    first = sign(sheet, start, gender="WOMAN")
    twice = sign(sheet, start + timedelta(minutes=1), "ROSA  trame")
    assert (twice.state, twice.doubts) == ("DOUBTFUL", ["SAME_NAME"])
    assert attended(request_) == 1
    commands.count_line(line_id=twice.pk, actor=cast.education, at=start)
    assert attended(request_) == 2
    with pytest.raises(errors.LineSettled):
        commands.count_line(line_id=twice.pk, actor=cast.education, at=start)
    commands.strike_line(line_id=first.pk, actor=cast.education, at=start)
    with pytest.raises(errors.LineSettled):
        commands.strike_line(line_id=first.pk, actor=cast.education, at=start)
    assert attended(request_) == 1
    assert [entry.number for entry in AttendanceEntry.objects.order_by("pk")] == [1, 1, -1]


@pytest.mark.rule("S83")
def test_only_a_name_is_needed_and_small_numbers_are_hidden(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime
) -> None:
    sign(sheet, start)
    with pytest.raises(errors.NameMissing):
        sign(sheet, start, "  ")
    for wrong in ({"gender": "X"}, {"age_range": "X"}, {"email": "pas un courriel"}):
        with pytest.raises(BadValue):
            sign(sheet, start, "Ada Fil", **wrong)
    for number in range(6):
        sign(sheet, start + timedelta(minutes=number), f"Femme {'abcdef'[number]}xy", gender="WOMAN")
    sign(sheet, start, "Homme Unique", gender="MAN")
    shown = by_gender(request_.activity)
    assert shown.total == 8
    assert shown.cells["MAN"] is None


def test_the_same_form_twice_is_one_line(sheet: SignInSheet, start: datetime) -> None:
    assert sign(sheet, start).pk == sign(sheet, start).pk
    assert SignIn.objects.count() == 1


def test_a_line_of_the_paper_counts_at_once(request_: TrainingRequest, cast: Any, at: datetime) -> None:
    given = {"request_id": request_.pk, "form_key": "p" * 16, "actor": cast.education, "at": at}
    line = commands.sign_on_paper(name="Ada Fil", **given)
    assert (line.way, line.state) == ("PAPER", "COUNTED")
    assert commands.sign_on_paper(name="Ada Fil", **given).pk == line.pk


def held(request: TrainingRequest) -> datetime:
    end = request.options.get().ends_at
    commands.mark_held(request_id=request.pk, actor=None, at=end)
    return end


def test_an_attestation_is_numbered_tagged_and_the_same_for_ever(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime, centre: Any
) -> None:
    line = sign(sheet, start)
    with pytest.raises(errors.NotAttended):
        commands.issue_attestation(line_id=line.pk, name="Rosa Trame", language="fr", actor=None, at=start)
    at = held(request_)
    paper = commands.issue_attestation(line_id=line.pk, name=" Rosa  Trame ", language="es", actor=None, at=at)
    assert paper.number == "AP-2024-0001"
    again = commands.issue_attestation(line_id=line.pk, name="Rosa Trame", language="es", actor=None, at=at)
    assert again.pk == paper.pk
    with pytest.raises(errors.AttestationExists):
        commands.issue_attestation(line_id=line.pk, name="Rosa T.", language="es", actor=None, at=at)
    from io import BytesIO

    from convergence.education.trainings.papers import attestation_pdf

    assert bytes(paper.pdf) == attestation_pdf(paper.content, centre)
    with pikepdf.open(BytesIO(bytes(paper.pdf))) as file:
        assert str(file.Root.Lang) == "es-MX"
        assert bool(file.Root.MarkInfo.Marked)
        assert "pdfuaid" in str(file.Root.Metadata.read_bytes())
    other = sign(sheet, start + timedelta(minutes=2), "Ada Fil")
    assert commands.issue_attestation(
        line_id=other.pk, name="Ada", language="fr", actor=None, at=at
    ).number == "AP-2024-0002"  # fmt: skip


def test_a_wrong_attestation_is_cancelled_and_issued_anew(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime, cast: Any
) -> None:
    line = sign(sheet, start)
    at = held(request_)
    paper = commands.issue_attestation(line_id=line.pk, name="Rosa Tram", language="fr", actor=None, at=at)
    with pytest.raises(errors.ReasonMissing):
        commands.cancel_attestation(attestation_id=paper.pk, reason=" ", actor=cast.education, at=at)
    commands.cancel_attestation(attestation_id=paper.pk, reason="Nom", actor=cast.education, at=at)
    with pytest.raises(AlreadyDone):
        commands.cancel_attestation(attestation_id=paper.pk, reason="Nom", actor=cast.education, at=at)
    new = commands.issue_attestation(line_id=line.pk, name="Rosa Trame", language="fr", actor=None, at=at)
    assert (new.number, new.code != paper.code) == ("AP-2024-0002", True)


@pytest.mark.rule("L10")
def test_who_asks_to_be_forgotten_leaves_the_number(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime, cast: Any
) -> None:
    line = sign(sheet, start, email="rosa@fil.example")
    at = held(request_)
    paper = commands.issue_attestation(line_id=line.pk, name="Rosa Trame", language="fr", actor=None, at=at)
    commands.forget_line(line_id=line.pk, actor=cast.education, at=at)
    line.refresh_from_db()
    paper.refresh_from_db()
    assert (line.name, line.email, paper.pdf, "name" in paper.content) == ("", "", None, False)
    assert AttendanceEntry.objects.get().name == ""
    assert attended(request_) == 1
    with pytest.raises(errors.LinkNotFound):
        find_line(line_token(line.nonce))


@pytest.mark.rule("L10")
def test_what_has_served_its_purpose_is_emptied_after_two_years(
    sheet: SignInSheet, request_: TrainingRequest, start: datetime, asked: Any, at: datetime
) -> None:
    sign(sheet, start)
    other = asked("z" * 16, access_needs="Rampe")
    commands.refuse_request(request_id=other.pk, answer="Personne", actor=None, at=at)
    assert commands.empty_old(at=at + timedelta(days=729)) == (0, 0)
    assert commands.empty_old(at=start + timedelta(days=731)) == (1, 1)
    other.refresh_from_db()
    assert (other.asked_name, other.asked_email, other.access_needs) == ("", "", "")
    assert SignIn.objects.get().name == ""
    assert attended(request_) == 1
    assert Attestation.objects.count() == 0
