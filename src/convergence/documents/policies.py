"""Who may add pictures and files."""

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
WRITERS = everywhere(Role.COORDINATOR, Role.COMMUNICATIONS, Role.EDUCATION, Role.PROJECTS)
KEEPERS = everywhere(Role.COORDINATOR, Role.COMMUNICATIONS)

NOUNS = (
    ("picture", _("See pictures"), _("Add and change pictures"), _("Delete pictures")),
    ("publicfile", _("See files"), _("Add and change files"), _("Delete files")),
    ("source", _("See sources"), _("Write sources"), _("Delete sources")),
)
for noun, see, write, delete in NOUNS:
    declare(f"documents.view_{noun}", see, READERS)
    declare(f"documents.add_{noun}", write, WRITERS)
    declare(f"documents.edit_{noun}", write, WRITERS)
    declare(f"documents.delete_{noun}", delete, KEEPERS)
