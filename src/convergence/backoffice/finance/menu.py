"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("money", label=_("Match the bank"), url_name="money:matching", action="finance.view_bankline", order=10)
menus.add("money", label=_("Invoices"), url_name="money:invoices", action="finance.view_entry", order=20)
menus.add("money", label=_("Payments"), url_name="money:payments", action="finance.view_payment", order=30)
menus.add("money", label=_("Cheque deposits"), url_name="money:batches", action="finance.view_chequebatch", order=40)
menus.add("money", label=_("Receipts"), url_name="money:receipts", action="finance.view_entry", order=50)
menus.add("money", label=_("Years and exports"), url_name="money:years", action="finance.view_fiscalyear", order=60)
