"""What was said by name before somebody was at risk: letters, answers of hosts, older lines of the audit log (S71)."""

from datetime import datetime

from convergence.core import audit
from convergence.education.tours.commands.guard import untold
from convergence.education.tours.models import Leg, Tour, TourGuest
from convergence.education.tours.rules.showing import tells
from convergence.finance.models import ActivityEntry
from convergence.messaging.erasing import rewrite_texts

LETTERS = ("asked", "reminder", "cancelled")


def unsay(guest: TourGuest, *, at: datetime) -> None:
    """Put the pseudonym where letters and hosts said the name, and empty the audit lines that hold a word of it.

    The texts of the team were looked at before: those that tell are refused and corrected by hand. That something was
    done, when and by whom stays proved; only what the line said of it goes.
    """
    tour = guest.tour
    _answers(tour, guest)
    references = [f"tours.{about}:{leg.pk}" for about in LETTERS for leg in tour.legs.all()]
    references += [f"tours.road_book:{one.pk}" for one in tour.guests.all()]
    rewrite_texts(references, lambda text: untold(text, [guest]))
    activities = [tour.activity_id, *tour.activity.parts.values_list("pk", flat=True)]
    lines = {
        "tours.tour": [tour.pk],
        "activities.activity": activities,
        "finance.activityentry": ActivityEntry.objects.filter(activity__in=activities).values_list("pk", flat=True),
    }
    emptied = audit.empty_telling(lambda text: tells(text, guest.true_name), lines, at=at)
    if emptied:
        audit.record(actor=None, verb="tours.guest.unsaid", obj=tour, changes={"lines": (None, emptied)}, at=at)


def _answers(tour: Tour, guest: TourGuest) -> None:
    for leg in tour.legs.all():
        message, because = (untold(text, [guest]) for text in (leg.message, leg.because))
        if (message, because) != (leg.message, leg.because):
            Leg.objects.filter(pk=leg.pk).update(message=message[:2000], because=because[:300])
