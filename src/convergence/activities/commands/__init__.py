"""Writes of the activity register: one command per act, each with its audit line.

Commands take `actor` (a user, or None for the system) and `at` (aware). They refuse with a `DomainError`, or with
Django's `ValidationError` when a value does not fit its field; nothing is then written.
"""

from convergence.activities.commands.attendance import (
    forget_entries,
    forget_name,
    forget_people,
    record_attendance,
    reverse_attendance,
    state_figure,
)
from convergence.activities.commands.evaluations import answer_evaluation
from convergence.activities.commands.keys import renew_calendar_key
from convergence.activities.commands.organisations import add_organisation, remove_organisation
from convergence.activities.commands.people import name_person, unname_person
from convergence.activities.commands.records import change_activity, create_activity, delete_activity
from convergence.activities.commands.showing import add_document, add_picture, remove_document, remove_picture
from convergence.activities.commands.signing import renew_sign_in, sign_in
from convergence.activities.commands.states import cancel_activity, change_state

__all__ = [
    "add_document",
    "add_organisation",
    "add_picture",
    "answer_evaluation",
    "cancel_activity",
    "change_activity",
    "change_state",
    "create_activity",
    "delete_activity",
    "forget_entries",
    "forget_name",
    "forget_people",
    "name_person",
    "record_attendance",
    "remove_document",
    "remove_organisation",
    "remove_picture",
    "renew_calendar_key",
    "renew_sign_in",
    "reverse_attendance",
    "sign_in",
    "state_figure",
    "unname_person",
]
