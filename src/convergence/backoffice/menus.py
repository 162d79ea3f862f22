"""The menu of the back office, by task. Each area of the back office adds its entries from its own `menu.py`.

    from convergence.backoffice import menus

    menus.add("dues", label=_("Calls"), url_name="dues:index", action="membership.view_dues_call", order=10)

An entry is shown to those who may do its action; the page behind it must ask the policy again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Area:
    """One heading of the menu."""

    name: str
    label: str | Promise
    icon: str
    order: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `action` is an action of the policies, `shown` a finer question about the user when there is one."""

    area: str
    label: str | Promise
    url_name: str
    action: str
    order: int
    icon: str = ""
    shown: Callable[[object], bool] | None = None


AREAS = (
    Area("members", _("Members"), "thread-members", 100),
    Area("activities", _("Activities"), "thread-activities", 150),
    Area("tools", _("Tools"), "thread-tools", 160),
    Area("dues", _("Dues call"), "thread-dues", 200),
    Area("money", _("Money"), "thread-money", 300),
    Area("messages", _("Messages"), "thread-messages", 400),
    Area("site", _("Public site"), "thread-site", 450),
    Area("imports", _("Import"), "thread-imports", 500),
    Area("settings", _("Settings"), "thread-settings", 900),
    Area("help", _("Help"), "thread-help", 950),
)

_entries: list[Entry] = []


def add(
    area: str,
    *,
    label: str | Promise,
    url_name: str,
    action: str,
    order: int = 100,
    icon: str = "",
    shown: Callable[[object], bool] | None = None,
) -> None:
    """Add an entry to an area; adding the same address twice replaces it."""
    if area not in {known.name for known in AREAS}:
        message = f"no area {area!r} in the menu"
        raise ValueError(message)
    _entries[:] = [entry for entry in _entries if (entry.area, entry.url_name) != (area, url_name)]
    _entries.append(Entry(area, label, url_name, action, order, icon, shown))


def entries(area: str) -> list[Entry]:
    """Return the entries of an area in order."""
    return sorted((entry for entry in _entries if entry.area == area), key=lambda entry: (entry.order, entry.url_name))
