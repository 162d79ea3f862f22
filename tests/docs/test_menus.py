"""The ways that the French pages describe exist: « **Argent → Reçus** » is an entry of the menu."""

import re
from pathlib import Path

import pytest
from django.utils.text import capfirst
from django.utils.translation import override

from convergence.backoffice import menus

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("docs/howto/*.md"), *ROOT.glob("docs/tutorials/*.md")])
WAY = re.compile(r"(?<!\*)\*{1,2}([^*\n]+ → [^*\n]+?)\.?\*{1,2}(?!\*)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_way_that_a_page_describes_begins_in_the_menu(page: Path) -> None:
    with override("fr"):
        menu = {(str(area.label), capfirst(str(one.label))) for area in menus.AREAS for one in menus.entries(area.name)}
    ways = [way.split(" → ") for way in WAY.findall(page.read_text(encoding="utf-8"))]
    assert [way for way in ways if (way[0], way[1]) not in menu] == []
