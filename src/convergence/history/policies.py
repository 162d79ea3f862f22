"""Who may write the history down."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role
from convergence.accounts.policies import declare, everywhere

READERS = everywhere(
    Role.COORDINATOR,
    Role.TREASURER,
    Role.COMMUNICATIONS,
    Role.EDUCATION,
    Role.PROJECTS,
    Role.ANIMATOR,
    Role.BOARD,
    Role.AUDITOR,
)
WRITERS = everywhere(Role.COORDINATOR, Role.COMMUNICATIONS, Role.EDUCATION)

NOUNS = (
    ("milestone", _("See milestones"), _("Write milestones"), _("Delete milestones")),
    ("series", _("See series"), _("Write series"), _("Delete series")),
    ("missionwording", _("See wordings of the mission"), _("Write wordings of the mission"), _("Delete wordings")),
    ("claim", _("See attributed claims"), _("Write attributed claims"), _("Delete attributed claims")),
    ("countrytie", _("See ties with countries"), _("Write ties with countries"), _("Delete ties with countries")),
    ("declaredtotal", _("See declared totals"), _("Write declared totals"), _("Delete declared totals")),
)
for noun, see, write, delete in NOUNS:
    declare(f"history.view_{noun}", see, READERS)
    declare(f"history.add_{noun}", write, WRITERS)
    declare(f"history.edit_{noun}", write, WRITERS)
    declare(f"history.delete_{noun}", delete, everywhere(Role.COORDINATOR, Role.COMMUNICATIONS))
