"""Writes of education projects: one command per act, each with its audit line.

- `create_project`, `change_project`, `start_project`, `remove_draft`: what it is;
- `save_funder`, `remove_funder`, `save_line`, `remove_line`: who promised what, and the budget;
- `attach_activity`, `detach_activity`, `attach_tool`, `detach_tool`: what belongs to it;
- `record_general_entry`, `reverse_general_entry`, `place_costs`: its money;
- `close_project`, `reopen_project`: the report that freezes it, and its correction.
"""

from convergence.education.projects.commands.closing import close_project, reopen_project
from convergence.education.projects.commands.drafts import remove_draft
from convergence.education.projects.commands.money import place_costs, record_general_entry, reverse_general_entry
from convergence.education.projects.commands.outputs import (
    attach_activity,
    attach_tool,
    detach_activity,
    detach_tool,
)
from convergence.education.projects.commands.records import (
    change_project,
    create_project,
    remove_funder,
    remove_line,
    save_funder,
    save_line,
    start_project,
)

__all__ = [
    "attach_activity",
    "attach_tool",
    "change_project",
    "close_project",
    "create_project",
    "detach_activity",
    "detach_tool",
    "place_costs",
    "record_general_entry",
    "remove_draft",
    "remove_funder",
    "remove_line",
    "reopen_project",
    "reverse_general_entry",
    "save_funder",
    "save_line",
    "start_project",
]
