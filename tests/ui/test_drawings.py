"""The drawings: well-formed, one thread each, in roles that the sheet knows, and not heavy."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template import engines

from convergence import ui
from convergence.ui import drawings
from convergence.website.models.base import DrawingName

SHEET = (Path(ui.__file__).parent / "static/ui/base.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_every_drawing_takes_up_the_thread_of_the_page(name: str) -> None:
    root = ET.fromstring(drawings.svg(name))
    threads = [path.get("d", "") for path in root.iter("path") if path.get("class", "").split()[0] == "t"]
    assert any(re.match(rf"M(0|-4) {drawings.THREAD}[CH]", told) for told in threads)
    assert root.get("aria-hidden") == "true"
    assert len(drawings.svg(name)) < 3_500


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_every_role_has_a_colour_in_the_sheet(name: str) -> None:
    root = ET.fromstring(drawings.svg(name))
    roles = {role for shape in root.iter() for role in shape.get("class", "").split()} - {"drawing"}
    known = set(re.findall(r"\.(drawing--[a-z]+|[a-z]{1,2})\b", SHEET))
    assert roles <= known


def test_editors_may_choose_what_is_drawn() -> None:
    assert set(DrawingName.values) == set(drawings.DRAWINGS) - {"broken", "lens", "tangle"}


def test_a_page_draws_by_name() -> None:
    drawn = engines["django"].from_string('{% load ui %}{% drawing "loom" "small" %}').render({})
    assert drawn.startswith('<svg class="drawing drawing--paper small"')
    assert "style=" not in drawn
