"""A project from its first session to its report, the correction of it, and all that is refused on the way (S93)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convergence.activities import commands as activities
from convergence.activities.errors import StillNeeded
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core.errors import NotAllowed, NotFound
from convergence.education.projects import commands, errors
from convergence.education.projects.models import PlacedCost, Project, ProjectActivity, Report
from convergence.education.projects.queries.outputs import unsettled_in
from convergence.education.projects.queries.picture import live, masked, moved_since, picture_of
from convergence.education.projects.queries.proposals import next_project, proposed
from convergence.education.projects.rules.sealing import digest_of
from convergence.education.tools.models import ActivityTool, Tool
from convergence.finance.models import ActivityEntry
from tests.education.projects.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S93")]
TODAY = AT.date()
Maker = Callable[..., Any]


def close(project: Project) -> Report:
    return commands.close_project(project_id=project.pk, actor=None, at=AT)


def attach(project: Project, activity: Activity) -> ProjectActivity:
    return commands.attach_activity(project_id=project.pk, activity_id=activity.pk, actor=None, at=AT)


def place(project: Project, *entries: ActivityEntry) -> None:
    line = project.lines.earliest("pk")
    commands.place_costs(
        project_id=project.pk, lines=dict.fromkeys([e.pk for e in entries], line.pk), actor=None, at=AT
    )


def test_two_tools_and_four_sessions_are_frozen_and_later_sessions_go_to_the_next_project(
    project: Project, make: Maker, attached: Maker, session: Maker, tool: Maker, spend: Maker, fund: Contact
) -> None:
    sessions = [attached(project, f"2026-0{month}-03", people=10 * month) for month in (1, 2, 3, 4)]
    for title in ("Bande dessinée", "Trousse"):
        commands.attach_tool(project_id=project.pk, tool_id=tool(title).pk, actor=None, at=AT)
    ActivityTool.objects.create(activity=sessions[0], tool=tool("Affiche"))
    cost = spend(sessions[0], 120_000)
    spend(sessions[1], 700_000, kind="SUPPORT", party_id=fund.pk)
    general = commands.record_general_entry(
        project_id=project.pk, kind="COST", amount_cents=80_000, what="Coordination", booked_date=date(2026, 5, 1),
        actor=None, at=AT,
    )  # fmt: skip
    place(project, cost, general)
    report = close(project)
    counts = report.content["counts"]
    assert (counts["sessions"], counts["people"], counts["tools_made"], counts["tools_used"]) == (4, 100, 2, 1)
    figures = {name: report.content[f"{name}_cents"] for name in ("planned", "spent", "received", "remaining", "left")}
    assert figures == {"planned": 800_000, "spent": 200_000, "received": 700_000, "remaining": 300_000, "left": 500_000}
    assert report.digest == digest_of(Report.objects.get().content)
    # The registers go on; the report does not.
    activities.change_activity(activity_id=sessions[0].pk, title_fr="Autre titre", actor=None, at=AT)
    spend(sessions[0], 5_000)
    project.refresh_from_db()
    assert picture_of(project, TODAY) == report.content
    assert moved_since(report, live(project, TODAY)) == {"spent_cents": 5_000}
    later = session("2026-11-20", is_held=False)
    with pytest.raises(errors.ProjectClosed):
        attach(project, later)
    following = make("Transition juste, la suite", first_day=date(2026, 11, 1), last_day=date(2027, 10, 31))
    with pytest.raises(errors.GoesToNext) as refusal:
        attach(project, later)
    assert "Transition juste, la suite" in str(refusal.value)
    assert next_project(project, later) == following
    assert list(proposed(following)) == [later]
    attach(following, later)
    assert list(proposed(following)) == []


def test_what_is_not_settled_prevents_the_closing_and_is_named(
    project: Project, attached: Maker, tool: Maker, spend: Maker
) -> None:
    planned = attached(project, is_held=False, title_fr="Atelier en suspens")
    unfinished: Tool = tool("Trousse", state="DRAFT")
    commands.attach_tool(project_id=project.pk, tool_id=unfinished.pk, actor=None, at=AT)
    costs = [spend(planned, 100), spend(planned, 200)]
    with pytest.raises(errors.Unsettled) as refusal:
        close(project)
    said = str(refusal.value).replace("\u00a0", " ").replace("\u202f", " ")
    for words in ("Atelier en suspens", "Trousse", "Salle", "1,00 $", "(et 1 de plus)"):
        assert words in said
    activities.cancel_activity(activity_id=planned.pk, reason="Grève", actor=None, at=AT)
    Tool.objects.update(state="PUBLISHED")
    place(project, *costs)
    assert not unsettled_in(project)
    report = close(project)
    assert (report.content["counts"]["sessions"], report.content["spent_cents"]) == (0, 300)


def test_a_session_moved_to_other_days_is_to_be_settled(project: Project, attached: Maker) -> None:
    one = attached(project, title_fr="Atelier déplacé")
    activities.change_activity(activity_id=one.pk, start="2025-12-30", actor=None, at=AT)
    with pytest.raises(errors.Unsettled) as refusal:
        close(project)
    assert "Atelier déplacé" in str(refusal.value)


def test_two_records_of_a_funder_that_were_merged_count_once(
    project: Project, attached: Maker, spend: Maker, fund: Contact, cast: Any
) -> None:
    former = cast.amiante
    commands.save_funder(project_id=project.pk, organisation_id=former.pk, promised_cents=50, actor=None, at=AT)
    spend(attached(project), 30, kind="SUPPORT", party_id=former.pk)
    Contact.objects.filter(pk=former.pk).update(merged_into=fund)
    [only] = live(project, TODAY)["funders"]
    assert (only["id"], only["promised_cents"], only["received_cents"]) == (fund.pk, 1_000_050, 30)
    assert live(project, TODAY)["promised_cents"] == 1_000_050


def test_a_draft_or_a_closed_project_is_not_closed(make: Maker) -> None:
    draft = make(is_started=False)
    with pytest.raises(errors.NotRunning):
        close(draft)
    commands.start_project(project_id=draft.pk, actor=None, at=AT)
    close(draft)
    with pytest.raises(errors.AlreadyClosed):
        close(draft)
    assert Report.objects.count() == 1


def test_a_closed_project_takes_nothing(
    project: Project, attached: Maker, tool: Maker, fund: Contact, cast: Any
) -> None:
    one = attached(project)
    close(project)
    acts: list[Callable[..., Any]] = [
        lambda **who: commands.change_project(
            project_id=project.pk, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), title_fr="x", **who
        ),
        lambda **who: commands.start_project(project_id=project.pk, **who),
        lambda **who: commands.save_funder(
            project_id=project.pk, organisation_id=cast.amiante.pk, promised_cents=1, **who
        ),
        lambda **who: commands.remove_funder(project_id=project.pk, funder_id=project.funders.get().pk, **who),
        lambda **who: commands.save_line(project_id=project.pk, name_fr="x", planned_cents=1, **who),
        lambda **who: commands.remove_line(project_id=project.pk, line_id=project.lines.earliest("pk").pk, **who),
        lambda **who: commands.detach_activity(project_id=project.pk, activity_id=one.pk, **who),
        lambda **who: commands.attach_tool(project_id=project.pk, tool_id=tool().pk, **who),
        lambda **who: commands.detach_tool(project_id=project.pk, tool_id=1, **who),
        lambda **who: commands.place_costs(project_id=project.pk, lines={}, **who),
        lambda **who: commands.record_general_entry(
            project_id=project.pk, kind="COST", amount_cents=1, what="x", booked_date=TODAY, **who
        ),
        lambda **who: commands.reverse_general_entry(project_id=project.pk, entry_id=1, **who),
    ]
    for act in acts:
        with pytest.raises(errors.ProjectClosed):
            act(actor=None, at=AT)
    with pytest.raises(StillNeeded):
        activities.delete_activity(activity_id=one.pk, actor=None, at=AT)


def test_a_report_is_never_changed_and_a_correction_is_a_new_version(
    project: Project, attached: Maker, cast: Any
) -> None:
    attached(project)
    first = close(project)
    for act in (lambda: Report.objects.update(digest="x"), lambda: Report.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    again = {"project_id": project.pk, "at": AT}
    for name in ("education", "treasurer", "board"):
        with pytest.raises(NotAllowed):
            commands.reopen_project(reason="Un oubli", actor=cast.users[name], **again)
    coordinator = cast.users["coordinator"]
    with pytest.raises(errors.ReasonMissing):
        commands.reopen_project(reason=" ", actor=coordinator, **again)
    commands.reopen_project(reason="Un atelier oublié", actor=coordinator, **again)
    with pytest.raises(errors.NotClosed):
        commands.reopen_project(reason="Encore", actor=coordinator, **again)
    attached(project, "2026-04-04")
    second = close(project)
    assert [(row.version, row.because) for row in (first, second)] == [(1, ""), (2, "Un atelier oublié")]
    assert [row.content["counts"]["sessions"] for row in (first, second)] == [1, 2]
    assert project.reports.count() == 2


def test_an_activity_counts_in_one_project(project: Project, make: Maker, attached: Maker, session: Maker) -> None:
    other = make("Autre projet")
    one = attached(project)
    attach(project, one)
    assert project.sessions.count() == 1
    with pytest.raises(errors.AttachedElsewhere) as refusal:
        attach(other, one)
    assert "Transition juste" in str(refusal.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectActivity.objects.create(project=other, activity=one, attached_at=AT)
    commands.detach_activity(project_id=project.pk, activity_id=one.pk, actor=None, at=AT)
    attach(other, one)
    with pytest.raises(NotFound):
        commands.detach_activity(project_id=project.pk, activity_id=one.pk, actor=None, at=AT)
    with pytest.raises(NotFound):
        attach(other, Activity(pk=10**9))


def test_a_whole_brings_its_parts_and_they_count_once(
    project: Project, make: Maker, session: Maker, spend: Maker
) -> None:
    whole = session(kind="COLLOQUIUM", people=None)
    parts = [session(part_of=whole, people=number) for number in (12, 30)]
    spend(parts[0], 900)
    attach(project, whole)
    counts = live(project, TODAY)["counts"]
    assert (counts["sessions"], counts["people"], counts["people_known"], counts["people_asked"]) == (3, 42, 2, 2)
    assert live(project, TODAY)["spent_cents"] == 900
    for into in (project, make("Autre projet")):
        with pytest.raises(errors.FamilyAttached):
            attach(into, parts[0])
    alone = session(title_fr="Seul", people=None)
    attach(project, alone)
    with pytest.raises(errors.FamilyAttached):
        activities.change_activity(activity_id=alone.pk, part_of_id=whole.pk, actor=None, at=AT)


@pytest.mark.parametrize(
    ("start", "is_taken"),
    [("2026-01-01", True), ("2026-12", True), ("2026", True), ("2025-12-31", False), ("2027", False), ("", False)],
)
def test_a_session_of_other_days_is_refused(project: Project, session: Maker, start: str, is_taken: bool) -> None:
    one = session(start, is_held=False)
    if is_taken:
        attach(project, one)
    else:
        with pytest.raises(errors.OutsideThePeriod):
            attach(project, one)


def test_slips_are_refused(
    project: Project, make: Maker, attached: Maker, spend: Maker, fund: Contact, cast: Any
) -> None:
    reversed_days = {"first_day": date(2026, 5, 2), "last_day": date(2026, 5, 1)}
    with pytest.raises(errors.EndsBeforeItStarts):
        make(**reversed_days)
    with pytest.raises(errors.DaysMissing):
        make(last_day=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**reversed_days)
    attached(project)
    with pytest.raises(errors.LeftOutside):
        commands.change_project(
            project_id=project.pk, first_day=date(2026, 6, 1), last_day=date(2026, 12, 1), actor=None, at=AT
        )
    who: dict[str, Any] = {"project_id": project.pk, "actor": None, "at": AT}
    for cents in (0, -1, 10**12):
        with pytest.raises(errors.BadAmount):
            commands.save_line(name_fr="Repas", planned_cents=cents, **who)
        with pytest.raises(errors.BadAmount):
            commands.save_funder(organisation_id=cast.amiante.pk, promised_cents=cents, **who)
    with pytest.raises(errors.FunderTwice):
        commands.save_funder(organisation_id=fund.pk, promised_cents=5, **who)
    with pytest.raises(errors.NotAnOrganisation):
        commands.save_funder(organisation_id=10**9, promised_cents=5, **who)
    elsewhere = spend(attached(make("Autre projet")), 100)
    support = spend(attached(project, "2026-05-05"), 100, kind="SUPPORT")
    for entry in (elsewhere, support):
        with pytest.raises(errors.NotACost):
            place(project, entry)
    with pytest.raises(NotFound):
        commands.place_costs(lines={}, **{**who, "project_id": 10**9})


def test_costs_leave_the_lines_with_their_session_and_when_taken_back(
    project: Project, attached: Maker, spend: Maker
) -> None:
    one = attached(project)
    place(project, spend(one, 100))
    general = commands.record_general_entry(
        project_id=project.pk, kind="COST", amount_cents=700, what="Envois", booked_date=TODAY, actor=None, at=AT
    )
    place(project, general)
    assert live(project, TODAY)["lines"][0]["spent_cents"] == 800
    commands.reverse_general_entry(project_id=project.pk, entry_id=general.pk, actor=None, at=AT)
    found = live(project, TODAY)
    assert (found["spent_cents"], found["lines"][0]["spent_cents"], found["unplaced_cents"]) == (100, 100, 0)
    with pytest.raises(errors.NotACost):
        place(project, general)
    commands.detach_activity(project_id=project.pk, activity_id=one.pk, actor=None, at=AT)
    assert PlacedCost.objects.filter(entry__activity=one).count() == 0


@pytest.mark.rule("S95")
def test_a_session_under_guard_is_counted_and_never_named(project: Project, attached: Maker) -> None:
    secret = attached(project, title_fr="Rencontre discrète", security="CONFIDENTIAL")
    shown = attached(project, "2026-04-04", title_fr="Rencontre ouverte")
    report = close(project)
    assert report.content["counts"]["people"] == 40
    assert "discrète" not in str(report.content)
    assert [row["is_kept"] for row in report.content["sessions"]] == [True, False]
    activities.change_activity(activity_id=shown.pk, security="CONFIDENTIAL", actor=None, at=AT)
    assert "ouverte" not in str(masked(report.content, TODAY))
    assert secret.pk in [row["id"] for row in report.content["sessions"]]
