"""The first page, and the members' space: what a delegate sees of their own organisation."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import of_family
from convergence.finance.models import Receipt
from convergence.portal import standing
from convergence.portal.scope import for_own_organisation, own_organisations


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to one's organisation; let choose when there are several, say so when there is none."""
    mine = list(own_organisations(request.user))
    if len(mine) == 1:
        return redirect("portal:member", organisation=mine[0].pk)
    return render(request, "portal/choose.html", {"organisations": mine})


@for_own_organisation
@require_safe
def member(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show how the organisation stands: what is owed, its calls, invoices and receipts."""
    invoices = list(standing.invoices_of(request.user, organisation))
    context = {
        "member": organisation,
        "place": "member",
        "calls": standing.called_dues(request.user, organisation),
        "invoices": invoices,
        "receipts": standing.receipts_of(request.user, organisation),
        "owed_cents": standing.owed_cents(invoices),
    }
    return render(request, "portal/member.html", context)


@for_own_organisation
@require_safe
def receipt(request: HttpRequest, organisation: Contact, number: str) -> HttpResponse:
    """Download a receipt: the same bytes as the first time.

    Raises:
        Http404: no such receipt of this organisation.
    """
    found = visible(
        request.user, "finance.view_receipt", Receipt.objects.filter(of_family(organisation, "payer"), number=number)
    ).first()
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.pdf"'
    return answer
