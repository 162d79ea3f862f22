"""Tables of finance. All but online payments are append-only: the database refuses to change or delete a row."""

from convergence.finance.models.bank import BankDecision, BankLine, BankStatement
from convergence.finance.models.costs import ActivityEntry, Purse
from convergence.finance.models.ledger import Entry, Invoice, InvoiceLine, Payment
from convergence.finance.models.online import CheckoutSession, ProviderEvent
from convergence.finance.models.papers import ChequeBatch, Receipt, ReceiptCancellation, ReceiptMailing
from convergence.finance.models.years import CarryOver, FiscalYear

__all__ = [
    "ActivityEntry",
    "BankDecision",
    "BankLine",
    "BankStatement",
    "CarryOver",
    "CheckoutSession",
    "ChequeBatch",
    "Entry",
    "FiscalYear",
    "Invoice",
    "InvoiceLine",
    "Payment",
    "ProviderEvent",
    "Purse",
    "Receipt",
    "ReceiptCancellation",
    "ReceiptMailing",
]
