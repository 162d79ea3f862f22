"""Stays and missions: the list, one stay, an emergency sheet, former participants."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.asking import posted
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.stays.forms import BecauseForm
from convergence.contacts.policies import sensitive_ids
from convergence.core.errors import DomainError
from convergence.education.stays import commands
from convergence.education.stays.choices import ParticipantState, ProgrammeKind
from convergence.education.stays.forms import SheetForm
from convergence.education.stays.models import Participant, Stay
from convergence.ui.forms import add_refusal

SEE, EDIT, PEOPLE, OPEN = (
    "stays.view_stay", "stays.edit_stay", "stays.view_participant", "stays.open_emergencysheet",
)  # fmt: skip
SOON = timedelta(days=21)
WHENS = (
    ("coming", gettext_lazy("to come")),
    ("away", gettext_lazy("away, or leaving within three weeks")),
    ("overdue", gettext_lazy("should be back")),
    ("promised", gettext_lazy("with late commitments")),
    ("past", gettext_lazy("came back")),
)


def bar() -> Bar:
    """Return the questions above the list."""
    return Bar(
        gettext_lazy("Title or partner"),
        [
            Choice("kind", gettext_lazy("Kind"), gettext_lazy("all kinds"), ProgrammeKind.choices),
            Choice("when", gettext_lazy("When"), gettext_lazy("at any time"), WHENS),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Stay.objects.all())
    chosen, today = asked.chosen(request), timezone.localdate()
    late = Q(participants__commitments__due__lt=today, participants__commitments__done_date=None)
    filters = {
        "coming": Q(leaves__gt=today),
        "away": Q(leaves__lte=today + SOON, returned=None, returns__gte=today),
        "overdue": Q(returned=None, returns__lt=today),
        "promised": late & Q(participants__commitments__is_waived=False),
        "past": Q(returned__isnull=False),
    }
    rows = rows.filter(filters.get(chosen["when"], Q()))
    if chosen["kind"]:
        rows = rows.filter(programme__kind=chosen["kind"])
    words = asked.words(request)
    if words:
        rows = holding(rows, words, "activity__title_fr", "programme__title_fr", "partner__name")
    rows = Stay.objects.filter(pk__in=rows.values("pk"))
    going = Count("participants", filter=~Q(participants__state=ParticipantState.CANCELLED))
    return rows.select_related("programme", "activity", "partner").annotate(going=going).order_by("-leaves", "-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List stays and missions, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    hidden = sensitive_ids(request.user)
    head = [
        _("Programme"), _("Kind"), _("Title"), _("Country"), _("Partner"), _("Departure"), _("Planned return"),
        _("Returned on"), _("Participants"),
    ]  # fmt: skip
    cells = (
        [row.programme.title_fr, row.programme.get_kind_display(), row.activity.title_fr, row.country,
         row.partner.name if row.partner and row.partner_id not in hidden else "", row.leaves, row.returns,
         row.returned or "", row.going]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "sejours", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Stays and missions"),
        "lede": _("Each is one activity of the register, and counts once."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": base.paged(request, rows),
        "may_edit": may(request.user, EDIT),
    }
    return render(request, "backoffice/stays/stays.html", context)


def own_stay(request: HttpRequest, action: str, pk: int) -> Stay:
    """Return a stay on which the person may do an action.

    Raises:
        NotAllowed, Http404: the role has no such right; there is none, or it is kept from this person.
    """
    rows = Stay.objects.select_related("programme", "activity", "partner", "call__preparation")
    return base.visible_or_404(request, action, rows, pk)


@require_safe
def show(request: HttpRequest, stay_id: int) -> HttpResponse:
    """Show a stay: when, who goes, what is missing, commitments, findings."""
    stay, user = own_stay(request, SEE, stay_id), request.user
    people = visible(user, PEOPLE, stay.participants.all()).select_related("union", "emergency")
    edits = may(user, EDIT, stay)
    context = {
        "title": str(stay),
        "lede": f"{stay.programme}, {stay.country_name}",
        "stay": stay,
        "partner": stay.partner if stay.partner_id not in sensitive_ids(user) else None,
        "sees_people": may(user, PEOPLE),
        "going": stay.participants.exclude(state=ParticipantState.CANCELLED).count(),
        "people": people.prefetch_related("commitments"),
        "hidden": sensitive_ids(user),
        "opens_sheets": may(user, OPEN),
        "findings": stay.findings.all(),
        "is_mission": stay.programme.kind == ProgrammeKind.MISSION,
        "documents": stay.activity.documents.select_related("file").filter(purpose="REPORT"),
        "edits": edits,
        "may_return": edits and stay.returned is None and stay.leaves <= timezone.localdate(),
        "may_add": edits and stay.returned is None,
    }
    return render(request, "backoffice/stays/stay.html", context)


def own_participant(request: HttpRequest, action: str, pk: int) -> Participant:
    """Return a participant of a stay that the person may see.

    Raises:
        NotAllowed, Http404: the role has no such right; there is none that it may know of.
    """
    require(request.user, action)
    rows = visible(request.user, PEOPLE, Participant.objects.filter(pk=pk, emptied_at=None))
    found = rows.select_related("stay__activity").first()
    if found is None or not may(request.user, SEE, found.stay):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Ask why, then show the emergency sheet once; the opening is written down before a word is shown."""
    found = own_participant(request, OPEN, participant_id)
    form = BecauseForm(posted(request))
    context: dict[str, Any] = {
        "title": _("Emergency sheet of %(name)s") % {"name": found.name},
        "lede": str(found.stay),
        "participant": found,
        "form": form,
        "has_sheet": hasattr(found, "emergency"),
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            words = commands.open_sheet(
                participant_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            labels = {name: field.label for name, field in SheetForm.base_fields.items()}
            context["sheet"] = [(labels[name], text) for name, text in words.items() if text]
    if form.errors:
        status = 422
    response = render(request, "backoffice/stays/emergency.html", context, status=status)
    add_never_cache_headers(response)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def alumni(request: HttpRequest) -> HttpResponseBase:
    """List the former participants who agreed to stay in the circle, or give the list as a file."""
    require(request.user, PEOPLE)
    rows = visible(request.user, PEOPLE, Participant.objects.filter(alumni_at__isnull=False, alumni_until=None))
    stays = visible(request.user, SEE, Stay.objects.all()).values("pk")
    rows = rows.filter(stay__in=stays).select_related("stay__activity", "stay__programme").order_by("name", "pk")
    head = [
        _("Name"),
        _("E-mail"),
        _("Language"),
        _("Programme"),
        pgettext("of a group", "Stay"),
        _("Departure"),
        _("Agreed on"),
    ]
    cells = (
        [row.name, row.email, row.language, row.stay.programme.title_fr, row.stay.activity.title_fr, row.stay.leaves,
         row.alumni_at]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "anciens", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Former participants"),
        "lede": _("Only those who agreed to stay in the circle; each can leave it by their link."),
        "page": base.paged(request, rows),
        "may_edit": may(request.user, EDIT),
    }
    return render(request, "backoffice/stays/alumni.html", context)
