"""The digest by which anybody can tell that a report is the one that was made."""

import hashlib
import json
from typing import Any


def digest_of(content: Any) -> str:
    """Return the SHA-256 of a content: JSON with sorted keys, without blanks, in UTF-8."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
