"""A real installation for the journeys: own data folder, own database, web server and worker as processes."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

DATABASE = "journeys.sqlite3"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180


@dataclass(frozen=True)
class Installation:
    """A running installation: its address and the environment of its commands."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command there and return what it prints."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(folder: Path, port: int, *, demo: bool) -> dict[str, str]:
    """Return the environment of an installation in a folder."""
    return os.environ | {
        "CONVERGENCE_DATA_DIR": str(folder),
        "CONVERGENCE_BASE_URL": f"http://localhost:{port}",
        "CONVERGENCE_DEBUG": "1",
        "CONVERGENCE_DEMO": "1" if demo else "0",
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "convergence.config.settings",
        "LOG_LEVEL": "WARNING",
        "STRIPE_DOUBLE_PORT": str(free_port()),
    }


@contextmanager
def installation(
    folder: Path,
    *,
    demo: bool,
    template: Path | None = None,
    loaded: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Installation]:
    """Start an installation in `folder`, with the demo organisation or empty, and stop it at the end.

    The address of an installation that already runs with the demo may be given as JOURNEYS_URL, while writing journeys.
    `template` is a migrated database to begin with: migrating takes longer than everything else. `loaded` is the folder
    of an installation that has the demo already. `settings` are more variables of the environment.
    """
    if demo and (running := os.environ.get("JOURNEYS_URL")):
        yield Installation(running.rstrip("/"), dict(os.environ))
        return
    port = free_port()
    environment = settings_of(folder, port, demo=demo) | dict(settings or {})
    there = Installation(f"http://localhost:{port}", environment)
    if loaded is not None:
        shutil.copytree(loaded, folder, dirs_exist_ok=True)
        _move_to(folder / DATABASE, port)
    elif template is not None:
        shutil.copy(template, folder / DATABASE)
    else:
        there.manage("migrate", "--no-input", "--verbosity", "0")
    if demo and loaded is None:
        there.manage("load_demo")
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--host", "localhost", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{there.url}/comptes/login/", server, folder / "server.log")
            yield there
        finally:
            server.terminate()
            server.wait(timeout=20)


def _move_to(database: Path, port: int) -> None:
    """Tell the site at which port it answers now; pages kept under the former address are forgotten."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE wagtailcore_site SET port = ?", (port,))
        connection.execute("DELETE FROM website_pagecopy")


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    message = f"the server did not answer:\n{log.read_text()[-3000:]}"
    raise RuntimeError(message)
