"""Finding words that were left in English: a line of the page that a catalogue knows how to say otherwise."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
# Their catalogues also name what they say in English only when they forget to translate it.
# Words of both languages, which mean something else in each.
ALIKE = {"Comment", "C"}  # the letter of a group of members; of the days of a crate
# The words of the page, without the parts that say to be in another language and what is hidden from everybody.
WORDS = """language => [...document.querySelectorAll('body :not(script, style, template, option, code, pre)')]
    .filter(one => one.closest('[lang]').lang.startsWith(language) && !one.closest('[translate=no], [hidden]'))
    .flatMap(one => [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()))"""
OTHERS = ("wagtail.admin", "wagtail.users", "allauth", "django.contrib.auth", "django.conf")


def left_in_english(page: Page, language: str) -> list[str]:
    """Return the lines of the page that are English and that the catalogues can say in `language`."""
    if language == "en":
        return []
    words = page.evaluate(WORDS, language)
    return sorted({line for line in words if re.search(r"\w", line)} & _english(language) - ALIKE)


@cache
def _english(language: str) -> frozenset[str]:
    """Return what is said otherwise in `language`, and is nobody's word there."""
    entries = [entry for path in _catalogues(language) for entry in polib.pofile(str(path))]
    said = {entry.msgstr for entry in entries} | {words for entry in entries for words in entry.msgstr_plural.values()}
    return frozenset({entry.msgid for entry in entries if entry.msgstr or entry.msgstr_plural} - said)


def _catalogues(language: str) -> list[Path]:
    found = list((ROOT / "src").glob(f"convergence/**/locale/{language}/LC_MESSAGES/django.po"))
    for name in OTHERS:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            found += Path(folder).glob(f"locale/{language}/LC_MESSAGES/django.po")
    return found
