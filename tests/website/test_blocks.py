"""What a body refuses, and what it takes."""

import pytest
from wagtail.blocks import StreamBlockValidationError

from convergence.website.blocks import BodyBlock

SMALL, SMALLER = "<h3>Une partie</h3><p>Du texte.</p>", "<h4>Un détail</h4>"


def cleaned(*blocks: tuple[str, object]) -> object:
    """Clean a body of these blocks."""
    body = BodyBlock()
    return body.clean(body.to_python([{"type": kind, "value": value} for kind, value in blocks]))


@pytest.mark.parametrize(
    "blocks",
    [
        [("heading", "Titre"), ("text", SMALL)],
        [("heading", "Titre"), ("text", SMALL + SMALLER), ("text", SMALL)],
        [("text", "<p>Du texte.</p>")],
    ],
)
def test_headings_that_go_down_by_one_step_are_taken(blocks: list[tuple[str, object]]) -> None:
    assert cleaned(*blocks)


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ([("text", SMALL)], 0),
        ([("heading", "Titre"), ("text", SMALLER)], 1),
        ([("heading", "Titre"), ("text", SMALL), ("heading", "Autre"), ("text", SMALLER)], 3),
    ],
)
def test_a_heading_that_skips_a_step_is_refused(blocks: list[tuple[str, object]], place: int) -> None:
    with pytest.raises(StreamBlockValidationError) as refusal:
        cleaned(*blocks)
    assert list(refusal.value.block_errors) == [place]


def test_a_second_list_of_notes_is_refused() -> None:
    notes = ("notes", [{"type": "item", "id": "1", "value": {"text": "Lettre", "url": ""}}])
    assert cleaned(notes)
    with pytest.raises(StreamBlockValidationError):
        cleaned(notes, notes)
