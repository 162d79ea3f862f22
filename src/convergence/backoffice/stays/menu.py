"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add(
    "activities",
    label=_("Calls for internships and missions"),
    url_name="stays:index",
    action="stays.view_staycall",
    order=60,
)
menus.add("activities", label=_("Stays and missions"), url_name="stays:stays", action="stays.view_stay", order=61)
menus.add(
    "activities", label=_("Former participants"), url_name="stays:alumni", action="stays.view_participant", order=62
)
