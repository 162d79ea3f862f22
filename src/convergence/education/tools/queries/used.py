"""Which activities, trainings, exhibitions and campaigns used a tool: practices above register theirs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from convergence.activities.choices import DONE
from convergence.activities.models import Activity
from convergence.education.tools.models import ActivityTool, Tool


@dataclass(frozen=True)
class Use:
    """Something that used a tool, as the public may read it, and the language that its label is in; `url` may be empty."""

    label: str
    kind: str
    when: str = ""
    url: str = ""
    language: str = "fr"


Finder = Callable[[int, str, date], Iterable[Use]]
_finders: list[Finder] = []


def register_uses(finder: Finder) -> None:
    """Add what a higher app knows of the uses of a tool: its id, a language and today in, public uses out."""
    if finder not in _finders:
        _finders.append(finder)


def uses_elsewhere(tool_id: int, language: str, today: date) -> list[Use]:
    """Return what the practices above say of a tool."""
    return [use for finder in _finders for use in finder(tool_id, language, today)]


def public_activities(tool: Tool, today: date) -> list[Activity]:
    """Return the public activities that used a tool, the latest first."""
    ids = ActivityTool.objects.filter(tool=tool).order_by().values("activity_id")
    return list(Activity.objects.in_public(today).filter(pk__in=ids).order_by("-first_day", "-pk")[:50])


def times_used(tool: Tool) -> int:
    """Return in how many activities that were held a tool was used."""
    return ActivityTool.objects.filter(tool=tool, activity__state__in=DONE).count()


def tools_of(activity: Activity, *, audiences: Sequence[str] = ("PUBLIC",)) -> list[Tool]:
    """Return the published tools that an activity uses, with their editions (S12)."""
    ids = ActivityTool.objects.filter(activity=activity).order_by().values("tool_id")
    rows = Tool.objects.published().with_editions().filter(pk__in=ids, audience__in=audiences)
    return list(rows.order_by("title", "pk"))
