"""Signing in by the sheet on the wall: on the day, with the number said in the room; a posted picture opens nothing."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from convergence.activities import commands, errors
from convergence.activities.commands.signing import MOST_MISSES
from convergence.activities.models import Activity
from convergence.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> Activity:
    """Return an activity of today whose sheet has a code."""
    made = commands.create_activity(
        kind="TRAINING",
        title_fr="Salaire décent",
        start=timezone.localdate().isoformat(),
        actor=None,
        at=timezone.now(),
    )
    commands.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=timezone.now())
    return commands.renew_sign_in(activity_id=made.pk, actor=None, at=timezone.now())


def send(activity: Activity, **values: Any) -> Any:
    given = {"word": activity.sign_in_word, "name": "Ana Paredes", **values}
    return Client(enforce_csrf_checks=True).post(f"/feuille/{activity.sign_in_code}/", given, follow=True)


@pytest.mark.rule("S83")
def test_whoever_is_in_the_room_signs_in_with_a_name_and_nothing_else(today: Activity) -> None:
    page = Client().get(f"/feuille/{today.sign_in_code}/").content.decode()
    assert "checked" not in page
    assert today.sign_in_word not in page
    assert "Votre présence est inscrite" in send(today).content.decode()
    entry = today.attendance.get()
    assert (entry.kind, entry.name, entry.gender, entry.recorded_by_id) == ("SIGN_IN", "Ana Paredes", "", None)
    assert Activity.objects.get().attended == 1
    assert "Ana" not in str([entry.detail.changes for entry in AuditEntry.objects.select_related("detail")])


def test_a_picture_of_the_sheet_opens_nothing(today: Activity) -> None:
    assert send(today, word="").status_code == 422
    wrong = "0000" if today.sign_in_word != "0000" else "0001"
    assert "chiffre" in send(today, word=wrong).content.decode() or send(today, word=wrong).status_code == 422
    assert today.attendance.count() == 0
    before = today.sign_in_code
    commands.renew_sign_in(activity_id=today.pk, actor=None, at=timezone.now())
    assert Client().get(f"/feuille/{before}/").status_code == 404


def test_guessing_the_number_pauses_the_sheet_until_it_is_renewed(today: Activity) -> None:
    Activity.objects.update(sign_in_misses=MOST_MISSES - 1)
    wrong = "0000" if today.sign_in_word != "0000" else "0001"
    for refusal in (errors.WrongWord, errors.SignInPaused):
        with pytest.raises(refusal):
            commands.sign_in(code=today.sign_in_code, word=wrong, name="X", at=timezone.now())
    with pytest.raises(errors.SignInPaused):
        commands.sign_in(code=today.sign_in_code, word=today.sign_in_word, name="X", at=timezone.now())
    again = commands.renew_sign_in(activity_id=today.pk, actor=None, at=timezone.now())
    assert commands.sign_in(code=again.sign_in_code, word=again.sign_in_word, name="X", at=timezone.now()).number == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_it_opens_on_the_day_only(today: Activity, days: int) -> None:
    with pytest.raises(errors.SignInShut):
        commands.sign_in(
            code=today.sign_in_code, word=today.sign_in_word, name="X", at=timezone.now() + timedelta(days=days)
        )


def test_what_is_only_planned_or_cancelled_opens_nothing(today: Activity) -> None:
    commands.cancel_activity(activity_id=today.pk, reason="Neige", actor=None, at=timezone.now())
    assert "le jour" in Client().get(f"/feuille/{today.sign_in_code}/").content.decode()
    assert send(today).status_code == 200
    assert today.attendance.count() == 0
    with pytest.raises(errors.SignInShut):
        commands.renew_sign_in(activity_id=today.pk, actor=None, at=timezone.now())


@pytest.mark.rule("L20")
def test_a_child_signs_in_only_with_a_parent(today: Activity) -> None:
    assert send(today, age_range="UNDER_14").status_code == 422
    assert send(today, age_range="UNDER_14", parent_agreed="Eva Paredes").status_code == 200
    assert today.attendance.get().parent_agreed == "Eva Paredes"


def test_the_sheet_is_an_accessible_paper_without_the_number(cast: Any, today: Activity) -> None:
    browser = cast.client("education")
    page = browser.get(f"/gestion/activites/{today.pk}/").content.decode()
    assert today.sign_in_word in page
    answer = browser.get(f"/gestion/activites/{today.pk}/feuille.pdf")
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == "fr-CA"
        assert bool(pdf.Root.MarkInfo.Marked)
    browser.post(f"/gestion/activites/{today.pk}/feuille/renouveler/")
    assert Activity.objects.get().sign_in_code != today.sign_in_code
    for name in ("delegate", "board", "nobody"):
        assert cast.client(name).get(f"/gestion/activites/{today.pk}/feuille.pdf").status_code != 200
