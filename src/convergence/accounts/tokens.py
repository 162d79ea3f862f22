"""Keys with which a machine reads the API in somebody's name: made, shown once, revoked."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convergence.accounts.models import ApiToken
from convergence.accounts.policies import may, require
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, NotFound

PREFIX = "cvg_"
LONGEST_DAYS = 366


def digest_of(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(*, name: str, days: int, actor: Any, at: datetime) -> tuple[ApiToken, str]:
    """Make a token of the actor's own and return it with its secret, which nobody can read again.

    Args:
        name: what it is for.
        days: how long it lives, at most a year.
        actor: whose token; it reads what they may read, as long as they may.
        at: when.

    Raises:
        NotAllowed: the actor is not on the staff.
        BadValue: no name, or a life that is too long.

    Writes the audit line `accounts.token.made`.
    """
    require(actor, "accounts.add_apitoken")
    if not name.strip():
        raise BadValue(_("Say what the token is for, so that somebody can revoke it later."), field="name")
    if not 1 <= days <= LONGEST_DAYS:
        raise BadValue(_("A token lives from one day to one year."), field="days")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=actor,
        name=name.strip()[:100],
        digest=digest_of(secret),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record(actor=actor, verb="accounts.token.made", obj=token, at=at)
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: int, actor: Any, at: datetime) -> ApiToken:
    """End a token at once: one's own, or anybody's for the coordination.

    Raises:
        NotFound: no such token, or somebody else's.
        AlreadyDone: it was revoked before.

    Writes the audit line `accounts.token.revoked`.
    """
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None or (token.user_id != actor.pk and not may(actor, "accounts.revoke_apitoken")):
        raise NotFound
    if token.revoked_at is not None:
        raise AlreadyDone
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(actor=actor, verb="accounts.token.revoked", obj=token, at=at)
    return token
