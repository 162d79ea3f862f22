"""The public pages of the example: light, private, nothing from elsewhere (L5, A1)."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.demo.test_site import site  # noqa: F401  (the small example site, for this module too)

# What a page of the example says is the same on every database; that it loads and opens there is tried by the doors.
pytestmark = pytest.mark.one_database

HEAVIEST = 60_000
SENT = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
OUTSIDE = re.compile(
    r'<(?:link rel="(?:stylesheet|preload|icon)"|script|img|source|iframe|svg|use)[^>]*(?:src|srcset|href)="(?:https?:)?//([^/"]+)'
)
PAGES = (
    "/", "/mission/", "/axes/", "/axes/education/", "/axes/coalition/", "/histoire/", "/histoire/conference-1975/",
    "/membres/", "/personnes/", "/reseaux/", "/pays/", "/cinquante-ans/", "/contact/", "/agir/", "/nouvelles/",
    "/nouvelles/syndicat-inisa-2000/", "/confidentialite/", "/mentions-legales/", "/en/", "/es/",
)  # fmt: skip


def sheets_and_scripts(page: str) -> list[bytes]:
    """Return the bytes of every sheet and script that a page asks for."""
    names = [urlsplit(address).path.removeprefix("/static/") for address in SENT.findall(page)]
    found = [finders.find(name) for name in names]
    assert names
    assert all(found), names
    return [Path(path).read_bytes() for path in found]


@pytest.mark.parametrize("address", ["/", "/en/", "/es/"])
def test_the_home_page_weighs_less_than_60_kilobytes_with_its_sheets(client: Client, address: str) -> None:
    page = client.get(address)
    files = [page.content, *sheets_and_scripts(page.content.decode())]
    assert sum(map(len, files)) < HEAVIEST, [len(file) for file in files]
    assert sum(len(gzip.compress(file)) for file in files) < HEAVIEST / 3.5


@pytest.mark.rule("L5")
@pytest.mark.parametrize("address", PAGES)
def test_no_cookie_nothing_from_elsewhere_nothing_inline(client: Client, address: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers
    assert not OUTSIDE.findall(page)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="', page)


@pytest.mark.parametrize("address", PAGES)
def test_a_picture_has_its_size_and_waits_unless_it_opens_the_page(client: Client, address: str) -> None:
    for picture in re.findall(r"<img[^>]*>", client.get(address).content.decode()):
        assert 'width="' in picture
        assert 'height="' in picture
        assert 'loading="lazy"' in picture or 'fetchpriority="high"' in picture
