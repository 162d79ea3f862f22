"""What a person settles: uncertain messages, bounces, returned letters."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.messages.forms import BounceForm, ReturnedForm
from convergence.backoffice.messages.pages import one, page_of
from convergence.messaging import commands, queries
from convergence.messaging.bounces import Notice
from convergence.messaging.choices import BounceKind
from convergence.messaging.models import Bounce, Delivery, ReturnedLetter


@require_safe
def uncertain(request: HttpRequest) -> HttpResponse:
    """Messages whose sending was interrupted at the very moment."""
    require(request.user, "messaging.view_delivery")
    context = {
        "title": pgettext("messages", "Perhaps sent"),
        "lede": _(
            "The sending stopped while each of these was being handed over. They are not sent again without you."
        ),
        "page": page_of(request, visible(request.user, "messaging.view_delivery", queries.uncertain())),
        "may_settle": may(request.user, "messaging.settle_delivery"),
    }
    return render(request, "backoffice/messages/uncertain.html", context)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """It left, or it is to be sent again."""
    require(request.user, "messaging.settle_delivery")
    one(visible(request.user, "messaging.view_delivery", Delivery.objects.all()), pk)
    was_sent = "sent" in request.POST
    commands.settle_uncertain(delivery_id=pk, was_sent=was_sent, actor=request.user, at=timezone.now())
    messages.success(request, _("Marked as sent.") if was_sent else _("It is in the queue again."))
    return redirect("messages:uncertain")


BOUNCES = Bar(
    gettext_lazy("Address"),
    [
        Choice("kind", gettext_lazy("What it means"), gettext_lazy("all kinds"), BounceKind.choices),
        Choice(
            "state",
            gettext_lazy("State"),
            gettext_lazy("all states"),
            [("open", gettext_lazy("To be read")), ("settled", gettext_lazy("Settled"))],
        ),
    ],
)


def _bounces(request: HttpRequest) -> Any:
    rows = visible(request.user, "messaging.view_bounce", queries.bounces())
    rows, chosen = holding(rows, BOUNCES.words(request), "address", "diagnostic"), BOUNCES.chosen(request)
    if chosen["kind"]:
        rows = rows.filter(kind=chosen["kind"])
    if chosen["state"]:
        rows = rows.filter(settled_at__isnull=chosen["state"] == "open")
    return rows


def _bounces_as_file(request: HttpRequest, rows: Any) -> HttpResponseBase | None:
    head = [_("Address"), _("What it means"), _("What the server answered"), _("Received"), _("Mailing"), _("Settled")]
    cells = (
        [one.address, one.get_kind_display(), f"{one.status_code} {one.diagnostic}".strip(),
         one.received_at.isoformat(), one.delivery.mailing.title if one.delivery else "",
         one.settled_at.isoformat() if one.settled_at else ""]
        for one in rows.iterator(chunk_size=1000)
    )  # fmt: skip
    return download(request.GET.get("format", ""), "rebonds", head, cells)


@require_http_methods(["GET", "POST"])
@listing("messaging.view_delivery")
def bounces(request: HttpRequest) -> HttpResponseBase:
    """Bounces, those to be read first, or as a file; and a form for one read elsewhere."""
    form = BounceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        require(request.user, "messaging.settle_delivery")
        address, at = form.cleaned_data["address"], timezone.now()
        kind = BounceKind.PERMANENT if form.cleaned_data["is_permanent"] else BounceKind.TEMPORARY
        digest = hashlib.sha256(f"{address} {at.date()} {kind}".encode()).hexdigest()
        notice = Notice("", address, kind, "", form.cleaned_data["diagnostic"], digest)
        commands.record_bounce(notice=notice, actor=request.user, at=at)
        messages.success(request, _("The bounce is recorded."))
        return redirect("messages:bounces")
    rows = _bounces(request)
    if request.method == "GET" and (file_asked := _bounces_as_file(request, rows)) is not None:
        return file_asked
    context = {
        "title": _("Bounces"),
        "bar": BOUNCES,
        "lede": _("What mail servers sent back. An address that does not exist is written to no more."),
        "form": form,
        "page": page_of(request, rows),
        "may_settle": may(request.user, "messaging.settle_delivery"),
    }
    return render(request, "backoffice/messages/bounces.html", context, status=422 if form.errors else 200)


@require_POST
def settle_bounce(request: HttpRequest, pk: int) -> HttpResponse:
    """A person read a notice that we could not."""
    require(request.user, "messaging.settle_delivery")
    one(visible(request.user, "messaging.view_bounce", Bounce.objects.all()), pk)
    commands.settle_bounce(
        bounce_id=pk, is_permanent="permanent" in request.POST, actor=request.user, at=timezone.now()
    )
    messages.success(request, _("Settled."))
    return redirect("messages:bounces")


@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Letters that came back, and the search for one in hand."""
    require(request.user, "messaging.view_delivery")
    text = request.GET.get("q", "").replace("\x00", "").strip()
    context = {
        "title": _("Returned letters"),
        "lede": _("Look for the letter by a word of its name or address, then say why it came back."),
        "q": text,
        "found": visible(request.user, "messaging.view_delivery", queries.returnable(text))[:20] if text else [],
        "page": page_of(
            request,
            visible(
                request.user,
                "messaging.view_returnedletter",
                ReturnedLetter.objects.select_related("delivery__contact", "delivery__mailing").order_by(
                    "-returned_date", "-pk"
                ),
            ),
        ),
        "may_settle": may(request.user, "messaging.settle_delivery"),
    }
    return render(request, "backoffice/messages/returned.html", context)


@require_http_methods(["GET", "POST"])
def record_returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one returned letter."""
    require(request.user, "messaging.settle_delivery")
    found = one(
        visible(request.user, "messaging.view_delivery", Delivery.objects.select_related("contact", "mailing")), pk
    )
    form = ReturnedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        commands.record_returned_letter(delivery_id=pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The letter is recorded as returned, and its address is marked."))
        return redirect("messages:returned")
    context = {"title": str(found.contact or _("Returned letter")), "delivery": found, "form": form}
    return render(request, "backoffice/messages/record_returned.html", context, status=422 if form.errors else 200)
