"""Who may give rights and change the organisation's own face."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import STAFF_ROLES, Role
from convergence.accounts.policies import declare, everywhere

declare("accounts.view_user", _("See who signs in"), everywhere(Role.COORDINATOR, Role.AUDITOR))
declare("accounts.edit_user", _("Give and take roles"), everywhere(Role.COORDINATOR))
declare("core.edit_profile", _("Change the organisation’s name, colours and year"), everywhere(Role.COORDINATOR))
declare("accounts.add_apitoken", _("Make an API token of one’s own"), everywhere(*STAFF_ROLES))
declare("accounts.revoke_apitoken", _("Revoke anybody’s API token"), everywhere(Role.COORDINATOR))
