"""Which activities an open project may still take, and which project comes next (S93)."""

from django.db.models import Q, QuerySet

from convergence.activities.choices import ActivityState, OrganisationCapacity
from convergence.activities.models import Activity, Participation
from convergence.education.projects.models import Funder, Project, ProjectActivity
from convergence.education.projects.queries.outputs import begins_of
from convergence.education.projects.rules.nearest import Candidate, nearest


def free_activities(project: Project) -> QuerySet[Activity]:
    """Return the activities of the days of a project that no project has, cancelled ones left out, the latest first.

    A part is left out: it comes with its whole, or its whole is offered instead.
    """
    taken = ProjectActivity.objects.order_by().values("activity_id")
    parts_taken = Activity.objects.filter(pk__in=taken, part_of__isnull=False).order_by().values("part_of_id")
    rows = Activity.objects.exclude(state=ActivityState.CANCELLED).filter(
        part_of=None, first_day__lte=project.last_day, start_latest__gte=project.first_day
    )
    return rows.exclude(pk__in=taken).exclude(pk__in=parts_taken).order_by("-first_day", "-pk")


def proposed(project: Project) -> QuerySet[Activity]:
    """Return those that share a theme with the project or are funded by one of its funders."""
    funded = Participation.objects.filter(
        capacity=OrganisationCapacity.FUNDER,
        contact__in=Funder.objects.filter(project=project).order_by().values("organisation_id"),
    )
    themed = Activity.themes.through.objects.filter(theme__in=project.themes.order_by().values("pk"))
    wanted = Q(pk__in=themed.values("activity_id")) | Q(pk__in=funded.order_by().values("activity_id"))
    return free_activities(project).filter(wanted)


def next_project(project: Project, activity: Activity | None = None) -> Project | None:
    """Return the running project to which a later session goes, None when there is none."""
    begins = begins_of(activity) if activity else None
    if activity is not None and begins is None:
        return None
    rows = {row.pk: row for row in Project.objects.running().exclude(pk=project.pk)}
    funders, themes = _funders([project.pk, *rows]), _themes([project.pk, *rows])
    none: frozenset[int] = frozenset()
    found = nearest(
        [
            Candidate(pk, row.first_day, row.last_day, funders.get(pk, none), themes.get(pk, none))
            for pk, row in rows.items()
        ],
        funders=funders.get(project.pk, none),
        themes=themes.get(project.pk, none),
        begins=begins,
        after=project.last_day,
    )
    return rows[found] if found else None


def projects_for(activity: Activity) -> QuerySet[Project]:
    """Return the open projects in whose days an activity may begin, the earliest first."""
    begins = begins_of(activity)
    if begins is None:
        return Project.objects.none()
    rows: QuerySet[Project] = Project.objects.opened().filter(first_day__lte=begins[1], last_day__gte=begins[0])
    return rows.order_by("first_day", "pk")


def _funders(ids: list[int]) -> dict[int, frozenset[int]]:
    rows = Funder.objects.filter(project__in=ids).values_list(
        "project_id", "organisation_id", "organisation__merged_into_id"
    )
    return _grouped([(pk, merged or one) for pk, one, merged in rows])


def _themes(ids: list[int]) -> dict[int, frozenset[int]]:
    rows = Project.themes.through.objects.filter(project__in=ids).values_list("project_id", "theme_id")
    return _grouped(list(rows))


def _grouped(pairs: list[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}
