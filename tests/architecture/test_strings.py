"""Every sentence that the code or a template shows is in a catalogue: none stays English for people who read French.

Extraction sees only the names of functions that gettext knows; an alias such as `_t` hides a sentence from it, and a
file with an unusual ending is not looked at. So the sources are read here, and each sentence is asked for.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import translation

SOURCE = Path(__file__).resolve().parents[2] / "src" / "convergence"
CALLS = {"_", "_t", "_n", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
QUOTED = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(_|n?gettext|n?pgettext)\(\s*{QUOTED}(?:\s*,\s*{QUOTED})?")

OF_DEVELOPERS = {"API", "Demo"}  # names of apps that no screen shows


def in_code(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if node.func.id.startswith("pgettext") and len(texts) == 2:
                yield texts[0], texts[1]
            elif texts:
                yield "", texts[0]


def in_template(path: Path) -> Iterator[tuple[str, str]]:
    for call, first, second in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        texts = [ast.literal_eval(text) for text in (first, second) if text]
        yield (texts[0], texts[1]) if "pgettext" in call else ("", texts[0])


def sentences() -> Iterator[tuple[str, str, str]]:
    """Yield the file, the context and the sentence of everything to translate."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from ((str(path.relative_to(SOURCE)), *found) for found in in_code(path))
    for path in sorted(SOURCE.glob("**/templates/**/*")):
        if path.is_file():
            yield from ((str(path.relative_to(SOURCE)), *found) for found in in_template(path))


@pytest.mark.rule("F2")
@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_sentence_of_the_code_is_in_a_catalogue(language: str) -> None:
    catalogue = translation(language)._catalog
    missing = []
    for place, context, text in sentences():
        key = f"{context}\x04{text}" if context else text
        if text.strip() and text not in OF_DEVELOPERS and key not in catalogue and (key, 0) not in catalogue:
            missing.append(f"{place}: {text}")
    assert not missing, "\n".join(missing)
