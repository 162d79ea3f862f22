"""Bearer tokens: a machine reads what the user who made its token may read."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of

SAVE_USE_EVERY_SECONDS = 60


class TokenAuth(HttpBearer):
    """Finds the live token of `Authorization: Bearer …` and lends its user to the request."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the user, or None for a token that is unknown, revoked, expired, or whose user left."""
        now = timezone.now()
        found = (
            ApiToken.objects.select_related("user")
            .filter(digest=digest_of(token), revoked_at=None, user__is_active=True)
            .filter(Q(expires_at=None) | Q(expires_at__gt=now))
            .first()
        )
        if found is None:
            return None
        if found.last_used_at is None or (now - found.last_used_at).total_seconds() > SAVE_USE_EVERY_SECONDS:
            ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
        request.user = found.user
        return found.user
