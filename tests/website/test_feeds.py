"""Feeds as the W3C's validator asks: RFC 4287 for Atom, the RSS 2.0 specification and its best practices."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from convergence.vocabulary.models import Axis, Theme

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# What stands in text of feeds as HTML, and would end it.
HARD = "Achats & « équité » <script>alert(1)</script>\nsur deux lignes"


@pytest.fixture
def axis() -> Axis:
    """A work axis."""
    return Axis.objects.create(slug="education-du-public", name_fr="Éducation", name_en="Education")


@pytest.fixture
def pieces(news, axis):
    """Three pieces of news, of which one belongs to a work axis and one bears a theme."""
    theme = Theme.objects.create(slug="salaire-decent", name_fr="Salaire décent & juste")
    found = [
        news("Première & dernière", date(2024, 1, 2), lede=HARD),
        news("Deuxième", date(2024, 2, 3), lede="Simple.", axis=axis),
        news("Sans rien", date(2024, 3, 4)),
    ]
    found[0].themes.add(theme)
    found[0].save_revision().publish()
    return found


def is_absolute(address: str) -> bool:
    """Tell whether an address is whole: RFC 4287 asks it of ids, feeds of links that are read elsewhere."""
    parts = urlsplit(address)
    return bool(parts.scheme and parts.netloc)


def one(element: ET.Element, name: str) -> ET.Element:
    """Return the only child of this name (RFC 4287 §4.1.1, §4.1.2: exactly one)."""
    [found] = element.findall(f"{ATOM}{name}")
    return found


def check_atom(content: bytes) -> list[ET.Element]:
    """Check what RFC 4287 asks; return the entries."""
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    feed = ET.fromstring(content)
    entries = feed.findall(f"{ATOM}entry")
    has_author = feed.find(f"{ATOM}author/{ATOM}name") is not None
    for part in (feed, *entries):
        assert (one(part, "title").text or "").strip()
        assert is_absolute(one(part, "id").text or "")
        assert MOMENT.fullmatch(one(part, "updated").text or "")
        assert has_author or part.find(f"{ATOM}author/{ATOM}name") is not None
        for link in part.findall(f"{ATOM}link"):
            assert is_absolute(link.get("href", ""))
        assert len(part.findall(f"{ATOM}link[@rel='alternate']")) == 1
    [itself] = feed.findall(f"{ATOM}link[@rel='self']")
    assert itself.get("href") == one(feed, "id").text
    ids = [one(entry, "id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    latest = max((one(entry, "updated").text or "" for entry in entries), default="")
    assert not latest or datetime.fromisoformat(one(feed, "updated").text or "") >= datetime.fromisoformat(latest)
    return entries


def check_rss(content: bytes) -> list[ET.Element]:
    """Check what RSS 2.0 and its best practices ask; return the items."""
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "rss20"
    root = ET.fromstring(content)
    assert root.get("version") == "2.0"
    [channel] = root.findall("channel")
    for name in ("title", "link", "description", "language"):
        [found] = channel.findall(name)
        assert (found.text or "").strip()
    assert is_absolute(channel.findtext("link", ""))
    [itself] = channel.findall(f"{ATOM}link[@rel='self']")
    assert is_absolute(itself.get("href", ""))
    assert parsedate_to_datetime(channel.findtext("lastBuildDate", "")).tzinfo
    items = channel.findall("item")
    for item in items:
        assert item.findtext("title", "").strip() or item.findtext("description", "").strip()
        assert is_absolute(item.findtext("link", ""))
        assert is_absolute(item.findtext("guid", ""))
        assert parsedate_to_datetime(item.findtext("pubDate", "")).tzinfo
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    return items


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/fil/nouvelles", 3),
        ("/fil/salaire-decent", 1),
        ("/fil/education-du-public", 1),
        ("/en/fil/nouvelles", 0),
        ("/es/fil/education-du-public", 0),
    ],
)
def test_feeds_keep_the_rules(visitor, pieces, path: str, count: int) -> None:
    atom, rss = visitor.get(f"{path}.atom"), visitor.get(f"{path}.rss")
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert rss.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert len(check_atom(atom.content)) == count
    assert len(check_rss(rss.content)) == count


def test_words_of_a_feed_are_words(visitor, pieces) -> None:
    for path in ("/fil/salaire-decent.atom", "/fil/salaire-decent.rss"):
        content = visitor.get(path).content
        assert b"<script" not in content
        [entry] = feedparser.parse(content, sanitize_html=False).entries
        assert entry.title == "Première & dernière"
        assert "&lt;script&gt;" in entry.summary
        assert "<br />sur deux lignes" in entry.summary
        assert "Salaire décent & juste" in [tag.term for tag in entry.tags]


def test_a_page_of_an_axis_names_its_feed(visitor, text, axis) -> None:
    text("Éducation", "education", axis=axis)
    found = visitor.get("/education/").content.decode()
    assert 'type="application/atom+xml" title="Nouvelles : Éducation" href="/fil/education-du-public.atom"' in (
        found.replace("\xa0", " ").replace("\u202f", " ")
    )
