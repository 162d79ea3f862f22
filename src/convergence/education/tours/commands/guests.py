"""Guests of a tour: who they are, their papers, what they agreed to."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.activities.choices import PersonCapacity
from convergence.activities.models import PersonRole
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import BadValue, DayToCome
from convergence.education.tours.choices import Agreement, Safety
from convergence.education.tours.commands.finding import locked, locked_guest
from convergence.education.tours.commands.guard import levels_of, redraw
from convergence.education.tours.commands.unsaying import unsay
from convergence.education.tours.errors import (
    GuestMissing,
    NotAgreedYet,
    PersonAtRisk,
    PersonNotKept,
    PseudonymMissing,
    PseudonymTells,
)
from convergence.education.tours.models import Tour, TourGuest
from convergence.education.tours.rules.showing import is_home, tells

FIELDS = frozenset(
    {
        "name", "pseudonym", "presents_fr", "presents_en", "presents_es", "country", "language", "spoken", "safety", "agreed", "agreed_how", "agreed_date",
        "picture_id", "per_day_cents", "visa", "visa_from", "visa_until", "insured_from", "insured_until", "passport_until",
        "emergency", "phone", "email",
    }
)  # fmt: skip
ON_FILE = "•"


@transaction.atomic
def save_guest(
    *,
    tour_id: int,
    actor: Any,
    at: datetime,
    guest_id: int | None = None,
    person_id: int | None = None,
    **values: Any,
) -> TourGuest:
    """Invite somebody on a tour, or change what is written of a guest; the register of activities names them as it may.

    Args:
        tour_id: the tour.
        actor: who writes it.
        at: when.
        guest_id: the guest to change, None for a new one.
        person_id: somebody of the register of contacts.
        values: fields of `TourGuest`; those left out stay.

    Raises:
        NotFound, NotAllowed: no such tour or guest; the actor may not change it.
        GuestMissing, PseudonymMissing, PseudonymTells, PersonNotKept, PersonAtRisk: who they are.
        NotAgreedYet: an agreement without how and when.
        ReturnDateMissing, NameTold, PicturesRemain: the tour does not keep somebody at risk safe yet.
        BadValue, ValidationError: a value does not fit.

    Writes the audit line `tours.guest.invited` or `tours.guest.changed` with the names of the fields, never their values. Of
    somebody at risk, what letters, answers of hosts and older audit lines of the tour say by name is unsaid.
    """
    unknown = values.keys() - FIELDS
    if unknown:
        message = f"no such field of a guest: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    tour = locked(tour_id, actor)
    if guest_id is None:
        require(actor, "tours.edit_guest")
        guest = TourGuest(tour=tour)
    else:
        guest = locked_guest(guest_id, actor)
    levels, before = levels_of(tour), audit.snapshot(guest) if guest.pk else {}
    shown_before = guest.shown_name if guest.pk else ""
    for name, value in values.items():
        setattr(guest, name, value)
    guest.person = _person(person_id)
    _check(guest, at)
    guest.full_clean()
    guest.save()
    redraw(tour, levels, actor=actor, at=at)
    _name_in_register(tour, guest, shown_before, at=at)
    changed = audit.changes_between(before, audit.snapshot(guest))
    if changed:
        verb = "tours.guest.changed" if guest_id else "tours.guest.invited"
        audit.record(actor=actor, verb=verb, obj=tour, changes=dict.fromkeys(changed, (None, ON_FILE)), at=at)
    if changed and guest.is_at_risk:
        unsay(guest, at=at)
    return guest


def _person(person_id: int | None) -> Contact | None:
    if person_id is None:
        return None
    found = Contact.objects.select_related("merged_into").filter(pk=person_id).first()
    if found is None or found.kind != ContactKind.PERSON:
        raise BadValue(field="person")
    return found.merged_into or found


def _check_safety(guest: TourGuest) -> None:
    if guest.safety != Safety.AT_RISK and guest.is_at_risk:
        raise PersonAtRisk(field="safety")
    if guest.is_at_risk and not guest.pseudonym.strip():
        raise PseudonymMissing(field="pseudonym")
    if guest.safety == Safety.AT_RISK and guest.person is not None and not guest.person.is_sensitive:
        raise PersonNotKept(field="person")
    if guest.is_at_risk and tells(guest.pseudonym, guest.true_name):
        raise PseudonymTells(field="pseudonym")
    for name in ("presents_fr", "presents_en", "presents_es"):
        if guest.is_at_risk and tells(getattr(guest, name), guest.true_name):
            raise PseudonymTells(field=name)


def _check(guest: TourGuest, at: datetime) -> None:
    if not guest.true_name.strip():
        raise GuestMissing(field="name")
    _check_safety(guest)
    for field, choices in (("safety", Safety.values), ("agreed", ["", *Agreement.values])):
        if getattr(guest, field) not in choices:
            raise BadValue(field=field)
    if guest.agreed and (guest.agreed_date is None or not guest.agreed_how.strip()):
        raise NotAgreedYet(field="agreed_how" if guest.agreed_date else "agreed_date")
    if guest.agreed_date is not None and guest.agreed_date > timezone.localdate(at):
        raise DayToCome(field="agreed_date")


def _name_in_register(tour: Tour, guest: TourGuest, shown_before: str, *, at: datetime) -> None:
    """Name the guest on the activity as anybody may read it; the row is drawn anew.

    The person's own record is named only when nothing hides who it is: no risk, no pseudonym of the tour.
    """
    rows = PersonRole.objects.filter(activity=tour.activity_id, capacity=PersonCapacity.GUEST)
    if shown_before:
        rows.filter(name=shown_before).delete()
    if guest.person_id:
        rows.filter(person=guest.person_id).delete()
    home = is_home(tour.activity.return_date, timezone.localdate(at))
    told_by_name = guest.is_at_risk and guest.agreed == Agreement.NAMED and home
    plainly = guest.person_id is not None and not guest.is_at_risk and not guest.pseudonym
    name = guest.true_name if told_by_name else guest.shown_name
    named = guest.agreed == Agreement.NAMED or (guest.agreed == Agreement.PSEUDONYM and bool(guest.pseudonym))
    PersonRole.objects.create(
        activity=tour.activity,
        person=guest.person if plainly else None,
        name="" if plainly else name[:200],
        capacity=PersonCapacity.GUEST,
        is_named=named,
    )


@transaction.atomic
def remove_guest(*, guest_id: int, actor: Any, at: datetime) -> None:
    """Take a guest off a tour, with everything that was written of them.

    Raises:
        NotFound, NotAllowed: no such guest; the actor may not change this one.

    Writes the audit line `tours.guest.removed`.
    """
    guest = locked_guest(guest_id, actor)
    tour = locked(guest.tour_id, actor)
    levels, shown = levels_of(tour), guest.shown_name
    rows = PersonRole.objects.filter(activity=tour.activity_id, capacity=PersonCapacity.GUEST)
    (rows.filter(person=guest.person_id) if guest.person_id else rows.none()).delete()
    rows.filter(name__in=[shown, guest.true_name]).delete()
    guest.delete()
    redraw(tour, levels, actor=actor, at=at)
    audit.record(actor=actor, verb="tours.guest.removed", obj=tour, changes={"guest": (ON_FILE, "")}, at=at)


@transaction.atomic
def tell_names(*, at: datetime) -> int:
    """Write the names of guests at risk who agreed to be named and are home now; return of how many."""
    rows = TourGuest.objects.filter(
        safety=Safety.AT_RISK, agreed=Agreement.NAMED, tour__activity__return_date__lte=timezone.localdate(at)
    ).select_related("tour__activity", "person")
    written = 0
    for guest in rows.order_by("pk"):
        roles = PersonRole.objects.filter(activity=guest.tour.activity_id, capacity=PersonCapacity.GUEST)
        if guest.true_name and roles.filter(name=guest.pseudonym).exists():
            _name_in_register(guest.tour, guest, guest.shown_name, at=at)
            written += 1
    return written
