"""Who may do what, on which rows: one table read by every door.

Each app declares its actions in its `policies.py`: action → role → scope, and how a queryset is narrowed to one's own
organisation or region. `may` and `visible` answer from that table only; `manage.py roles` prints it; the scoped views,
the API, exports and home figures call nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from convergence.accounts.choices import STAFF_ROLES, Role, ScopeKind
from convergence.core.errors import NotAllowed

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Reach:
    """How far an actor reaches for one action: everything, or some regions (slugs) and organisations (contact ids)."""

    everything: bool = False
    regions: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.regions) or bool(self.organisations)


Narrow = Callable[[QuerySet[Any], Reach], QuerySet[Any]]


@dataclass(frozen=True)
class Veil:
    """What keeps some rows from those who may otherwise see them all: a second action that lifts it.

    Attributes:
        lifted_by: the action whose reach shows the rows kept.
        keep: takes from a queryset the rows kept from a reach of that action.
    """

    lifted_by: str
    keep: Narrow


@dataclass(frozen=True)
class Policy:
    """One action: its label for people, the scope of each role, and the filter of a partial reach.

    Attributes:
        action: `app.verb_noun`.
        scopes: role → scope; a role left out has none.
        narrow: keeps the rows within a partial reach; without it a partial reach sees no row.
        veil: keeps rows even from a reach of everything.
    """

    action: str
    label: str | Promise
    scopes: Mapping[Role, ScopeKind]
    narrow: Narrow | None = None
    veil: Veil | None = None


_policies: dict[str, Policy] = {}
_own_organisations: list[Callable[[Any], frozenset[int]]] = []


def declare(
    action: str,
    label: str | Promise,
    scopes: Mapping[Role, ScopeKind],
    *,
    narrow: Narrow | None = None,
    veil: Veil | None = None,
) -> Policy:
    """Declare an action. Declaring one action twice is an error of ours.

    Raises:
        ValueError: the action is already declared otherwise.
    """
    policy = Policy(action, label, dict(scopes), narrow, veil)
    if action in _policies and _policies[action].scopes != policy.scopes:
        message = f"{action} is declared twice"
        raise ValueError(message)
    _policies[action] = policy
    return policy


def everywhere(*roles: Role) -> dict[Role, ScopeKind]:
    """Return the scope ALL for these roles."""
    return dict.fromkeys(roles, ScopeKind.ALL)


def all_policies() -> list[Policy]:
    """Return every declared action, in order of name."""
    return [_policies[name] for name in sorted(_policies)]


def is_declared(action: str) -> bool:
    """Tell whether the action is declared."""
    return action in _policies


def resolve_own_organisations_with(resolver: Callable[[Any], frozenset[int]]) -> None:
    """Register how the organisations of a user are found (by `contacts`, which holds the access)."""
    if resolver not in _own_organisations:
        _own_organisations.append(resolver)


def roles_of(actor: Any, on: date | None = None) -> list[tuple[Role, str]]:
    """Return the (role, region) pairs that the actor holds on a day (today when None); read once per user object."""
    if actor is None or not getattr(actor, "is_authenticated", False) or not actor.is_active:
        return []
    day = on or timezone.localdate()
    kept = getattr(actor, "_held_assignments", None)
    if kept is None:
        kept = list(actor.assignments.all())
        remember_roles(actor, kept)
    return [
        (Role(given.role), given.region)
        for given in kept
        if (given.start_date is None or given.start_date <= day) and (given.end_date is None or day <= given.end_date)
    ]


def remember_roles(actor: Any, assignments: list[Any]) -> None:
    """Keep the assignments that were read together with a user: `roles_of` asks the database no more."""
    actor._held_assignments = assignments


def is_staff(actor: Any) -> bool:
    """Tell whether the actor works in the back office."""
    return any(role in STAFF_ROLES for role, _region in roles_of(actor))


def reach(actor: Any, action: str) -> Reach:
    """Return how far the actor reaches for an action.

    Raises:
        LookupError: nobody declared this action.
    """
    try:
        policy = _policies[action]
    except KeyError as error:
        message = f"no policy declares {action}"
        raise LookupError(message) from error
    regions: set[str] = set()
    own = False
    for role, region in roles_of(actor):
        scope = policy.scopes.get(role, ScopeKind.NONE)
        if scope == ScopeKind.ALL:
            return Reach(everything=True)
        if scope == ScopeKind.REGION and region:
            regions.add(region)
        own = own or scope == ScopeKind.OWN
    organisations = frozenset[int]()
    if own:
        organisations = frozenset().union(*(resolver(actor) for resolver in _own_organisations))
    return Reach(regions=frozenset(regions), organisations=organisations)


def visible(actor: Any, action: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """Return the rows of the queryset on which the actor may do the action."""
    far, policy = reach(actor, action), _policies[action]
    if not far or (not far.everything and policy.narrow is None):
        return queryset.none()
    found = queryset if far.everything or policy.narrow is None else policy.narrow(queryset, far)
    if policy.veil is None or is_lifted(actor, policy.veil):
        return found
    return policy.veil.keep(found, reach(actor, policy.veil.lifted_by))


def is_lifted(actor: Any, veil: Veil) -> bool:
    """Tell whether the actor sees all that a veil keeps from others."""
    return reach(actor, veil.lifted_by).everything


def may(actor: Any, action: str, obj: Model | None = None) -> bool:
    """Tell whether the actor may do the action: at all when `obj` is None, else on that saved record."""
    far, veil = reach(actor, action), _policies[action].veil
    if obj is None or obj.pk is None or (far.everything and (veil is None or is_lifted(actor, veil))):
        return bool(far)
    return visible(actor, action, type(obj)._default_manager.filter(pk=obj.pk)).exists()


def require(actor: Any, action: str, obj: Model | None = None) -> None:
    """Refuse an actor who may not do the action. The system itself (None) may do everything that its tasks call.

    Raises:
        NotAllowed: the actor has no such right.
    """
    if actor is not None and not may(actor, action, obj):
        raise NotAllowed
