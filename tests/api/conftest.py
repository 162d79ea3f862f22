"""A program that reads the API in somebody's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of
from tests.plugins.cast import Cast


@pytest.fixture
def read(cast: Cast) -> Callable[..., Any]:
    """Read an address of the API as one of the cast; return the response."""

    def call(name: str, path: str, **query: Any) -> Any:
        secret = f"cvg_secret-of-{name}"
        ApiToken.objects.get_or_create(
            digest=digest_of(secret), defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()}
        )
        return Client().get(f"/api/v1/{path}", query, headers={"authorization": f"Bearer {secret}"})

    return call
