"""Who may see and write money: treasury and coordination; audit and board read; delegates see their own papers."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, declare, everywhere

READERS = everywhere(Role.COORDINATOR, Role.TREASURER, Role.AUDITOR)
WRITERS = everywhere(Role.COORDINATOR, Role.TREASURER)
PAPERS = {**READERS, Role.DELEGATE: ScopeKind.OWN}


def of_payer(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep papers of one's own organisations; those of a region stay unseen (money has no regional scope)."""
    return rows.filter(payer_id__in=reach.organisations) | rows.filter(payer__merged_into_id__in=reach.organisations)


declare("finance.view_invoice", _("See invoices"), PAPERS, narrow=of_payer)
declare("finance.view_receipt", _("See receipts of payment"), PAPERS, narrow=of_payer)
declare("finance.pay_invoice", _("Pay an invoice by card"), {**WRITERS, Role.DELEGATE: ScopeKind.OWN}, narrow=of_payer)
declare("finance.view_payment", _("See payments"), READERS)
declare("finance.view_entry", _("See the ledger"), READERS)
declare("finance.view_chequebatch", _("See cheque deposits"), READERS)
declare("finance.view_bankstatement", _("See bank statements"), READERS)
declare("finance.view_bankline", _("See bank lines"), READERS)
declare("finance.view_providerevent", _("See notices of the card provider"), READERS)
declare("finance.settle_providerevent", _("Settle notices of the card provider"), WRITERS)
declare("finance.view_fiscalyear", _("See fiscal years"), READERS)
declare("finance.export_books", _("Export the books for the accountant"), READERS)
declare("finance.issue_invoice", _("Issue invoices"), WRITERS)
declare("finance.adjust_invoice", _("Correct an invoice by an entry"), WRITERS)
declare("finance.record_opening", _("Record past dues declared at import"), WRITERS)
declare("finance.record_payment", _("Record payments"), WRITERS)
declare("finance.allocate_payment", _("Put a credit on an invoice"), WRITERS)
declare("finance.reverse_payment", _("Undo a payment (returned cheque, mistake)"), WRITERS)
declare("finance.refund_payment", _("Record refunds"), WRITERS)
declare("finance.record_chequebatch", _("Record a cheque deposit"), WRITERS)
declare("finance.import_bankstatement", _("Read bank statements"), WRITERS)
declare("finance.match_bankline", _("Match bank lines"), WRITERS)
declare("finance.issue_receipt", _("Issue, cancel and replace receipts"), WRITERS)
declare("finance.send_receipt", _("Send receipts"), WRITERS)
declare("finance.close_fiscalyear", _("Close a fiscal year"), WRITERS)

BUDGETS = everywhere(Role.COORDINATOR, Role.TREASURER, Role.EDUCATION, Role.PROJECTS)
declare(
    "finance.view_activityentry",
    _("See what activities cost and who pays"),
    {**BUDGETS, **everywhere(Role.AUDITOR)},
)
declare("finance.record_activityentry", _("Write what activities cost and who pays"), BUDGETS)
