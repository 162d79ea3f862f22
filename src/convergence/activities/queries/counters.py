"""What the counters of the public site read: done, and known in public today (S71–S76, S95)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from convergence.activities.choices import INTERNSHIPS, ActivityKind
from convergence.activities.models import Activity
from convergence.core.counts import counts

DEBT = "dette-exterieure"


def countable() -> QuerySet[Any]:
    """Return what is done and not under guard today."""
    return Activity.objects.done().unguarded(timezone.localdate()).order_by()


def _of(*kinds: str) -> int:
    return countable().filter(kind__in=kinds).count()


@counts("tours")
def tours() -> int:
    """Count tours of guests (S71)."""
    return _of(ActivityKind.TOUR)


@counts("short-internships")
def short_internships() -> int:
    """Count short internships (S72)."""
    return _of(ActivityKind.SHORT_INTERNSHIP)


@counts("long-internships")
def long_internships() -> int:
    """Count long internships (S73)."""
    return _of(ActivityKind.LONG_INTERNSHIP)


@counts("internship-countries")
def internship_countries() -> int:
    """Count the countries of internships, each once (S72, S88)."""
    rows = countable().filter(kind__in=INTERNSHIPS, place__isnull=False)
    return rows.values("place__country").distinct().count()


@counts("missions")
def missions() -> int:
    """Count observation missions (S74); one under guard is not counted until its return date (S95)."""
    return _of(ActivityKind.MISSION)


@counts("colloquia")
def colloquia() -> int:
    """Count colloquia (S75)."""
    return _of(ActivityKind.COLLOQUIUM)


@counts("debt-colloquia")
def debt_colloquia() -> int:
    """Count colloquia on external debt (S75)."""
    return countable().filter(kind=ActivityKind.COLLOQUIUM, themes__slug=DEBT).distinct().count()


@counts("trainings")
def trainings() -> int:
    """Count trainings (S76)."""
    return _of(ActivityKind.TRAINING)
