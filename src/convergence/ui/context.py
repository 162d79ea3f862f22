"""What every template may read."""

from django.http import HttpRequest

from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile


def organisation(request: HttpRequest) -> dict[str, OrganisationProfile]:
    """Give templates the organisation's profile, read once per request."""
    kept = getattr(request, "_organisation", None)
    if kept is None:
        kept = current_profile()
        request._organisation = kept  # type: ignore[attr-defined]
    return {"organisation": kept}
