"""Where the site leads to other sites: sources, milestones, bodies of live pages."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from convergence.documents.models import Source
from convergence.history.models import MilestoneText
from convergence.website.models import PublicPage

LONGEST = 500
_HREF = re.compile(r'href="(https?://[^"]+)"')
_BARE = re.compile(r"https?://[^\s<>\"'»)\]]+")
_KEYS = frozenset({"url", "source_url"})

Place = dict[str, Any]


def collected() -> dict[str, list[Place]]:
    """Return every outer address with the places where it stands."""
    found: dict[str, list[Place]] = {}
    for address, place in _all():
        address = address.strip()
        places = found.setdefault(address, [])
        if place not in places:
            places.append(place)
    return {address: places for address, places in found.items() if 0 < len(address) <= LONGEST}


def _all() -> Iterator[tuple[str, Place]]:
    for source in Source.objects.exclude(url="").order_by("pk"):
        yield source.url, {"kind": "source", "id": source.pk, "title": source.title}
    for text in MilestoneText.objects.filter(milestone__is_published=True).order_by("pk"):
        place = {"kind": "milestone", "id": text.milestone_id, "title": text.title}
        for address in _BARE.findall(f"{text.summary} {text.body}"):
            yield address.rstrip(".,;:!?"), place
    for model in PublicPage.__subclasses__():
        for page in model._default_manager.live().public().order_by("pk"):
            place = {"kind": "page", "id": page.pk, "title": page.title}
            for address in _in_value(list(page.body.raw_data)):
                yield address, place


def _in_value(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from map(unescape, _HREF.findall(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in _KEYS and isinstance(inner, str) and inner.startswith(("http://", "https://")):
                yield inner
            else:
                yield from _in_value(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_value(inner)
