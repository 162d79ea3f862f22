"""The entries of Wagtail's sidebar, written once and not asked each time which script draws them.

Wagtail 8.0 makes and writes out the address of its script anew for each of the hundred entries of the menu, on every
page: a third of what the sidebar takes. The menu that holds the entries brings the script; they need not.
"""

from telepath import BaseAdapter, ObjectNode, ValueContext
from wagtail.admin.telepath import registry
from wagtail.admin.ui.sidebar import LinkMenuItem, SubMenuItem


class EntryAdapter(BaseAdapter):  # type: ignore[misc]
    """Writes an entry as the adapter of Wagtail does, without its script."""

    def __init__(self, known: BaseAdapter) -> None:
        self.known = known

    def build_node(self, obj: object, context: ValueContext) -> ObjectNode:
        """Return the entry as the sidebar reads it."""
        return ObjectNode(self.known.js_constructor, [context.build_node(one) for one in self.known.js_args(obj)])


def lighten() -> None:
    """Write the entries of the menu from now on without their script."""
    for kind in (LinkMenuItem, SubMenuItem):
        known = registry.find_adapter(kind)
        if not isinstance(known, EntryAdapter):
            registry.register(EntryAdapter(known), kind)
