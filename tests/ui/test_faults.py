"""The database away: every door says it in a sentence, and finds it again by itself."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.utils import DatabaseErrorWrapper
from django.http import HttpResponse
from django.test import RequestFactory

from convergence.core.errors import Busy, DatabaseAway
from convergence.core.faults import refusal_of
from convergence.core.models import Counter
from convergence.ui.middleware import DomainErrorMiddleware
from tests.ui.away import HTML, JSON

ROOT = Path(__file__).resolve().parents[2]


def _answers(folder: Path, vendor: str, database_url: str) -> dict[str, Any]:
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "tests.ui.away", str(folder), vendor]
    if vendor == "sqlite":
        sqlite3.connect(database_url.removeprefix("sqlite:///")).backup(sqlite3.connect(folder / "centre.sqlite3"))
        own["DATABASE_URL"] = f"sqlite:///{folder / 'centre.sqlite3'}"
    else:
        command = [str(ROOT / "tools/with-postgres"), *command, database_url]
    own |= {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CONVERGENCE_DATA_DIR": str(folder),
        "TMPDIR": "/tmp",
    }
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _well(rounds: list[Any]) -> list[int]:
    assert [row[3] for row in rounds] == [False, False, False]
    return [row[1] for row in rounds]


AWAY = [
    ["/comptes/login/", 503, HTML, True],
    ["/gestion/login/", 302, HTML, False],
    ["/api/v1/persons", 503, JSON, True],
]


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_file_that_takes_nothing_or_is_gone_is_told_and_found_again(tmp_path: Path, database_url: str) -> None:
    found = _answers(tmp_path, "sqlite", database_url)
    assert _well(found["before"]) == [200, 302, 401]
    assert found["read_only"] == [200, 503, True]
    assert found["writable"] < 400
    assert found["away"] == AWAY
    assert found["after"] == found["before"]


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_server_that_is_killed_is_told_and_found_again(tmp_path: Path, database_url: str) -> None:
    found = _answers(tmp_path, "postgresql", database_url)
    assert _well(found["before"]) == [200, 302, 401]
    assert found["cut"] == found["before"]
    assert found["away"] == AWAY
    assert found["after"] == found["before"]


def _raised(statement: str, path: str = ":memory:") -> DatabaseError:
    try:
        with DatabaseErrorWrapper(connection):
            sqlite3.connect(path, uri=True).execute(statement)
    except DatabaseError as error:
        return error
    raise AssertionError(statement)


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_fault_of_ours_is_not_called_one_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    sqlite3.connect(path).execute("CREATE TABLE t (x)")
    assert refusal_of(_raised("SELECT * FROM missing")) is None
    assert isinstance(refusal_of(_raised("INSERT INTO t VALUES (1)", f"file:{path}?mode=ro")), DatabaseAway)
    assert isinstance(refusal_of(_raised("SELECT 1 FROM t", f"file:{tmp_path}/none?mode=ro")), DatabaseAway)
    assert isinstance(refusal_of(OperationalError("database is locked")), Busy)
    assert refusal_of(KeyError("x")) is None


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_was_typed_while_a_list_is_written_is_kept_and_can_be_sent_again(rf: RequestFactory) -> None:
    locked, middleware = OperationalError("database is locked"), DomainErrorMiddleware(lambda _request: HttpResponse())
    sent = {"key": "form:1", "reference": 'Chèque "12"', "lines": ["1", "2"]}
    page = middleware.process_exception(rf.post("/argent/?a=1", sent), locked)
    assert page is not None
    words = page.content.decode()
    assert page.status_code == 503
    assert "n’a pas été inscrit" in words
    assert '<form method="post" action="/argent/?a=1">' in words
    assert [words.count(f'name="{name}" value="{value}"') for name, value in (
        ("key", "form:1"), ("reference", "Chèque &quot;12&quot;"), ("lines", "1"), ("lines", "2"),
    )] == [1, 1, 1, 1]  # fmt: skip
    looked = middleware.process_exception(rf.get("/argent/"), locked)
    assert looked is not None
    assert "<form method=" not in looked.content.decode().partition("<main")[2]


@pytest.mark.django_db
def test_what_another_wrote_at_the_same_moment_is_told_and_is_no_fault(rf: RequestFactory) -> None:
    Counter.objects.create(name="twice")
    with pytest.raises(IntegrityError) as taken, transaction.atomic():
        Counter.objects.bulk_create([Counter(name="twice")])
    page = DomainErrorMiddleware(lambda _request: HttpResponse()).process_exception(rf.post("/"), taken.value)
    assert page is not None
    assert page.status_code == 409
    assert "Rien n’a été écrit deux fois" in page.content.decode()
    with pytest.raises(IntegrityError) as ours, transaction.atomic():
        Counter.objects.bulk_create([Counter(name="other", value=None)])
    assert refusal_of(ours.value) is None


class Told(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "kind"),
    [("53100", DatabaseAway), ("57P01", DatabaseAway), ("25006", DatabaseAway), (None, DatabaseAway), ("40P01", Busy)],
)
def test_what_postgresql_tells_is_understood(state: str | None, kind: type) -> None:
    error = OperationalError("x")
    error.__cause__ = Told(state)
    assert type(refusal_of(error)) is kind
    error.__cause__ = Told("42P01")
    assert refusal_of(error) is None
