"""What a calendar reads: counts by day, and the activities of some days. Each in one statement."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from convergence.activities.models import Activity
from convergence.activities.rules.calendar import per_day

LIGHT = (
    "kind", "title_fr", "title_en", "title_es", "slug", "start", "end", "start_time", "end_time", "first_day",
    "start_latest", "last_day", "state", "is_online", "venue", "security", "place",
)  # fmt: skip


def known_to_the_day(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what begins on a known day: a calendar cannot place “in June” on a day."""
    return rows.filter(first_day=F("start_latest"))


def is_dated(row: Activity) -> bool:
    """Tell whether both ends are written to the day."""
    day = len("2024-06-12")
    return len(row.start) == day and len(row.end) in (0, day)


def counts_by_day(rows: QuerySet[Any], first: date, last: date) -> dict[date, int]:
    """Return how many activities there are on each day from the first to the last."""
    found = known_to_the_day(rows).filter(first_day__lte=last, last_day__gte=first).order_by()
    spans = found.values_list("first_day", "last_day").annotate(number=Count("pk"))
    return per_day(spans.iterator(), first, last)


def of_days(rows: QuerySet[Any], first: date, last: date) -> list[Activity]:
    """Return the activities of some days, in their order, without their long texts."""
    found = rows.filter(first_day__lte=last, last_day__gte=first).select_related("place").only(*LIGHT, *PLACE)
    return list(found.order_by("first_day", "start_time", "pk"))


PLACE = ("place__name_fr", "place__name_en", "place__name_es", "place__country")


def by_day(found: Iterable[Activity], first: date, last: date) -> dict[date, list[Activity]]:
    """Return the activities on each day; those that begin on no known day are left out."""
    days: dict[date, list[Activity]] = {}
    for row in found:
        if row.first_day is None or row.last_day is None or row.first_day != row.start_latest:
            continue
        begins, ends = max(row.first_day, first), min(row.last_day, last)
        for number in range(begins.toordinal(), ends.toordinal() + 1):
            days.setdefault(date.fromordinal(number), []).append(row)
    return days
