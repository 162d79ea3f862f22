"""Run the jobs of the queue and the periodic sweeps."""

import logging
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from convergence.core.engine import Worker
from convergence.core.schedule import run_due

logger = logging.getLogger("convergence.worker")


class Command(BaseCommand):
    """`manage.py worker`: one process, one job at a time; start several for more."""

    help = "Run the jobs of the queue and the periodic sweeps, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the options."""
        parser.add_argument("--batch", action="store_true", help="Run what is due, then stop.")
        parser.add_argument("--idle", type=float, default=0.5, help="Seconds between two looks at an empty queue.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT; the job in hand is finished first, a second signal kills it."""
        worker = Worker(batch=options["batch"], idle_seconds=options["idle"], due=run_due)

        def stop(number: int, frame: object) -> None:
            if worker.stopping.is_set():
                raise SystemExit(128 + number)
            logger.info("stopping after the job in hand")
            worker.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        logger.info("worker %s started", worker.name)
        count = worker.run()
        logger.info("worker %s stopped after %d jobs", worker.name, count)
