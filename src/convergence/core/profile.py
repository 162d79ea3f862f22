"""Reading and changing the organisation's profile."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.core import audit
from convergence.core.models import OrganisationProfile
from convergence.core.periods import YearEnd

_kept: ContextVar[list[OrganisationProfile] | None] = ContextVar("profile", default=None)


@contextmanager
def profile_read_once() -> Iterator[None]:
    """Let all that asks for the profile inside share one reading: for a page that only reads."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def current_profile() -> OrganisationProfile:
    """Return the organisation's profile; an unsaved empty one before the first run."""
    kept = _kept.get()
    if kept:
        return kept[0]
    found = OrganisationProfile.objects.filter(pk=1).first() or OrganisationProfile(pk=1)
    if kept is not None:
        kept.append(found)
    return found


def year_end() -> YearEnd:
    """Return the organisation's year-end."""
    profile = current_profile()
    return YearEnd(profile.year_end_month, profile.year_end_day)


@transaction.atomic
def change_profile(*, actor: Any, at: datetime, **values: Any) -> OrganisationProfile:
    """Change fields of the profile.

    Raises:
        ValidationError: a value does not fit its field.
    """
    profile = current_profile()
    before = audit.snapshot(profile)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.full_clean(validate_unique=False, validate_constraints=False)
    profile.save()
    audit.record(
        actor=actor,
        verb="core.profile.changed",
        obj=profile,
        changes=audit.changes_between(before, audit.snapshot(profile)),
        at=at,
    )
    return profile
