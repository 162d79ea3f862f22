"""`manage.py backup FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from convergence.core.backup import write_backup


class Command(BaseCommand):
    """Write one file that holds the database and the media folder."""

    help = "Write the whole database, the files and the secret key into one file; print its SHA-256."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read where to write."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="write over an existing file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write beside the target, then rename, so that a half-written backup never bears the name."""
        target: Path = options["file"]
        if target.exists() and not options["force"]:
            message = f"{target} already exists. Choose another name, or add --force."
            raise CommandError(message)
        unfinished = target.with_name(f"{target.name}.unfinished")
        digest = write_backup(unfinished)
        unfinished.replace(target)
        self.stdout.write(f"{digest}  {target}")
