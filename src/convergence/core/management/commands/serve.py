"""Web server and worker under one command, until Ctrl-C."""

import signal
import subprocess
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

LOOK_EVERY_SECONDS = 1.0
STEADY_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 60.0
GRACE_SECONDS = 15.0


class Service:
    """One child process, started again when it dies before its time."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.deaths = 0
        self.again_at: float | None = None

    def start(self) -> None:
        """Start the child in a session of its own: Ctrl-C reaches us only, and each child is asked to end once."""
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  (our own commands)
        self.started_at = time.monotonic()
        self.again_at = None

    def died(self) -> bool:
        """Say whether the child stopped by itself."""
        return self.process is not None and self.process.poll() is not None

    def wait_before_restart(self, now: float) -> float:
        """Note a death at the second `now`; return the seconds to wait: 1, 2, 4… up to a minute.

        A child that cannot start (its port is taken) would otherwise keep the machine busy; one that ran for a minute
        counts as new.
        """
        self.deaths = 1 if now - self.started_at >= STEADY_SECONDS else self.deaths + 1
        wait = min(2.0 ** (self.deaths - 1), LONGEST_WAIT_SECONDS)
        self.again_at = now + wait
        return wait

    def stop(self) -> None:
        """Ask the child to end, then insist."""
        if self.process is None or self.died():
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Command(BaseCommand):
    """`manage.py serve`: what `make run` ends with, and enough for a small organisation behind a proxy."""

    help = "Run the web server and the worker together until Ctrl-C; a process that dies is started again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read where to listen and how many requests to serve at once."""
        parser.add_argument("--host", default="localhost")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8, help="requests served at once (default: 8)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start both, watch them, stop both."""
        services = self.services(options["host"], options["port"], options["threads"])
        ended = threading.Event()
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, lambda *_: ended.set())
        for service in services:
            service.start()
        self.stdout.write(f"Convergence: http://{options['host']}:{options['port']}/  (Ctrl-C to stop)")
        try:
            self.watch(services, ended)
        finally:
            for service in reversed(services):
                service.stop()

    def services(self, host: str, port: int, threads: int) -> list[Service]:
        """Return the web server, the worker, and what the settings add (the card stand-in of the demo)."""
        application = settings.WSGI_APPLICATION.rpartition(".")
        address = "127.0.0.1" if host == "localhost" else host
        web = [
            *(sys.executable, "-m", "gunicorn", f"{application[0]}:{application[2]}", "--bind", f"{address}:{port}"),
            *("--threads", str(threads), "--timeout", "120", "--log-level", "warning"),
        ]
        others = [("worker", settings.WORKER_COMMAND), *((command[0], command) for command in settings.SIDE_COMMANDS)]
        return [
            Service("web", web),
            *(Service(name, [sys.executable, sys.argv[0], *command]) for name, command in others),
        ]

    def watch(self, services: list[Service], ended: threading.Event) -> None:
        """Start again what died, later each time that it dies at once, until told to end."""
        while not ended.wait(LOOK_EVERY_SECONDS):
            for service in services:
                if not service.died():
                    continue
                now = time.monotonic()
                if service.again_at is None:
                    wait = service.wait_before_restart(now)
                    self.stderr.write(f"{service.name} stopped by itself; starting it again in {wait:.0f} s")
                elif now >= service.again_at:
                    service.start()
