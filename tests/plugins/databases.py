"""Test databases rebuilt from a template, never migrated twice and never flushed.

Migrating from nothing takes longer than most of the tests together, and flushing is refused by the
append-only ledgers, as it must be. So the migrated, empty database is made once per state of the
migrations and kept in `build/` (SQLite) or in the server (PostgreSQL); each worker of pytest copies it,
and a test with `django_db(transaction=True)` gets a fresh copy afterwards.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "build" / "test-templates"
KEPT_TEMPLATES = 4


def state_of_migrations() -> str:
    """Return a short digest of everything that shapes the empty, migrated database."""
    digest = hashlib.sha256()
    for name in ("django", "wagtail", "django-allauth", "django-tasks"):
        digest.update(f"{name} {version(name)}".encode())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    sources = sorted(
        path
        for pattern in (
            "**/migrations/*.py",
            "**/apps.py",
            "**/models.py",
            "**/models/*.py",
            "**/policies.py",
            "core/*.py",
        )
        for path in (ROOT / "src" / "convergence").glob(pattern)
    )
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sqlite_template() -> Path:
    """Return where the migrated, empty SQLite database of this state of the migrations is kept."""
    return TEMPLATES / f"{state_of_migrations()}.sqlite3"


@contextmanager
def locked(name: str) -> Iterator[None]:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SqliteCopies:
    """One file per worker, copied from the template file."""

    def __init__(self, worker: str) -> None:
        self.template = sqlite_template()
        self.file = TEMPLATES / f"run-{os.getpid()}-{worker}.sqlite3"

    def create(self) -> None:
        """Make the template when there is none, then the first copy."""
        with locked("sqlite"):
            if not self.template.exists():
                self._make_template()
        self._use(self.file)
        self.restore()

    def _use(self, file: Path) -> None:
        connection.close()
        settings.DATABASES["default"]["NAME"] = str(file)
        connection.settings_dict["NAME"] = str(file)

    def _make_template(self) -> None:
        unfinished = self.template.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        self._use(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        unfinished.rename(self.template)
        templates = (path for path in TEMPLATES.glob("*.sqlite3") if not path.name.startswith("run-"))
        for old in sorted(templates, key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
            old.unlink()

    def restore(self, template: str = "") -> None:
        """Put the empty, migrated state back, or what was kept under a name."""
        connections.close_all()
        self.remove()
        shutil.copyfile(self._kept(template) if template else self.template, self.file)

    def _kept(self, name: str) -> Path:
        return TEMPLATES / f"{name}.kept"

    def has(self, name: str) -> bool:
        """Tell whether something is kept under a name."""
        return self._kept(name).exists()

    def keep(self, name: str) -> None:
        """Keep what the database holds now under a name."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        unfinished = TEMPLATES / f"{name}.unfinished"
        shutil.copyfile(self.file, unfinished)
        unfinished.rename(self._kept(name))
        for old in sorted(TEMPLATES.glob("*.kept"), key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
            old.unlink()

    def remove(self) -> None:
        """Forget the copy."""
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)


class PostgresCopies:
    """One database per worker, made by CREATE DATABASE … TEMPLATE."""

    def __init__(self, worker: str) -> None:
        self.template = f"convergence_template_{state_of_migrations()}"
        self.name = f"convergence_run_{os.getpid()}_{worker}"

    def _execute(self, *statements: str) -> None:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _exists(self, name: str) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def create(self) -> None:
        """Make the template when there is none, then the first copy."""
        with locked("postgres"):
            if not self._exists(self.template):
                unfinished = f"{self.template}_unfinished"
                self._execute(f'DROP DATABASE IF EXISTS "{unfinished}"', f'CREATE DATABASE "{unfinished}"')
                self._use(unfinished)
                call_command("migrate", verbosity=0, interactive=False)
                connection.close()
                self._execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')
        self._use(self.name)
        self.restore()

    def _use(self, name: str) -> None:
        connection.close()
        settings.DATABASES["default"]["NAME"] = name
        connection.settings_dict["NAME"] = name

    def restore(self, template: str = "") -> None:
        """Put the empty, migrated state back, or what was kept under a name."""
        connections.close_all()
        with locked("postgres"):
            self._execute(
                f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
                f'CREATE DATABASE "{self.name}" TEMPLATE "{template or self.template}"',
            )

    def has(self, name: str) -> bool:
        """Tell whether something is kept under a name."""
        return self._exists(name)

    def keep(self, name: str) -> None:
        """Keep what the database holds now under a name."""
        connections.close_all()
        with locked("postgres"):
            self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')

    def remove(self) -> None:
        """Drop the copy."""
        connections.close_all()
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def on_postgres() -> bool:
    """Whether the tests run on PostgreSQL."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


def once(*values: Any) -> list[Any]:
    """Return values of a parametrised test that need one database only: others of its values are tried on both."""
    return [pytest.param(value, marks=pytest.mark.one_database) for value in values]


def touches_the_database(item: pytest.Item) -> bool:
    """Whether the outcome of a test may depend on the database: it asks for one, or for a fixture that does."""
    return not item.get_closest_marker("one_database") and asks_for_the_database(item)


def asks_for_the_database(item: pytest.Item) -> bool:
    """Whether a test is given a database, by its mark or by one of its fixtures."""
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or bool(fixtures & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the run on SQLite what cannot differ on PostgreSQL, unless all is asked for: `pytest --all-on-postgres`."""
    if not on_postgres() or config.getoption("--all-on-postgres"):
        return
    alike = [item for item in items if not touches_the_database(item)]
    if alike:
        config.hook.pytest_deselected(items=alike)
        items[:] = [item for item in items if touches_the_database(item)]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --all-on-postgres."""
    parser.addoption("--all-on-postgres", action="store_true", help="run on PostgreSQL also what cannot differ there")


@pytest.fixture(scope="session")
def database_copies(request: pytest.FixtureRequest) -> SqliteCopies | PostgresCopies:
    """Return what makes the databases of this worker."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return (PostgresCopies if on_postgres() else SqliteCopies)(worker)


@pytest.fixture(scope="session")
def django_db_setup(database_copies: SqliteCopies | PostgresCopies, django_db_blocker: Any) -> Iterator[None]:
    """Give each worker its copy; replace Django's flush by a new copy."""
    before = settings.DATABASES["default"]["NAME"]
    flush = TransactionTestCase._fixture_teardown

    def copy_again(_case: TransactionTestCase) -> None:
        database_copies.restore()

    with django_db_blocker.unblock():
        database_copies.create()
    TransactionTestCase._fixture_teardown = copy_again  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        connections.close_all()
        database_copies.remove()
    settings.DATABASES["default"]["NAME"] = before
    connection.settings_dict["NAME"] = before
