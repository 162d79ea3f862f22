"""Print the setup code of the first-run page."""

from django.conf import settings
from django.core.management.base import BaseCommand

from convergence.accounts import first_run


class Command(BaseCommand):
    """`manage.py first_run`: where to begin, and the code that opens the page; nothing once a user exists."""

    help = "Print the address and setup code of the first-run page, while no user exists."

    def handle(self, *args: object, **options: object) -> None:
        """Print the two lines."""
        if not first_run.is_open():
            self.stdout.write("This installation already has users.")
            return
        self.stdout.write(f"{settings.BASE_URL}/premiers-pas/\n{first_run.setup_code()}")
