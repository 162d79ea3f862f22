"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.backoffice import menus

menus.add("messages", label=_("Mailings"), url_name="messages:mailings", action="messaging.view_mailing", order=10)
menus.add("messages", label=_("Outbox"), url_name="messages:outbox", action="messaging.view_outbox", order=20)
menus.add(
    "messages",
    label=pgettext_lazy("messages", "Perhaps sent"),
    url_name="messages:uncertain",
    action="messaging.view_delivery",
    order=30,
)
menus.add("messages", label=_("Bounces"), url_name="messages:bounces", action="messaging.view_delivery", order=40)
menus.add(
    "messages", label=_("Returned letters"), url_name="messages:returned", action="messaging.view_delivery", order=50
)
menus.add(
    "messages",
    label=_("Not to write to"),
    url_name="messages:suppressions",
    action="messaging.view_suppression",
    order=60,
)
