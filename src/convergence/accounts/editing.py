"""Wagtail's questions about pages, pictures and files, answered from the table of policies instead of its groups."""

from collections.abc import Collection as Several
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import SimpleLazyObject
from wagtail.models import Collection, GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from convergence.accounts.policies import is_declared, may
from convergence.accounts.scoped import RolePermissionPolicy

ROOT, HOME = 1, 2  # depths in the tree of pages
PAGE_VERBS = {
    "add": "add_page",
    "change": "edit_page",
    "publish": "publish_page",
    "bulk_delete": "delete_page",
    "lock": "publish_page",
    "unlock": "publish_page",
}


class _Named:
    """The name of a permission, as Wagtail reads it."""

    def __init__(self, codename: str) -> None:
        self.codename = codename


class _Granted:
    """A right on a page and what is below, in the shape of Wagtail's `GroupPagePermission`."""

    def __init__(self, page: Page, codename: str) -> None:
        self.page = page
        self.page_id = page.pk
        self.permission = _Named(codename)


class RolePagePolicy(PagePermissionPolicy):  # type: ignore[misc]
    """Rights on pages by role: whoever holds one holds it on every home page and below, never on the root."""

    _top_cache_name = "_top_of_pages"

    def get_all_permissions_for_user(self, user: Any) -> Any:
        """Return the rights of the user on the home pages."""
        if user.is_anonymous or not user.is_active:
            return GroupPagePermission.objects.none()
        verbs = [
            verb for verb, noun in PAGE_VERBS.items() if is_declared(f"website.{noun}") and may(user, f"website.{noun}")
        ]
        homes = [page for page in self._top(user) if page.depth == HOME] if verbs else []
        return [_Granted(home, f"{verb}_page") for home in homes for verb in verbs]

    def user_has_any_permission(self, user: Any, actions: Several[str]) -> bool:
        """Tell whether a role gives one of these rights, without reading the pages: every page of the office asks."""
        verbs = {*actions, "add"} if "change" in actions else set(actions)
        held = (PAGE_VERBS[verb] for verb in verbs & PAGE_VERBS.keys())
        return any(is_declared(f"website.{noun}") and may(user, f"website.{noun}") for noun in held)

    def _top(self, user: Any) -> list[Page]:
        """Return the root of the tree and the home pages below it, read once per user object."""
        kept: list[Page] | None = getattr(user, self._top_cache_name, None)
        if kept is None:
            kept = list(Page.objects.filter(depth__lte=HOME).order_by("path"))
            setattr(user, self._top_cache_name, kept)
        return kept

    def explorable_root_instance(self, user: Any) -> Page | None:
        """Return where the explorer opens: the root, above the home pages of the languages; read when it is used.

        The menu of every page of the office asks only whether there is one.
        """
        if user.is_anonymous or not self.user_has_any_permission(user, PAGE_VERBS):
            return None
        return SimpleLazyObject(lambda: next(page for page in self._top(user) if page.depth == ROOT))


class RoleFilePolicy(RolePermissionPolicy):
    """Rights on pictures and files by role, in every collection."""

    def action(self, verb: str) -> str:
        """Return the declared action: choosing a picture is seeing it."""
        return super().action("view" if verb == "choose" else verb)

    def collections_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Collection]:
        """Return every collection, or none."""
        held = any(self.user_has_permission(user, verb) for verb in actions)
        return Collection.objects.all() if held else Collection.objects.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Collection]:
        """Return every collection, or none."""
        return self.collections_user_has_any_permission_for(user, [action])


def register_pages() -> None:
    """Put pages under the table of policies; called from `AppConfig.ready`."""
    register_permission_policy(Page, RolePagePolicy())


def register_files(*models: type[Model]) -> None:
    """Put pictures, files and their collections under the table of policies; called from `AppConfig.ready`.

    No role changes collections, so no action is declared for them: Wagtail's groups are not even asked.
    """
    register = partial(register_permission_policy, exact_class=True)
    for model in (*models, Collection):
        register(model, policy=RoleFilePolicy(model))
