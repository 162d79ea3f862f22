"""The organisation's face on paper and in e-mail: name, mark, five colours, postal lines."""

import base64
from typing import Any

from convergence.core.models import OrganisationProfile

PAPER = "us-letter"
"""Paper of Canada and Mexico; the address window of documents/typst is measured on it."""


def postal_lines(profile: OrganisationProfile) -> list[str]:
    """Street, then city, province and postal code as Canada Post writes them."""
    province = {"QC": "Québec", "ON": "Ontario", "NB": "Nouveau-Brunswick"}.get(profile.province, profile.province)
    city = f"{profile.city} ({province})" if profile.city and province else profile.city
    return [line for line in (profile.street, "\u00a0 ".join(filter(None, (city, profile.postal_code)))) if line]


def brand_data(profile: OrganisationProfile) -> dict[str, Any]:
    """What the typst templates read under ``brand``."""
    reach = " · ".join(part for part in (profile.email, profile.phone) if part)
    name = profile.name or profile.acronym
    return {
        "name": name,
        "colours": light_colours(profile),
        "head_lines": [
            *postal_lines(profile),
            *([profile.website.removeprefix("https://").rstrip("/")] if profile.website else []),
        ],
        "foot_line": " · ".join(part for part in (name, reach) if part),
        "mark_svg": mark_svg(profile),
    }


def mark_svg(profile: OrganisationProfile) -> str:
    """The mark as SVG text; a PNG is wrapped in one. Empty when there is none."""
    if not profile.mark:
        return ""
    with profile.mark.open("rb") as file:
        raw: bytes = file.read()
    if profile.mark.name.lower().endswith(".svg"):
        return raw.decode("utf-8", "replace")
    width, height = (int.from_bytes(raw[start : start + 4], "big") for start in (16, 20))
    encoded = base64.b64encode(raw).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{encoded}"/></svg>'
    )


def light_colours(profile: OrganisationProfile) -> dict[str, str]:
    """The colours of a page: the five chosen, and those derived from them."""
    ink, paper = profile.colour_ink, profile.colour_paper
    return {
        "paper": paper,
        "ink": ink,
        "thread": profile.colour_thread,
        "night": profile.colour_night,
        "straw": profile.colour_straw,
        "soft": mix(ink, paper, 0.28),
        "line": mix(paper, ink, 0.16),
        "link": profile.colour_night,
    }


def email_colours(profile: OrganisationProfile) -> dict[str, str]:
    """The colours of an e-mail, light (``light_*``) and dark (``dark_*``), the dark ones made by hand."""
    ground = mix(mix(profile.colour_night, "#000000", 0.6), "#121212", 0.5)
    ink = "#f4eee2"
    dark = {
        "paper": ground,
        "ink": ink,
        "link": profile.colour_straw,
        "soft": mix(ink, ground, 0.28),
        "night": mix(profile.colour_night, "#ffffff", 0.5),
    }
    return {f"light_{key}": value for key, value in light_colours(profile).items()} | {
        f"dark_{key}": value for key, value in dark.items()
    }


def mix(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` mixed in; colours as ``#rrggbb``."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
