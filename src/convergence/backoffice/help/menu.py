"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("help", label=_("How and why"), url_name="help:index", action="", order=10)
