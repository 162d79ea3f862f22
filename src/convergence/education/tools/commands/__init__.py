"""Writes of tools: one command per act, each with its audit line.

Commands take `actor` (a user, or None for the system) and `at` (aware). They refuse with a `DomainError`, or with
Django's `ValidationError` when a value does not fit its field; nothing is then written.
"""

from convergence.education.tools.commands.catalogue import (
    add_credit,
    add_link,
    add_part,
    change_tool,
    create_tool,
    decline_tool,
    delete_tool,
    publish_tool,
    remove_row,
    tie_activity,
    withdraw_tool,
)
from convergence.education.tools.commands.orders import (
    accept_order,
    cancel_order,
    empty_cancelled,
    forget_people,
    place_order,
    ship_order,
)
from convergence.education.tools.commands.pool import adopt_kit, borrow, offer_tool, settle_loan, take_download
from convergence.education.tools.commands.prices import (
    change_printing,
    create_printing,
    remove_postage,
    write_postage,
    write_rate,
)
from convergence.education.tools.commands.stock import move_stock
from convergence.education.tools.commands.versions import (
    add_edition,
    add_version,
    count_download,
    publish_version,
    remove_edition,
)

__all__ = [
    "accept_order",
    "add_credit",
    "add_edition",
    "add_link",
    "add_part",
    "add_version",
    "adopt_kit",
    "borrow",
    "cancel_order",
    "change_printing",
    "change_tool",
    "count_download",
    "create_printing",
    "create_tool",
    "decline_tool",
    "delete_tool",
    "empty_cancelled",
    "forget_people",
    "move_stock",
    "offer_tool",
    "place_order",
    "publish_tool",
    "publish_version",
    "remove_edition",
    "remove_postage",
    "remove_row",
    "settle_loan",
    "ship_order",
    "take_download",
    "tie_activity",
    "withdraw_tool",
    "write_postage",
    "write_rate",
]
