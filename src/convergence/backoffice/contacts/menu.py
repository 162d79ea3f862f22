"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add(
    "members",
    label=_("Organisations"),
    url_name="organisations:index",
    action="contacts.view_organisation",
    order=10,
    icon="group",
)
menus.add("members", label=_("People"), url_name="people:index", action="contacts.view_person", order=20, icon="user")
menus.add(
    "members",
    label=_("Committees and executives"),
    url_name="bodies:index",
    action="contacts.view_body",
    order=30,
    icon="list-ul",
)
menus.add(
    "members",
    label=_("Graph of unions"),
    url_name="contacts:graph",
    action="contacts.view_organisation",
    order=40,
    icon="sitemap",
)
menus.add(
    "members",
    label=_("To visit"),
    url_name="contacts:to_visit",
    action="contacts.view_organisation",
    order=50,
    icon="date",
)
menus.add(
    "members",
    label=_("Proof of consent"),
    url_name="contacts:proof",
    action="contacts.view_consent",
    order=80,
    icon="clipboard-list",
)
menus.add(
    "members",
    label=_("Merges made"),
    url_name="contacts:merges",
    action="contacts.merge_contacts",
    order=90,
    icon="resubmit",
)
