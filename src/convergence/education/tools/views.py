"""What the personal link of an order opens: where it stands, its invoice, how to pay, a way out. And how a file is given."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.core.errors import DomainError
from convergence.core.profile import current_profile
from convergence.education.tools.choices import OrderState
from convergence.education.tools.commands import cancel_order
from convergence.education.tools.errors import LinkNotFound
from convergence.education.tools.models import Edition, Order
from convergence.education.tools.papers import invoice_pdf
from convergence.education.tools.queries.orders import money_of, order_of
from convergence.education.tools.rules import tokens
from convergence.finance import gateway
from convergence.finance.commands import start_checkout
from convergence.ui.links import behind_link, private

RETURN_LENGTH, RETURN_SECONDS, RETURN_SALT = 20, 86_400, "tools.card-return"
BLOCK = 65_536


personal = behind_link(
    "order-link",
    order_of,
    lambda order: order.language,
    missing=LinkNotFound,
)


@personal
def show(request: HttpRequest, order: Order, token: str) -> HttpResponse:
    """Show where an order stands, and how to pay it."""
    return _page(request, order, token)


def _page(request: HttpRequest, order: Order, token: str, *, error: str = "", status: int = 200) -> HttpResponse:
    money = money_of([order]).get(order.pk)
    context = {
        "order": order,
        "token": token,
        "lines": order.lines.all(),
        "money": money,
        "owed_cents": money.owed_cents if money and order.state != OrderState.CANCELLED else 0,
        "is_paid": money is not None and not money.owed_cents and order.state != OrderState.CANCELLED,
        "card": gateway.is_available(),
        "profile": current_profile(),
        "may_cancel": order.state == OrderState.RECEIVED,
        "error": error,
    }
    return render(request, "tools/order.html", context, status=status)


@personal
def invoice(request: HttpRequest, order: Order, token: str) -> HttpResponse:
    """Give the invoice as a PDF.

    Raises:
        Http404: there is none yet.
    """
    if order.invoice is None:
        raise Http404
    response = HttpResponse(invoice_pdf(order), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{order.invoice.number}.pdf"'
    return response


@personal
def cancel(request: HttpRequest, order: Order, token: str) -> HttpResponse:
    """Cancel an order that the team has not accepted yet."""
    if request.method == "POST":
        try:
            if order.state != OrderState.RECEIVED:
                return _page(request, order, token, error=_("It is being prepared: write to us."), status=409)
            reason = _("cancelled by the person who ordered")
            cancel_order(order_id=order.pk, reason=reason, actor=None, at=timezone.now())
        except DomainError as refusal:
            return _page(request, order, token, error=str(refusal), status=refusal.status)
    return redirect("orders:show", token)


@personal
def card(request: HttpRequest, order: Order, token: str) -> HttpResponse:
    """Go to the card provider's page for what is owed; a double click opens the same page."""
    is_owed = order.invoice_id is not None and order.state != OrderState.CANCELLED
    if request.method != "POST" or not is_owed or not gateway.is_available():
        return redirect("orders:show", token)
    place = tokens.digest_of(token)[:RETURN_LENGTH]
    back = {name: reverse(f"orders:{name}", args=[place]) for name in ("paid", "unpaid")}
    try:
        session = start_checkout(
            invoice_id=order.invoice_id or 0,
            email=order.email,
            language=order.language,
            success_url=request.build_absolute_uri(back["paid"]),
            cancel_url=request.build_absolute_uri(back["unpaid"]),
            actor=None,
            at=timezone.now(),
        )
    except DomainError as refusal:
        return _page(request, order, token, error=str(refusal), status=refusal.status)
    response = redirect(session.url)
    response.set_signed_cookie(
        f"commande-{place}",
        token,
        salt=RETURN_SALT,
        max_age=RETURN_SECONDS,
        path=back["unpaid"],
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _returned(request: HttpRequest, place: str, *, is_paid: bool) -> HttpResponse:
    """Lead the browser that left for the card provider back to its order; another browser learns nothing."""
    token = request.get_signed_cookie(f"commande-{place}", default=None, salt=RETURN_SALT, max_age=RETURN_SECONDS)
    if token is None:
        return private(render(request, "tools/returned.html", {"is_paid": is_paid}))
    return private(redirect("orders:show", token))


@require_safe
def paid(request: HttpRequest, place: str) -> HttpResponse:
    """Come back from the card provider after paying; this address holds no token, so the provider never has one."""
    return _returned(request, place, is_paid=True)


@require_safe
def unpaid(request: HttpRequest, place: str) -> HttpResponse:
    """Come back from the card provider without paying."""
    return _returned(request, place, is_paid=False)


def file_of(edition: Edition) -> StreamingHttpResponse:
    """Return the file of an edition, to be kept by who asks, opened by no page of ours.

    Raises:
        Http404: the file is not there any more.
    """
    if not edition.file.storage.exists(edition.file.name):
        raise Http404
    response = StreamingHttpResponse(_blocks(edition), content_type=edition.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=edition.name) or ""
    response["Content-Length"] = str(edition.size)
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


def _blocks(edition: Edition) -> Iterator[bytes]:
    """Yield the bytes of a file, opened once somebody reads them and closed after the last."""
    with edition.file.storage.open(edition.file.name, "rb") as file:
        while block := file.read(BLOCK):
            yield block
