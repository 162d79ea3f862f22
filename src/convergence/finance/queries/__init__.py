"""Reads of finance."""

from convergence.finance.queries.balances import (
    InvoiceBalance,
    PayerTotals,
    balance,
    credits_of_payer,
    ledger_of_payer,
    open_invoices,
    totals_by_payer,
    totals_by_period,
)
from convergence.finance.queries.bank import LineReading, matching_index, name_of_invoices, reading_of

__all__ = [
    "InvoiceBalance",
    "LineReading",
    "PayerTotals",
    "balance",
    "credits_of_payer",
    "ledger_of_payer",
    "matching_index",
    "name_of_invoices",
    "open_invoices",
    "reading_of",
    "totals_by_payer",
    "totals_by_period",
]
