"""E-mail addresses: folding for comparison, and the envelope address that names a delivery (VERP)."""

import re

_TOKEN = re.compile(r"\+([A-Za-z0-9_-]{16,32})@")


def fold(address: str) -> str:
    """The form under which two spellings of an address are the same: trimmed, lower case."""
    return " ".join(address.split()).casefold()


def is_email(address: str) -> bool:
    """Whether the text can be an e-mail address: one ``@``, a domain, no control character."""
    local, at, domain = address.strip().rpartition("@")
    return bool(
        at
        and local
        and "." in domain
        and not domain.startswith(".")
        and not re.search(r"[\s<>,;\x00-\x1f]", address.strip())
    )


def carried(address: str) -> str:
    """The address as mail servers carry it: a domain with accents in its ASCII form (RFC 5891).

    Raises:
        ValueError: the part before the ``@`` has accents, or the domain cannot be written in ASCII.
    """
    local, at, domain = address.strip().rpartition("@")
    return f"{local.encode('ascii').decode()}{at}{domain.encode('idna').decode('ascii')}"


def envelope_sender(bounce_address: str, token: str) -> str:
    """``rebonds+TOKEN@domain``: what comes back to it names the delivery that failed."""
    local, _, domain = bounce_address.rpartition("@")
    return f"{local}+{token}@{domain}"


def token_in(address: str) -> str:
    """The token of an envelope address, or an empty string."""
    found = _TOKEN.search(address)
    return found.group(1) if found else ""
