"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("tools", label=_("Catalogue"), url_name="tools:index", action="tools.view_tool", order=10)
menus.add("tools", label=_("Orders"), url_name="tools:orders", action="tools.view_order", order=20)
menus.add("tools", label=_("Printed copies"), url_name="tools:stock", action="tools.view_stock", order=30)
menus.add("tools", label=_("Loans and adoptions"), url_name="tools:pool", action="tools.view_pooluse", order=40)
menus.add("tools", label=_("Postage and taxes"), url_name="tools:prices", action="tools.edit_prices", order=50)
