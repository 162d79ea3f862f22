"""`manage.py restore FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from convergence.core.backup import restore_backup
from convergence.core.errors import DomainError


class Command(BaseCommand):
    """Put a backup in the place of an empty database, or of this one with --replace."""

    help = "Restore a file written by `backup` into an empty database (or with --replace in place of this one)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read which file, and whether data may be lost."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose all that the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, or say why not."""
        try:
            restore_backup(options["file"], replace=options["replace"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("restored")
