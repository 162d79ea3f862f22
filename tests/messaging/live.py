"""A database of its own, a mail server that counts, and workers that can be killed: for tests of real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


class Sink:
    """Counts what arrives for each address; answers after `pause` seconds."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.received: Counter[str] = Counter()
        self.senders: dict[str, str] = {}

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Count a message."""
        import asyncio

        self.received.update(envelope.rcpt_tos)
        for address in envelope.rcpt_tos:
            self.senders[address] = str(envelope.mail_from)
        await asyncio.sleep(self.pause)
        return "250 kept"


@contextmanager
def mail_server(sink: Sink) -> Iterator[int]:
    """Run the sink on a free port of this machine; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class Place:
    """A migrated database that other processes share, on the engine of the test run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "CONVERGENCE_DATA_DIR": str(folder), "LOG_LEVEL": "INFO"}
        self.env["PYTHONPATH"] = str(ROOT / "src")
        if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            self._postgresql()
        else:
            self.name = ""
            self.env["DATABASE_URL"] = f"sqlite:///{folder / 'live.sqlite3'}"

    def _postgresql(self) -> None:
        import psycopg

        given = dj_database_url.parse(settings.DATABASE_URL)
        self.name = f"live_{uuid.uuid4().hex[:8]}"
        base, _, _ = settings.DATABASE_URL.rpartition("/")
        self.maintenance = f"{base}/postgres"
        with psycopg.connect(self.maintenance, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.name}")  # type: ignore[call-overload]
        assert given["NAME"]
        self.env["DATABASE_URL"] = f"{base}/{self.name}"

    def close(self) -> None:
        """Drop what was made."""
        if self.name:
            import psycopg

            with psycopg.connect(self.maintenance, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)")  # type: ignore[call-overload]

    def manage(self, *arguments: str) -> str:
        """Run a command of `manage.py` to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, code: str) -> Any:
        """Run code inside the product; what it prints last is JSON."""
        out = self.manage("shell", "--no-imports", "-c", code)
        return json.loads(out.strip().splitlines()[-1])

    @contextmanager
    def worker(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker; it is killed at the end of the block."""
        log = (self.folder / "worker.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            log.close()


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    """Wait until something is true, or fail."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        threading.Event().wait(0.02)
