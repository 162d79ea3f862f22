"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("dues", label=_("Calls"), url_name="dues:index", action="membership.view_duescall", order=10)
menus.add("dues", label=_("Scales"), url_name="dues:scales", action="membership.view_duesscale", order=20)
menus.add("dues", label=_("Who pays for whom"), url_name="dues:coverages", action="membership.view_coverage", order=30)
menus.add(
    "dues", label=_("Exemptions and extras"), url_name="dues:exemptions", action="membership.view_exemption", order=40
)
menus.add(
    "members",
    label=_("Applications and groups"),
    url_name="dues:applications",
    action="membership.view_membershipapplication",
    order=50,
)
menus.add(
    "members",
    label=_("People announced"),
    url_name="dues:announced",
    action="membership.decide_person",
    order=60,
)
