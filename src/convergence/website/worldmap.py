"""The map of the world as paths of an SVG, drawn once from Natural Earth; no tile, no script, no other host (S35)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, cos, hypot, radians, sin, sqrt
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


Point = tuple[float, float]
EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
"""The polynomial of the Equal Earth projection (Šavrič, Patterson and Jenny, 2018)."""
SCALE, MIDDLE = 188.0, (500.6, 260.8)
"""How the outlines of `world.json` were scaled and placed."""


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


def point_of(latitude: float, longitude: float) -> Point:
    """Return where degrees north and east stand on the map."""
    a1, a2, a3, a4 = EARTH
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    widening = 9 * a4 * angle**8 + 7 * a3 * angle**6 + 3 * a2 * angle**2 + a1
    across = 2 * sqrt(3) * radians(longitude) * cos(angle) / (3 * widening)
    up = a4 * angle**9 + a3 * angle**7 + a2 * angle**3 + a1 * angle
    return round(MIDDLE[0] + SCALE * across, 1), round(MIDDLE[1] - SCALE * up, 1)


def thread(start: Point, end: Point) -> str:
    """Return the path of a thread that hangs from one point to another, bent upwards as a ship's way is on a map."""
    bend = 0.22 * hypot(end[0] - start[0], end[1] - start[1])
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - bend)
    return f"M{start[0]:g} {start[1]:g}Q{middle[0]:.1f} {middle[1]:.1f} {end[0]:g} {end[1]:g}"


def is_drawn(code: str) -> bool:
    """Tell whether the map, at its scale, draws this country."""
    return code in _world()["countries"]
