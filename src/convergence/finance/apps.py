"""Application of finance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinanceConfig(AppConfig):
    """Money."""

    name = "convergence.finance"
    label = "finance"
    verbose_name = _("Finance")

    def ready(self) -> None:
        """Put the models under the table of policies, and listen."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.queries.held import register_collected, register_keeper  # noqa: PLC0415
        from convergence.finance import handlers, policies, proofs, tasks  # noqa: F401, PLC0415
        from convergence.finance.models import (  # noqa: PLC0415
            BankLine,
            BankStatement,
            ChequeBatch,
            Entry,
            FiscalYear,
            Invoice,
            Payment,
            Receipt,
        )
        from convergence.finance.queries.held import payments_of, still_owing  # noqa: PLC0415

        register_collected(payments_of)
        register_keeper(still_owing)
        register_policies(BankLine, BankStatement, ChequeBatch, Entry, FiscalYear, Invoice, Payment, Receipt)
