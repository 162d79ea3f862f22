"""What the personal link of an order opens: where it stands, its invoice, how to pay, a way out. And how a file is given."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

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

#: Wrong links from one address before it waits, and for how many seconds. Kept in memory only.
MAX_WRONG, WAIT_SECONDS = 20, 600
RETURN_LENGTH, RETURN_SECONDS, RETURN_SALT = 20, 86_400, "tools.card-return"
BLOCK = 65_536
_View = Callable[[HttpRequest, Order, str], HttpResponse]


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def personal(view: _View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Open the order of a link in its language, or say that the link opens nothing."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        key = f"order-link-wrong:{request.META.get('REMOTE_ADDR', '')}"
        if cache.get(key, 0) >= MAX_WRONG:
            return _private(render(request, "tools/link_closed.html", status=429))
        try:
            order = order_of(token)
        except LinkNotFound:
            cache.add(key, 0, WAIT_SECONDS)
            cache.incr(key)
            return _private(render(request, "tools/link_closed.html", status=404))
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else order.language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            return _private(view(request, order, token))

    return opened


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
        return _private(render(request, "tools/returned.html", {"is_paid": is_paid}))
    return _private(redirect("orders:show", token))


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
