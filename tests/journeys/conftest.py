"""One installation with the demo for all journeys, one browser; every journey must stay at home and complain of nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.browser import Watch
from tests.journeys.server import DATABASE, ROOT, Installation, free_port, installation, settings_of
from tests.plugins.databases import TEMPLATES, locked, sqlite_template
from tests.plugins.example import state_of_the_product

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

expect.set_options(timeout=20_000)  # a page may be slow on a busy machine; how fast pages are is told by bench/


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the journeys to `make journeys`: they are collected only when they are named."""
    return None if any("journeys" in str(argument) for argument in config.args) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as a journey, which may use the network of this machine."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def migrated() -> Path | None:
    """A database with its tables and nothing in them, the one that the tests copy; none for an installation that runs."""
    if os.environ.get("JOURNEYS_URL"):
        return None
    template = sqlite_template()
    with locked("sqlite"):
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            environment = os.environ | {"DATABASE_URL": f"sqlite:///{unfinished}", "PYTHONPATH": "src"}
            command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
            unfinished.rename(template)
    return template


@pytest.fixture(scope="session")
def loaded(migrated: Path | None) -> Path | None:
    """The folder of an installation with the demo, loaded once a day for all workers; none for one that runs."""
    if migrated is None:
        return None
    kept = TEMPLATES / f"centre_{state_of_the_product()}_{datetime.now(UTC):%Y%m%d}"
    with locked("centre"):
        if not kept.exists():
            for old in TEMPLATES.glob("centre_*"):
                shutil.rmtree(old)
            unfinished = TEMPLATES / "centre.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            environment = settings_of(unfinished, free_port(), demo=True)
            shutil.copy(migrated, unfinished / DATABASE)
            Installation("", environment).manage("load_demo")
            unfinished.rename(kept)
    return kept


@pytest.fixture(scope="session")
def centre(loaded: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A centre with the demo organisation."""
    with installation(tmp_path_factory.mktemp("centre"), demo=True, loaded=loaded) as there:
        yield there


@pytest.fixture(scope="session")
def empty_centre(migrated: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A centre before its first run."""
    with installation(tmp_path_factory.mktemp("vide"), demo=False, template=migrated) as there:
        yield there


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; the one without windows where it is installed, which asks half of the processor."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert path, "The journeys need Chromium. On Debian: apt-get install chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser windows; at the end nothing was asked of another host and no page complained."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_window(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **(
                {"viewport": DESK, "locale": "fr-CA", "timezone_id": "America/Montreal", "reduced_motion": "reduce"}
                | options
            )
        )
        opened.append((context, Watch().over(context)))
        return context

    yield open_window
    hosts = {host for _context, watch in opened for host in watch.hosts}
    complaints = [complaint for _context, watch in opened for complaint in watch.complaints]
    for context, _watch in opened:
        context.close()
    assert {host.split(":")[0] for host in hosts} <= {"localhost"}
    assert complaints == []


@pytest.fixture
def page(window: Callable[..., BrowserContext]) -> Page:
    """A page at a desk."""
    return window().new_page()


@pytest.fixture
def phone(window: Callable[..., BrowserContext]) -> Page:
    """A page on a telephone."""
    return window(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2).new_page()
