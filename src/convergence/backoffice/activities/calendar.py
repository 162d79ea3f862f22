"""The calendar of the team: day, week, month, year, and the same as a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date, get_day_names
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.activities import commands
from convergence.activities.choices import ActivityKind, ActivityState
from convergence.activities.models import Activity, CalendarKey
from convergence.activities.queries.calendar import by_day, counts_by_day, of_days
from convergence.activities.queries.telling import told_when
from convergence.activities.rules.calendar import FIRST_YEAR, LAST_YEAR, Span, span_of, weeks_of
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice
from convergence.contacts.models import Contact
from convergence.core.dates import full_day, long_day
from convergence.core.money import locale_of
from convergence.vocabulary.models import Axis

SEE = "activities.view_activity"
IN_A_CELL = 4
"""How many activities a day of the month shows; the others are behind the number."""
NAMES = (
    ("day", gettext_lazy("Day")),
    ("week", gettext_lazy("Week")),
    ("month", gettext_lazy("Month")),
    ("year", gettext_lazy("Year")),
    ("list", gettext_lazy("List")),
)


@dataclass(frozen=True)
class Day:
    """A day as drawn: how many activities, and those that are shown in its cell."""

    day: date
    number: int
    href: str
    words: str
    is_today: bool = False
    is_of_month: bool = True
    shown: list[Any] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.number - len(self.shown)


@dataclass(frozen=True)
class Month:
    """A month of the year: its name, its link, its weeks."""

    name: str
    href: str
    number: int
    weeks: list[list[Day]]


def first_weekday() -> int:
    """Return the day on which a week begins in the language of the reader: 0 for Monday to 6 for Sunday."""
    return int(Locale.parse(locale_of(get_language())).first_week_day)


def weekday_names() -> list[tuple[str, str]]:
    """Return the days of a week in their order, short and whole."""
    locale, first = locale_of(get_language()), first_weekday()
    short, whole = get_day_names("abbreviated", locale=locale), get_day_names("wide", locale=locale)
    return [(short[(first + step) % 7], whole[(first + step) % 7]) for step in range(7)]


def day_of(text: str) -> date:
    """Return the day that an address asks for, else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else timezone.localdate()


def bar() -> Bar:
    """Return what narrows the calendar."""
    axes = [(str(axis.pk), axis.name_fr) for axis in Axis.objects.all()]
    return Bar(
        "",
        [
            Choice("kind", gettext_lazy("Kind"), gettext_lazy("all kinds"), ActivityKind.choices),
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), ActivityState.choices),
            Choice("axis", gettext_lazy("Work axis"), gettext_lazy("all axes"), axes),
        ],
    )


class Drawing:
    """One calendar as asked for: its rows, its day, and the addresses that keep the rest of what was asked."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET.get("view", "")
        self.view = asked if asked in dict(NAMES) else "month"
        self.day = day_of(request.GET.get("day", ""))
        self.today = timezone.localdate()
        self.span: Span = span_of(self.view, self.day, first_weekday())
        self.bar = bar()
        self.kept = {name: value for name, value in self.bar.chosen(request).items() if value}
        self.rows: QuerySet[Any] = visible(request.user, SEE, Activity.objects.all()).filter(**self.kept)

    def href(self, view: str, day: date) -> str:
        """Return the address of a view of a day."""
        asked = urlencode({"view": view, "day": day.isoformat(), **self.kept})
        return f"{reverse('activities:calendar')}?{asked}"

    def weeks(self, year: int, month: int, numbers: Mapping[date, int], rows: Mapping[date, list[Any]]) -> Any:
        """Return the weeks of a month as drawn."""
        return [
            [self.cell(day, month, numbers, rows) for day in week] for week in weeks_of(year, month, first_weekday())
        ]

    def cell(self, day: date, month: int, numbers: Mapping[date, int], rows: Mapping[date, list[Any]]) -> Day:
        """Return a day as drawn."""
        is_of_month = day.month == month
        number = numbers.get(day, 0) if is_of_month else 0
        shown = rows.get(day, []) if is_of_month else []
        cut = shown if len(shown) <= IN_A_CELL else shown[: IN_A_CELL - 1]
        return Day(day, number, self.href("day", day), words_of(day, number), day == self.today, is_of_month, cut)

    def title(self) -> str:
        """Return what the view shows, in words."""
        locale = locale_of(get_language())
        if self.view == "day":
            return capfirst(full_day(self.day))
        if self.view == "week":
            return _("Week of %(day)s") % {"day": long_day(self.span.first)}
        return capfirst(format_date(self.day, "y" if self.view == "year" else "LLLL y", locale=locale))


def words_of(day: date, number: int) -> str:
    """Say a day and how many activities are on it, for those who hear the page."""
    return f"{long_day(day)} : {number}"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the calendar."""
    require(request.user, SEE)
    drawing = Drawing(request)
    context = {
        "title": _("Calendar"),
        "drawing": drawing,
        "shown": drawing.title(),
        "questions": [
            (one.name, one.label, one.everything, one.options, drawing.kept.get(one.name, ""))
            for one in drawing.bar.choices
        ],
        "names": [(code, name, drawing.href(code, drawing.day)) for code, name in NAMES],
        "view": drawing.view,
        "before": drawing.href(drawing.view, drawing.span.before),
        "after": drawing.href(drawing.view, drawing.span.after),
        "today": drawing.href(drawing.view, drawing.today),
        "weekdays": weekday_names(),
        "may_add": may(request.user, "activities.add_activity"),
        "add_url": f"{reverse('activities:add')}?le={drawing.day.isoformat()}",
        **(_year(drawing) if drawing.view == "year" else _days(drawing)),
        **_own_address(request),
    }
    return render(request, "backoffice/activities/calendar.html", context)


