"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

SEE = "tours.view_tour"
menus.add("activities", label=_("Tours of guests"), url_name="tours:index", action=SEE, order=53)
menus.add("activities", label=_("Calendar of tours"), url_name="tours:calendar", action=SEE, order=54)
