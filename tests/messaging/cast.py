"""Moments that the tests of messages share."""

from datetime import UTC, datetime

AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)
