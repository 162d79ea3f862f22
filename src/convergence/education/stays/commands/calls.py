"""Programmes, calls, criteria, committees: prepared, published, cancelled."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from convergence.accounts.policies import may, require
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.stays.choices import LIVING, ApplicationState, CallState
from convergence.education.stays.commands import mail
from convergence.education.stays.commands.finding import EDIT_CALL, own_call, step
from convergence.education.stays.errors import CallNotReady, CallSettled, CriteriaInUse, ReasonMissing
from convergence.education.stays.models import (
    Assessment,
    CommitteeMember,
    Criterion,
    Expected,
    Programme,
    StayCall,
)

PARTS: dict[str, type[Criterion] | type[Expected]] = {"criterion": Criterion, "expected": Expected}


@transaction.atomic
def write_programme(*, actor: Any, at: datetime, programme_id: int | None = None, **values: Any) -> Programme:
    """Write a programme, or change one.

    Raises:
        NotFound, NotAllowed: there is no such programme; the actor may not write it.
        ValidationError: a value does not fit.

    Writes the audit line `stays.programme.written`.
    """
    require(actor, EDIT_CALL)
    programme = Programme()
    if programme_id is not None:
        programme = Programme.objects.select_for_update().filter(pk=programme_id).first() or _missing()
    _write(programme, values, "stays.programme.written", actor, at)
    return programme


@transaction.atomic
def write_call(*, actor: Any, at: datetime, call_id: int | None = None, **values: Any) -> StayCall:
    """Write a call, or change one that is not decided.

    Raises:
        NotFound, NotAllowed: there is no such call; the actor may not write it.
        CallSettled: it is decided or cancelled.
        BadValue: the partner is a person.
        ValidationError: a value does not fit.

    Writes the audit line `stays.call.written`.
    """
    require(actor, EDIT_CALL)
    call = own_call(call_id, actor) if call_id is not None else StayCall(created_at=at)
    partner = values.get("partner")
    if isinstance(partner, Contact) and partner.kind == ContactKind.PERSON:
        raise BadValue(_("Choose an organisation, or a body of one."), field="partner")
    call.changed_at = at
    _write(call, values, "stays.call.written", actor, at)
    return call


def _missing() -> Any:
    raise NotFound


def _write(row: Any, values: dict[str, Any], verb: str, actor: Any, at: datetime) -> None:
    before = audit.snapshot(row) if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changes = audit.changes_between(before, audit.snapshot(row))
    changes.pop("changed_at", None)
    if changes:
        audit.record(actor=actor, verb=verb, obj=row, changes=changes, at=at)


@transaction.atomic
def write_part(
    *, part: str, call_id: int, actor: Any, at: datetime, part_id: int | None = None, **values: Any
) -> Criterion | Expected:
    """Write a criterion (`criterion`) or what is asked after the return (`expected`), or change one.

    Raises:
        NotFound, NotAllowed, CallSettled: as for `write_call`.
        CriteriaInUse: points were given.
        ValidationError: a value does not fit.

    Writes the audit line `stays.call.<part>`.
    """
    call = own_call(call_id, actor)
    _free(call, part)
    model = PARTS[part]
    row: Any = model(call=call) if part_id is None else model._default_manager.filter(pk=part_id, call=call).first()
    if row is None:
        raise NotFound
    _write(row, values, f"stays.call.{part}", actor, at)
    return row  # type: ignore[no-any-return]


@transaction.atomic
def remove_part(*, part: str, part_id: int, actor: Any, at: datetime) -> None:
    """Remove a criterion, or what is asked after the return.

    Raises:
        NotFound, NotAllowed, CallSettled, CriteriaInUse: as for `write_part`.

    Writes the audit line `stays.call.<part>_removed`.
    """
    row = PARTS[part]._default_manager.filter(pk=part_id).first()
    if row is None:
        raise NotFound
    call = own_call(row.call_id, actor)
    _free(call, part)
    audit.record(actor=actor, verb=f"stays.call.{part}_removed", obj=call, changes={part: (str(row), "")}, at=at)
    row.delete()


def _free(call: StayCall, kind: str) -> None:
    if kind == "criterion" and Assessment.objects.filter(application__call=call).exists():
        raise CriteriaInUse


@transaction.atomic
def seat_member(*, call_id: int, user_id: int, actor: Any, at: datetime) -> CommitteeMember:
    """Seat somebody on the committee; their role must let them give points.

    Raises:
        NotFound, NotAllowed, CallSettled: as for `write_call`.
        BadValue: no such user, or a role that gives no points.
        ValidationError: they sit there already.

    Writes the audit line `stays.call.member_seated`.
    """
    call = own_call(call_id, actor)
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None or not may(user, "stays.score_application"):
        raise BadValue(_("Choose somebody of the team or of the board."), field="user")
    seat = CommitteeMember(call=call, user=user)
    seat.full_clean()
    seat.save()
    audit.record(actor=actor, verb="stays.call.member_seated", obj=call, changes={"member": ("", str(seat))}, at=at)
    return seat


@transaction.atomic
def unseat_member(*, member_id: int, actor: Any, at: datetime) -> None:
    """Take somebody off the committee who gave no points and has no link.

    Raises:
        NotFound, NotAllowed, CallSettled: as for `write_call`.
        CriteriaInUse: they gave points, or a link of theirs is recorded.

    Writes the audit line `stays.call.member_unseated`.
    """
    seat = CommitteeMember.objects.select_related("user").filter(pk=member_id).first()
    if seat is None:
        raise NotFound
    call = own_call(seat.call_id, actor)
    changes = {"member": (str(seat), "")}
    try:
        seat.delete()
    except ProtectedError as error:
        raise CriteriaInUse(
            _("This person gave points, or has a link on record: they stay on the committee.")
        ) from error
    audit.record(actor=actor, verb="stays.call.member_unseated", obj=call, changes=changes, at=at)


def lacks(call: StayCall) -> list[str]:
    """Name what a call lacks before it is published."""
    found = []
    if not call.criteria.exists():
        found.append(_("write a criterion at least"))
    if not call.committee.exists():
        found.append(_("seat a member of the committee at least"))
    if not call.words_fr.strip():
        found.append(_("say what to know in French"))
    return found


@transaction.atomic
def publish_call(*, call_id: int, actor: Any, at: datetime) -> StayCall:
    """Publish a call: its page appears, its form opens on its day.

    Raises:
        NotFound, NotAllowed, CallSettled: as for `write_call`.
        CallNotReady: what is missing.

    Writes the audit line `stays.call.published`.
    """
    call = own_call(call_id, actor)
    if call.state != CallState.DRAFT:
        raise CallSettled(state=CallState(call.state).label)
    missing = lacks(call)
    if missing:
        raise CallNotReady(lacks=", ".join(missing))
    return _turn(call, CallState.PUBLISHED, actor, at)


@transaction.atomic
def cancel_call(*, call_id: int, reason: str, actor: Any, at: datetime) -> StayCall:
    """Cancel a call that is not decided; whoever applied is told why.

    Raises:
        NotFound, NotAllowed, CallSettled: as for `write_call`.
        ReasonMissing: no reason is given.

    Writes the audit lines `stays.call.cancelled` and one for each application.
    """
    call = own_call(call_id, actor)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    call.because = reason.strip()[:300]
    _turn(call, CallState.CANCELLED, actor, at)
    for application in call.applications.filter(state__in=LIVING).order_by("pk"):
        application.call = call
        step(application, ApplicationState.REFUSED, actor=actor, at=at, because=call.because)
        mail.to_candidate(application, "cancelled", at=at)
    return call


def _turn(call: StayCall, state: str, actor: Any, at: datetime) -> StayCall:
    before, call.state, call.changed_at = call.state, state, at
    call.save()
    verb = f"stays.call.{state.lower()}"
    audit.record(actor=actor, verb=verb, obj=call, changes={"state": (before, state)}, at=at)
    return call