def _year(drawing: Drawing) -> dict[str, Any]:
    numbers = counts_by_day(drawing.rows, drawing.span.first, drawing.span.last)
    locale, year = locale_of(get_language()), drawing.day.year
    months = []
    for month in range(1, 13):
        first = date(year, month, 1)
        number = sum(count for day, count in numbers.items() if day.month == month)
        name = capfirst(format_date(first, "LLLL", locale=locale))
        months.append(Month(name, drawing.href("month", first), number, drawing.weeks(year, month, numbers, {})))
    return {"months": months}


def _days(drawing: Drawing) -> dict[str, Any]:
    first, last = drawing.span.first, drawing.span.last
    found = of_days(drawing.rows, first, last)
    address, states = reverse("activities:show", args=[0]), {state: str(state.label) for state in ActivityState}
    online = _("online")
    for row in found:  # said once for each, however many days show it
        row.when = told_when(row)  # type: ignore[attr-defined]
        row.href = address.replace("/0/", f"/{row.pk}/")  # type: ignore[attr-defined]
        where = str(row.place) if row.place else online if row.is_online else ""
        row.told = f"{row.when}{', ' if where else ''}{where} · {states[ActivityState(row.state)]}"  # type: ignore[attr-defined]
    rows = by_day(found, first, last)
    numbers = {day: len(some) for day, some in rows.items()}
    vague = [row for row in found if row.first_day != row.start_latest]
    if drawing.view == "month":
        return {"weeks": drawing.weeks(first.year, first.month, numbers, rows), "vague": vague}
    return {"days": [(day, capfirst(full_day(day)), rows[day]) for day in sorted(rows)], "vague": vague}


def _own_address(request: HttpRequest) -> dict[str, Any]:
    """Return the secret address of what the reader takes part in, when the reader is somebody of the register."""
    person = Contact.objects.filter(user=request.user.pk, merged_into=None).first()
    if person is None:
        return {"person": None}
    key = CalendarKey.objects.filter(contact=person).first()
    path = reverse("website:calendar_own", args=[key.code]) if key else ""
    return {"person": person, "own_address": f"{settings.BASE_URL}{path}" if path else ""}


@require_POST
def renew_key(request: HttpRequest) -> HttpResponse:
    """Make the secret address of what the reader takes part in, or another in its place."""
    require(request.user, SEE)
    person = Contact.objects.filter(user=request.user.pk, merged_into=None).first()
    if person is not None:
        base.done(
            request,
            lambda: commands.renew_calendar_key(contact_id=person.pk, actor=request.user, at=timezone.now()),
            _("Your address is made. One that you had before gives nothing more."),
        )
    return redirect("activities:calendar")
