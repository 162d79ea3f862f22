"""Orders of printed copies: accept, send, cancel."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.tools.base import GET_POST, ask
from convergence.backoffice.tools.forms import AcceptForm, ReasonForm, ShipForm
from convergence.contacts.models import Contact
from convergence.core.profile import current_profile
from convergence.education.tools import commands
from convergence.education.tools.choices import OrderState
from convergence.education.tools.models import Order
from convergence.education.tools.papers import invoice_pdf
from convergence.education.tools.queries.orders import likely_payers, money_of

SEE, SETTLE = "tools.view_order", "tools.settle_order"


def bar() -> Bar:
    """Return the questions above the list."""
    return Bar(
        gettext_lazy("Number, name or organisation"),
        [Choice("state", gettext_lazy("State"), gettext_lazy("all states"), OrderState.choices)],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Order.objects.all())
    state = asked.chosen(request)["state"]
    rows = rows.filter(state=state) if state else rows
    words = asked.words(request)
    if words:
        rows = holding(rows, words, "number", "name", "organisation", "email")
    return rows.select_related("invoice", "contact").prefetch_related("lines").order_by("-placed_at", "-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List orders, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    head = [_("Order"), _("Ordered on"), _("Name"), _("Organisation"), _("Copies"), _("Goods"), _("Postage"), _("GST"),
            _("QST"), _("In all"), _("Invoice"), _("State")]  # fmt: skip
    cells = (
        [row.number, timezone.localdate(row.placed_at).isoformat(), row.name, row.organisation,
         sum(line.quantity for line in row.lines.all()), row.goods_cents / 100, _dollars(row.postage_cents),
         _dollars(row.gst_cents), _dollars(row.qst_cents), _dollars(row.total_cents),
         row.invoice.number if row.invoice else "", row.get_state_display()]
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "commandes", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    money = money_of(list(page))
    for row in page:
        row.money = money.get(row.pk)
    context = {
        "title": _("Orders"),
        "lede": _("Copies are set aside when an order arrives; the invoice leaves when you accept it."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
    }
    return render(request, "backoffice/tools/orders.html", context)


def _dollars(cents: int | None) -> float | str:
    return "" if cents is None else cents / 100


def _order(request: HttpRequest, action: str, order_id: int) -> Order:
    rows = Order.objects.select_related("invoice", "contact").prefetch_related("lines")
    return base.visible_or_404(request, action, rows, order_id)


@require_safe
def show(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order with its amounts and what was paid."""
    order = _order(request, SEE, order_id)
    settles = may(request.user, SETTLE, order)
    context = {
        "title": _("Order %(number)s") % {"number": order.number},
        "lede": capfirst(order.get_state_display()),
        "order": order,
        "lines": order.lines.all(),
        "money": money_of([order]).get(order.pk),
        "profile": current_profile(),
        "may_accept": settles and order.state == OrderState.RECEIVED,
        "may_ship": settles and order.state == OrderState.ACCEPTED,
        "may_cancel": settles and order.state in (OrderState.RECEIVED, OrderState.ACCEPTED),
        "sees_money": may(request.user, "finance.view_entry"),
    }
    return render(request, "backoffice/tools/order.html", context)


@require_safe
def invoice(request: HttpRequest, order_id: int) -> HttpResponse:
    """Give the invoice of an order.

    Raises:
        Http404: there is none yet.
    """
    order = _order(request, SEE, order_id)
    if order.invoice is None:
        raise Http404
    return base.pdf(invoice_pdf(order), order.invoice.number)


@require_http_methods(GET_POST)
def accept(request: HttpRequest, order_id: int) -> HttpResponse:
    """Accept an order: who pays, what postage; the invoice leaves."""
    order = _order(request, SETTLE, order_id)
    seen = visible(request.user, "contacts.view_contact", Contact.objects.all())
    likely = [order.contact] if order.contact else likely_payers(order, seen)
    first = likely[0] if likely else None
    initial: dict[str, Any] = {"postage": order.postage_cents}
    if first is not None:
        initial["person" if first.kind == "PERSON" else "payer"] = first.name
    form = AcceptForm(request.POST or None, user=request.user, initial=initial)

    def act(given: dict[str, Any]) -> None:
        payer = given["payer"] or given["person"]
        commands.accept_order(
            order_id=order_id,
            payer_id=payer.pk if payer else None,
            writes_record=given["writes_record"],
            postage_cents=given["postage"],
            actor=request.user,
            at=timezone.now(),
        )

    who = order.organisation or order.name
    return ask(
        request,
        form,
        act,
        reverse("tools:order", args=[order_id]),
        title=_("Accept the order %(number)s") % {"number": order.number},
        lede=_("Ordered by %(who)s (%(email)s). The invoice leaves by e-mail at once.")
        % {"who": who, "email": order.email},
        act=_("Accept and send the invoice"),
        said=_("Accepted: the invoice has left."),
    )


@require_http_methods(GET_POST)
def ship(request: HttpRequest, order_id: int) -> HttpResponse:
    """Say that an order has left."""
    order = _order(request, SETTLE, order_id)
    return ask(
        request,
        ShipForm(request.POST or None),
        lambda given: commands.ship_order(order_id=order_id, actor=request.user, at=timezone.now(), **given),
        reverse("tools:order", args=[order_id]),
        title=_("The order %(number)s has left") % {"number": order.number},
        act=_("It has left"),
        said=_("The person is told."),
    )


@require_http_methods(GET_POST)
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    """Cancel an order."""
    order = _order(request, SETTLE, order_id)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda given: commands.cancel_order(order_id=order_id, actor=request.user, at=timezone.now(), **given),
        reverse("tools:order", args=[order_id]),
        title=_("Cancel the order %(number)s") % {"number": order.number},
        lede=_("Its copies come back; its invoice goes to zero, and what was paid becomes a credit."),
        act=_("Cancel the order"),
        said=_("It is cancelled."),
    )
