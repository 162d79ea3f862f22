"""The world of membership, for its screens."""

from tests.membership.conftest import french, recipients, world

__all__ = ["french", "recipients", "world"]
