"""Giving people access: users, their roles, their end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import STAFF_ROLES, Role
from convergence.accounts.models import RoleAssignment, User
from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, DomainError, NotFound


class LastCoordinator(DomainError):
    """Somebody must keep the keys."""

    code = "last_coordinator"
    message = _("%(name)s is the only one who holds the role of coordination. Give it to somebody else first.")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to give; `region` is the slug of a region, for a regional table only."""

    role: Role
    region: str = ""


@transaction.atomic
def add_user(
    *, email: str, first_name: str, last_name: str, language: str, grants: Iterable[Grant], actor: Any, at: datetime
) -> User:
    """Give somebody access with these roles. They sign in by e-mailed code; staff then add a second factor.

    Raises:
        NotAllowed: the actor may not give roles.
        BadValue: somebody already signs in with this e-mail, or a regional table has no region.

    Writes the audit lines `accounts.user.added` and `accounts.user.roles`.
    """
    require(actor, "accounts.edit_user")
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise BadValue(_("Somebody already signs in with this e-mail."), field="email")
    user = User.objects.create_user(email.strip(), first_name=first_name, last_name=last_name, language=language)
    audit.record(actor=actor, verb="accounts.user.added", obj=user, at=at)
    set_roles(user_id=user.pk, grants=grants, actor=actor, at=at)
    return user


@transaction.atomic
def change_user(*, user_id: int, actor: Any, at: datetime, **values: Any) -> User:
    """Change name, e-mail or language of somebody, or whether they may sign in at all (`is_active`).

    Raises:
        NotAllowed: the actor may not.
        NotFound: nobody has this id.
        LastCoordinator: the only coordinator would be shut out.
        BadValue: the e-mail is taken.
    """
    require(actor, "accounts.edit_user")
    user = _locked(user_id)
    email = values.get("email", user.email)
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise BadValue(_("Somebody already signs in with this e-mail."), field="email")
    before = audit.snapshot(user)
    for name, value in values.items():
        setattr(user, name, value)
    if not user.is_active:
        _keep_a_coordinator(user, holds=False, at=at)
    user.save(update_fields=[*values])
    changes = audit.changes_between(before, audit.snapshot(user))
    audit.record(actor=actor, verb="accounts.user.changed", obj=user, changes=changes, at=at)
    return user


@transaction.atomic
def set_roles(*, user_id: int, grants: Iterable[Grant], actor: Any, at: datetime) -> None:
    """Make these the roles of somebody, taking the others away.

    Raises:
        NotAllowed: the actor may not.
        NotFound: nobody has this id.
        BadValue: a regional table without its region.
        LastCoordinator: nobody would hold the role of coordination any more.

    Writes the audit line `accounts.user.roles` when something changes.
    """
    require(actor, "accounts.edit_user")
    user = _locked(user_id)
    wanted = set(grants)
    if any(grant.role == Role.ANIMATOR and not grant.region for grant in wanted):
        raise BadValue(_("Choose the region of this regional table."), field="region")
    _keep_a_coordinator(user, holds=any(grant.role == Role.COORDINATOR for grant in wanted), at=at)
    today = timezone.localdate(at)
    rows = list(user.assignments.all())
    held = {Grant(Role(row.role), row.region): row for row in rows if row.end_date is None or row.end_date >= today}
    if wanted == held.keys():
        return
    ended = [row.pk for row in rows if row.pk not in {kept.pk for kept in held.values()}]
    gone = [row.pk for grant, row in held.items() if grant not in wanted]
    RoleAssignment.objects.filter(pk__in=[*gone, *ended]).delete()
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=grant.role, region=grant.region, start_date=today)
        for grant in sorted(wanted - held.keys(), key=lambda grant: (grant.role, grant.region))
    )
    changes = {"roles": (_words(held), _words(wanted))}
    audit.record(actor=actor, verb="accounts.user.roles", obj=user, changes=changes, at=at)


def gives_back_office(grants: Iterable[Grant]) -> bool:
    """Tell whether one of the roles opens the back office."""
    return any(grant.role in STAFF_ROLES for grant in grants)


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def _keep_a_coordinator(user: User, *, holds: bool, at: datetime) -> None:
    today = timezone.localdate(at)
    others = RoleAssignment.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gte=today), role=Role.COORDINATOR, user__is_active=True
    )
    if not holds and others.filter(user=user).exists() and not others.exclude(user=user).exists():
        raise LastCoordinator(name=str(user))


def _words(grants: Iterable[Grant]) -> list[str]:
    return sorted(f"{grant.role.value} {grant.region}".strip() for grant in grants)
