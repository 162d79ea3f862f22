"""What finance tells once it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InvoiceIssued:
    """Something is owed."""

    invoice_id: int
    payer_id: int
    period: str


@dataclass(frozen=True)
class InvoiceAdjusted:
    """What is owed on an invoice was corrected by an entry."""

    invoice_id: int
    payer_id: int
    period: str


@dataclass(frozen=True)
class PaymentRecorded:
    """Money came in; `invoice_ids` are those it pays, in whole or in part."""

    payment_id: int
    payer_id: int
    invoice_ids: tuple[int, ...]


@dataclass(frozen=True)
class PaymentAllocated:
    """Money that was there already now pays these invoices."""

    payment_id: int
    invoice_ids: tuple[int, ...]


@dataclass(frozen=True)
class InvoicePaid:
    """Nothing is owed on the invoice any more."""

    invoice_id: int
    payer_id: int
    period: str


@dataclass(frozen=True)
class InvoiceReopened:
    """Something is owed again on an invoice that was paid (returned cheque, correction)."""

    invoice_id: int
    payer_id: int
    period: str


@dataclass(frozen=True)
class PaymentReversed:
    """A payment was undone: returned cheque, mistake; `invoice_ids` owe again."""

    payment_id: int
    payer_id: int
    invoice_ids: tuple[int, ...]


@dataclass(frozen=True)
class PaymentRefunded:
    """Money was sent back."""

    payment_id: int
    payer_id: int
    amount_cents: int


@dataclass(frozen=True)
class ReceiptIssued:
    """A receipt of payment exists."""

    receipt_id: int
    payment_id: int
    payer_id: int


@dataclass(frozen=True)
class YearClosed:
    """A fiscal year takes no entry any more."""

    year_id: int
