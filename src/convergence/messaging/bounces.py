"""Reading notices of non-delivery: which delivery, which address, how definite.

The delivery is named by the token of the envelope address (VERP). The verdict comes from the DSN
(RFC 3464) when there is one, otherwise from flufl.bounce, which knows the habits of older servers.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from convergence.messaging.addresses import token_in
from convergence.messaging.choices import BounceKind


@dataclass(frozen=True)
class Notice:
    """What a notice says. ``token`` is empty when it names no delivery of ours."""

    token: str
    address: str
    kind: BounceKind
    status_code: str
    diagnostic: str
    digest: str


def read(message: Message) -> Notice:
    """Read one notice. A message that is no notice is ``UNREADABLE``, never an error."""
    raw = message.as_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    token = _token(message)
    for fields in _recipients(message):
        action = fields.get("Action", "").strip().lower()
        status = re.search(r"\d\.\d{1,3}\.\d{1,3}", fields.get("Status", ""))
        code = status.group() if status else ""
        if action in {"failed", "delayed"} or code:
            permanent = action == "failed" and not code.startswith("4")
            kind = BounceKind.PERMANENT if permanent else BounceKind.TEMPORARY
            address = fields.get("Final-Recipient", fields.get("Original-Recipient", "")).partition(";")[2]
            diagnostic = " ".join(fields.get("Diagnostic-Code", "").partition(";")[2].split())
            return Notice(token, address.strip().strip("<>"), kind, code, diagnostic[:500], digest)
    try:
        temporary, permanent = all_failures(message)
    except (LookupError, ValueError, AttributeError):  # the habits of old servers do not cover every nonsense
        temporary, permanent = set(), set()
    if permanent or temporary:
        kind = BounceKind.PERMANENT if permanent else BounceKind.TEMPORARY
        address = min(permanent or temporary).decode("ascii", "replace")
        return Notice(token, address, kind, "", str(message.get("Subject", ""))[:500], digest)
    return Notice(token, "", BounceKind.UNREADABLE, "", str(message.get("Subject", ""))[:500], digest)


def _recipients(message: Message) -> Iterator[dict[str, str]]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.get_payload():  # type: ignore[union-attr]
                if isinstance(block, Message) and ("Action" in block or "Status" in block):
                    yield {name.title(): str(value) for name, value in block.items()}


def _token(message: Message) -> str:
    for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Failed-Recipients"):
        for value in message.get_all(name, []):
            if token := token_in(str(value)):
                return token
    for part in message.walk():
        for name in ("Return-Path", "X-Convergence-Delivery"):
            value = str(part.get(name, ""))
            if token := token_in(value) or (value if name.startswith("X-Conv") else ""):
                return token.strip()
        if part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"(?im)^X-Convergence-Delivery:\s*(\S+)", str(part.get_payload()))
            if found:
                return found.group(1)
    return ""
