"""Writes of trainings: one command per act, each with its audit line.

Commands take `actor` (a user, or None for the system and for whoever holds a link) and `at` (aware). They refuse with a
`DomainError`, or with Django's `ValidationError` when a value does not fit; nothing is then written.
"""

from convergence.education.trainings.commands.agreeing import agree, choose_date, fell_through, replace_facilitator
from convergence.education.trainings.commands.attestations import cancel_attestation, issue_attestation
from convergence.education.trainings.commands.catalogue import (
    add_material,
    remove_material,
    write_series,
    write_training,
)
from convergence.education.trainings.commands.dates import (
    expire_links,
    none_fits,
    note_opening,
    propose_dates,
    revoke_link,
)
from convergence.education.trainings.commands.facilitators import (
    add_absence,
    add_availability,
    remove_absence,
    remove_availability,
    write_facilitator,
)
from convergence.education.trainings.commands.forgetting import empty_old, forget_line, forget_people
from convergence.education.trainings.commands.presence import (
    close_sheet,
    count_line,
    open_sheet,
    sign_in,
    sign_on_paper,
    strike_line,
)
from convergence.education.trainings.commands.reminding import send_reminders
from convergence.education.trainings.commands.requests import (
    change_request,
    link_union,
    receive_request,
    refuse_request,
    reopen_request,
    withdraw_request,
)
from convergence.education.trainings.commands.settling import (
    add_follow_up,
    close_request,
    mark_held,
    settle_follow_up,
)

__all__ = [
    "add_absence",
    "add_availability",
    "add_follow_up",
    "add_material",
    "agree",
    "cancel_attestation",
    "change_request",
    "choose_date",
    "close_request",
    "close_sheet",
    "count_line",
    "empty_old",
    "expire_links",
    "fell_through",
    "forget_line",
    "forget_people",
    "issue_attestation",
    "link_union",
    "mark_held",
    "none_fits",
    "note_opening",
    "open_sheet",
    "propose_dates",
    "receive_request",
    "refuse_request",
    "remove_absence",
    "remove_availability",
    "remove_material",
    "reopen_request",
    "replace_facilitator",
    "revoke_link",
    "send_reminders",
    "settle_follow_up",
    "sign_in",
    "sign_on_paper",
    "strike_line",
    "withdraw_request",
    "write_facilitator",
    "write_series",
    "write_training",
]
