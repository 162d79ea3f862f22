"""What every template may read."""

import hashlib
from dataclasses import astuple, dataclass

from django.http import HttpRequest
from django.urls import reverse

from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.ui import palette

PRODUCT = "Convergence"


@dataclass(frozen=True, slots=True)
class Face:
    """What the organisation shows of itself: its name, a short one, the addresses of its mark and its colours.

    `mark_url` is empty when the product's own mark is shown, `stylesheet_url` when its own colours are.
    """

    name: str
    short_name: str
    mark_url: str
    stylesheet_url: str


def organisation(request: HttpRequest) -> dict[str, object]:
    """Give templates the organisation's profile and its face, read once per request."""
    profile = organisation_of(request)
    return {"organisation": profile, "face": face_of(profile)}


def organisation_of(request: HttpRequest) -> OrganisationProfile:
    """Return the organisation's profile, read once per request."""
    kept: OrganisationProfile | None = getattr(request, "_organisation", None)
    if kept is None:
        kept = current_profile()
        request._organisation = kept  # type: ignore[attr-defined]
    return kept


def palette_of(profile: OrganisationProfile) -> palette.Palette:
    """Return the five colours of the profile; a colour that cannot be read gives way to the product's own."""
    names = ("paper", "ink", "thread", "night", "straw")
    chosen = {name: str(getattr(profile, f"colour_{name}")).lower() for name in names}
    return palette.Palette(**{name: colour for name, colour in chosen.items() if palette.is_colour(colour)})


def face_of(profile: OrganisationProfile) -> Face:
    """Return the face of the organisation; the product's name stands in before the first run."""
    colours = palette_of(profile)
    mark_url = f"{reverse('ui:mark')}?v={_fingerprint(profile.mark.name)}" if profile.mark else ""
    sheet = "" if colours == palette.DEFAULT else f"{reverse('ui:stylesheet')}?v={_fingerprint(*astuple(colours))}"
    name = profile.name or profile.acronym or PRODUCT
    return Face(name, profile.acronym or name, mark_url, sheet)


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
