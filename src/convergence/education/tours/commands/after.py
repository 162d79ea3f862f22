"""What came of a tour: people who came nearer, and what guests are given per day."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.contacts.choices import Channel, ConsentAct, ConsentPurpose
from convergence.contacts.commands import add_contact_point, create_person, record_consent
from convergence.contacts.models import Contact, ContactPoint
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import BadValue, DayOutside, NotFound
from convergence.core.profile import current_profile
from convergence.education.tours.choices import Nearer
from convergence.education.tours.commands.finding import locked
from convergence.education.tours.errors import AddressMissing, ConsentMissing, NothingPerDay, NotYetBegun
from convergence.education.tours.models import Joined
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.commands import record_activity_entry
from convergence.finance.models import ActivityEntry
from convergence.messaging.addresses import is_email


@transaction.atomic
def add_joined(
    *,
    tour_id: int,
    how: str,
    consent: str,
    joined_date: date,
    actor: Any,
    at: datetime,
    meeting_id: int | None = None,
    given_name: str = "",
    family_name: str = "",
    email: str = "",
    wants_news: bool = False,
) -> Joined:
    """Write that somebody met on a tour came nearer; with news wished for and an e-mail, they enter the register.

    Args:
        tour_id: the tour.
        how: a code of `Nearer`.
        consent: how they agreed, in words; the proof kept with a consent to news.
        joined_date: when.
        actor: who writes it.
        at: when it is written.
        meeting_id: the meeting where they were met.
        given_name: their names, kept only with news wished for.
        family_name: likewise.
        email: likewise.
        wants_news: whether they agreed to be sent news.

    Raises:
        NotFound, NotAllowed: no such tour; the actor may not change it.
        ConsentMissing: nothing says how they agreed.
        NotYetBegun: the tour has not begun.
        AddressMissing: news, without an e-mail.
        BadValue: no such way or meeting; a day to come, or no name.

    Writes the audit line `tours.joined.added`, without a name.
    """
    tour = locked(tour_id, actor)
    if how not in Nearer.values:
        raise BadValue(field="how")
    if not consent.strip():
        raise ConsentMissing(field="consent")
    today = timezone.localdate(at)
    if tour.days.first > today:
        raise NotYetBegun
    if not tour.days.first <= joined_date <= today:
        raise DayOutside(field="joined_date", first=long_day(tour.days.first), last=long_day(today))
    if meeting_id is not None and not tour.activity.parts.filter(pk=meeting_id).exists():
        raise BadValue(field="meeting")
    person = _person(given_name, family_name, email, actor=actor, at=at) if wants_news else None
    if person is not None:
        _consent(person, tour.activity.title_fr, email, consent, joined_date, actor=actor, at=at)
    made = Joined.objects.create(
        tour=tour,
        meeting_id=meeting_id,
        person=person,
        how=how,
        consent=consent.strip()[:300],
        joined_date=joined_date,
        recorded_at=at,
    )
    audit.record(actor=actor, verb="tours.joined.added", obj=tour, changes={"how": (None, how)}, at=at)
    return made


def _person(given_name: str, family_name: str, email: str, *, actor: Any, at: datetime) -> Contact:
    if not is_email(email):
        raise AddressMissing(field="email")
    point = (
        ContactPoint.objects.filter(
            channel=Channel.EMAIL, normalised=email.strip().lower(), end_date=None, contact__kind="PERSON"
        )
        .select_related("contact__merged_into")
        .order_by("pk")
        .first()
    )
    if point is not None:
        return point.contact.merged_into or point.contact
    if not (given_name.strip() or family_name.strip()):
        raise BadValue(_("Write the name of this person, who is not in the register yet."), field="family_name")
    person = create_person(given_name=given_name, family_name=family_name, actor=actor, at=at)
    add_contact_point(contact_id=person.pk, channel=Channel.EMAIL, value=email.strip(), actor=actor, at=at)
    return person


def _consent(person: Contact, title: str, email: str, words: str, on: date, *, actor: Any, at: datetime) -> None:
    with override("fr"):
        source = _("Tour “%(title)s”, %(day)s") % {"title": title, "day": long_day(on, "fr")}
        wording = _("I agree to receive the newsletter of %(name)s by e-mail. (%(how)s)") % {
            "name": current_profile().name,
            "how": words.strip(),
        }
    record_consent(
        contact_id=person.pk,
        address=email.strip(),
        purpose=ConsentPurpose.NEWSLETTER,
        act=ConsentAct.GIVEN,
        method="paper",
        wording=wording,
        source=source,
        actor=actor,
        at=at,
    )


@transaction.atomic
def remove_joined(*, joined_id: int, actor: Any, at: datetime) -> int:
    """Take away what was written by mistake; the consent in the register is withdrawn there. Return the id of the tour.

    Raises:
        NotFound, NotAllowed: no such row; the actor may not change the tour.

    Writes the audit line `tours.joined.removed`.
    """
    row = Joined.objects.filter(pk=joined_id).first()
    if row is None:
        raise NotFound
    tour = locked(row.tour_id, actor)
    row.delete()
    audit.record(actor=actor, verb="tours.joined.removed", obj=tour, changes={"how": (row.how, "")}, at=at)
    return int(tour.pk)


@transaction.atomic
def plan_per_day(*, tour_id: int, actor: Any, at: datetime) -> list[ActivityEntry]:
    """Write what guests are given per day as planned costs of the tour, once for each guest who has an amount.

    The ledger keeps every word for good: it says the number of the guest, never a name.

    Raises:
        NotFound, NotAllowed: no such tour; the actor may not write costs.
        NothingPerDay: no guest has an amount, or all are written already.

    Writes the audit line `finance.activityentry.recorded` for each.
    """
    tour = locked(tour_id, actor)
    written: list[ActivityEntry] = []
    guests = tour.guests.filter(per_day_cents__gt=0).select_related("person")
    if not guests:
        raise NothingPerDay
    for guest in guests:
        with override("fr"):
            what = _("Per day: guest no. %(guest)s, %(number)s days") % {"guest": guest.pk, "number": tour.days.number}
        known = ActivityEntry.objects.filter(activity=tour.activity_id, what=what, reversed_by=None)
        if known.exists():
            continue
        written.append(
            record_activity_entry(
                activity_id=tour.activity_id,
                kind=CostKind.COST,
                stage=CostStage.PLANNED,
                amount_cents=guest.per_day_cents * tour.days.number,
                what=what,
                booked_date=tour.days.first,
                actor=actor,
                at=at,
            )
        )
    return written
