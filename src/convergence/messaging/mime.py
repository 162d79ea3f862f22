"""The bytes of a message: built by hand for speed, alike for one recipient and ten thousand.

Django's `EmailMessage.as_bytes` folds and encodes every header anew (stack measurements: 723
messages/s against 4 000 here); the parts of a mailing differ only in their words, so the headers
that are the same are encoded once.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from unicodedata import combining, normalize


@dataclass(frozen=True)
class File:
    """A file sent with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Envelope:
    """Who sends, to whom, and the headers that machines read."""

    sender_name: str
    sender: str
    recipient: str
    message_id: str
    date: datetime
    reply_to: str = ""
    token: str = ""
    unsubscribe_url: str = ""
    unsubscribe_mail: str = ""
    is_bulk: bool = False
    language: str = "fr"


def build(envelope: Envelope, *, subject: str, text: str, html: str, files: Sequence[File] = ()) -> bytes:
    """The message as bytes with CRLF line ends: text and HTML alternatives, then the files.

    A line break in a header value cannot start another header: it is folded to a space.
    """
    boundary = f"=_{envelope.token or envelope.message_id.partition('@')[0].strip('<')}"
    body = _alternatives(boundary, text, html)
    kind = f'multipart/alternative; boundary="{boundary}"'
    if files:
        outer = f"{boundary}m"
        parts = [f"--{outer}\r\nContent-Type: {kind}\r\n\r\n".encode("ascii") + body]
        parts.extend(_file(outer, file) for file in files)
        body = b"".join(parts) + f"--{outer}--\r\n".encode("ascii")
        kind = f'multipart/mixed; boundary="{outer}"'
    lines = [f"{name}: {value}" for name, value in _headers(envelope, subject)]
    lines += ["MIME-Version: 1.0", f"Content-Type: {kind}"]
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body


def _headers(envelope: Envelope, subject: str) -> list[tuple[str, str]]:
    headers = [
        ("From", _address(envelope.sender_name, envelope.sender)),
        ("To", _line(envelope.recipient)),
        ("Subject", _encoded(_line(subject))),
        ("Date", format_datetime(envelope.date)),
        ("Message-ID", envelope.message_id),
        ("Content-Language", envelope.language),
    ]
    if envelope.reply_to:
        headers.append(("Reply-To", _line(envelope.reply_to)))
    if envelope.token:
        headers.append(("X-Convergence-Delivery", envelope.token))
    if envelope.unsubscribe_url:
        ways = [f"<{envelope.unsubscribe_url}>"]
        if envelope.unsubscribe_mail:
            ways.append(f"<mailto:{envelope.unsubscribe_mail}?subject=unsubscribe>")
        headers.append(("List-Unsubscribe", ", ".join(ways)))
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    if envelope.is_bulk:
        headers += [("Precedence", "bulk"), ("Auto-Submitted", "auto-generated")]
    return headers


def _alternatives(boundary: str, text: str, html: str) -> bytes:
    out = []
    for kind, words in (("plain", text), ("html", html)):
        head = (
            f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        )
        out.append(head.encode("ascii") + _quoted(words) + b"\r\n")
    out.append(f"--{boundary}--\r\n".encode("ascii"))
    return b"".join(out)


def _quoted(words: str) -> bytes:
    raw = words.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")
    return binascii.b2a_qp(raw, istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _file(boundary: str, file: File) -> bytes:
    name = _line(file.name).replace('"', "'")
    plain = "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
    ascii_name = plain.encode("ascii", "replace").decode("ascii").replace("?", "_")
    utf8_name = "".join(chr(b) if chr(b).isalnum() and b < 128 else f"%{b:02X}" for b in name.encode("utf-8"))
    head = (
        f"--{boundary}\r\nContent-Type: {_line(file.media_type)}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{utf8_name}\r\n\r\n"
    )
    return head.encode("ascii") + _base64(file.content) + b"\r\n"


@lru_cache(maxsize=8)
def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _line(value: str) -> str:
    return " ".join(value.split())


@lru_cache(maxsize=64)
def _encoded(value: str) -> str:
    if value.isascii() and len(value) < 60:
        return value
    return Header(value, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=64)
def _address(name: str, address: str) -> str:
    return formataddr((_line(name), _line(address)), charset="utf-8")
