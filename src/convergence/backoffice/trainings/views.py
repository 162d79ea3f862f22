"""The inbox of requests, one request, follow-ups."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.trainings.asking import EDIT, SEE, ask, mine, saved
from convergence.backoffice.trainings.forms import AskedForm, UnionForm
from convergence.contacts.models import Contact
from convergence.education.trainings import commands
from convergence.education.trainings.choices import OPEN, LineState, OptionState, RequestState, Via
from convergence.education.trainings.models import FollowUp, SignIn, Training, TrainingRequest
from convergence.education.trainings.queries.matching import WORDS
from convergence.education.trainings.queries.recognising import unions_like
from convergence.education.trainings.queries.sessions import length, minutes_of, when

GET_POST = ["GET", "POST"]
WHENS = (
    ("open", gettext_lazy("to be answered")),
    ("over", gettext_lazy("session over")),
    ("doubtful", gettext_lazy("with doubtful lines")),
)


def bar() -> Bar:
    """Return the questions above the inbox."""
    trainings = [(str(row.pk), row.title_fr) for row in Training.objects.all()]
    return Bar(
        gettext_lazy("Union, person, reference"),
        [
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), RequestState.choices),
            Choice("training", gettext_lazy("Training"), gettext_lazy("all trainings"), trainings),
            Choice("when", gettext_lazy("What waits"), gettext_lazy("everything"), WHENS),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, TrainingRequest.objects.all())
    chosen = asked.chosen(request)
    waits = chosen.pop("when")
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if waits == "open":
        rows = rows.filter(state__in=OPEN)
    elif waits == "over":
        rows = rows.filter(options__state=OptionState.CHOSEN, options__ends_at__lt=timezone.now())
    elif waits == "doubtful":
        rows = rows.filter(pk__in=SignIn.objects.filter(state=LineState.DOUBTFUL).order_by().values("request_id"))
    words = asked.words(request)
    if words:
        fields = ("code", "asked_organisation", "asked_name", "asked_email", "subject")
        found = holding(TrainingRequest.objects.all(), words, *fields).order_by().values("pk")
        unions = visible(request.user, "contacts.view_contact", Contact.objects.order_by())
        named = holding(unions, words, "name", "acronym").values("pk")
        rows = rows.filter(Q(pk__in=found) | Q(organisation__in=named))
    return rows.select_related("training", "organisation").order_by("-received_at", "-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List requests, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    head = [_("Reference"), _("Received"), _("Union"), _("Training"), _("People"), _("Place"), _("State"), _("Session")]
    cells = (
        [row.code, timezone.localdate(row.received_at).isoformat(), row.union_name, row.what_in("fr"), row.people,
         row.venue, row.get_state_display(), row.activity.start if row.activity else ""]
        for row in rows.select_related("training", "organisation", "activity").iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "demandes-de-formation", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows.prefetch_related("options"))
    for row in page:
        row.session = next((one for one in row.options.all() if one.state == OptionState.CHOSEN), None)
        row.when = when(row.session.starts_at, row.session.ends_at, "fr") if row.session else ""
    context = {
        "title": _("Requests for trainings"),
        "lede": _("From what a union asked to the day it was held and followed up."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
        "may_add": may(request.user, EDIT),
    }
    return render(request, "backoffice/trainings/index.html", context)


@require_safe
def show(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Show a request with what is to be done next."""
    asked = mine(request, SEE, trainingrequest_id)
    user, may_edit = request.user, may(request.user, EDIT, asked)
    people = visible(user, "contacts.view_contact", Contact.objects.all())
    options = list(asked.options.select_related("facilitator__person"))
    for option in options:
        option.when = when(option.starts_at, option.ends_at, "fr")
        option.why = [str(WORDS[reason]) for reason in option.reasons if reason in WORDS]
    agreed = next((one for one in options if one.state == OptionState.CHOSEN), None)
    waits = asked.organisation is None and asked.state in OPEN and may_edit
    context = {
        "title": asked.what_in("fr"),
        "lede": f"{asked.code} · {asked.union_name}",
        "asked": asked,
        "may_edit": may_edit,
        "like": unions_like(asked, people) if waits else [],
        "union_form": UnionForm(user=user) if waits else None,
        "options": options,
        "agreed": agreed,
        "agreed_length": length(minutes_of(agreed), "fr") if agreed else "",
        "link": asked.links.filter(revoked_at=None, expires_at__gt=timezone.now()).first(),
        "sheet": asked.sheets.filter(closed_at=None).first(),
        "counted": asked.sign_ins.filter(state=LineState.COUNTED).count(),
        "doubtful": asked.sign_ins.filter(state=LineState.DOUBTFUL).count(),
        "follow_ups": asked.follow_ups.all(),
        "may_see_people": may(user, "trainings.view_facilitator"),
        "may_see_names": may(user, "trainings.view_signin"),
        "is_over": bool(agreed and agreed.starts_at <= timezone.now()),
    }
    return render(request, "backoffice/trainings/request.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Write a request for a union that telephoned."""
    require(request.user, EDIT)
    form = AskedForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: commands.receive_request(
                form_key=request.POST.get("form_key", "")[:64] or base.fresh_key(),
                via=Via.STAFF,
                actor=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            ),
        )
        if made is not None:
            messages.success(request, _("Written. Now say which union it is."))
            return redirect("trainings:show", made.pk)
    context = {
        "title": _("Write a request"),
        "lede": _("For a union that telephoned or wrote. Who asks gets the same confirmation as by the form."),
        "form": form,
        "act": _("Save"),
        "back_url": reverse("trainings:index"),
    }
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Correct what was asked."""
    asked = mine(request, EDIT, trainingrequest_id)
    return ask(
        request,
        AskedForm(request.POST or None, instance=asked),
        lambda given: commands.change_request(
            request_id=trainingrequest_id, actor=request.user, at=timezone.now(), **given
        ),
        reverse("trainings:show", args=[asked.pk]),
        title=_("Correct the request %(code)s") % {"code": asked.code},
        lede=_("The audit log keeps what it was before."),
        act=_("Save"),
        said=_("Corrected."),
    )


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """List what was promised to unions, what is due first."""
    require(request.user, SEE)
    seen = visible(request.user, SEE, TrainingRequest.objects.order_by()).values("pk")
    rows = FollowUp.objects.filter(request__in=seen, done_at=None).select_related(
        "request__organisation", "request__training"
    )
    context = {
        "title": _("Follow-ups of trainings"),
        "lede": _("What was promised to a union, and by when. Settled, it enters its relationship log."),
        "page": base.paged(request, rows.order_by("due_date", "pk")),
        "today": timezone.localdate(),
        "may_edit": may(request.user, EDIT),
    }
    return render(request, "backoffice/trainings/follow_ups.html", context)
