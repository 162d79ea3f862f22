"""Copies of pages: shared, never older than a second, never for who is signed in."""

import gzip

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from convergence.core import audit
from convergence.website import cache
from convergence.website.models import PageCopy
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db


def change() -> None:
    """Do something that the audit log tells."""
    audit.record(actor=None, verb="tests.something.done", object_type="tests", object_id=1, at=MOMENT)


def test_a_second_visit_asks_the_database_nothing(visitor, home) -> None:
    first = visitor.get("/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = visitor.get("/")
    assert len(queries) == 0
    assert second.headers["Content-Length"] == str(len(second.content))
    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert second.headers["Content-Language"] == "fr"


def test_another_process_finds_the_copy_with_one_query(visitor, home) -> None:
    visitor.get("/")
    version = cache.copies.version()
    cache.copies._kept.clear()
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get("/").status_code == 200
    assert len(queries) == 1
    assert PageCopy.objects.get().version == version


def test_a_change_is_seen_within_a_second(visitor, home, monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(cache.time, "monotonic", lambda: clock[0])
    assert "Le même fil" in visitor.get("/").content.decode()
    home.poster = "Un autre fil"
    home.save()
    change()
    clock[0] += 0.9
    assert "Le même fil" in visitor.get("/").content.decode()
    clock[0] += 0.2
    assert "Un autre fil" in visitor.get("/").content.decode()


def test_another_release_is_another_version(home, monkeypatch) -> None:
    before = cache.current_version()
    monkeypatch.setattr(cache, "fingerprint_of_code", lambda: "0" * 8)
    assert cache.current_version() == before.replace(before.split(".")[0], "0" * 8)
    assert len(before) < PageCopy._meta.get_field("version").max_length


def test_publishing_changes_the_version(home) -> None:
    before = cache.current_version()
    home.save_revision(log_action=True).publish()
    assert cache.current_version() != before


def test_who_is_signed_in_reads_the_copy_of_a_visitor(visitor, home) -> None:
    first = visitor.get("/")
    visitor.force_login(get_user_model().objects.get())
    with CaptureQueriesContext(connection) as queries:
        second = visitor.get("/")
    assert (len(queries), second.content) == (0, first.content)


def test_who_is_signed_in_makes_no_copy(visitor, home) -> None:
    visitor.force_login(get_user_model().objects.get())
    assert "ETag" not in visitor.get("/").headers
    assert not PageCopy.objects.exists()


def test_a_page_for_who_is_signed_in_is_not_kept(visitor, home, text) -> None:
    page = text()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert visitor.get("/agir/").status_code == 302
    visitor.force_login(get_user_model().objects.get())
    assert visitor.get("/agir/").status_code == 200
    assert not PageCopy.objects.exists()
    assert Client().get("/agir/").status_code == 302


def test_the_plain_first_page_is_not_kept(visitor, profile) -> None:
    assert visitor.get("/").status_code == 200
    assert not PageCopy.objects.exists()


def test_what_has_not_changed_is_not_sent_again(visitor, home) -> None:
    etag = visitor.get("/").headers["ETag"]
    answer = visitor.get("/", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_missing_page_is_not_kept(visitor, home) -> None:
    assert visitor.get("/rien/").status_code == 404
    assert not PageCopy.objects.exists()


def test_an_endless_query_is_not_kept(visitor, home) -> None:
    assert visitor.get("/?x=" + "y" * 300).status_code == 200
    assert not PageCopy.objects.exists()


@pytest.mark.parametrize("path", ["/gestion/", "/espace/", "/comptes/login/", "/c/abc/"])
def test_the_rest_of_the_product_is_never_kept(visitor, home, path: str) -> None:
    with time_machine.travel("2026-01-05"):
        visitor.get(path)
    assert not PageCopy.objects.exists()


def test_former_copies_are_forgotten(visitor, home, monkeypatch) -> None:
    visitor.get("/")
    change()
    assert cache.forget_former() == 1
    cache.copies.forget()
    visitor.get("/")
    assert cache.forget_former() == 0
    for number in range(4):
        visitor.get(f"/?n={number}")
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    assert cache.forget_former() == 5
    assert PageCopy.objects.count() == 0


def test_a_copy_is_packed_for_who_reads_it_so(visitor, home) -> None:
    plain, packed = visitor.get("/"), visitor.get("/", headers={"accept-encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]
    again = visitor.get("/", headers={"accept-encoding": "gzip", "if-none-match": packed.headers["ETag"]})
    assert again.status_code == 304
    assert "Content-Encoding" not in visitor.get("/", headers={"accept-encoding": "gzip;q=0"}).headers
