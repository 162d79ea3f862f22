"""Rights asked by Wagtail itself, answered from roles."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

from convergence.accounts.models import RoleAssignment, User
from convergence.accounts.policies import is_declared, is_staff, may, remember_roles


class WholeUser:
    """Reads a signed-in user with their roles and the preferences that Wagtail looks up on each page: one query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return an active user; None when there is none."""
        held = RoleAssignment.objects.filter(user_id=user_id, user__is_active=True)
        if assignments := list(held.select_related("user__wagtail_userprofile").order_by("pk")):
            user = assignments[0].user
            remember_roles(user, assignments)
            return user
        return User.objects.select_related("wagtail_userprofile").filter(pk=user_id, is_active=True).first()


class RoleBackend(WholeUser, ModelBackend):
    """Gives the back office to staff roles, and `app.verb_noun` permissions from the table of policies."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Answer one permission."""
        if perm == "wagtailadmin.access_admin":
            return is_staff(user_obj)
        if is_declared(perm):
            return may(user_obj, perm, obj)
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Answer for a whole app: never, only single permissions count."""
        return False

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """Refuse passwords: people sign in by e-mailed code or passkey (allauth)."""
        return None


class SignInBackend(WholeUser, AuthenticationBackend):  # type: ignore[misc]
    """Signs people in (allauth) and gives no right: groups and permissions of Django are not used here."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Give nothing."""
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Give nothing."""
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Give nothing, without asking the database."""
        return set()

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Give nothing, without asking the database."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Give nothing, without asking the database."""
        return set()
