"""Acts of finance. Each is atomic, takes `actor` (None for the system) and `at`, and writes its audit line."""

from convergence.finance.commands.bank import (
    confirm_line,
    ignore_line,
    import_statement,
    link_line,
    reopen_line,
    return_cheque_line,
    settle_payout,
)
from convergence.finance.commands.cheques import Cheque, record_cheque_batch
from convergence.finance.commands.costs import (
    discard_purse,
    open_purse,
    record_activity_entry,
    record_purse_entry,
    reverse_activity_entry,
)
from convergence.finance.commands.invoices import Demand, adjust_invoice, issue_invoice, issue_invoices
from convergence.finance.commands.online import close_notice, hear, hear_again, refund_online, start_checkout
from convergence.finance.commands.openings import (
    Opening,
    record_opening_due,
    record_opening_payment,
    record_openings,
    reverse_openings,
)
from convergence.finance.commands.payments import allocate, record_payment, refund, reverse_payment, undo_allocation
from convergence.finance.commands.receipts import cancel_receipt, issue_receipt, issue_receipts, replace_receipt
from convergence.finance.commands.sending import address_of, send_receipt, send_receipts
from convergence.finance.commands.years import close_year, ensure_year, open_year

__all__ = [
    "Cheque",
    "Demand",
    "Opening",
    "address_of",
    "adjust_invoice",
    "allocate",
    "cancel_receipt",
    "close_notice",
    "close_year",
    "confirm_line",
    "discard_purse",
    "ensure_year",
    "hear",
    "hear_again",
    "ignore_line",
    "import_statement",
    "issue_invoice",
    "issue_invoices",
    "issue_receipt",
    "issue_receipts",
    "link_line",
    "open_purse",
    "open_year",
    "record_activity_entry",
    "record_cheque_batch",
    "record_opening_due",
    "record_opening_payment",
    "record_openings",
    "record_payment",
    "record_purse_entry",
    "refund",
    "refund_online",
    "reopen_line",
    "replace_receipt",
    "return_cheque_line",
    "reverse_activity_entry",
    "reverse_openings",
    "reverse_payment",
    "send_receipt",
    "send_receipts",
    "settle_payout",
    "start_checkout",
    "undo_allocation",
]
