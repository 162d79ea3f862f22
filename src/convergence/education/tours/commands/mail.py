"""E-mails about a tour: to hosts with their link, to a guest with the road book; in the language of each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.activities.choices import ActivityState
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.profile import current_profile
from convergence.education.tours.choices import LegState
from convergence.education.tours.commands.finding import locked_guest
from convergence.education.tours.errors import AddressMissing, NotByEmail
from convergence.education.tours.models import Leg
from convergence.education.tours.papers import host_sheet, names_in, road_book
from convergence.education.tours.queries.links import LATE
from convergence.messaging.addresses import is_email
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import File, send_transactional
from convergence.messaging.late import Late

PLACE = "tours/mail/"
DAYS_BEFORE = 7


def write(leg: Leg, about: str, *, at: datetime, reference: str, files: Iterable[File] = ()) -> None:
    """Put a message to the host of a leg in the queue, in its language; nothing when it has no address.

    Args:
        leg: the leg.
        about: name of the templates `tours/mail/<about>_…`.
        at: when.
        reference: what makes it leave once.
        files: what goes with it.
    """
    if not is_email(leg.contact_email):
        return
    language, profile, tour = leg.letters, current_profile(), leg.tour
    with override(language):
        guests = names_in([guest.shown_name for guest in tour.guests.select_related("person")], language)
        context = {
            "title": tour.activity.title_in(language),
            "guests": guests or _("our guests"),
            "host": leg.shown_host,
            "name": leg.contact_name,
            "city": leg.city,
            "first": long_day(leg.first_day, language),
            "last": long_day(leg.last_day, language),
            "is_one_day": leg.first_day == leg.last_day,
            "because": tour.activity.cancelled_because,
            "organisation": profile.name or profile.acronym,
        }
    merge = {} if about == "cancelled" else {"link": Late(LATE, leg.nonce)}
    send_transactional(
        to=leg.contact_email,
        template=PLACE + about,
        context=context,
        language=language,
        purpose=Purpose.REPLY,
        contact_id=leg.host_id,
        reply_to=profile.email,
        reference=f"tours.{reference}",
        files=files,
        merge=merge,
        at=at,
    )


@transaction.atomic
def send_road_book(*, guest_id: int, actor: Any, at: datetime) -> None:
    """Send a guest the road book as it reads now, in the guest's language; never to somebody at risk.

    Raises:
        NotFound, NotAllowed: no such guest; the actor may not change this one.
        NotByEmail: the guest is at risk.
        AddressMissing: the guest has no e-mail.

    Writes the audit line `tours.road_book.sent`.
    """
    guest = locked_guest(guest_id, actor)
    if guest.is_at_risk:
        raise NotByEmail
    if not is_email(guest.email):
        raise AddressMissing(field="email")
    profile, language = current_profile(), guest.language
    with override(language):
        name = _("road-book") + f"-{guest.pk}.pdf"
        context = {
            "title": guest.tour.activity.title_in(language),
            "name": guest.shown_name,
            "first": long_day(guest.tour.days.first, language),
            "last": long_day(guest.tour.days.last, language),
            "on_call": guest.tour.on_call,
            "organisation": profile.name or profile.acronym,
        }
    send_transactional(
        to=guest.email,
        template=f"{PLACE}road_book",
        context=context,
        language=language,
        purpose=Purpose.REPLY,
        contact_id=guest.person_id,
        reply_to=profile.email,
        reference=f"tours.road_book:{guest.pk}:{at.isoformat()}",
        files=[File(name, road_book(guest, at=at))],
        at=at,
    )
    changes = {"guest": (None, guest.shown_name)}
    audit.record(actor=actor, verb="tours.road_book.sent", obj=guest.tour, changes=changes, at=at)


def remind_hosts(*, at: datetime) -> int:
    """Write once, seven days before, to the hosts that confirmed, with their sheet; return to how many."""
    today = timezone.localdate(at)
    due = Leg.objects.filter(
        state=LegState.CONFIRMED,
        first_day__gte=today,
        first_day__lte=today + timedelta(days=DAYS_BEFORE),
        reminded_at=None,
    ).exclude(tour__activity__state=ActivityState.CANCELLED)
    written = 0
    for pk in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = Leg.objects.select_for_update(of=("self",)).select_related("tour__activity", "host", "place")
            leg = rows.filter(pk=pk, reminded_at=None).first()
            if leg is None:
                continue
            leg.reminded_at = at
            leg.save(update_fields=["reminded_at"])
            if not is_email(leg.contact_email):
                continue
            with override(leg.letters):
                name = _("host-sheet") + f"-{leg.pk}.pdf"
            write(leg, "reminder", at=at, reference=f"reminder:{leg.pk}", files=[File(name, host_sheet(leg, at=at))])
            written += 1
    return written


__all__ = ["remind_hosts", "send_road_book", "write"]
