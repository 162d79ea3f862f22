"""The organisation's face on paper and in e-mail: name, mark, five colours, postal lines."""

import base64
from functools import lru_cache
from typing import Any

from convergence.core.models import OrganisationProfile
from convergence.ui import palette
from convergence.ui.context import palette_of

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
            *(
                [profile.website.removeprefix("https://").removeprefix("http://").rstrip("/")]
                if profile.website
                else []
            ),
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
    """The colours of a page: the five chosen, made readable, and those derived from them as on screen."""
    return dict(_of_a_page(palette_of(profile)))


@lru_cache(maxsize=8)
def _of_a_page(chosen: palette.Palette) -> dict[str, str]:
    tokens = palette.light(chosen)
    names = ("paper", "ink", "thread", "night", "straw", "soft", "line")
    link = palette.readable(tokens["night"], tokens["paper"])
    return {name: tokens[name] for name in names} | {"link": link}


def email_colours(profile: OrganisationProfile) -> dict[str, str]:
    """The colours of an e-mail, light (``light_*``) and dark (``dark_*``), the same as on screen."""
    tokens = palette.dark(palette_of(profile))
    dark = {name: tokens[name] for name in ("paper", "ink", "thread", "night", "soft")} | {"link": tokens["straw"]}
    return {f"light_{key}": value for key, value in light_colours(profile).items()} | {
        f"dark_{key}": value for key, value in dark.items()
    }
