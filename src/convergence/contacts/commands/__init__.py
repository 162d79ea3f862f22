"""Writes of the contacts register: one command per act, each with its audit line.

Commands take `actor` (a user, or None for the system) and `at` (aware). They refuse with a `DomainError`, or with
Django's `ValidationError` when a value does not fit its field; nothing is then written.
"""

from convergence.contacts.commands.affiliations import affiliate, change_affiliation, remove_affiliation
from convergence.contacts.commands.consents import record_consent, withdraw_consent
from convergence.contacts.commands.erasure import erase_person, hand_over_data
from convergence.contacts.commands.identity import (
    change_contact,
    create_body,
    create_organisation,
    create_person,
    delete_contact,
    refresh_search,
)
from convergence.contacts.commands.merges import mark_not_duplicate, merge_contacts, undo_merge
from convergence.contacts.commands.points import (
    add_address,
    add_contact_point,
    change_address,
    change_contact_point,
    remove_address,
    remove_contact_point,
)
from convergence.contacts.commands.records import (
    add_former_name,
    change_do_not_contact,
    change_former_name,
    change_interaction,
    change_mandate,
    declare_count,
    log_interaction,
    mark_do_not_contact,
    record_mandate,
    remove_do_not_contact,
    remove_former_name,
    remove_interaction,
    remove_mandate,
)

__all__ = [
    "add_address",
    "add_contact_point",
    "add_former_name",
    "affiliate",
    "change_address",
    "change_affiliation",
    "change_contact",
    "change_contact_point",
    "change_do_not_contact",
    "change_former_name",
    "change_interaction",
    "change_mandate",
    "create_body",
    "create_organisation",
    "create_person",
    "declare_count",
    "delete_contact",
    "erase_person",
    "hand_over_data",
    "log_interaction",
    "mark_do_not_contact",
    "mark_not_duplicate",
    "merge_contacts",
    "record_consent",
    "record_mandate",
    "refresh_search",
    "remove_address",
    "remove_affiliation",
    "remove_contact_point",
    "remove_do_not_contact",
    "remove_former_name",
    "remove_interaction",
    "remove_mandate",
    "undo_merge",
    "withdraw_consent",
]
