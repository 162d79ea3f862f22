"""Make the web subsets of the type families, once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from convergence.ui import fonts


class Command(BaseCommand):
    """`manage.py build_fonts`: run by `make run` and `make test`, does nothing when the files are there."""

    help = "Make the web subsets of the type families, once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--anew", action="store_true", help="Make them even if they are there.")

    def handle(self, *args: object, **options: object) -> None:
        """Write the missing files and name them."""
        for path in fonts.build(settings.FONTS_DIR / "ui" / "fonts", anew=bool(options["anew"])):
            self.stdout.write(f"{path.name} {path.stat().st_size // 1024} KB")
