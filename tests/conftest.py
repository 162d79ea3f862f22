"""What every test gets: French, a copied database, no network, no N+1 in any page."""

from __future__ import annotations

import gc
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import settings as trials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A machine under load makes examples slowly; that says nothing about the rule that is tried.
trials.register_profile("centre", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trials.load_profile("centre")

pytest_plugins = [
    "tests.plugins.card",
    "tests.plugins.cast",
    "tests.plugins.catalogues",
    "tests.plugins.databases",
    "tests.plugins.rules",
    "tests.plugins.turns",
]


def pytest_collection_finish() -> None:
    """Look less often for cycles among what was loaded before the tests and stays until their end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Begin in French, whatever language a request of the test before has left."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Leave nothing in the cache: another test has other rows under the same numbers."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def media_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name a new folder for each test that asks; it exists once something is written there."""
    parent = tmp_path_factory.mktemp("media")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def media_folder(media_folders: Iterator[Path]) -> Iterator[None]:
    """Keep files written by a test out of var/."""
    with override_settings(MEDIA_ROOT=next(media_folders)):
        yield


@pytest.fixture
def database_url(db: None) -> str:
    """Return the address of this worker's database, for a test that starts another process."""
    one = settings.DATABASES["default"]
    if one["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{one['NAME']}"
    password = f":{one['PASSWORD']}" if one.get("PASSWORD") else ""
    return f"postgres://{one['USER']}{password}@{one['HOST']}:{one['PORT']}/{one['NAME']}"
