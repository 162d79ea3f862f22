"""Loans, one loan, incidents."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.core.errors import DomainError
from convergence.core.money import format_cents
from convergence.education.exhibitions.choices import HOLDING, STOPS, LoanState, Party
from convergence.education.exhibitions.commands.days import buffers_of, check_days
from convergence.education.exhibitions.models import ConditionPhoto, Exhibition, Incident, Loan
from convergence.education.exhibitions.papers import agreement_pdf
from convergence.education.exhibitions.queries.agreement import signed_by
from convergence.education.exhibitions.queries.consent import kit_list
from convergence.education.exhibitions.queries.loans import (
    leaving_between,
    returning_between,
    touched_by,
    week_of,
)

SEE = "exhibitions.view_loan"
WHENS = (
    ("leaves", gettext_lazy("leaving this week")),
    ("returns", gettext_lazy("returning this week, or late")),
    ("coming", gettext_lazy("to come")),
    ("past", pgettext_lazy("events or loans", "past")),
)
ROWS = ("version__exhibition", "borrower", "activity", "place")


def bar() -> Bar:
    """Return the questions above the list."""
    shown = [(row.slug, row.title_fr) for row in Exhibition.objects.all()]
    return Bar(
        gettext_lazy("Borrower, venue or city"),
        [
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), LoanState.choices),
            Choice("exhibition", gettext_lazy("Exhibition"), gettext_lazy("all exhibitions"), shown),
            Choice("when", gettext_lazy("When"), gettext_lazy("at any time"), WHENS),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Loan.objects.all())
    chosen, today = asked.chosen(request), timezone.localdate()
    filters = {
        "leaves": leaving_between(week_of(today)),
        "returns": returning_between(week_of(today)),
        "coming": Q(first_day__gte=today),
        "past": Q(last_day__lt=today),
    }
    rows = rows.filter(filters.get(chosen["when"], Q()))
    if chosen["state"]:
        rows = rows.filter(state=chosen["state"])
    if chosen["exhibition"]:
        rows = rows.filter(version__exhibition__slug=chosen["exhibition"])
    words = asked.words(request)
    if words:
        rows = holding(rows, words, "organisation_name", "borrower__name", "borrower__acronym", "venue", "city")
    return rows.select_related(*ROWS).order_by("-first_day", "-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List loans, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    head = [
        _("Exhibition"), _("Version"), _("Borrower"), _("Venue"), _("City"), _("First day"), _("Last day"), _("Crates from"),
        _("Crates until"), _("State"), _("People who came"),
    ]  # fmt: skip
    cells = (
        [row.version.exhibition.title_fr, row.version.get_setting_display(), row.borrower_name, row.venue, row.city,
         row.first_day, row.last_day, row.hold_start, row.hold_end, row.get_state_display(),
         row.activity.attended if row.activity and row.activity.attended is not None else ""]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "prets", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Loans of exhibitions"),
        "lede": _("From the request to the return; an offer keeps the crates, a request keeps none."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": base.paged(request, rows),
    }
    return render(request, "backoffice/exhibitions/index.html", context)


def own_loan(request: HttpRequest, action: str, pk: int) -> Loan:
    """Return a loan on which the person may do an action.

    Raises:
        NotAllowed, Http404: the role has no such right; it does not exist, or is not shown to this person.
    """
    return base.visible_or_404(request, action, Loan.objects.select_related(*ROWS), pk)


@require_safe
def show(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Show a loan: where it stands, what it waits for, its reports."""
    loan = own_loan(request, SEE, loan_id)
    user, given = request.user, signed_by(loan)
    edits = may(user, "exhibitions.edit_loan", loan)
    begun = loan.first_day <= timezone.localdate()
    context = {
        "title": loan.borrower_name,
        "lede": str(loan.version),
        "loan": loan,
        "insurance": format_cents(loan.version.insurance_cents),
        "signatures": list(given.values()),
        "reports": loan.reports.prefetch_related("lines__panel__work", "photos"),
        "incidents": loan.incidents.select_related("panel__work", "crate"),
        "kit": kit_list(loan.version),
        "feedback": getattr(loan, "feedback", None),
        "obstacle": _obstacle(loan) if edits and loan.state == LoanState.REQUESTED else "",
        "rivals": _rivals(request, loan) if loan.state == LoanState.REQUESTED else [],
        "may_offer": edits and loan.state in (LoanState.REQUESTED, LoanState.OFFERED),
        "may_end": edits and loan.state in (LoanState.REQUESTED, LoanState.OFFERED, LoanState.AGREED),
        "may_sign": loan.state == LoanState.OFFERED
        and Party.LENDER not in given
        and may(user, "exhibitions.sign_loan", loan),
        "may_report_out": edits and loan.state == LoanState.AGREED,
        "may_report_in": edits and loan.state == LoanState.ON_LOAN,
        "may_tell": edits and loan.state in STOPS and loan.activity_id is not None and begun,
        "has_agreement": loan.state in (*HOLDING, LoanState.RETURNED),
    }
    return render(request, "backoffice/exhibitions/loan.html", context)


