"""Emergency sheets, sealed with a key made from the server's secret: a copy of the database tells nothing of them (L9)."""

import base64
import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"stays.emergency-sheet"


class SealBrokenError(ValueError):
    """No secret of this server opens it."""


def _box(secrets: Sequence[str]) -> MultiFernet:
    keys = (HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode()) for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def sealed(words: Mapping[str, str], secrets: Sequence[str]) -> bytes:
    """Seal some words with the first secret."""
    return _box(secrets).encrypt(json.dumps(dict(words), ensure_ascii=False).encode())


def opened(box: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Open what was sealed, with the present secret or a former one.

    Raises:
        SealBrokenError: none opens it.
    """
    try:
        found: dict[str, str] = json.loads(_box(secrets).decrypt(bytes(box)))
    except InvalidToken as error:
        raise SealBrokenError from error
    return found
