"""Calls for applications: the list, one call by task; programmes."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.stays.acts import own_call
from convergence.contacts.policies import sensitive_ids
from convergence.education.stays.choices import LIVING, ApplicationState, CallState, ProgrammeKind
from convergence.education.stays.commands.calls import lacks
from convergence.education.stays.models import Assessment, Programme, Stay, StayCall
from convergence.education.stays.queries.committee import member_of, progress, readable

SEE = "stays.view_staycall"


def bar() -> Bar:
    """Return the questions above the list."""
    return Bar(
        gettext_lazy("Title of the call or of the programme"),
        [
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), CallState.choices),
            Choice("kind", gettext_lazy("Kind"), gettext_lazy("all kinds"), ProgrammeKind.choices),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, StayCall.objects.all())
    chosen = asked.chosen(request)
    wanted = {"state": chosen["state"], "programme__kind": chosen["kind"]}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    words = asked.words(request)
    if words:
        rows = holding(rows, words, "title_fr", "title_en", "title_es", "programme__title_fr")
    living = Count("applications", filter=Q(applications__state__in=LIVING))
    return rows.select_related("programme").annotate(living=living).order_by("-opens", "-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List calls, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    head = [
        _("Programme"), _("Call"), _("Country"), _("Opens on"), _("Closes on"), _("Departure"), _("Return"), pgettext("in a group", "Places"),
        _("Applications"), _("State"),
    ]  # fmt: skip
    cells = (
        [row.programme.title_fr, row.title_fr, row.country, row.opens, row.closes, row.leaves, row.returns, row.places,
         row.living, row.get_state_display()]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "appels", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Calls for internships and missions"),
        "lede": _("From the call to the list of those who leave: each page says what comes next."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": base.paged(request, rows),
        "may_edit": may(request.user, "stays.edit_staycall"),
    }
    return render(request, "backoffice/stays/index.html", context)


@require_safe
def show(request: HttpRequest, staycall_id: int) -> HttpResponse:
    """Show a call by task: prepare, publish, read, give points, decide, follow."""
    call, user = own_call(request, SEE, staycall_id), request.user
    seat = member_of(user, call)
    edits = may(user, "stays.edit_staycall", call)
    counts = dict(call.applications.order_by().values_list("state").annotate(n=Count("pk")))
    read = readable(user, call)
    mine = set(Assessment.objects.filter(member=seat).values_list("application_id", flat=True)) if seat else set()
    scoring = progress(call) if call.state == CallState.PUBLISHED else []
    context = {
        "title": str(call),
        "lede": f"{call.programme}, {call.country_name}",
        "call": call,
        "partner": call.partner if call.partner_id not in sensitive_ids(user) else None,
        "criteria": call.criteria.all(),
        "committee": call.committee.select_related("user"),
        "expected": call.expected.all(),
        "counts": [(ApplicationState(state).label, number) for state, number in sorted(counts.items())],
        "applied": sum(counts.values()),
        "complete": sum(one.is_complete for one in scoring),
        "asked": len(scoring),
        "seat": seat,
        "to_score": read.filter(state=ApplicationState.RECEIVED).exclude(pk__in=mine).count() if seat else 0,
        "reads": seat is not None or may(user, "stays.view_application"),
        "lacks": lacks(call) if call.state == CallState.DRAFT else [],
        "edits": edits and call.state in (CallState.DRAFT, CallState.PUBLISHED),
        "may_publish": edits and call.state == CallState.DRAFT,
        "is_draft": call.state == CallState.DRAFT,
        "is_closed": call.state == CallState.PUBLISHED and call.closes < timezone.localdate(),
        "may_decide": edits and call.state == CallState.PUBLISHED and call.closes < timezone.localdate(),
        "stay": _stay(user, call),
    }
    return render(request, "backoffice/stays/call.html", context)


def _stay(user: Any, call: StayCall) -> Any:
    return visible(user, "stays.view_stay", Stay.objects.filter(call=call)).first()


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """List programmes."""
    require(request.user, "stays.view_programme")
    rows = visible(request.user, "stays.view_programme", Programme.objects.all())
    context = {
        "title": _("Programmes of internships and missions"),
        "lede": _("A programme holds calls; each call becomes one stay."),
        "programmes": rows.annotate(of_calls=Count("calls", distinct=True), of_stays=Count("stays", distinct=True)),
        "may_edit": may(request.user, "stays.edit_staycall"),
    }
    return render(request, "backoffice/stays/programmes.html", context)
