"""Legs and their hosts: planned, asked, confirmed or declined."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.activities.choices import ActivityState, OrganisationCapacity
from convergence.activities.commands import add_organisation, remove_organisation
from convergence.activities.models import Participation
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, facts, links
from convergence.core.dates import long_day
from convergence.core.errors import BadValue, NotFound
from convergence.education.tours.choices import LegState
from convergence.education.tours.commands import mail
from convergence.education.tours.commands.finding import EDIT, locked, locked_leg, require_side
from convergence.education.tours.commands.guard import hidden_guests, require_untold, untold
from convergence.education.tours.errors import (
    AddressMissing,
    EndsBeforeItStarts,
    HostMissing,
    NoSuchStep,
    OtherDays,
    OutsideTheTour,
    ReasonMissing,
    StillKept,
    TourCancelled,
)
from convergence.education.tours.events import LegAnswered
from convergence.education.tours.models import Leg, Tour
from convergence.education.tours.queries.links import token_of
from convergence.education.tours.rules.states import may_follow
from convergence.messaging.addresses import is_email

FIELDS = frozenset(
    {
        "first_day", "last_day", "city", "place_id", "host_name", "contact_name", "contact_email", "contact_phone",
        "letters", "language", "interpreter", "interpreter_phone", "notes",
    }
)  # fmt: skip
PERSONAL = ("contact_name", "contact_email", "contact_phone", "interpreter", "interpreter_phone", "message")


@transaction.atomic
def save_leg(
    *, tour_id: int, actor: Any, at: datetime, leg_id: int | None = None, host_id: int | None = None, **values: Any
) -> Leg:
    """Write a leg, or change it; a host that had confirmed other days is asked again.

    Args:
        tour_id: the tour.
        actor: who writes it.
        at: when.
        leg_id: the leg to change, None for a new one.
        host_id: the host in the register of contacts.
        values: fields of `Leg`; those left out stay.

    Raises:
        NotFound, NotAllowed: no such tour or leg; the actor may not change it.
        EndsBeforeItStarts, OutsideTheTour: its days.
        HostMissing: neither a host of the register nor one in words.
        NameTold: it names somebody at risk.
        BadValue, ValidationError: a value does not fit.

    Writes the audit line `tours.leg.added` or `tours.leg.changed`, nothing when nothing differs.
    """
    unknown = values.keys() - FIELDS
    if unknown:
        message = f"no such field of a leg: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    tour = locked(tour_id, actor)
    leg = (
        _fresh(tour)
        if leg_id is None
        else Leg.objects.select_for_update(of=("self",)).filter(pk=leg_id, tour=tour).first()
    )
    if leg is None:
        raise NotFound
    before = audit.snapshot(leg) if leg_id is not None else {}
    days_before, host_before = (leg.first_day, leg.last_day), leg.host_id
    for name, value in values.items():
        setattr(leg, name, value)
    leg.host = _host(host_id)
    _check(tour, leg, at)
    asks_again = leg.state == LegState.CONFIRMED and (
        days_before != (leg.first_day, leg.last_day) or host_before != leg.host_id
    )
    if asks_again:
        leg.state = LegState.ASKED
        leg.answered_at = None
    leg.full_clean(exclude=["digest"])
    leg.save()
    if asks_again:
        _draw_host(tour, host_before, actor=actor, at=at)
        mail.write(leg, "asked", at=at, reference=f"asked:{leg.pk}:{at.isoformat()}")
    changes = {
        name: ((None, "•") if name in PERSONAL else pair)
        for name, pair in audit.changes_between(before, audit.snapshot(leg)).items()
        if name not in ("nonce", "digest")
    }
    if changes:
        verb = f"tours.leg.{'added' if leg_id is None else 'changed'}"
        audit.record(actor=actor, verb=verb, obj=tour, changes=changes, at=at)
    return leg


def _fresh(tour: Tour) -> Leg:
    nonce = links.new_nonce()
    return Leg(tour=tour, nonce=nonce, digest=links.digest_of(token_of(nonce)))


def _host(contact_id: int | None) -> Contact | None:
    if contact_id is None:
        return None
    found = Contact.objects.select_related("merged_into").filter(pk=contact_id).first()
    if found is None or found.kind == ContactKind.PERSON:
        raise BadValue(field="host")
    return found.merged_into or found


def _check(tour: Tour, leg: Leg, at: datetime) -> None:
    if leg.first_day is not None and leg.last_day is not None:
        if leg.last_day < leg.first_day:
            raise EndsBeforeItStarts(field="last_day")
        if not tour.days.holds(leg.days):
            field = "first_day" if leg.first_day not in tour.days else "last_day"
            raise OutsideTheTour(field=field, first=long_day(tour.days.first), last=long_day(tour.days.last))
    if leg.host is None and not leg.host_name.strip():
        raise HostMissing(field="host")
    for name in ("city", "host_name", "notes"):
        require_untold([getattr(leg, name)], tour.activity.title_fr, hidden_guests(tour, at), field=name)


@transaction.atomic
def remove_leg(*, leg_id: int, actor: Any, at: datetime) -> int:
    """Take away a leg that its host did not confirm; return the id of its tour.

    Raises:
        NotFound, NotAllowed: no such leg; the actor may not change the tour.
        StillKept: its host confirmed it.

    Writes the audit line `tours.leg.removed`.
    """
    leg = locked_leg(leg_id)
    tour = locked(leg.tour_id, actor)
    if leg.state == LegState.CONFIRMED:
        raise StillKept
    said = str(leg)
    leg.delete()
    audit.record(actor=actor, verb="tours.leg.removed", obj=tour, changes={"leg": (said, "")}, at=at)
    return int(tour.pk)


@transaction.atomic
def ask_host(*, leg_id: int, actor: Any, at: datetime) -> Leg:
    """Send the host its link; a link sent before is replaced when the leg is asked again.

    Raises:
        NotFound, NotAllowed: no such leg; the actor may not change the tour.
        TourCancelled: there is nothing to ask.
        AddressMissing: nobody can be written to.

    Writes the audit line `tours.leg.asked`.
    """
    leg = locked_leg(leg_id)
    locked(leg.tour_id, actor)
    _require_on(leg)
    if not is_email(leg.contact_email):
        raise AddressMissing(field="contact_email")
    if leg.state != LegState.PLANNED:
        leg.nonce = links.new_nonce()
        leg.digest = links.digest_of(token_of(leg.nonce))
    leg.asked_at, leg.answered_at, leg.because = at, None, ""
    _step(leg, LegState.ASKED, actor=actor, at=at)
    mail.write(leg, "asked", at=at, reference=f"asked:{leg.pk}:{at.isoformat()}")
    return leg


@transaction.atomic
def confirm_leg(
    *,
    leg_id: int,
    read: str,
    actor: Any,
    at: datetime,
    contact_name: str = "",
    contact_phone: str = "",
    message: str = "",
) -> Leg:
    """Say yes for the host: behind its link (no actor), in the members' space, or by the team after a call. Twice changes nothing.

    Args:
        leg_id: the leg.
        read: its days as they were read, from `read_of`.
        actor: None behind the link.
        at: when.
        contact_name: who receives the guests; what was written stays when empty.
        contact_phone: their telephone, likewise.
        message: what the host wants to say.

    Raises:
        NotFound, NotAllowed: no such leg; it is not one's own.
        OtherDays: its days changed since they were read.
        TourCancelled: the tour does not take place.
        NoSuchStep: it was not asked, or was declined.

    Writes the audit line `tours.leg.confirmed`; publishes LegAnswered. The host then stands in the register as hosting the tour.
    """
    leg = locked_leg(leg_id)
    require_side(actor, leg)
    if read != read_of(leg):
        raise OtherDays
    if leg.state == LegState.CONFIRMED:
        return leg
    _require_on(leg)
    leg.contact_name = contact_name.strip()[:200] or leg.contact_name
    leg.contact_phone = contact_phone.strip()[:60] or leg.contact_phone
    leg.message = untold(message.strip()[:2000] or leg.message, hidden_guests(leg.tour, at))[:2000]
    leg.answered_at, leg.because = at, ""
    _step(leg, LegState.CONFIRMED, actor=actor, at=at)
    _draw_host(leg.tour, leg.host_id, actor=None, at=at)
    return leg


@transaction.atomic
def decline_leg(*, leg_id: int, because: str, actor: Any, at: datetime) -> Leg:
    """Say no for the host, and why; the days are then without a host.

    Raises:
        NotFound, NotAllowed: no such leg; it is not one's own.
        ReasonMissing: nothing says why.
        NoSuchStep: it was not asked.

    Writes the audit line `tours.leg.declined`; publishes LegAnswered.
    """
    leg = locked_leg(leg_id)
    require_side(actor, leg)
    if leg.state == LegState.DECLINED:
        return leg
    if not because.strip():
        raise ReasonMissing(field="because")
    leg.answered_at, leg.because = at, untold(because.strip(), hidden_guests(leg.tour, at))[:300]
    _step(leg, LegState.DECLINED, actor=actor, at=at)
    _draw_host(leg.tour, leg.host_id, actor=None, at=at)
    return leg


def _require_on(leg: Leg) -> None:
    if leg.tour.activity.state == ActivityState.CANCELLED:
        raise TourCancelled


def read_of(leg: Leg) -> str:
    """Return the days of a leg as a host reads them before it answers."""
    return f"{leg.first_day.isoformat()}/{leg.last_day.isoformat()}"


def _step(leg: Leg, after: str, *, actor: Any, at: datetime) -> None:
    if not may_follow(leg.state, after):
        raise NoSuchStep(before=LegState(leg.state).label, after=LegState(after).label)
    before, leg.state = leg.state, after
    leg.save()
    changes = {"leg": (None, str(leg)), "state": (before, after)}
    audit.record(actor=actor, verb=f"tours.leg.{after.lower()}", obj=leg.tour, changes=changes, at=at)
    if after in (LegState.CONFIRMED, LegState.DECLINED):
        facts.publish(LegAnswered(leg.pk, before, after))


def _draw_host(tour: Tour, host_id: int | None, *, actor: Any, at: datetime) -> None:
    """Write in the register whether an organisation hosts the tour: when one of its legs is confirmed."""
    if host_id is None:
        return
    rows = Participation.objects.filter(activity=tour.activity_id, contact=host_id, capacity=OrganisationCapacity.HOST)
    hosts = tour.legs.filter(host=host_id, state=LegState.CONFIRMED).exists()
    known = rows.first()
    if hosts and known is None:
        add_organisation(
            activity_id=tour.activity_id, contact_id=host_id, capacity=OrganisationCapacity.HOST, actor=actor, at=at
        )
    elif not hosts and known is not None and not tour.activity.is_intersyndical:
        remove_organisation(participation_id=known.pk, actor=actor, at=at)


__all__ = ["EDIT", "ask_host", "confirm_leg", "decline_leg", "read_of", "remove_leg", "save_leg"]
