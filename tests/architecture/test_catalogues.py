"""Every sentence exists in French and in Spanish, with the same placeholders."""

import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "src").glob("**/locale/*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdif]|%[sdif]|\{[a-z_0-9]*\}", re.IGNORECASE)
LANGUAGES = ("fr", "es")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "src" / "convergence"))


@pytest.mark.rule("F2")
@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_nothing_is_left_untranslated_or_fuzzy(path: Path):
    catalogue = polib.pofile(str(path))
    waiting = [entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    assert waiting == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_placeholders_survive_translation(path: Path):
    wrong = []
    for entry in polib.pofile(str(path)):
        sources = {frozenset(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text}
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            if text and frozenset(PLACEHOLDER.findall(text)) not in sources:
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_plural_forms_are_declared(path: Path):
    catalogue = polib.pofile(str(path))
    several = [entry for entry in catalogue if entry.msgid_plural]
    forms = re.match(r"nplurals=(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    assert forms or not several
    # A number whose form is missing would be told in French.
    assert forms is None or [entry.msgid for entry in several if len(entry.msgstr_plural) != int(forms[1])] == []


def test_each_app_that_has_strings_has_both_catalogues():
    missing = []
    for app in sorted(path.parent for path in (ROOT / "src" / "convergence").glob("**/locale")):
        found = {
            language for language in LANGUAGES if (app / "locale" / language / "LC_MESSAGES" / "django.po").exists()
        }
        if found and found != set(LANGUAGES):
            missing.append((app.name, sorted(set(LANGUAGES) - found)))
    assert missing == []


@pytest.mark.rule("F2")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_apps_translate_the_same_words_differently(language: str):
    """Django shows the translation of the first app everywhere: another sense needs a context (`pgettext`)."""
    said: dict[tuple[str, str, str], dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in CATALOGUES:
        if path.parts[-3] != language:
            continue
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and not entry.fuzzy:
                words = tuple(entry.msgstr_plural.values()) or (entry.msgstr,)
                said[entry.msgctxt or "", entry.msgid, entry.msgid_plural][words].append(path.parts[-5])
    unlike = [
        f"{context + ': ' if context else ''}{msgid!r}: "
        + "; ".join(f"{' / '.join(words)!r} ({', '.join(apps)})" for words, apps in ways.items())
        for (context, msgid, _plural), ways in said.items()
        if len(ways) > 1
    ]
    assert not unlike, "\n".join(unlike)


def test_spanish_has_one_word_for_dues():
    said = [
        (name(path), entry.msgid)
        for path in CATALOGUES
        if path.parts[-3] == "es"
        for entry in polib.pofile(str(path))
        if re.search("cotiza", " ".join([entry.msgstr, *entry.msgstr_plural.values()]), re.IGNORECASE)
    ]
    starters = (ROOT / "src" / "convergence" / "membership" / "starters" / "es").glob("*.md")
    said += [(path.name, "") for path in starters if "cotiza" in path.read_text().lower()]
    assert said == []
