"""Writes of gatherings: one command per act, each with its audit line, none of which names anybody.

Commands take `actor` (a user, or None for the system and the public form) and `at` (aware). They refuse with a
`DomainError`, or with Django's `ValidationError` when a value does not fit its field; nothing is then written.
"""

from convergence.education.gatherings.commands.coming import Heard, Press, check_in, write_attendance
from convergence.education.gatherings.commands.forgetting import (
    forget_answers,
    forget_names,
    forget_past,
    forget_people,
)
from convergence.education.gatherings.commands.groups import name_place, reserve_party
from convergence.education.gatherings.commands.moving import (
    accept_offer,
    call_off,
    cancel_registration,
    lapse_all,
    lapse_offers,
)
from convergence.education.gatherings.commands.opening import change_gathering, open_gathering, write_series
from convergence.education.gatherings.commands.programme import add_price, add_sitting, remove_price, remove_sitting
from convergence.education.gatherings.commands.registering import Asked, register
from convergence.education.gatherings.commands.telling import (
    remind,
    remind_all,
    tell,
    tell_again,
    tell_all,
    tell_parties_of,
    tell_party,
)

__all__ = [
    "Asked",
    "Heard",
    "Press",
    "accept_offer",
    "add_price",
    "add_sitting",
    "call_off",
    "cancel_registration",
    "change_gathering",
    "check_in",
    "forget_answers",
    "forget_names",
    "forget_past",
    "forget_people",
    "lapse_all",
    "lapse_offers",
    "name_place",
    "open_gathering",
    "register",
    "remind",
    "remind_all",
    "remove_price",
    "remove_sitting",
    "reserve_party",
    "tell",
    "tell_again",
    "tell_all",
    "tell_parties_of",
    "tell_party",
    "write_attendance",
    "write_series",
]
