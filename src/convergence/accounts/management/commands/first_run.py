"""Print the setup code of the first-run page."""

from django.conf import settings
from django.core.management.base import BaseCommand

from convergence.accounts import first_run


class Command(BaseCommand):
    """`manage.py first_run`: where to begin, and the code that opens the page; nothing once a user exists."""

    help = "Print the address and setup code of the first-run page, while no user exists."

    def handle(self, *args: object, **options: object) -> None:
        """Print where to go and what to give there, the code alone on the last line."""
        if not first_run.is_open():
            self.stdout.write(f"This installation already has users: sign in at {settings.BASE_URL}/comptes/login/")
            return
        self.stdout.write(f"Nobody uses this installation yet. To begin, open {settings.BASE_URL}/premiers-pas/")
        self.stdout.write(f"and give this setup code there:\n{first_run.setup_code()}")
