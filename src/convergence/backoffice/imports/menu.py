"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("imports", label=_("Import a list"), url_name="imports:index", action="contacts.import_contacts", order=10)
menus.add(
    "imports", label=_("Possible duplicates"), url_name="imports:duplicates", action="contacts.merge_contacts", order=20
)
