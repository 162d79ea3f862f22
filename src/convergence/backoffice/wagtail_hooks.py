"""How Wagtail's admin becomes the back office: its colours, its menu by task, its home page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from convergence.accounts.policies import may
from convergence.backoffice import areas, home, menus
from convergence.contacts.models import Contact

SHEETS = ("ui/fonts.css", "ui/tokens.css", "ui/components.css", "ui/work.css", "ui/forms.css", "ui/admin.css")
# Wagtail's own menu entries that no role works with here; users and the profile have screens of ours.
HIDDEN_MENU = frozenset({"explorer", "images", "documents", "reports", "settings", "help", "snippets"})


class EntryItem(MenuItem):  # type: ignore[misc]
    """A place of the menu, shown to those who may go there."""

    def __init__(self, entry: menus.Entry) -> None:
        super().__init__(
            capfirst(entry.label),
            reverse(entry.url_name),
            name=entry.url_name.replace(":", "-"),
            icon_name=entry.icon,
            order=entry.order,
        )
        self.entry = entry

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the policy of the entry."""
        allowed = not self.entry.action or may(request.user, self.entry.action)
        return allowed and (self.entry.shown is None or self.entry.shown(request.user))


def first_steps(user: Any) -> list[tuple[str, str, str]]:
    """Return where to begin in a centre whose register is empty: `(what, why, address)`; nothing once it is not."""
    if Contact.objects.exists():
        return []
    steps = [
        (
            "core.edit_profile",
            _("Complete your organisation"),
            _("Address, telephone and fiscal year stand on every letter and receipt."),
            "settings:profile",
        ),
        (
            "contacts.import_contacts",
            _("Import the list of your members"),
            _("Your spreadsheet as it is: you see each line before anything is written."),
            "imports:index",
        ),
        (
            "membership.add_duesscale",
            _("Record your dues scales"),
            _("How much each group owes, by decision of which body."),
            "dues:scales",
        ),
        (
            "accounts.edit_user",
            _("Invite those who work with you"),
            _("Treasury, board, communications: each with their role."),
            "settings:users",
        ),
    ]
    return [(what, why, reverse(name)) for action, what, why, name in steps if may(user, action)]


class TodayPanel(Component):  # type: ignore[misc]
    """What waits for this person, and how the year stands."""

    name = "today"
    order = 0
    template_name = "backoffice/home_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Ask every source that the person may see."""
        user, at = self.request.user, timezone.now()
        waiting, standing = home.today(user, at)
        return {"waiting": waiting, "standing": standing, "steps": [] if waiting else first_steps(user)}


@hooks.register("insert_global_admin_css", order=100)
def sheets() -> SafeString:
    """Put our sheets after Wagtail's."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(name),) for name in SHEETS))


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    """Add the signs of the menu."""
    return [
        *found,
        *(
            f"backoffice/icons/{name}.svg"
            for name in (
                "members",
                "dues",
                "money",
                "messages",
                "imports",
                "settings",
                "help",
                "site",
                "activities",
                "tools",
            )
        ),
    ]


def _register_area(area: menus.Area) -> None:
    @hooks.register("register_admin_menu_item")
    def item() -> SubmenuMenuItem:
        submenu = Menu(register_hook_name=None, items=[EntryItem(entry) for entry in menus.entries(area.name)])
        return SubmenuMenuItem(area.label, submenu, name=f"area-{area.name}", icon_name=area.icon, order=area.order)


for _area in menus.AREAS:
    _register_area(_area)


@hooks.register("construct_main_menu")
def by_task_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave Wagtail's own entries out of the menu."""
    items[:] = [item for item in items if item.name not in HIDDEN_MENU]


@hooks.register("construct_homepage_panels")
def today(request: HttpRequest, panels: list[Component]) -> None:
    """Show what waits instead of pages and moderation."""
    panels[:] = [TodayPanel(request)]


@hooks.register("construct_homepage_summary_items")
def no_counts(request: HttpRequest, items: list[Component]) -> None:
    """Leave out counts of pages, images and documents."""
    items.clear()


@hooks.register("register_admin_viewset")
def area_viewsets() -> list[Any]:
    """Add the lists and choosers of every area."""
    return [viewset for module in areas.modules("viewsets") for viewset in module.viewsets]


@hooks.register("register_admin_urls")
def area_urls() -> list[URLPattern | URLResolver]:
    """Add the screens of every area."""
    return [path(module.prefix, include(module)) for module in areas.modules("urls")]
