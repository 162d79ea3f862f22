"""Two people press at once, on two processes: one report, one project for an activity. On either database."""

import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from convergence.activities.models import Activity
from convergence.core.errors import DomainError
from convergence.education.projects import commands
from convergence.education.projects.models import Project, ProjectActivity, Report
from tests.education.projects.conftest import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("S93")]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do each act in a process of its own, all begun at one moment; return “done” or the code of the refusal, sorted."""
    context = multiprocessing.get_context("fork")
    ready, said = context.Barrier(len(acts)), context.SimpleQueue()

    def run(act: Callable[[], Any]) -> None:
        ready.wait(30)
        try:
            act()
        except DomainError as refusal:
            said.put(refusal.code)
        except Exception as error:
            said.put(repr(error))
        else:
            said.put("done")
        finally:
            connections.close_all()

    connections.close_all()  # each process opens its own
    processes = [context.Process(target=run, args=(act,)) for act in acts]
    for process in processes:
        process.start()
    found = [said.get() for _process in processes]
    for process in processes:
        process.join(30)
    return sorted(found)


def test_a_project_closed_by_two_people_at_once_has_one_report(make: Callable[..., Project]) -> None:
    project = make()
    act: Callable[[], Any] = lambda: commands.close_project(project_id=project.pk, actor=None, at=AT)  # noqa: E731
    assert at_once(act, act) == ["already_closed", "done"]
    assert Report.objects.count() == 1


def test_an_activity_attached_by_two_people_at_once_belongs_to_one_project(
    make: Callable[..., Project], session: Callable[..., Activity]
) -> None:
    whole = session(kind="COLLOQUIUM", people=None)
    part, alone = session(part_of=whole), session("2026-04-04")
    for one, other, refused in ((alone, alone, "attached_elsewhere"), (whole, part, "family_attached")):
        projects = make(), make("Autre projet")
        pairs = list(zip(projects, (one, other), strict=True))
        acts = [
            lambda to=to, what=what: commands.attach_activity(project_id=to.pk, activity_id=what.pk, actor=None, at=AT)
            for to, what in pairs
        ]
        assert at_once(*acts) == sorted(["done", refused])
    assert ProjectActivity.objects.count() == 2
