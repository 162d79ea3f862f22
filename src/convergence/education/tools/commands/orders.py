"""Orders of printed copies, from the form without account to the shipment. Amounts: “Printed copies: amount of an order”."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.contacts.errors import UnreadableEmail, UnreadablePostalCode
from convergence.contacts.models import Contact
from convergence.contacts.rules.addresses import UnreadablePostalCodeError, normalise_postal_code
from convergence.core import audit, facts
from convergence.core.counters import next_number
from convergence.core.errors import BadValue, NotFound
from convergence.core.periods import period_of
from convergence.core.profile import current_profile, year_end
from convergence.education.tools.choices import Movement, OrderState, Tax
from convergence.education.tools.commands import order_mail
from convergence.education.tools.commands.payers import payer_of
from convergence.education.tools.commands.stock import locked_printing, move
from convergence.education.tools.errors import (
    NoSuchStep,
    NothingOrdered,
    NotOffered,
    PostageMissing,
    ReasonMissing,
    TooManyCopies,
)
from convergence.education.tools.events import OrderChanged
from convergence.education.tools.models import Credit, Order, OrderLine
from convergence.education.tools.queries import pricing
from convergence.education.tools.queries.orders import token_of
from convergence.education.tools.rules import tokens
from convergence.education.tools.rules.pricing import totals
from convergence.education.tools.rules.steps import ORDER_STEPS, may_follow
from convergence.finance.choices import InvoiceKind
from convergence.finance.commands import adjust_invoice, issue_invoice
from convergence.finance.models import Invoice

MOST = 500
DAYS_TO_PAY = 30
DAYS_KEPT = 90
PERSONAL = ("name", "organisation", "email", "phone", "street", "city", "province", "postal_code", "note")


@transaction.atomic
def place_order(
    *,
    copies: Mapping[int, int],
    name: str,
    email: str,
    street: str,
    city: str,
    postal_code: str,
    at: datetime,
    actor: Any = None,
    language: str = "fr",
    key: str | None = None,
    contact: Contact | None = None,
    **values: str,
) -> Order:
    """Take an order: its copies leave the stock now, its price is kept, its confirmation is sent.

    No account is asked for. With a `key`, sending the same form again gives back the order already taken.

    Args:
        copies: {printed edition: how many copies}.
        name: who orders.
        email: where the confirmation goes.
        street: where the copies go.
        city: likewise.
        postal_code: likewise; read as Canadian unless `country` says otherwise.
        at: when.
        actor: a delegate, None for a stranger.
        language: of the form, and of the messages.
        key: of the form.
        contact: the union of the delegate, who will pay.
        values: organisation, phone, province, country, note.

    Raises:
        NothingOrdered, TooManyCopies, NotOffered, OutOfStock, UnreadableEmail, UnreadablePostalCode, ValidationError.

    Writes the audit line `tools.order.placed`; publishes OrderChanged.
    """
    known = Order.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    wanted = {pk: number for pk, number in copies.items() if number}
    if not wanted:
        raise NothingOrdered
    nonce = tokens.new_nonce()
    order = Order(
        number=f"C{at.year}-{next_number(f'tools.order.{at.year}'):04d}",
        nonce=nonce,
        digest=tokens.digest_of(token_of(nonce)),
        key=key or None,
        language=language[:2],
        name=name.strip(),
        email=email.strip(),
        street=street.strip(),
        city=city.strip(),
        postal_code=_postal_code(postal_code, values.get("country", "CA")),
        contact=contact,
        placed_at=at,
        **{field: text.strip() for field, text in values.items()},
    )
    _check_email(order.email)
    order.full_clean()
    order.save(force_insert=True)
    for pk in sorted(wanted):
        _take(order, pk, wanted[pk], actor=actor, at=at)
    _estimate(order, at)
    changes = {"state": (None, order.state), "copies": (None, sum(wanted.values()))}
    audit.record(actor=actor, verb="tools.order.placed", obj=order, changes=changes, at=at)
    order_mail.send(order, "placed", at)
    facts.publish(OrderChanged(order.pk, order.state))
    return order


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise UnreadableEmail(field="email", typed=email) from error


def _postal_code(typed: str, country: str) -> str:
    try:
        return normalise_postal_code(typed, country or "CA")
    except UnreadablePostalCodeError as error:
        raise UnreadablePostalCode(field="postal_code", typed=typed) from error


def _take(order: Order, printing_id: int, quantity: int, *, actor: Any, at: datetime) -> None:
    if not 1 <= quantity <= MOST:
        raise TooManyCopies(field=f"copies_{printing_id}")
    try:
        printing = locked_printing(printing_id)
    except NotFound as error:
        raise NotOffered from error
    tool = printing.tool
    is_shown = tool.state == "PUBLISHED" and (tool.audience == "PUBLIC" or order.contact_id is not None)
    if not printing.is_offered or printing.price_cents is None or not is_shown:
        raise NotOffered
    OrderLine.objects.create(
        order=order,
        printing=printing,
        label=str(printing)[:300],
        quantity=quantity,
        unit_cents=printing.price_cents,
        taxes=printing.taxes,
    )
    move(printing, Movement.ORDERED, -quantity, actor=actor, at=at, order=order)


def _estimate(order: Order, at: datetime) -> None:
    """Write what the order comes to, as far as the settings say."""
    order.postage_cents = pricing.postage_of(pricing.copies_of(order))
    found = pricing.priced(pricing.lines_of(order), order.postage_cents, timezone.localdate(at))
    if found is not None:
        order.gst_cents, order.qst_cents, order.total_cents = found.gst_cents, found.qst_cents, found.total_cents
    order.save(update_fields=["postage_cents", "gst_cents", "qst_cents", "total_cents"])


def _locked(order_id: int, actor: Any) -> Order:
    order = Order.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise NotFound
    require(actor, "tools.settle_order", order)
    return order


def _step(order: Order, state: str) -> None:
    if not may_follow(ORDER_STEPS, order.state, state):
        raise NoSuchStep(before=OrderState(order.state).label, after=OrderState(state).label)
    order.state = state


@transaction.atomic
def accept_order(
    *,
    order_id: int,
    actor: Any,
    at: datetime,
    payer_id: int | None = None,
    writes_record: bool = False,
    postage_cents: int | None = None,
) -> Order:
    """Accept an order: who pays is settled, the invoice is issued through finance and sent.

    Args:
        order_id: the order.
        actor: who accepts it.
        at: when; the rates of that day hold.
        payer_id: the contact that pays; the one of the order when it has one.
        writes_record: write the contact from the order.
        postage_cents: what sending costs, when the team knows better.

    Raises:
        NotFound, NotAllowed, NoSuchStep, PayerMissing, PostageMissing, TaxRateMissing, BadValue, YearIsClosed.

    Writes the audit line `tools.order.accepted`; publishes OrderChanged.
    """
    order = _locked(order_id, actor)
    _step(order, OrderState.ACCEPTED)
    postage = postage_cents if postage_cents is not None else order.postage_cents
    if postage is None:
        raise PostageMissing(field="postage")
    if not 0 <= postage <= 1_000_000:
        raise BadValue(field="postage")
    order.contact = payer_of(order, payer_id, writes_record=writes_record, actor=actor, at=at)
    rates = pricing.rates_on(timezone.localdate(at))
    found = totals(pricing.lines_of(order), postage, gst=rates.gst, qst=rates.qst)
    order.postage_cents, order.total_cents = postage, found.total_cents
    order.gst_cents, order.qst_cents = found.gst_cents, found.qst_cents
    order.invoice = _invoice(order, at) if found.total_cents else None
    order.accepted_at = at
    order.save()
    changes = {"state": (OrderState.RECEIVED, order.state), "total_cents": (None, found.total_cents)}
    audit.record(actor=actor, verb="tools.order.accepted", obj=order, changes=changes, at=at)
    order_mail.send(order, "accepted", at)
    facts.publish(OrderChanged(order.pk, order.state))
    return order


def _invoice(order: Order, at: datetime) -> Invoice:
    day = timezone.localdate(at)
    with override(order.language):
        return issue_invoice(
            payer_id=order.contact_id or 0,
            period=period_of(day, year_end()).label,
            object=_("Order %(number)s") % {"number": order.number},
            lines=invoice_lines(order),
            due_date=day + timedelta(days=DAYS_TO_PAY),
            reference=order.number,
            kind=InvoiceKind.OTHER,
            language=order.language,
            key=f"tools.order:{order.pk}",
            actor=None,
            at=at,
        )


def invoice_lines(order: Order) -> list[tuple[str, int]]:
    """Return the lines of the invoice: goods, postage, then each tax on a line of its own with its number."""
    profile = current_profile()
    lines = [(f"{row.quantity} × {row.label}", row.cents) for row in order.lines.all()]
    if order.postage_cents:
        lines.append((_("Postage"), order.postage_cents))
    for tax, cents in ((Tax.GST, order.gst_cents), (Tax.QST, order.qst_cents)):
        if cents is not None:
            number = pricing.registration(profile, tax)
            lines.append((_("%(tax)s (no. %(number)s)") % {"tax": tax.label, "number": number}, cents))
    return lines


@transaction.atomic
def ship_order(*, order_id: int, actor: Any, at: datetime, tracking: str = "") -> Order:
    """Say that an accepted order has left; the person is told.

    Raises:
        NotFound, NotAllowed, NoSuchStep.

    Writes the audit line `tools.order.shipped`; publishes OrderChanged.
    """
    order = _locked(order_id, actor)
    _step(order, OrderState.SHIPPED)
    order.shipped_at, order.tracking = at, tracking.strip()[:120]
    order.save(update_fields=["state", "shipped_at", "tracking"])
    changes = {"state": (OrderState.ACCEPTED, order.state), "tracking": ("", order.tracking)}
    audit.record(actor=actor, verb="tools.order.shipped", obj=order, changes=changes, at=at)
    order_mail.send(order, "shipped", at)
    facts.publish(OrderChanged(order.pk, order.state))
    return order


@transaction.atomic
def cancel_order(*, order_id: int, reason: str, actor: Any, at: datetime) -> Order:
    """Cancel an order that has not left: its copies come back, its invoice goes to zero, what was paid becomes a credit.

    Raises:
        NotFound, NotAllowed, NoSuchStep, ReasonMissing, YearIsClosed.

    Writes the audit line `tools.order.cancelled`; publishes OrderChanged.
    """
    order = _locked(order_id, actor)
    before = order.state
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _step(order, OrderState.CANCELLED)
    order.because, order.cancelled_at = reason.strip()[:300], at
    order.save(update_fields=["state", "because", "cancelled_at"])
    for line in order.lines.order_by("printing_id"):
        printing = locked_printing(line.printing_id)
        move(printing, Movement.CANCELLED, line.quantity, actor=actor, at=at, order=order)
    if order.invoice_id:
        adjust_invoice(invoice_id=order.invoice_id, total_cents=0, reason=order.because, actor=None, at=at)
    changes = {"state": (before, order.state), "reason": ("", order.because)}
    audit.record(actor=actor, verb="tools.order.cancelled", obj=order, changes=changes, at=at)
    order_mail.send(order, "cancelled", at)
    facts.publish(OrderChanged(order.pk, order.state))
    return order


def empty_cancelled(*, at: datetime) -> int:
    """Empty the names and addresses of orders without invoice that were cancelled long ago; return how many."""
    rows = Order.objects.filter(
        state=OrderState.CANCELLED, invoice=None, cancelled_at__lt=at - timedelta(days=DAYS_KEPT)
    ).exclude(email="")
    return _emptied(rows, at)


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty what is held of people who are erased; amounts and copies stay (L10, K1)."""
    _emptied(Order.objects.filter(contact__in=ids), at)
    Credit.objects.filter(person__in=ids).delete()


def _emptied(rows: Any, at: datetime) -> int:
    ids = list(rows.values_list("pk", flat=True))
    emptied: int = Order.objects.filter(pk__in=ids).update(**dict.fromkeys(PERSONAL, ""))
    audit.empty("tools.order", ids, at=at)
    return emptied
