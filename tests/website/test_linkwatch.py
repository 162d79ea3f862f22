"""Links that no longer answer: found, dated, offered an archived copy; private machines are never asked."""

import ipaddress
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from convergence.core.errors import BadValue, NotAllowed
from convergence.documents.models import Source
from convergence.history.models import Milestone, MilestoneText
from convergence.messaging.links import Address, Checker
from convergence.website.linkwatch import watching
from convergence.website.linkwatch.archive import archived_copy
from convergence.website.models import WatchedLink

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
LOCAL = ipaddress.ip_address("127.0.0.1")
gone: set[str] = set()
archived: dict[str, Any] = {}


class Web(BaseHTTPRequestHandler):
    """A site whose pages disappear, and an archive of it."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = b""
        if parts.path == "/available":
            body = json.dumps(archived.get(parse_qs(parts.query)["url"][0], {"archived_snapshots": {}})).encode()
        self.send_response(404 if parts.path in gone else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    gone.clear()
    archived.clear()
    yield f"http://editeur.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def resolve(host: str, port: int) -> list[Address]:
    return [LOCAL] if host == "editeur.example" else [ipaddress.ip_address("10.0.0.7")]


CHECKER = Checker(resolve=resolve, may_connect=lambda address: address == LOCAL, timeout=3)


def snapshot(address: str, **more: object) -> dict[str, Any]:
    return {"archived_snapshots": {"closest": {"available": True, "status": "200", "url": address, **more}}}


@pytest.mark.rule("S143")
def test_a_page_that_disappears_is_listed_since_when_and_takes_its_archived_copy(
    web: str, text: Any, settings: Any, cast: Any
) -> None:
    settings.WEB_ARCHIVE_URL = f"http://127.0.0.1:{web.rpartition(':')[2]}/available"
    source = Source.objects.create(title="Outils pédagogiques", publisher="Mouvement d’exemple", url=f"{web}/outils")
    page = text(body=json.dumps([{"type": "text", "value": f'<p><a href="{web}/outils">ici</a> <a href="{web}/autre?a=1&amp;b=2">là</a></p>'}]))  # fmt: skip
    assert watching.refresh() == 2
    assert watching.check_due(at=AT, checker=CHECKER) == 2
    assert list(WatchedLink.objects.failing()) == []

    gone.add("/outils")
    copy = "https://archives.example/2013/outils"
    archived[f"{web}/outils"] = snapshot(copy)
    later = AT + timedelta(days=8)
    assert watching.check_due(at=later, checker=CHECKER) == 2
    link = WatchedLink.objects.failing().get()
    assert (link.url, link.verdict, link.status_code, link.failing_since) == (source.url, "GONE", 404, later)
    assert [(place["kind"], place["id"]) for place in link.places] == [("source", source.pk), ("page", page.pk)]
    assert link.offered_url == copy

    watching.check_due(at=later + timedelta(days=2), checker=CHECKER)
    link.refresh_from_db()
    assert (link.failing_since, link.checked_at) == (later, later + timedelta(days=2))

    watching.give_archived_copy(link_id=link.pk, address=copy, actor=cast.communications, at=later)
    source.refresh_from_db()
    link.refresh_from_db()
    assert (source.archived_url, link.archived_url, link.offered_url) == (copy, copy, "")
    assert list(WatchedLink.objects.to_settle()) == []

    gone.clear()
    watching.check_due(at=later + timedelta(days=9), checker=CHECKER)
    assert list(WatchedLink.objects.failing()) == []


@pytest.mark.rule("S143")
def test_milestones_are_watched_and_what_is_gone_from_the_site_is_forgotten(db: None) -> None:
    milestone = Milestone.objects.create(slug="un", kind="FOUNDING", start="1975", is_published=True)
    words = MilestoneText.objects.create(
        milestone=milestone,
        language="fr",
        title="Un",
        body="Voir https://editeur.example/page(1), puis https://editeur.example/b.",
    )
    watching.refresh()
    assert [link.url for link in WatchedLink.objects.all()] == [
        "https://editeur.example/b",
        "https://editeur.example/page(1",
    ]
    words.delete()
    watching.refresh()
    assert not WatchedLink.objects.exists()


@pytest.mark.rule("S143")
def test_a_private_machine_is_never_asked(web: str, db: None) -> None:
    Source.objects.create(title="Interne", url="http://interne.example/")
    Source.objects.create(title="Boucle", url="http://127.0.0.1/")
    watching.refresh()
    watching.check_due(at=AT, checker=Checker(resolve=resolve, timeout=1), ask_archive=lambda url, before: "")
    assert {link.verdict for link in WatchedLink.objects.all()} == {"REFUSED"}


@pytest.mark.rule("S143")
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "pas une adresse", "http://127.0.0.1/x", "http://localhost/x", "ftp://a.example/"],
)
def test_a_copy_has_a_public_web_address(db: None, address: str) -> None:
    link = WatchedLink.objects.create(url="https://editeur.example/")
    with pytest.raises(BadValue):
        watching.give_archived_copy(link_id=link.pk, address=address, actor=None, at=AT)
    link.refresh_from_db()
    assert link.archived_url == ""


def test_who_may_not_is_refused(cast: Any) -> None:
    link = WatchedLink.objects.create(url="https://editeur.example/")
    with pytest.raises(NotAllowed):
        watching.give_archived_copy(link_id=link.pk, address="https://a.example/", actor=cast.treasurer, at=AT)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"archived_snapshots": []},
        {"archived_snapshots": {"closest": {"available": False, "url": "https://a.example/"}}},
        snapshot("javascript:alert(1)"),
        snapshot("https://a.example/", status="404"),
        {"archived_snapshots": {"closest": {"available": True, "url": "x" * 200_000}}},
    ],
)
def test_an_archive_that_says_nothing_useful(web: str, settings: Any, answer: Any) -> None:
    settings.WEB_ARCHIVE_URL = f"http://127.0.0.1:{web.rpartition(':')[2]}/available"
    archived["https://editeur.example/"] = answer
    assert archived_copy("https://editeur.example/") == ""


def test_nobody_is_asked_without_an_archive(settings: Any) -> None:
    settings.WEB_ARCHIVE_URL = ""
    assert archived_copy("https://editeur.example/") == ""


def test_the_screen_lists_and_keeps(cast: Any) -> None:
    link = WatchedLink.objects.create(
        url="https://editeur.example/outils", verdict="GONE", status_code=404, checked_at=AT, failing_since=AT
    )
    staff = cast.client("communications")
    shown = staff.get("/gestion/site/liens/")
    assert shown.status_code == 200
    assert "https://editeur.example/outils" in shown.content.decode()
    staff.post(f"/gestion/site/liens/{link.pk}/copie/", {"address": "https://archives.example/outils"})
    link.refresh_from_db()
    assert link.archived_url == "https://archives.example/outils"
    assert cast.client("treasurer").get("/gestion/site/liens/").status_code in {302, 403}
