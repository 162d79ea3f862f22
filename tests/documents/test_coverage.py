"""A name that the typefaces cannot show still gets its letter and its receipt."""

import json

import pytest

from convergence.documents import coverage
from tests.documents.test_pdf import a_letter, made

NAMES = (
    "李明",
    "🙂",
    "أحمد",
    "שלום",
    "नमस्ते",
    "ᐃᓄᒃᑎᑐᑦ",
    "\ue000",
    "\ufdd0",
    "\ufeff",
    "\ufffe",
    "\x07",
    "\ufffd",
    "\x85",
    "ạ̄",
    "Ελένη",
    "Владимир",
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_can_be_printed(name: str) -> None:
    assert made(a_letter(name=name)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Étienne LeBœuf — « 1 250,00 $ » ’", "Étienne LeBœuf — « 1 250,00 $ » ’"),
        ("Łukasz Ελένη Владимир", "Łukasz Ελένη Владимир"),
        ("Zoé 🙂", "Zoé ?"),
        ("李明", "??"),
        ("ｆｕｌｌ", "full"),
        ("a\ufeffb\x07c\x1bd", "abcd"),
        ("C:\\u0007 \\\\u0007", "C:\\u0007 \\\\u0007"),
        ("ligne\nsuivante\ttab", "ligne\nsuivante\ttab"),
    ],
)
def test_what_cannot_be_shown_is_replaced_and_the_rest_is_not_touched(text: str, expected: str) -> None:
    assert json.loads(coverage.showable(json.dumps({"x": text}, ensure_ascii=False)))["x"] == expected
