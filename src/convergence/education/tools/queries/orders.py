"""Orders, their links and what was paid on them; stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from convergence.contacts.models import Contact, ContactPoint
from convergence.contacts.queries.held import Rows, rows_of
from convergence.contacts.queries.identity import of_family
from convergence.education.tools.choices import OrderState
from convergence.education.tools.errors import LinkNotFound
from convergence.education.tools.models import Credit, Order
from convergence.education.tools.rules import tokens
from convergence.finance.queries import balance

LINK_WORDS = "tools.order"
"""Name under which the mail makes the personal link of an order, from its nonce."""


def order_of(token: str) -> Order:
    """Return the order that a personal link opens.

    Raises:
        LinkNotFound: it opens nothing.
    """
    found = None
    if tokens.is_well_formed(token):
        rows = Order.objects.select_related("invoice").prefetch_related("lines")
        found = rows.filter(digest=tokens.digest_of(token)).first()
    if found is None:
        raise LinkNotFound
    return found


def token_of(nonce: str) -> str:
    """Return the token of an order."""
    return tokens.token_of(settings.SECRET_KEY, nonce)


def order_url_of(nonce: str) -> str:
    """Return the whole address of the personal link of an order."""
    return f"{settings.BASE_URL}{reverse('orders:show', args=[token_of(nonce)])}"


@dataclass(frozen=True)
class Money:
    """What is due and paid on an order, in cents."""

    due_cents: int
    paid_cents: int

    @property
    def owed_cents(self) -> int:
        """Return what is still owed, never below zero."""
        return max(self.due_cents - self.paid_cents, 0)


def money_of(orders: Sequence[Order]) -> Mapping[int, Money]:
    """Return {order: what is due and paid} for the orders that have an invoice."""
    with_invoice = {row.invoice_id: row.pk for row in orders if row.invoice_id}
    found = balance(with_invoice)
    return {with_invoice[pk]: Money(row.due_cents, row.paid_cents) for pk, row in found.items()}


def likely_payers(order: Order, seen: QuerySet[Any]) -> list[Contact]:
    """Return the contacts, of those that the reader may see, that an order may come from: same e-mail, same name."""
    points = ContactPoint.objects.filter(channel="EMAIL", normalised=order.email.lower(), end_date__isnull=True)
    wanted = Q(pk__in=points.order_by().values("contact_id")) | Q(name__iexact=order.organisation or order.name)
    if order.organisation:
        wanted |= Q(acronym__iexact=order.organisation)
    return list(seen.filter(wanted, merged_into__isnull=True).order_by("sort_name", "pk")[:5])


def orders_of(contact: Contact) -> QuerySet[Order]:
    """Return the orders of a contact and of what was merged into it, the newest first."""
    rows = Order.objects.filter(of_family(contact, "contact"))
    return rows.select_related("invoice").prefetch_related("lines").order_by("-placed_at", "-pk")


def waiting() -> QuerySet[Order]:
    """Return the orders that wait for the team."""
    return Order.objects.filter(state__in=(OrderState.RECEIVED, OrderState.ACCEPTED))


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return the orders and credits of a person (L12)."""
    return {
        "orders": rows_of(
            Order.objects.filter(contact__in=ids),
            *("number", "name", "organisation", "email", "phone", "street", "city", "postal_code", "note", "placed_at"),
        ),
        "credits": rows_of(Credit.objects.filter(person__in=ids), "tool__title", "capacity"),
    }
