"""Words that no person writes, and the names under which the code reads words."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

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


def encoded(value: str) -> str:
    """Percent-encode as a hostile client does, bytes that are no text included."""
    return quote(value.encode("utf-8", errors="surrogateescape"), safe="")


def fault_of(path: str, answer: Any) -> list[str]:
    if answer.status_code >= 500:
        return [f"{path}: {answer.status_code}"]
    if not answer.streaming and MARKUP.encode() in answer.content:
        return [f"{path}: writes the markup that it was given"]
    return []
