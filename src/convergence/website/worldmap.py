"""The map of the world as paths of an SVG, drawn once from Natural Earth; no tile, no script, no other host (S35)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from convergence.vocabulary.countries import country_name

DATA = Path(__file__).parent / "data" / "world.json"


@dataclass(frozen=True)
class Shape:
    """A country on the map: its outline, what it is to the organisation (empty: nothing), where its knot stands."""

    code: str
    name: str
    outline: str
    capacity: str
    x: float
    y: float


@cache
def _world() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def view_box() -> str:
    """Return the `viewBox` of the map."""
    return str(_world()["viewBox"])


def shapes(capacities: Mapping[str, str], language: str = "fr") -> list[Shape]:
    """Return every country, those that `capacities` (code → capacity) names last, so that they are drawn on top."""
    found = [
        Shape(code, country_name(code, language), shape["d"], capacities.get(code, ""), *shape["c"])
        for code, shape in _world()["countries"].items()
    ]
    return sorted(found, key=lambda shape: (bool(shape.capacity), shape.code))


def is_drawn(code: str) -> bool:
    """Tell whether the map, at its scale, draws this country."""
    return code in _world()["countries"]
