"""Users, their roles with a scope, and the tokens of machines."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role


class UserManager(BaseUserManager["User"]):
    """Users by e-mail."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a user; without a password they sign in by e-mailed code or passkey."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Create a user who also holds the coordinator's role."""
        user = self.create_user(email, password, **extra)
        RoleAssignment.objects.create(user=user, role=Role.COORDINATOR)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail, whatever the case."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """Somebody who signs in.

    Personal data: e-mail, name, language, times of sign-in.
    """

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=2, default="fr")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("Somebody already signs in with this e-mail."),
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class RoleAssignment(models.Model):
    """A role given to a user, for a region when the role asks for one, between two dates.

    Personal data: which user holds which role.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    region = models.SlugField(_("region"), blank=True)
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "region"],
                name="accounts_role_once",
                violation_error_message=_("This person already holds this role."),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ANIMATOR) | ~Q(region=""),
                name="accounts_animator_has_region",
                violation_error_message=_("Choose the region of this regional table."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} — {self.get_role_display()}"


class SavedFilter(models.Model):
    """A search and filters of a list that a user keeps under a name, for themselves.

    Personal data: what a user looks for.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    screen = models.CharField(_("list"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "screen", "name"],
                name="accounts_filter_once",
                violation_error_message=_("You already have a filter of this name here."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A key with which a machine reads the API in a user's name; only its digest is kept.

    Personal data: which user made it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reading_keys")
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name
