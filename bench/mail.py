"""Rate at which a mailing is handed to a mail server, against Django's own mail and bare smtplib.

The server is `smtp-sink` of Postfix when it is installed, else aiosmtpd (slower, in another process). The bare measure
hands over bytes built beforehand on one connection; Django's builds an `EmailMultiAlternatives` of the same words for
each, on one connection; neither writes anything. The three take turns, so that a busy machine slows all. Ours renders each letter, looks at consent and at the
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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 1000
LEAST = 0.4
AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)
SINK = (
    "import sys,time\nfrom aiosmtpd.controller import Controller\nfrom aiosmtpd.handlers import Sink\n"
    "Controller(Sink(), hostname='127.0.0.1', port=int(sys.argv[1])).start()\ntime.sleep(3600)"
)


def measure() -> dict[str, object]:
    """Return messages per second of the three, and our ratio to each of the others."""
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection
    from django.db import connection

    from convergence.messaging import sending
    from convergence.messaging.models import Delivery
    from convergence.messaging.rules import CHUNK

    mailing = _mailing()
    spent = {"ours": 0.0, "django": 0.0, "bare": 0.0}
    with _server() as (port, name):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        raw, words = _one_message(mailing)
        server = smtplib.SMTP("127.0.0.1", port)
        django = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port)
        django.open()
        for chunk in range(1, COUNT // CHUNK + 1):
            numbers = range((chunk - 1) * CHUNK, chunk * CHUNK)
            started = time.perf_counter()
            sending.send_chunk(mailing_id=mailing, chunk=chunk, claim=f"bench{chunk}", clock=lambda: AT)
            spent["ours"] += time.perf_counter() - started
            started = time.perf_counter()
            for number in numbers:
                message = EmailMultiAlternatives(
                    words.subject, words.text, "c@centre.example", [f"p{number}@union.example"], connection=django
                )
                message.attach_alternative(words.html, "text/html")
                message.send()
            spent["django"] += time.perf_counter() - started
            started = time.perf_counter()
            for number in numbers:
                server.sendmail(f"c+{number}@centre.example", [f"p{number}@union.example"], raw)
            spent["bare"] += time.perf_counter() - started
        django.close()
        server.quit()
    ratio = round(spent["django"] / spent["ours"], 2)
    return {
        "server": name,
        "database": connection.vendor,
        "sent": Delivery.objects.filter(mailing=mailing, fate="SENT").count(),
        "bytes of a message": len(raw),
        "bare smtplib per second": round(COUNT / spent["bare"]),
        "django mail per second": round(COUNT / spent["django"]),
        "ours per second": round(COUNT / spent["ours"]),
        "ratio to bare smtplib": round(spent["bare"] / spent["ours"], 2),
        "limits": [{"what": "mail, ratio to Django's", "value": ratio, "limit": LEAST, "ok": ratio >= LEAST}],
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


def _one_message(mailing: int) -> tuple[bytes, Any]:
    """Return the first message as bytes, and its words."""
    from django.utils import timezone

    from convergence.messaging.choices import Purpose
    from convergence.messaging.models import Delivery, Mailing
    from convergence.messaging.rendering import letter_of, render_email
    from convergence.messaging.sending import Tally, _Run
    from convergence.messaging.transports import Outbox

    run = _Run(Mailing.objects.get(pk=mailing), "bench", Outbox(), timezone.now, Tally())
    first = Delivery.objects.filter(mailing=mailing).select_related("message", "contact").order_by("pk")[0]
    words = render_email(letter=letter_of(first), profile=run.profile, purpose=Purpose.LEGAL_NOTICE, token=first.token)
    return run.message(first), words
