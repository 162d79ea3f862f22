"""`manage.py load_demo`."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from convergence.accounts.choices import Role
from convergence.accounts.demo_sign_in import path_of
from convergence.core.profile import current_profile
from convergence.demo.load import is_empty, load_demo


class Command(BaseCommand):
    """Load the example organisation into an empty installation, and print how to enter."""

    help = "Load the example organisation into an empty database and print one sign-in link per role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read what to do with a database that holds data."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when the database already holds users")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then print the links when this is a demonstration."""
        if is_empty():
            started = time.perf_counter()
            with override("fr"):
                load_demo(at=timezone.now())
            self.stdout.write(f"example organisation loaded in {time.perf_counter() - started:.0f} s")
        elif not options["if_empty"]:
            message = "This database already holds users; an example is never mixed with real data."
            raise CommandError(message)
        if settings.DEMO_MODE and current_profile().is_demo:
            self.print_links()

    def print_links(self) -> None:
        """Print one sign-in link per role; they work from this machine only."""
        self.stdout.write("\nSign in, from this machine, as:")
        with override("fr"):
            for role in Role:
                self.stdout.write(f"  {role.label:28} {settings.BASE_URL}{path_of(role)}")
