"""Who sees and writes education projects; amounts follow what activities cost, reports are for the board as well (S93)."""

from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role
from convergence.accounts.policies import declare, everywhere

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION)
MONEY = {**WRITERS, **everywhere(Role.PROJECTS, Role.TREASURER, Role.AUDITOR)}

declare(
    "projects.view_project",
    _("See education projects"),
    {**MONEY, **everywhere(Role.COMMUNICATIONS, Role.BOARD)},
)
declare("projects.add_project", _("Write education projects"), WRITERS)
declare("projects.edit_project", _("Change education projects, their funders, budget, sessions and tools"), WRITERS)
declare("projects.remove_draft", _("Delete drafts of education projects"), WRITERS)
declare(
    "projects.place_cost",
    _("Put the costs of education projects under the lines of their budget"),
    {**WRITERS, **everywhere(Role.TREASURER)},
)
declare("projects.view_report", _("Read the reports of education projects"), {**MONEY, **everywhere(Role.BOARD)})
declare("projects.close_project", _("Close education projects"), everywhere(Role.COORDINATOR, Role.TREASURER))
declare(
    "projects.reopen_project", _("Reopen a closed education project for a correction"), everywhere(Role.COORDINATOR)
)
