"""Two education projects on just transition, as the letter of February 2024 tells: a comic with trainings, an exhibition.

Their days, funder, budget and sessions are made up: no source gives them.
"""

from datetime import date, timedelta
from typing import Any

from convergence.activities.choices import ActivityKind
from convergence.activities.models import Activity
from convergence.contacts.commands import create_organisation
from convergence.demo.stage import Stage
from convergence.education.projects import commands
from convergence.education.projects.models import Project
from convergence.education.projects.queries.outputs import costs_to_place
from convergence.education.projects.queries.proposals import free_activities
from convergence.education.tools.models import Tool
from convergence.finance.commands import record_activity_entry
from convergence.vocabulary.models import Theme

FUND = "Fonds de l’exemple pour l’éducation solidaire"
SESSIONS = (ActivityKind.TRAINING, ActivityKind.WORKSHOP, ActivityKind.LUNCH_TALK)
LINES = (
    ("Animation et déplacements", "Facilitation and travel", "Animación y desplazamientos"),
    ("Impression et envois", "Printing and mailing", "Impresión y envíos"),
)


def load(stage: Stage) -> None:
    """Write a project that is closed, and one that is under way."""
    fund = create_organisation(name=FUND, organisation_kind="FUNDER", actor=stage.coordinator, at=stage.at)
    _comic(stage, fund.pk)
    _exhibition(stage, fund.pk)


def _given(stage: Stage) -> dict[str, Any]:
    return {"actor": stage.users["education"], "at": stage.at}


def _day(stage: Stage, number: int) -> date:
    return stage.at.date() + timedelta(days=number)


def _project(stage: Stage, fund: int, days: tuple[int, int], themes: tuple[str, ...], **texts: Any) -> Project:
    project = commands.create_project(
        first_day=_day(stage, days[0]),
        last_day=_day(stage, days[1]),
        themes=list(Theme.objects.filter(slug__in=themes).order_by("pk").values_list("pk", flat=True)),
        is_public=True,
        **texts,
        **_given(stage),
    )
    commands.save_funder(
        project_id=project.pk,
        organisation_id=fund,
        promised_cents=1_200_000,
        agreement_number=f"EXEMPLE-{project.pk}",
        agreement_date=_day(stage, days[0] - 20),
        **_given(stage),
    )
    for number, (french, english, spanish) in enumerate(LINES):
        cents = (800_000, 400_000)[number]
        commands.save_line(
            project_id=project.pk,
            name_fr=french,
            name_en=english,
            name_es=spanish,
            planned_cents=cents,
            **_given(stage),
        )
    return commands.start_project(project_id=project.pk, **_given(stage))


def _attach(stage: Stage, project: Project, kinds: tuple[str, ...], most: int) -> list[Activity]:
    found = list(free_activities(project).filter(kind__in=kinds, first_day__lt=stage.at.date())[:most])
    for activity in found:
        commands.attach_activity(project_id=project.pk, activity_id=activity.pk, **_given(stage))
    return found


def _general(stage: Stage, project: Project, kind: str, what: str, cents: int, number: int, **more: Any) -> None:
    commands.record_general_entry(
        project_id=project.pk, kind=kind, what=what, amount_cents=cents, booked_date=_day(stage, number),
        actor=stage.treasurer, at=stage.at, **more,
    )  # fmt: skip


def _place(stage: Stage, project: Project) -> None:
    first, last = project.lines.order_by("pk")
    lines = {row.pk: (first if row.activity_id else last).pk for row in costs_to_place(project)}
    commands.place_costs(project_id=project.pk, lines=lines, actor=stage.treasurer, at=stage.at)


def _comic(stage: Stage, fund: int) -> None:
    """The comic and its trainings: over, closed, its report made."""
    project = _project(
        stage,
        fund,
        (-330, -110),
        ("transition-juste", "industrie-du-vetement", "mondialisation"),
        title_fr="Transition juste : une bande dessinée et ses formations (exemple)",
        title_en="Just transition: a comic and its trainings (example)",
        title_es="Transición justa: una historieta y sus formaciones (ejemplo)",
        summary_fr="Ce que la mode jetable fait à la nature et aux gens, raconté en images et débattu dans les locaux.",
        summary_en="What throwaway fashion does to nature and people, told in pictures and debated in union locals.",
        summary_es="Lo que la moda desechable hace a la naturaleza y a la gente, contado en imágenes y debatido en los locales.",
    )
    for number, activity in enumerate(_attach(stage, project, SESSIONS, 4)):
        record_activity_entry(
            activity_id=activity.pk, kind="COST", stage="REAL", amount_cents=95_000 + 4_250 * number,
            what="Animation et déplacements (exemple)", booked_date=activity.first_day or stage.at.date(),
            actor=stage.treasurer, at=stage.at,
        )  # fmt: skip
    for tool in Tool.objects.filter(slug="bande-dessinee-industrie-textile"):
        commands.attach_tool(project_id=project.pk, tool_id=tool.pk, **_given(stage))
    _general(stage, project, "COST", "Impression de la bande dessinée (exemple)", 368_000, -150)
    _general(stage, project, "SUPPORT", "Premier versement (exemple)", 900_000, -320, party_id=fund)
    _place(stage, project)
    commands.close_project(project_id=project.pk, actor=stage.coordinator, at=stage.at)


def _exhibition(stage: Stage, fund: int) -> None:
    """The exhibition: under way, a cost to be placed, activities that are proposed."""
    project = _project(
        stage,
        fund,
        (-109, 160),
        ("transition-juste", "dechets", "surproduction"),
        title_fr="Transition juste : pepenadores et valoristes (exemple)",
        title_en="Just transition: pepenadores and valoristes (example)",
        title_es="Transición justa: pepenadores y «valoristes» (ejemplo)",
        summary_fr="Les personnes qui récupèrent nos déchets, photographiées au Nord comme au Sud : une exposition et des débats.",
        summary_en="The people who recover our waste, photographed in the North and the South: an exhibition and debates.",
        summary_es="Las personas que recuperan nuestros residuos, fotografiadas en el Norte y en el Sur: una exposición y debates.",
    )
    _attach(stage, project, (ActivityKind.TRAINING,), 1)
    _general(stage, project, "SUPPORT", "Premier versement (exemple)", 600_000, -100, party_id=fund)
    _general(stage, project, "COST", "Cadres et caisses (exemple)", 142_575, -40)
