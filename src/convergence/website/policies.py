"""Who may write and publish pages."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role
from convergence.accounts.policies import declare, everywhere

WRITERS = everywhere(Role.COORDINATOR, Role.COMMUNICATIONS, Role.EDUCATION, Role.PROJECTS)
PUBLISHERS = everywhere(Role.COORDINATOR, Role.COMMUNICATIONS)

declare("website.add_page", _("Write pages"), WRITERS)
declare("website.edit_page", _("Change pages"), WRITERS)
declare("website.publish_page", _("Publish pages"), PUBLISHERS)
# The name under which wagtail-localize asks before it makes a page in another language.
declare("wagtail_localize.submit_translation", _("Translate pages"), WRITERS)
declare("website.check_links", _("Watch the links of the site"), WRITERS)
declare("website.delete_page", _("Delete pages"), PUBLISHERS)
