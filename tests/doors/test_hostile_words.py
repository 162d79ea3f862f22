"""Every address is asked with words that no person writes, in its query and in its forms: refused or read, never a 500.

All names that the code reads are sent at once, each with another word; the next address gives each name the next word.
So one walk tries every pair of a name and a word on some page.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.test import Client

from tests.doors.addresses import all_addresses
from tests.doors.conftest import Walk
from tests.doors.forms import forms_on
from tests.doors.test_every_door import NOT_TRIED, paths

SOURCE = Path(__file__).resolve().parents[2] / "src" / "convergence"
MARKUP = '<script>alert("x")</script>'
HOSTILE = (
    "a\x00b",
    "²",  # a digit to Unicode, and no number
    "9" * 40,
    MARKUP,
    "-1",
    "2024-02-30",
    "' OR 1=1 --",
    "\udcff",  # a byte that is no text
    "é" * 1_500,
)
# Names that pages of Wagtail and of Django read, beside those that our own code reads.
OF_OTHERS = {
    "p",
    "page",
    "q",
    "ordering",
    "order",
    "export",
    "next",
    "id",
    "ids",
    "tab",
    "_w_filter",
    "letter",
    "locale",
}
READ = re.compile(r"""GET(?:\.get|\.getlist)?[(\[]\s*["']([\w-]+)["']|QUERY\[["']([\w-]+)["']""")


def names_read() -> list[str]:
    """Return the names of query parameters that the code reads, and those of its filter forms."""
    found = {one or other for path in SOURCE.rglob("*.py") for one, other in READ.findall(path.read_text("utf-8"))}
    for path in SOURCE.rglob("*.html"):
        found |= set(re.findall(r"[?&](?:amp;)?([a-z_-]+)=", path.read_text("utf-8")))
        found |= set(re.findall(r'<(?:input|select)[^>]* name="([a-z_-]+)"', path.read_text("utf-8")))
    return sorted(found | OF_OTHERS)


def tried(step: Walk) -> Iterator[str]:
    for address in all_addresses():
        if not address.route.startswith((*NOT_TRIED, "gestion/test404", "gestion/images", "gestion/documents")):
            yield from list(paths(address, step.worlds))[:1]


def encoded(value: str) -> str:
    """Percent-encode as a hostile client does, bytes that are no text included."""
    return quote(value.encode("utf-8", errors="surrogateescape"), safe="")


def fault_of(path: str, answer: Any) -> list[str]:
    if answer.status_code >= 500:
        return [f"{path}: {answer.status_code}"]
    if not answer.streaming and MARKUP.encode() in answer.content:
        return [f"{path}: writes the markup that it was given"]
    return []


def post_back(client: Client, path: str, page: Any, turn: int) -> Any:
    """Send a page its own forms, every field holding a hostile word; nothing of it is kept."""
    names = [name for name in sorted(forms_on(page)) if name not in ("csrfmiddlewaretoken", "next")]
    sent = {name: HOSTILE[(place + turn) % len(HOSTILE)] for place, name in enumerate(names)}
    sent = {name: word.encode("utf-8", errors="replace").decode() for name, word in sent.items()}
    with transaction.atomic():
        answer = client.post(path, sent)
        transaction.set_rollback(True)
    return answer


def test_no_word_breaks_a_page_or_its_forms(step: Walk) -> None:
    client, faults, names = step.client("coordinator"), [], names_read()
    for turn, path in enumerate(tried(step)):
        words = {name: HOSTILE[(place + turn) % len(HOSTILE)] for place, name in enumerate(names)}
        query = "&".join(f"{name}={encoded(word)}" for name, word in words.items())
        page = client.get(f"{path}?{query}")
        faults += fault_of(path, page)
        if page.status_code != HTTPStatus.OK:  # refused for its words: as it opens without them
            page = client.get(path)
        faults += fault_of(path, post_back(client, path, page, turn))
    assert not faults, "\n".join(faults)
