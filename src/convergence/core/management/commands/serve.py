"""Web server and worker under one command, until Ctrl-C."""

import signal
import subprocess
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

RESTART_AFTER_SECONDS = 1.0
GRACE_SECONDS = 15.0


class Service:
    """One child process, started again when it dies before its time."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the child in a session of its own: Ctrl-C reaches us only, and each child is asked to end once."""
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  (our own commands)

    def died(self) -> bool:
        """Say whether the child stopped by itself."""
        return self.process is not None and self.process.poll() is not None

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
        """Start again what died, at most once a second, until told to end."""
        while not ended.wait(RESTART_AFTER_SECONDS):
            for service in services:
                if service.died():
                    self.stderr.write(f"{service.name} stopped by itself; starting it again")
                    service.start()
