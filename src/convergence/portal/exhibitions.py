"""Loans of exhibitions in the members' space: one's own, a new request, the same pages as behind the personal link."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import of_family
from convergence.education.exhibitions.forms import RequestForm
from convergence.education.exhibitions.models import Exhibition, Loan
from convergence.education.exhibitions.queries.availability import offered_versions
from convergence.education.exhibitions.views.desk import Desk
from convergence.portal.pages import page
from convergence.portal.scope import for_own_organisation
from convergence.website.exhibitions import Answer, asked, with_proposal

GET_POST = ["GET", "POST"]
LONGEST = 100


def _own(request: HttpRequest, organisation: Contact) -> Any:
    rows = Loan.objects.filter(of_family(organisation, "borrower"))
    return visible(request.user, "exhibitions.answer_loan", rows).select_related(
        "version__exhibition", "borrower", "activity", "place"
    )


@for_own_organisation
@require_safe
def loans(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show one's own loans, the nearest first, and what can be borrowed."""
    return page(
        request,
        organisation,
        "loans",
        loans=_own(request, organisation).order_by("-first_day", "-pk")[:LONGEST],
        exhibitions=Exhibition.objects.filter(is_public=True),
    )


@for_own_organisation
@require_http_methods(GET_POST)
def ask(request: HttpRequest, organisation: Contact, slug: str) -> HttpResponse:
    """Ask for a loan in the name of the organisation.

    Raises:
        Http404: there is no such exhibition.
    """
    exhibition = Exhibition.objects.filter(slug=slug, is_public=True).first()
    if exhibition is None:
        raise Http404
    versions = offered_versions(exhibition)
    answer, given = Answer(), None
    if request.method == "POST":
        given = with_proposal(request.POST)
        form = RequestForm(given, versions=versions)
        if form.is_valid():
            answer = asked(form, (get_language() or "fr")[:2], actor=request.user, borrower_id=organisation.pk)
    else:
        initial = {
            "key": f"loan:{secrets.token_hex(12)}",
            "organisation_name": organisation.name,
            "contact_name": request.user.get_full_name(),  # type: ignore[union-attr]
            "email": request.user.email,  # type: ignore[union-attr]
        }
        form = RequestForm(initial=initial, versions=versions)
    if answer.loan is not None:
        messages.success(request, _("Your request is received. Somebody of the team reads it first."))
        return redirect("portal:loan", organisation.pk, answer.loan.pk)
    response = page(
        request,
        organisation,
        "loan_request",
        exhibition=exhibition,
        form=form,
        versions=[(row, row.conditions_in((get_language() or "fr")[:2])) for row in versions],
        proposal=answer.proposal,
        others=answer.others,
    )
    response.status_code = 422 if form.errors else 200
    return response


def _at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open one of one's own loans.

    Raises:
        Http404: it is not theirs, or does not exist.
    """

    @for_own_organisation
    @require_http_methods(GET_POST)
    @wraps(view)
    def opened(request: HttpRequest, organisation: Contact, loan_id: int, **kwargs: Any) -> HttpResponse:
        loan = _own(request, organisation).filter(pk=loan_id).first()
        if loan is None:
            raise Http404
        names = {"show": "loan"}
        desk = Desk(
            request=request,
            loan=loan,
            actor=request.user,
            address=lambda name, *args: reverse(
                f"portal:{names.get(name, f'loan_{name}')}", args=[organisation.pk, loan.pk, *args]
            ),
            frame="portal/loan_base.html",
            more={"member": organisation, "place": "loans"},
        )
        return view(desk, **kwargs)

    return opened


@_at_desk
def loan(desk: Desk) -> HttpResponse:
    """Show where a loan stands and what is to be done."""
    return desk.show()


@_at_desk
def agreement(desk: Desk) -> HttpResponse:
    """Give the agreement."""
    return desk.agreement()


@_at_desk
def sign(desk: Desk) -> HttpResponse:
    """Sign the agreement."""
    return desk.sign()


@_at_desk
def report(desk: Desk, way: str) -> HttpResponse:
    """Write the state of the panels."""
    return desk.report(way)


@_at_desk
def tell(desk: Desk) -> HttpResponse:
    """Say how many people came."""
    return desk.tell()


@_at_desk
def photo(desk: Desk, conditionphoto_id: int) -> HttpResponse:
    """Give a photograph of a report."""
    return desk.photo(conditionphoto_id)
