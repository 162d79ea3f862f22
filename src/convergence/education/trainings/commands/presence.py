"""Sign-in: a code that opens during the session only, lines that wait for the team, lines that are counted."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from convergence.accounts.policies import require
from convergence.activities.choices import AgeRange, Gender
from convergence.activities.commands import record_attendance, reverse_attendance
from convergence.contacts.rules.names import fold_for_search
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.trainings.choices import LineState, RequestState, SignInWay
from convergence.education.trainings.commands.steps import EDIT, locked
from convergence.education.trainings.errors import (
    LineSettled,
    LinkNotFound,
    NameMissing,
    NoSession,
    SheetClosed,
    SheetFull,
)
from convergence.education.trainings.models import SignIn, SignInSheet, TrainingRequest
from convergence.education.trainings.queries.sessions import chosen
from convergence.education.trainings.rules import presence, tokens

ROOM = (RequestState.CONFIRMED, RequestState.HELD)


@transaction.atomic
def open_sheet(*, request_id: int, actor: Any, at: datetime, capacity: int | None = None) -> SignInSheet:
    """Make the sheet of a session; the sheet before it, if any, opens nothing more.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        NoSession: no date is agreed.
        BadValue: a capacity below 1 or above 2 000.

    Writes the audit line `trainings.sheet.made`.
    """
    request = locked(request_id, actor)
    if request.state not in ROOM:
        raise NoSession
    option = chosen(request)
    most = presence.capacity(request.people) if capacity is None else capacity
    if not 1 <= most <= 2_400:
        raise BadValue(field="capacity")
    request.sheets.filter(closed_at=None).update(closed_at=at)
    opens, closes = presence.window(option.starts_at, option.ends_at)
    nonce = tokens.new_nonce()
    sheet = SignInSheet.objects.create(
        request=request,
        nonce=nonce,
        token_digest=tokens.digest_of(tokens.token_of(settings.SECRET_KEY, tokens.SHEET, nonce)),
        opens_at=opens,
        closes_at=closes,
        capacity=most,
        made_at=at,
    )
    changes = {"capacity": (None, most), "opens_at": (None, opens), "closes_at": (None, closes)}
    audit.record(actor=actor, verb="trainings.sheet.made", obj=request, changes=changes, at=at)
    return sheet


@transaction.atomic
def close_sheet(*, request_id: int, actor: Any, at: datetime) -> int:
    """Close the sheet of a session by hand: its code opens nothing more. Return how many were open.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.

    Writes the audit line `trainings.sheet.closed`.
    """
    request = locked(request_id, actor)
    number = request.sheets.filter(closed_at=None).update(closed_at=at)
    if number:
        audit.record(actor=actor, verb="trainings.sheet.closed", obj=request, at=at)
    return number


@transaction.atomic
def sign_in(
    *,
    sheet_id: int,
    form_key: str,
    name: str,
    at: datetime,
    email: str = "",
    gender: str = "",
    age_range: str = "",
    language: str = "fr",
) -> SignIn:
    """Sign in by the code of a sheet; the same form a second time gives the line that exists.

    Takes no actor: nobody is signed in to the product. A doubtful line is no presence until the team counts it.

    Raises:
        LinkNotFound: the sheet was closed or replaced.
        SheetClosed: outside the window of the session.
        SheetFull: there are as many lines as the sheet takes.
        NameMissing: no name.
        BadValue: an e-mail or a choice that cannot be.

    Writes the audit line `trainings.line.signed`, without any name.
    """
    known = SignIn.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    sheet = SignInSheet.objects.select_for_update(of=("self",)).filter(pk=sheet_id, closed_at=None).first()
    if sheet is None:
        raise LinkNotFound
    request = locked(sheet.request_id, None)
    if request.state not in ROOM or not sheet.opens_at <= at <= sheet.closes_at:
        raise SheetClosed
    if sheet.lines.count() >= sheet.capacity:
        raise SheetFull
    doubts = _doubts(request, name, at)
    line = _line(request, name, email, gender, age_range, at=at)
    line.sheet, line.way, line.language, line.form_key = sheet, SignInWay.QR, language, form_key
    line.doubts = list(doubts)
    line.state = LineState.DOUBTFUL if doubts else LineState.COUNTED
    return _written(line, actor=None, at=at)


@transaction.atomic
def sign_on_paper(
    *,
    request_id: int,
    form_key: str,
    name: str,
    actor: Any,
    at: datetime,
    email: str = "",
    gender: str = "",
    age_range: str = "",
    language: str = "",
) -> SignIn:
    """Write a line of the paper sheet; the team has seen it, so it counts.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        NoSession: no date is agreed.
        NameMissing: no name.
        BadValue: an e-mail or a choice that cannot be.

    Writes the audit line `trainings.line.signed`, without any name.
    """
    known = SignIn.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    request = locked(request_id, actor)
    if request.state not in ROOM:
        raise NoSession
    line = _line(request, name, email, gender, age_range, at=at)
    line.way, line.state, line.form_key = SignInWay.PAPER, LineState.COUNTED, form_key
    line.language = language or request.letters
    return _written(line, actor=actor, at=at)


def _line(request: TrainingRequest, name: str, email: str, gender: str, age_range: str, *, at: datetime) -> SignIn:
    name = " ".join(name.split())[:160]
    if not name:
        raise NameMissing(field="name")
    if gender and gender not in Gender.values:
        raise BadValue(field="gender")
    if age_range and age_range not in AgeRange.values:
        raise BadValue(field="age_range")
    email = email.strip().lower()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise BadValue(field="email") from error
    nonce = tokens.new_nonce()
    return SignIn(
        request=request,
        name=name,
        email=email,
        gender=gender,
        age_range=age_range,
        nonce=nonce,
        token_digest=tokens.digest_of(tokens.token_of(settings.SECRET_KEY, tokens.LINE, nonce)),
        signed_at=at,
    )


def _doubts(request: TrainingRequest, name: str, at: datetime) -> tuple[str, ...]:
    rows = SignIn.objects.filter(request=request).exclude(state=LineState.STRUCK)
    return presence.doubts(
        fold_for_search(name),
        names=[fold_for_search(known) for known in rows.values_list("name", flat=True)],
        lines=rows.count(),
        announced=request.people,
        last_minute=rows.filter(way=SignInWay.QR, signed_at__gt=at - timedelta(minutes=1)).count(),
    )


def _written(line: SignIn, *, actor: Any, at: datetime) -> SignIn:
    try:
        with transaction.atomic():
            if line.state == LineState.COUNTED:
                _count(line, actor=actor, at=at)
            line.save(force_insert=True)
    except IntegrityError:  # the same form, at the same moment, on another process
        return SignIn.objects.get(form_key=line.form_key)
    changes = {"way": (None, line.way), "state": (None, line.state), "doubts": (None, line.doubts)}
    audit.record(actor=actor, verb="trainings.line.signed", obj=line.request, changes=changes, at=at)
    return line


def _count(line: SignIn, *, actor: Any, at: datetime) -> None:
    line.entry = record_attendance(
        activity_id=line.request.activity_id or 0,
        name=line.name,
        organisation_id=line.request.organisation_id,
        gender=line.gender,
        age_range=line.age_range,
        actor=actor,
        at=at,
    )


def _held_line(line_id: int, actor: Any) -> SignIn:
    line = SignIn.objects.select_for_update(of=("self",)).select_related("request").filter(pk=line_id).first()
    if line is None:
        raise NotFound
    require(actor, EDIT, line.request)
    return line


@transaction.atomic
def count_line(*, line_id: int, actor: Any, at: datetime) -> SignIn:
    """Count a doubtful line: it becomes an entry of the register's attendance.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not settle it.
        LineSettled: it is counted or struck already.

    Writes the audit line `trainings.line.counted`.
    """
    line = _held_line(line_id, actor)
    if line.state != LineState.DOUBTFUL:
        raise LineSettled
    _count(line, actor=actor, at=at)
    line.state = LineState.COUNTED
    line.save(update_fields=["state", "entry"])
    changes = {"line": (LineState.DOUBTFUL, line.pk)}
    audit.record(actor=actor, verb="trainings.line.counted", obj=line.request, changes=changes, at=at)
    return line


@transaction.atomic
def strike_line(*, line_id: int, actor: Any, at: datetime) -> SignIn:
    """Strike a line out: a counted one is taken back in the register, and its attestation is cancelled.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not settle it.
        LineSettled: it is struck already.

    Writes the audit line `trainings.line.struck`.
    """
    line = _held_line(line_id, actor)
    if line.state == LineState.STRUCK:
        raise LineSettled
    before = line.state
    if before == LineState.COUNTED and line.entry_id is not None:
        reverse_attendance(entry_id=line.entry_id, actor=actor, at=at)
    line.state = LineState.STRUCK
    line.save(update_fields=["state"])
    line.attestations.filter(cancelled_at=None).update(cancelled_at=at, cancelled_because="—")
    changes = {"line": (before, line.pk)}
    audit.record(actor=actor, verb="trainings.line.struck", obj=line.request, changes=changes, at=at)
    return line
