"""Who may add words to the shared vocabulary."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import STAFF_ROLES, Role
from convergence.accounts.policies import declare, everywhere

NOUNS = (
    ("axis", _("See work axes"), _("Change work axes")),
    ("theme", _("See themes"), _("Change themes")),
    ("place", _("See places"), _("Change places")),
    ("acronym", _("See acronyms"), _("Change acronyms")),
    ("worldregion", _("See parts of the world"), _("Change parts of the world")),
)
for noun, see, change in NOUNS:
    declare(f"vocabulary.view_{noun}", see, everywhere(*sorted(STAFF_ROLES)))
    declare(f"vocabulary.add_{noun}", change, everywhere(Role.COORDINATOR, Role.COMMUNICATIONS, Role.EDUCATION))
    declare(f"vocabulary.edit_{noun}", change, everywhere(Role.COORDINATOR, Role.COMMUNICATIONS, Role.EDUCATION))
    declare(f"vocabulary.delete_{noun}", change, everywhere(Role.COORDINATOR))
