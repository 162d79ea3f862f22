"""What a dues year writes into the relationship log: letters that left, dues that came in (S66)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.contacts.choices import InteractionKind
from convergence.contacts.commands.records import LogLine, log_together, unlog
from convergence.core.money import format_cents
from convergence.finance.models import Payment
from convergence.membership.choices import Channel, Language
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.recipients import main_language


def log_letters(call: DuesCall, rows: Sequence[CallRecipient], *, at: datetime) -> None:
    """Write that the letter of a call left to these recipients."""
    kinds = {str(Channel.POST): InteractionKind.LETTER, str(Channel.EMAIL): InteractionKind.EMAIL}
    with override(main_language(Language.values)):
        text, day = _("Call for the dues %(period)s.") % {"period": call.period}, timezone.localdate(at)
    log_together(
        lines=[LogLine(row.member_id, kinds[row.channel], day, text) for row in rows if row.channel in kinds], at=at
    )


def log_payment(*, payment_id: int, invoice_ids: Iterable[int], at: datetime) -> None:
    """Write that dues came in, once for each period that the payment pays, to who paid."""
    log_together(lines=_lines(payment_id, invoice_ids), at=at)


def unlog_payment(*, payment_id: int, invoice_ids: Iterable[int]) -> None:
    """Take back what `log_payment` wrote: the payment was undone."""
    for line in _lines(payment_id, invoice_ids):
        unlog(line=line)


def _lines(payment_id: int, invoice_ids: Iterable[int]) -> list[LogLine]:
    payment = Payment.objects.get(pk=payment_id)
    rows = CallRecipient.objects.filter(invoice__in=list(invoice_ids)).order_by("call__period")
    with override(main_language(Language.values)):
        words = {"amount": format_cents(payment.amount_cents)}
        return [
            LogLine(
                payment.payer_id,
                InteractionKind.DUES,
                payment.received_date,
                _("Dues %(period)s: %(amount)s received.") % (words | {"period": period}),
            )
            for period in rows.values_list("call__period", flat=True).distinct()
        ]
