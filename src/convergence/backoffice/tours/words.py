"""What the lines of the checklist say."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergence.activities.models import Activity
from convergence.core.dates import long_day
from convergence.education.tours.models import Tour
from convergence.education.tours.queries.itinerary import plan_of
from convergence.education.tours.rules.checklist import Missing, is_late, remaining
from convergence.education.tours.rules.stay import Days

SAID = {
    "no_guest": gettext_lazy("Nobody is invited yet."),
    "no_leg": gettext_lazy("No leg is written yet."),
    "gap": gettext_lazy("No host: %(days)s."),
    "overlap": gettext_lazy("Two hosts at once: %(days)s."),
    "host_to_ask": gettext_lazy("%(who)s: to be asked."),
    "host_silent": gettext_lazy("%(who)s: asked, no answer yet."),
    "host_declined": gettext_lazy("%(who)s said no: find other days or another host."),
    "interpreter_missing": gettext_lazy("%(who)s: no interpreter, and a guest does not speak the language there."),
    "no_lodging": gettext_lazy("No lodging for the night: %(days)s."),
    "way_there": gettext_lazy("No journey arrives by the first day."),
    "way_back": gettext_lazy("No journey leaves on the last day."),
    "visa_unknown": gettext_lazy("%(who)s: find out whether a visa is needed."),
    "visa_to_ask": gettext_lazy("%(who)s: visa to be asked for."),
    "visa_asked": gettext_lazy("%(who)s: visa asked for, not given yet."),
    "visa_refused": gettext_lazy("%(who)s: visa refused."),
    "visa_undated": gettext_lazy("%(who)s: write until when the visa holds."),
    "visa_begins": gettext_lazy("%(who)s: the visa begins %(lacking)s after the arrival."),
    "visa_ends": gettext_lazy("%(who)s: the visa ends %(lacking)s before the return."),
    "insurance_missing": gettext_lazy("%(who)s: no insurance."),
    "insurance_begins": gettext_lazy("%(who)s: the insurance begins %(lacking)s after the arrival."),
    "insurance_ends": gettext_lazy("%(who)s: the insurance ends %(lacking)s before the return."),
    "passport_undated": gettext_lazy("%(who)s: ask until when the passport holds."),
    "passport_ends": gettext_lazy("%(who)s: the passport ends %(lacking)s before the return."),
    "agreement_missing": gettext_lazy("%(who)s: ask what may be told in public."),
    "emergency_missing": gettext_lazy("%(who)s: ask whom to tell in an emergency."),
    "no_meeting": gettext_lazy("%(who)s: no meeting on these days."),
    "meetings_at_once": gettext_lazy("%(who)s begins before another meeting is over."),
    "no_budget": gettext_lazy("No planned cost is written."),
}
TASKS = {
    "guests": gettext_lazy("Guests and papers"),
    "itinerary": gettext_lazy("Itinerary"),
    "meetings": gettext_lazy("Meetings"),
    "costs": gettext_lazy("Costs"),
}


@dataclass(frozen=True)
class Group:
    """The lines of one task, with the page where they are settled."""

    title: str
    url: str
    lines: list[str]


def days_in_words(days: Days) -> str:
    """Say on which days."""
    if days.first == days.last:
        return long_day(days.first)
    return _("%(first)s – %(last)s") % {"first": long_day(days.first), "last": long_day(days.last)}


def groups_of(
    tour: Tour, meetings: list[Activity], *, names: dict[str, dict[int, str]], today: date
) -> tuple[list[Group], bool]:
    """Return what remains to be done by task, and whether the tour begins so soon that it is late.

    Args:
        tour: the tour.
        meetings: its meetings.
        names: for guests, legs and meetings, id → what to call it.
        today: the day.
    """
    plan = plan_of(tour, meetings)
    by_task: dict[str, list[str]] = {}
    for one in remaining(plan):
        by_task.setdefault(one.task, []).append(_line(one, names))
    found = [
        Group(str(title), reverse(f"tours:{task}", args=[tour.pk]), by_task[task])
        for task, title in TASKS.items()
        if task in by_task
    ]
    return found, is_late(plan, today)


def _line(one: Missing, names: dict[str, dict[int, str]]) -> str:
    values: dict[str, Any] = {
        "who": _name(one, names),
        "days": days_in_words(one.days) if one.days else "",
        "lacking": ngettext("%(n)s day", "%(n)s days", one.lacking) % {"n": one.lacking},
    }
    return str(SAID[one.code]) % values


def _name(one: Missing, names: dict[str, dict[int, str]]) -> str:
    if one.task == "guests":
        return names["guests"].get(one.key, "")
    if one.code == "meetings_at_once":
        return names["meetings"].get(one.key, "")
    return names["legs"].get(one.key, "")
