"""What `manage.py check --deploy` asks of an organisation before strangers write to it."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from convergence.core.profile import current_profile


@register(Tags.security, deploy=True)
def privacy_officer_is_named(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a site that does not say who is in charge of personal information, and how to reach them.

    Nothing is said before the first run, nor while there is no database. Source: P-39.1, s. 3.1 (L1).
    """
    try:
        profile = current_profile()
    except DatabaseError:
        return []
    if not profile.name or (profile.privacy_officer_title and profile.privacy_officer_contact):
        return []
    return [
        Error(
            "The site names nobody in charge of personal information, or does not say how to reach them.",
            hint="Write their title and contact in the settings of the organisation.",
            id="core.E001",
        )
    ]
