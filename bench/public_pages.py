"""Public pages of the example site under the server that the product starts, against a bare Django page under the same.

Both servers run at the same time and are asked in turn, for a second and a half each, several times: whatever else the
machine does weighs on both. A copy in memory answers, as for every visitor without a session but the first; the first
one is shown apart. Rates are of requests on connections kept open, by one client process.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"home": "/", "history": "/histoire/", "directory": "/membres/", "news": "/nouvelles/", "English home": "/en/"}
CONNECTIONS = 4
ROUND_SECONDS = 1.5
ROUNDS = 4
LEAST_RATIO = 0.5
PATIENCE_SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def served(application: str, **settings: str) -> Iterator[int]:
    """Start the server of `manage.py serve` on an application; give its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--threads", "8", "--timeout", "120", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


class Visitor(threading.Thread):
    """Asks for one page again and again on one connection until told to stop; counts the whole answers."""

    def __init__(self, port: int, path: str, until: float) -> None:
        super().__init__(daemon=True)
        self.port, self.until, self.count = port, until, 0
        lines = f"GET {path} HTTP/1.1", f"Host: localhost:{port}", "Accept-Encoding: identity", "", ""
        self.request = "\r\n".join(lines).encode()

    def run(self) -> None:
        """Ask until the time has come."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < self.until:
                connection.sendall(self.request)
                self._read(connection)
                self.count += 1

    def _read(self, connection: socket.socket) -> None:
        read = b""
        while (end := read.find(b"\r\n\r\n")) < 0:
            read += self._some(connection)
        head = read[:end].lower()
        if not head.startswith(b"http/1.1 200"):
            raise AssertionError(read[:200])
        wanted = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        left = wanted - (len(read) - end - 4)
        while left > 0:
            left -= len(self._some(connection))

    @staticmethod
    def _some(connection: socket.socket) -> bytes:
        part = connection.recv(262_144)
        if not part:
            message = "the server closed the connection"
            raise AssertionError(message)
        return part


def rate(port: int, path: str) -> float:
    """Return the answers a second over one round."""
    started = time.monotonic()
    visitors = [Visitor(port, path, started + ROUND_SECONDS) for _n in range(CONNECTIONS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return sum(visitor.count for visitor in visitors) / (time.monotonic() - started)


def measure() -> dict[str, Any]:
    """Compare each page with the bare one, in turns."""
    from django.core.management import call_command

    call_command("load_demo", stdout=StringIO())
    ours = {"DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
    found: dict[str, Any] = {}
    limits = []
    with served("convergence.config.wsgi:application", **ours) as port, served("bench.bare:application") as bare:
        rate(bare, "/")
        for name, path in PAGES.items():
            started = time.monotonic()
            first = Visitor(port, path, time.monotonic() + 0.001)
            first.start()
            first.join()
            made = time.monotonic() - started
            pairs = [(rate(port, path), rate(bare, "/")) for _round in range(ROUNDS)]
            ratio = round(median(page / least for page, least in pairs), 2)
            found[name] = {
                "a second": round(median(page for page, _least in pairs)),
                "bare page a second": round(median(least for _page, least in pairs)),
                "ratio": ratio,
                "first visit ms": round(made * 1000),
            }
            limits.append({"what": f"{name}: ratio", "value": ratio, "limit": LEAST_RATIO, "ok": ratio >= LEAST_RATIO})
    return {"server": "gunicorn, 8 threads", "connections": CONNECTIONS, **found, "limits": limits}
