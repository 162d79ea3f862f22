"""The list of activities, one activity, its form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.activities import commands
from convergence.activities.choices import DONE, ActivityKind, ActivityState, AgeRange, Gender
from convergence.activities.models import Activity, Participation
from convergence.activities.queries import attendance
from convergence.activities.queries.evaluations import results_of
from convergence.activities.queries.telling import told_when
from convergence.activities.rules.states import STEPS
from convergence.backoffice.activities.forms import ActivityForm
from convergence.backoffice.activities.sections import answers_of, sections_for
from convergence.backoffice.activities.seen import seen, unseen_in
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.core.dates import UncertainDate
from convergence.core.errors import DomainError
from convergence.core.figures import Figure
from convergence.education.trainings.models import TrainingRequest
from convergence.ui.forms import add_refusal
from convergence.vocabulary.models import Axis

SEE = "activities.view_activity"
WHENS = (
    ("coming", gettext_lazy("to come")),
    ("over", gettext_lazy("over, to be marked as held")),
    ("past", gettext_lazy("past")),
)


def _axes() -> list[tuple[str, str]]:
    return [(str(axis.pk), axis.name_fr) for axis in Axis.objects.all()]


def bar() -> Bar:
    """Return the questions above the list."""
    return Bar(
        gettext_lazy("Title or organisation"),
        [
            Choice("kind", gettext_lazy("Kind"), gettext_lazy("all kinds"), ActivityKind.choices),
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), ActivityState.choices),
            Choice("axis", gettext_lazy("Work axis"), gettext_lazy("all axes"), _axes()),
            Choice("when", gettext_lazy("When"), gettext_lazy("at any time"), WHENS),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Activity.objects.all())
    chosen = asked.chosen(request)
    when, today = chosen.pop("when"), timezone.localdate()
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if when == "coming":
        rows = rows.filter(last_day__gte=today)
    elif when == "over":
        rows = rows.filter(last_day__lt=today).filter(state__in=(ActivityState.PLANNED, ActivityState.CONFIRMED))
    elif when == "past":
        rows = rows.filter(Q(last_day__lt=today) | Q(state__in=DONE))
    words = asked.words(request)
    if words:
        found = holding(Activity.objects.all(), words, "title_fr", "title_en", "title_es", "venue")
        names = holding(seen(request.user), words, "name", "acronym").values("pk")
        present = Participation.objects.filter(contact__in=names).order_by().values("activity_id")
        rows = rows.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=present))
    return rows.select_related("axis", "place").order_by("-first_day", "-pk")


def attended_of(activity: Activity) -> str:
    """Say how many people were there, empty when nobody knows."""
    if activity.attended is None:
        return ""
    return Figure(activity.attended, activity.attended_qualifier).for_people("fr")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List activities, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    head = [_("Kind"), _("Title"), _("From"), _("Until"), _("Place"), _("Work axis"), _("State"), _("People present"),
            f"{_('Distance travelled')} (km)", f"{_('Carbon')} (kg)"]  # fmt: skip
    cells = (
        [row.get_kind_display(), row.title_fr, row.start, row.end, str(row.place or ""), str(row.axis or ""),
         row.get_state_display(), *_numbers(row.attended, row.distance_km, row.carbon_kg)]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "activites", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    for row in page:
        row.when, row.people_present = told_when(row), attended_of(row)
    context = {
        "title": _("Activities"),
        "lede": _("Whatever was done is written once here; every count, page and report reads it."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
        "may_add": may(request.user, "activities.add_activity"),
    }
    return render(request, "backoffice/activities/index.html", context)


def _numbers(*numbers: int | None) -> list[int | str]:
    """Return numbers for a file; one that nobody wrote is empty, which is not zero."""
    return ["" if number is None else number for number in numbers]


@require_safe
def show(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Show an activity with its organisations, people, attendance and figures."""
    rows = Activity.objects.select_related("axis", "place", "region", "part_of").prefetch_related("themes")
    activity = base.visible_or_404(request, SEE, rows, activity_id)
    user, hidden = request.user, unseen_in(request.user, activity)
    session = TrainingRequest.objects.filter(activity=activity).first()
    sees_names = may(user, "activities.view_attendance", activity)
    entries = activity.attendance.select_related("person", "organisation", "reversed_by").order_by("-pk")[:200]
    context = {
        "title": activity.title_fr,
        "lede": capfirst(f"{activity.get_kind_display()}, {told_when(activity)}"),
        "activity": activity,
        "people_present": attended_of(activity),
        "organisations": activity.participations.exclude(contact__in=hidden).select_related("contact"),
        "people": activity.people.exclude(person__in=hidden).select_related("person"),
        "entries": entries if sees_names else [],
        "breakdowns": _breakdowns(activity, hidden),
        "figures": activity.figures.order_by("what", "-pk"),
        "results": (found := results_of(activity) if may(user, "activities.view_evaluation", activity) else None),
        "answers": answers_of(found) if found else [],
        "steps": _steps(activity) if may(user, "activities.edit_activity", activity) else [],
        "may_open": may(request.user, "gatherings.add_gathering"),
        "pictures": activity.pictures.select_related("picture"),
        "documents": activity.documents.select_related("file"),
        "parts": visible(user, SEE, activity.parts.order_by("first_day", "start_time", "pk")),
        "sections": sections_for(request, activity),
        "may_edit": may(user, "activities.edit_activity", activity),
        "may_attend": may(user, "activities.record_attendance", activity),
        "may_delete": may(user, "activities.delete_activity", activity),
        "hidden_ids": hidden,
        "session": session,
        "may_sheet": session is not None and may(user, "trainings.edit_trainingrequest", session),
    }
    return render(request, "backoffice/activities/activity.html", context)


