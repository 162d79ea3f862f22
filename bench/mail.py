"""Rate at which a mailing is handed to a mail server, against bare smtplib with messages built beforehand.

The server is `smtp-sink` of Postfix when it is installed, else aiosmtpd (slower, in another process). The bare measure
hands over the same bytes on one connection and writes nothing. Ours renders each letter, looks at consent and at the
suppression list for each, and commits each fate before the next message: the price of never sending twice.
"""

from __future__ import annotations

import shutil
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 1000
AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)
SINK = (
    "import sys,time\nfrom aiosmtpd.controller import Controller\nfrom aiosmtpd.handlers import Sink\n"
    "Controller(Sink(), hostname='127.0.0.1', port=int(sys.argv[1])).start()\ntime.sleep(3600)"
)


def measure() -> dict[str, object]:
    """Return messages per second of both, and their ratio."""
    from django.conf import settings
    from django.db import connection

    from convergence.messaging import sending
    from convergence.messaging.models import Delivery
    from convergence.messaging.rules import CHUNK

    mailing = _mailing()
    with _server() as (port, name):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        started = time.perf_counter()
        for chunk in range(1, COUNT // CHUNK + 1):
            sending.send_chunk(mailing_id=mailing, chunk=chunk, claim=f"bench{chunk}", clock=lambda: AT)
        ours = COUNT / (time.perf_counter() - started)
        raw = _one_message(mailing)
        server = smtplib.SMTP("127.0.0.1", port)
        started = time.perf_counter()
        for number in range(COUNT):
            server.sendmail(f"c+{number}@centre.example", [f"p{number}@union.example"], raw)
        bare = COUNT / (time.perf_counter() - started)
        server.quit()
    return {
        "server": name,
        "database": connection.vendor,
        "sent": Delivery.objects.filter(mailing=mailing, fate="SENT").count(),
        "bytes of a message": len(raw),
        "bare smtplib per second": round(bare),
        "ours per second": round(ours),
        "ratio": round(ours / bare, 2),
    }


@contextmanager
def _server() -> Iterator[tuple[int, str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sink = shutil.which("smtp-sink", path="/usr/sbin:/usr/bin")
    command = [sink, f"127.0.0.1:{port}", "1000"] if sink else [sys.executable, "-c", SINK, str(port)]
    if sink and shutil.which("id") and subprocess.check_output(["id", "-u"], text=True).strip() == "0":
        command[1:1] = ["-u", "nobody"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as test:
                if test.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port, "smtp-sink" if sink else "aiosmtpd"
    finally:
        process.terminate()
        process.wait()


def _mailing() -> int:
    from convergence.core.profile import change_profile
    from convergence.messaging import commands
    from convergence.messaging.commands import Recipient, Text

    change_profile(actor=None, at=AT, name="Centre", street="1, rue", city="Montréal", postal_code="H2X 0A0", phone="5")
    source = "Bonjour {{ nom }},\n\n" + "Un paragraphe ordinaire d’une lettre, avec *quelques* mots de plus. " * 20
    mailing = commands.create_mailing(
        reference="bench",
        title="Envoi",
        purpose="LEGAL_NOTICE",
        texts=[Text("fr", "Avis", source)],
        actor=None,
        at=AT,
    )
    people = [Recipient(None, f"p{i}@union.example", "fr", {"nom": f"Personne {i}"}) for i in range(COUNT)]
    commands.add_recipients(mailing_id=mailing.pk, recipients=people, actor=None, at=AT)
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    return mailing.pk


def _one_message(mailing: int) -> bytes:
    from django.utils import timezone

    from convergence.messaging.models import Delivery, Mailing
    from convergence.messaging.sending import Tally, _Run
    from convergence.messaging.transports import Outbox

    run = _Run(Mailing.objects.get(pk=mailing), "bench", Outbox(), timezone.now, Tally())
    return run.message(Delivery.objects.filter(mailing=mailing).select_related("message", "contact").order_by("pk")[0])
