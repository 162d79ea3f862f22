"""Read notices of non-delivery from a mailbox or from standard input."""

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from convergence.messaging import bounces, commands


class Command(BaseCommand):
    """`manage.py read_bounces PLACE`: a Maildir, an mbox file, or `-` for one message on standard input.

    May be run again on the same mailbox: a notice read before is not counted twice. A mail server can
    hand each notice over: `|manage.py read_bounces -`.
    """

    help = "Read notices of non-delivery from a Maildir, an mbox file or standard input (-)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the options."""
        parser.add_argument("place", help="Maildir, mbox file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every notice."""
        counts: Counter[str] = Counter()
        for message in _messages(options["place"]):
            bounce = commands.record_bounce(notice=bounces.read(message), actor=None, at=timezone.now())
            counts[str(bounce.kind)] += 1
        self.stdout.write(f"{sum(counts.values())} read: " + ", ".join(f"{n} {k}" for k, n in sorted(counts.items())))


def _messages(place: str) -> Iterator[Message]:
    if place == "-":
        yield message_from_bytes(sys.stdin.buffer.read())
        return
    path = Path(place)
    if not path.exists():
        message = f"{place}: no such mailbox"
        raise CommandError(message)
    box: mailbox.Mailbox[Any] = (
        mailbox.Maildir(place, create=False) if path.is_dir() else mailbox.mbox(place, create=False)
    )
    yield from box
