"""Who may do what with messages."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role
from convergence.accounts.policies import declare, everywhere
from convergence.contacts.policies import veil_of

SENDERS = (Role.COORDINATOR, Role.TREASURER, Role.COMMUNICATIONS)
READERS = (*SENDERS, Role.AUDITOR)

declare("messaging.view_mailing", _("See mailings and what became of them"), everywhere(*READERS))
declare("messaging.view_delivery", _("See messages to each recipient"), everywhere(*READERS), veil=veil_of("contact"))
declare("messaging.view_bounce", _("See bounces"), everywhere(*READERS), veil=veil_of("delivery__contact"))
declare(
    "messaging.view_returnedletter", _("See returned letters"), everywhere(*READERS), veil=veil_of("delivery__contact")
)
declare("messaging.view_outbox", _("See the outbox"), everywhere(*SENDERS), veil=veil_of("delivery__contact"))
declare("messaging.send_mailing", _("Prepare and send mailings"), everywhere(*SENDERS))
declare("messaging.settle_delivery", _("Settle uncertain messages, bounces and returned letters"), everywhere(*SENDERS))
declare("messaging.view_suppression", _("See addresses not to write to"), everywhere(*READERS))
declare("messaging.edit_suppression", _("Change addresses not to write to"), everywhere(*SENDERS))
