"""Loading of the whole example, in one transaction: all of it or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from convergence.accounts.models import User
from convergence.core.errors import AlreadyDone
from convergence.demo import (
    activities,
    dues,
    exhibitions,
    gatherings,
    money,
    projects,
    register,
    staff,
    stays,
    tools,
    tours,
    trainings,
)
from convergence.demo.site import load as site
from convergence.demo.stage import Stage

STEPS: tuple[Callable[[Stage], None], ...] = (
    staff.load,
    register.load,
    dues.load,
    money.load,
    dues.tell_time,
    site.load,
    activities.load,
    tools.load,
    exhibitions.load,
    trainings.load,
    gatherings.load,
    tours.load,
    stays.load,
    projects.load,
)


def is_empty() -> bool:
    """Tell whether nobody uses this installation yet."""
    return not User.objects.exists()


@transaction.atomic
def load_demo(*, at: datetime) -> Stage:
    """Write the example organisation into an empty installation.

    Raises:
        AlreadyDone: somebody uses this installation; an example is never mixed with real data.
    """
    if not is_empty():
        raise AlreadyDone
    stage = Stage(timezone.localtime(at))  # its days are those of the place
    for step in STEPS:
        step(stage)
    return stage
