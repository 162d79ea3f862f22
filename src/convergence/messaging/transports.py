"""The two ways out: a mail server, or the outbox of the back office when none is configured."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from email import policy
from email.parser import BytesHeaderParser
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from convergence.messaging.models import OutboxMessage


class NotSent(Exception):
    """Nothing was handed over; trying again later is safe."""


class RefusedForGood(Exception):
    """The server refused this message or this recipient; trying again is useless."""


class Unknown(Exception):
    """The connection broke while the server was deciding: the message may have left."""


class Transport(Protocol):
    """One open connection. ``send`` raises one of the three exceptions above, or the message was accepted."""

    def open(self) -> None:
        """Connect. Raises `NotSent`."""

    def send(self, *, sender: str, recipient: str, raw: bytes, delivery_id: int | None, subject: str) -> str:
        """Hand one message over; return what the server answered."""

    def close(self) -> None:
        """Say goodbye."""


class Smtp:
    """A connection to the mail server of the settings, opened again when the server closes it."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None
        self._is_between = True

    def open(self) -> None:
        """Connect, encrypt and sign in as the settings ask."""
        if self._server is not None:
            return
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        try:
            server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
            if settings.EMAIL_USE_TLS:
                server.starttls()
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(str(error)) from error
        self._server = server
        self._is_between = True

    def send(self, *, sender: str, recipient: str, raw: bytes, delivery_id: int | None, subject: str) -> str:
        """Hand one message over in one SMTP transaction."""
        if not (sender.isascii() and recipient.isascii()) or len(f"{sender}{recipient}".split()) != 1:
            message = f"not an address that SMTP can carry: {recipient}"
            raise RefusedForGood(message)
        server = self._ready(sender, recipient)
        code, answer = self._command(lambda: server.docmd("DATA"))
        if code != 354:
            _judge(code, answer)
            raise NotSent(_words(answer))
        # From here to the server's answer nobody knows whether the message left.
        try:
            code, answer = _data(server, raw)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unknown(str(error)) from error
        _judge(code, answer)
        self._is_between = True
        return _words(answer)

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _ready(self, sender: str, recipient: str) -> smtplib.SMTP:
        """A server that has accepted both addresses; a connection it closed meanwhile is opened again once."""
        for last in (False, True):
            self.open()
            server = self._server
            if server is None:  # pragma: no cover - open() sets it or raises
                break
            try:
                server.ehlo_or_helo_if_needed()
                if not self._is_between:  # the last message was refused half-way
                    server.rset()
                answers = _addresses(server, sender, recipient)
            except (OSError, smtplib.SMTPException) as error:
                self._server = None
                if last:
                    raise NotSent(str(error)) from error
                continue
            self._is_between = False
            for code, answer in answers:
                _judge(code, answer)
            return server
        raise NotSent("no connection")

    def _command(self, command: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        try:
            return command()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NotSent(str(error)) from error


def _addresses(server: smtplib.SMTP, sender: str, recipient: str) -> list[tuple[int, bytes]]:
    """Give both addresses, at once where the server takes commands in a row (RFC 2920); return its answers."""
    if not server.has_extn("pipelining"):
        said = server.mail(sender)
        return [said, server.rcpt(recipient)] if said[0] == 250 else [said]
    commands = (f"MAIL FROM:{smtplib.quoteaddr(sender)}", f"RCPT TO:{smtplib.quoteaddr(recipient)}")
    server.send("".join(f"{command}\r\n" for command in commands))
    return [server.getreply(), server.getreply()]


def _dotted(raw: bytes) -> bytes:
    return raw.replace(b"\r\n.", b"\r\n..")


def _data(server: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
    body = _dotted(raw)
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    server.send(body + b".\r\n")
    return server.getreply()


def _judge(code: int, answer: bytes) -> None:
    if 200 <= code < 300:
        return
    words = f"{code} {_words(answer)}"
    raise RefusedForGood(words) if 500 <= code < 600 else NotSent(words)


def _words(answer: bytes) -> str:
    return " ".join(answer.decode("utf-8", "replace").split())[:500]


def _subject_of(raw: bytes) -> str:
    """Return the subject as this person reads it, merge fields filled."""
    return str(BytesHeaderParser(policy=policy.default).parsebytes(raw)["subject"] or "")


class Outbox:
    """Keeps messages in the database, to be read in the back office."""

    def open(self) -> None:
        """Nothing to open."""

    def send(self, *, sender: str, recipient: str, raw: bytes, delivery_id: int | None, subject: str) -> str:
        """Keep one message."""
        OutboxMessage.objects.create(
            delivery_id=delivery_id,
            sender=sender[:300],
            recipients=recipient[:1000],
            subject=(_subject_of(raw) or subject)[:300],
            raw=raw,
            kept_at=timezone.now(),
        )
        return ""

    def close(self) -> None:
        """Nothing to close."""


def transport() -> Transport:
    """The way out that the settings name: SMTP when `EMAIL_HOST` is set, else the outbox."""
    return Smtp() if settings.EMAIL_HOST else Outbox()
