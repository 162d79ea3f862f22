"""Cheques entered together and taken to the bank with a slip."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import BadValue
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.finance.choices import Method
from convergence.finance.commands import books
from convergence.finance.commands.invoices import numbers
from convergence.finance.commands.payments import Parts, check_received, record_payment
from convergence.finance.models import ChequeBatch
from convergence.finance.papers import brand, slip_pdf


@dataclass(frozen=True)
class Cheque:
    """A cheque of a batch. Without `allocations`, it pays the open invoices of `period`; with neither, it is credit."""

    payer_id: int
    amount_cents: int
    number: str = ""
    drawer: str = ""
    allocations: Parts | None = None
    period: str | None = None


@transaction.atomic
def record_cheque_batch(
    *,
    cheques: Sequence[Cheque],
    control_total_cents: int,
    deposit_date: date,
    actor: Any,
    at: datetime,
    key: str = "",
) -> ChequeBatch:
    """Record cheques whose sum is the control total counted by hand, all or none, and make their deposit slip.

    `key` names the deposit once and for all: recording it again gives back the first one (double click, replay).

    Raises:
        NotAllowed, BadValue (no cheque, control total missed by how much, cheque given twice), and what
        `record_payment` raises, with the line of the cheque.

    Writes the audit line `finance.cheque_batch.recorded`.
    """
    require(actor, "finance.record_chequebatch")
    if not cheques:
        raise BadValue(_("Write at least one cheque."))
    for cheque in cheques:
        books.checked_amount(cheque.amount_cents)
    check_received(deposit_date, at)
    _check_total(cheques, control_total_cents)
    _check_twice(cheques)
    books.lock_books()
    if key and (known := ChequeBatch.objects.filter(payments__key=f"{key}:1").first()):
        return known
    year = books.local_day(at).year
    [number] = numbers("B", year, 1)
    pdf = slip_pdf(slip_content(cheques, number=number, deposit_date=deposit_date))
    batch = ChequeBatch.objects.create(
        number=number,
        deposit_date=deposit_date,
        control_total_cents=control_total_cents,
        cheque_count=len(cheques),
        slip_pdf=pdf,
        slip_sha256=hashlib.sha256(pdf).hexdigest(),
        actor_id=getattr(actor, "pk", None),
        recorded_at=at,
    )
    for position, cheque in enumerate(cheques, start=1):
        record_payment(
            payer_id=cheque.payer_id,
            amount_cents=cheque.amount_cents,
            method=Method.CHEQUE,
            received_date=deposit_date,
            allocations=cheque.allocations,
            period=cheque.period,
            reference=cheque.number,
            drawer=cheque.drawer,
            key=f"{key}:{position}" if key else None,
            batch=batch,
            actor=actor,
            at=at,
        )
    audit.record(
        actor=actor,
        verb="finance.cheque_batch.recorded",
        obj=batch,
        changes={"cheques": (None, len(cheques)), "total_cents": (None, control_total_cents)},
        at=at,
    )
    return batch


def _check_total(cheques: Sequence[Cheque], control_total_cents: int) -> None:
    total = sum(cheque.amount_cents for cheque in cheques)
    if total != control_total_cents:
        raise BadValue(
            _(
                "The cheques add up to %(total)s and the control total is %(control)s: %(gap)s apart. "
                "Find the difference first."
            ),
            field="control_total",
            total=format_cents(total),
            control=format_cents(control_total_cents),
            gap=format_cents(abs(total - control_total_cents)),
        )


def _check_twice(cheques: Sequence[Cheque]) -> None:
    seen: set[tuple[int, str]] = set()
    for cheque in cheques:
        mark = (cheque.payer_id, cheque.number.strip())
        if cheque.number.strip() and mark in seen:
            raise BadValue(_("The cheque %(number)s is written twice."), number=cheque.number)
        seen.add(mark)


def slip_content(cheques: Sequence[Cheque], *, number: str, deposit_date: date) -> dict[str, Any]:
    """Return everything a deposit slip says."""
    names = dict(Contact.objects.filter(pk__in=[cheque.payer_id for cheque in cheques]).values_list("pk", "name"))
    profile = current_profile()
    return {
        "number": number,
        "language": "fr",
        "brand": brand(),
        "organisation": profile.name or profile.acronym,
        "deposit_date": deposit_date.isoformat(),
        "cheques": [
            {"number": item.number, "drawer": item.drawer or names.get(item.payer_id, ""), "cents": item.amount_cents}
            for item in cheques
        ],
        "total_cents": sum(item.amount_cents for item in cheques),
    }