WORDS = {
    ActivityState.PLANNED: gettext_lazy("Back to planned"),
    ActivityState.CONFIRMED: gettext_lazy("Confirm"),
    ActivityState.HELD: gettext_lazy("Mark as held"),
    ActivityState.REPORTED: gettext_lazy("Mark as reported"),
}


def _steps(activity: Activity) -> list[tuple[str, Any]]:
    return [(after, WORDS[ActivityState(after)]) for after in STEPS[activity.state] if after != ActivityState.CANCELLED]


def _breakdowns(activity: Activity, hidden: frozenset[int]) -> list[tuple[Any, list[tuple[str, int | None]], bool]]:
    genders, ages = dict(Gender.choices), dict(AgeRange.choices)
    found = (
        (_("By gender"), attendance.by_gender(activity), genders),
        (_("By age range"), attendance.by_age(activity), ages),
        (_("By organisation"), attendance.by_organisation(activity, hidden=hidden), {}),
    )
    return [
        (
            name,
            [(str(words.get(cell, cell) or _("not said")), number) for cell, number in made.cells.items()],
            made.hides,
        )
        for name, made, words in found
        if made.total
    ]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write an activity."""
    require(request.user, "activities.add_activity")
    form = ActivityForm(request.POST or None, initial=_asked_for(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        made = _saved(form, lambda values: commands.create_activity(actor=request.user, at=timezone.now(), **values))
        if made is not None:
            messages.success(request, _("The activity is written. Now say who takes part."))
            return redirect("activities:show", made.pk)
    lede = _("Written once, read everywhere. Only what is marked as held afterwards is counted.")
    return _form_page(request, form, _("Write an activity"), lede, reverse("activities:index"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Change an activity."""
    require(request.user, "activities.edit_activity")
    activity = base.visible_or_404(request, "activities.edit_activity", Activity.objects.all(), activity_id)
    form = ActivityForm(request.POST or None, instance=activity, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = _saved(
            form,
            lambda values: commands.change_activity(
                activity_id=activity_id, actor=request.user, at=timezone.now(), **values
            ),
        )
        if made is not None:
            messages.success(request, _("Changed."))
            return redirect("activities:show", activity_id)
    lede = _("The audit log keeps what it was before.")
    return _form_page(request, form, activity.title_fr, lede, reverse("activities:show", args=[activity_id]))


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """Return the day that the calendar was opened on."""
    day = UncertainDate.read(request.GET.get("le", ""))
    return {"start": day.text} if day else {}


def _saved(form: ActivityForm, act: Any) -> Activity | None:
    try:
        made: Activity = act(form.values())
    except DomainError as refusal:
        add_refusal(form, refusal)
    except ValidationError as refusal:
        for field, words in refusal.message_dict.items():
            form.add_error(field if field in form.fields else None, words)
    else:
        return made
    return None


def _form_page(request: HttpRequest, form: Any, title: str, lede: str, back: str) -> HttpResponse:
    context = {"title": title, "lede": lede, "form": form, "act": _("Save"), "back_url": back}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)