def _obstacle(loan: Loan) -> str:
    """Say why the days cannot be offered as asked, empty when they can."""
    try:
        check_days(loan.version, loan.stay, setting=loan.setting, today=timezone.localdate(), buffers=buffers_of(loan))
    except DomainError as refusal:
        return str(refusal)
    return ""


def _rivals(request: HttpRequest, loan: Loan) -> QuerySet[Any]:
    """Return the other requests for the same version whose days meet these."""
    rows = visible(request.user, SEE, Loan.objects.filter(state=LoanState.REQUESTED, version=loan.version_id))
    return (
        rows.filter(hold_start__lte=loan.hold_end, hold_end__gte=loan.hold_start)
        .exclude(pk=loan.pk)
        .select_related("borrower")
        .order_by("requested_at", "pk")
    )


@require_safe
def agreement(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Give the agreement as it reads now."""
    loan = own_loan(request, SEE, loan_id)
    return base.pdf(agreement_pdf(loan, at=timezone.now()), f"convention-de-pret-{loan.pk}")


@require_safe
def photo(request: HttpRequest, conditionphoto_id: int) -> HttpResponse:
    """Give a photograph of a report.

    Raises:
        Http404: there is none, or its loan is not shown to this person.
    """
    found = ConditionPhoto.objects.select_related("report").filter(pk=conditionphoto_id).first()
    require(request.user, SEE)
    if found is None:
        raise Http404
    own_loan(request, SEE, found.report.loan_id)
    return HttpResponse(bytes(found.content), content_type="image/jpeg")


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """List incidents, the open ones first."""
    require(request.user, "exhibitions.view_exhibition")
    rows = Incident.objects.select_related("panel__work", "crate", "panel__version__exhibition")
    context = {
        "title": _("Incidents and repairs"),
        "lede": _("A panel or a crate is out of circulation until its incident is settled."),
        "page": base.paged(request, rows.order_by("settled_date", "-happened_date", "-pk")),
        "may_open": may(request.user, "exhibitions.settle_incident"),
    }
    return render(request, "backoffice/exhibitions/incidents.html", context)


@require_safe
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Show an incident and the loans that it touches."""
    rows = Incident.objects.select_related("panel__work", "panel__version__exhibition", "crate")
    require(request.user, "exhibitions.view_exhibition")
    found = rows.filter(pk=incident_id).first()
    if found is None:
        raise Http404
    touched = touched_by(today=timezone.localdate(), panel=found.panel, crate=found.crate)
    context = {
        "title": str(found),
        "incident": found,
        "touched": visible(request.user, SEE, touched) if not found.settled else [],
        "may_settle": not found.settled and may(request.user, "exhibitions.settle_incident"),
    }
    return render(request, "backoffice/exhibitions/incident.html", context)
