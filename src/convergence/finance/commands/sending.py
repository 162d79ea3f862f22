"""Sending receipts by e-mail."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.contacts.models import Contact, ContactPoint
from convergence.core import audit
from convergence.core.errors import AlreadyDone, DomainError, NotFound
from convergence.core.money import format_cents
from convergence.finance.commands import books
from convergence.finance.errors import ReceiptRefused
from convergence.finance.models import Receipt, ReceiptMailing
from convergence.finance.queries.receipts import MONEY_PURPOSES, receipts_never_sent
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import File, send_transactional

#: The same receipt asked for again to the same address within so many seconds is a second click.
SECOND_CLICK_SECONDS = 60


def address_of(payer: Contact, on: date | None = None) -> str:
    """Return the e-mail where papers of money go: billing, else general, else delegate; empty when none works."""
    rows = ContactPoint.objects.filter(contact=payer, channel="EMAIL", failing_since__isnull=True)
    if on is not None:
        rows = rows.filter(Q(start_date__isnull=True) | Q(start_date__lte=on))
        rows = rows.filter(Q(end_date__isnull=True) | Q(end_date__gte=on))
    else:
        rows = rows.filter(end_date__isnull=True)
    rows = rows.filter(purpose__in=MONEY_PURPOSES)
    found = sorted(rows, key=lambda row: (MONEY_PURPOSES.index(row.purpose), row.pk))
    return found[0].normalised or found[0].value if found else ""


@transaction.atomic
def send_receipt(
    *, receipt_id: int, actor: Any, at: datetime, address: str = "", only_first: bool = False
) -> ReceiptMailing:
    """Hand a receipt over to the mail, with its paper exactly as it was issued; `only_first`: never a second time.

    Raises:
        NotAllowed, NotFound, ReceiptRefused (cancelled, no address), NotAnAddress, AlreadyDone (sent already, or sent
        there a moment ago: a second click).

    Writes the audit line `finance.receipt.sent`.
    """
    require(actor, "finance.send_receipt")
    books.lock_books()
    receipt = Receipt.objects.with_state().select_related("payer").filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound
    if receipt.is_cancelled:
        raise ReceiptRefused(
            _("The receipt %(number)s is cancelled: send the one that replaces it."), number=receipt.number
        )
    if only_first and receipt.mailings.exists():
        raise AlreadyDone(_("The receipt %(number)s was sent already."), number=receipt.number)
    to = address or address_of(receipt.payer, books.local_day(at))
    if not to:
        raise ReceiptRefused(
            _("%(payer)s has no e-mail that works. Add one for billing, or print the receipt."),
            payer=receipt.payer.name,
        )
    moment_ago = at - timedelta(seconds=SECOND_CLICK_SECONDS)
    if receipt.mailings.filter(address=to, sent_at__gt=moment_ago, sent_at__lte=at).exists():
        raise AlreadyDone(
            _("The receipt %(number)s left for %(to)s a moment ago. Nothing was sent a second time."),
            number=receipt.number,
            to=to,
        )
    key = f"finance.receipt:{receipt.pk}:{receipt.mailings.count()}"
    with override(receipt.language):
        name = f"{slugify(_('receipt'))}-{receipt.number}.pdf"  # plain letters: programs of mail differ
        context = {
            "number": receipt.number,
            "amount": format_cents(receipt.amount_cents, receipt.language),
            "payer": receipt.payer.name,
            "organisation": receipt.content["organisation"]["name"],
        }
    send_transactional(
        to=to,
        template="finance/mail/receipt",
        context=context,
        language=receipt.language,
        purpose=Purpose.RECEIPT,
        contact_id=receipt.payer_id,
        files=[File(name, bytes(receipt.pdf))],
        reference=key,
        actor=actor,
        at=at,
    )
    mailing = ReceiptMailing.objects.create(
        receipt=receipt, address=to, message_key=key, actor_id=getattr(actor, "pk", None), sent_at=at
    )
    audit.record(actor=actor, verb="finance.receipt.sent", obj=receipt, changes={"address": (None, to)}, at=at)
    return mailing


def send_receipts(*, period: str, actor: Any, at: datetime, limit: int = 50) -> list[ReceiptMailing]:
    """Send the receipts of a period that were never sent and can be, at most `limit`; call again until it gives none.

    Each is a transaction of its own, and none is sent twice: a double click or a stop in the middle does no harm.
    """
    require(actor, "finance.send_receipt")
    made = []
    waiting = receipts_never_sent(period, on=books.local_day(at)).filter(has_email=True)
    for receipt_id in waiting.values_list("pk", flat=True)[:limit]:
        try:
            made.append(send_receipt(receipt_id=receipt_id, actor=actor, at=at, only_first=True))
        except DomainError:
            continue
    return made
