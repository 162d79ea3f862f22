"""What unions lend, borrow and adopt."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import may, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.contacts.models import Contact
from convergence.education.tools import commands
from convergence.education.tools.choices import LoanState, UseKind
from convergence.education.tools.models import Adoption, PoolUse
from convergence.education.tools.rules.steps import LOAN_STEPS

SEE = "tools.view_pooluse"


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List downloads and loans of the pool, and adoptions; or give the list as a file."""
    asked = Bar(
        gettext_lazy("Tool or union"),
        [
            Choice("kind", gettext_lazy("How"), gettext_lazy("downloads and loans"), UseKind.choices),
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), LoanState.choices),
        ],
    )
    unions = visible(request.user, "contacts.view_contact", Contact.objects.order_by())
    rows = visible(request.user, SEE, PoolUse.objects.all()).filter(union__in=unions)
    rows = rows.filter(**{name: value for name, value in asked.chosen(request).items() if value})
    words = asked.words(request)
    rows = holding(rows, words, "tool__title", "union__name", "union__acronym") if words else rows
    rows = rows.select_related("tool", "union").order_by("-pk")
    head = [_("When"), _("Tool"), _("Union"), _("How"), _("State"), _("From"), _("Until")]
    cells = (
        [timezone.localdate(row.at).isoformat(), row.tool.title, row.union.name, row.get_kind_display(),
         row.get_state_display(), row.from_date or "", row.until_date or ""]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "prets", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    may_settle = may(request.user, "tools.settle_loan")
    for row in page:
        row.steps = [(state, LoanState(state).label) for state in LOAN_STEPS.get(row.state, ())] if may_settle else []
    adopted = visible(request.user, "tools.view_adoption", Adoption.objects.filter(union__in=unions))
    context = {
        "title": _("Loans and adoptions"),
        "lede": _("Each counts for the union that takes and for the one that offers."),
        "bar": asked,
        "is_filtered": bool(words or any(asked.chosen(request).values())),
        "page": page,
        "adoptions": adopted.select_related("tool", "union").order_by("-adopted", "-pk")[:50],
    }
    return render(request, "backoffice/tools/pool.html", context)


@require_POST
def settle(request: HttpRequest, pooluse_id: int) -> HttpResponse:
    """Say what became of a loan."""
    base.visible_or_404(request, "tools.settle_loan", PoolUse.objects.all(), pooluse_id)
    base.done(
        request,
        lambda: commands.settle_loan(
            use_id=pooluse_id, state=request.POST.get("state", ""), actor=request.user, at=timezone.now()
        ),
        _("Done."),
    )
    return redirect("tools:pool")
