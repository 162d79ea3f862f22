"""Writes of internships and missions: one command per act, each with its audit line.

Commands take `actor` (a user, or None for the system and for whoever holds a link) and `at` (aware). They refuse with a
`DomainError`, or with Django's `ValidationError` when a value does not fit; nothing is then written.
"""

from convergence.education.stays.commands.after import join_circle, leave_circle, remove_finding, write_finding
from convergence.education.stays.commands.applying import (
    Told,
    apply,
    complete,
    recognise,
    remove_paper,
    support,
    withdraw,
)
from convergence.education.stays.commands.calls import (
    cancel_call,
    publish_call,
    remove_part,
    seat_member,
    unseat_member,
    write_call,
    write_part,
    write_programme,
)
from convergence.education.stays.commands.deciding import accept_offer, decide_call, decline_offer, lapse_offers
from convergence.education.stays.commands.emergency import destroy_old_sheets, open_sheet, own_sheet, write_sheet
from convergence.education.stays.commands.erasing import empty_old
from convergence.education.stays.commands.going import (
    add_participant,
    take_off_participant,
    welcome_back,
    write_stay,
)
from convergence.education.stays.commands.promises import add_promise, remind, settle_promise
from convergence.education.stays.commands.scoring import declare_link, score

__all__ = [
    "Told",
    "accept_offer",
    "add_participant",
    "add_promise",
    "apply",
    "cancel_call",
    "complete",
    "decide_call",
    "declare_link",
    "decline_offer",
    "destroy_old_sheets",
    "empty_old",
    "join_circle",
    "lapse_offers",
    "leave_circle",
    "open_sheet",
    "own_sheet",
    "publish_call",
    "recognise",
    "remind",
    "remove_finding",
    "remove_paper",
    "remove_part",
    "score",
    "seat_member",
    "settle_promise",
    "support",
    "take_off_participant",
    "unseat_member",
    "welcome_back",
    "withdraw",
    "write_call",
    "write_finding",
    "write_part",
    "write_programme",
    "write_sheet",
    "write_stay",
]
