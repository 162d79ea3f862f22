"""Telephone numbers: one stored form, one way of showing it per language (S63).

Stored: E.164, with the extension in the manner of RFC 3966 (`+15143832266;ext=225`).
Numbers are checked for a possible length only: the ranges kept for fiction (555-01xx)
and numbers newer than the library must pass.
"""

import re

_EXTENSION = re.compile(
    r"""[\s,;(]*(?:\#|\b(?:postes?|post|p|ext(?:ension)?|extn|x|local|int(?:erno)?|anexo))
        [\s.:#\u00a0\u202f]*(?P<ext>\d{1,7})\s*\)?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED_EXTENSION = re.compile(r"(?<=\d)(?:p|x|poste|ext)\.?\s*(?P<ext>\d{1,7})\s*$", re.IGNORECASE)
_STORED = re.compile(r"^(?P<number>\+\d{4,15})(?:;ext=(?P<ext>\d{1,7}))?$")
_EXTENSION_WORD = {"fr": "poste", "en": "ext.", "es": "ext."}
_LOCAL_COUNTRY_CODE = 1


class UnreadablePhoneError(ValueError):
    """What was typed is not a telephone number."""

    code = "phone_unreadable"


def normalise_phone(text: str, region: str = "CA") -> str:
    """The stored form of a number as people type it, extension included.

    Args:
        text: for instance `(514) 383-2266 poste 225`, `581.555.0145 #20`, `+52 449 910 7400`.
        region: ISO country code that a number without `+` belongs to.

    Raises:
        UnreadablePhoneError: no possible number of that region is written there.
    """
    cleaned = text.replace("\x00", "").strip()
    import phonenumbers  # noqa: PLC0415 (slow to load)

    stored = _STORED.match(cleaned)
    if stored:
        number, extension = stored["number"], stored["ext"] or ""
    else:
        found = _EXTENSION.search(cleaned) or _GLUED_EXTENSION.search(cleaned)
        extension = found["ext"] if found else ""
        number = cleaned[: found.start()] if found else cleaned
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException as error:
        raise UnreadablePhoneError(text) from error
    if not phonenumbers.is_possible_number(parsed):
        raise UnreadablePhoneError(text)
    extension = extension or parsed.extension or ""
    parsed.extension = None
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164};ext={extension}" if extension else e164


def format_phone(stored: str, language: str = "fr") -> str:
    """How a stored number is shown: `514-383-2266 poste 225`; abroad with its `+` and country.

    A value that is not in the stored form is shown as it is.
    """
    match = _STORED.match(stored)
    if not match:
        return stored
    import phonenumbers  # noqa: PLC0415 (slow to load)

    parsed = phonenumbers.parse(match["number"], None)
    national = str(parsed.national_number)
    if parsed.country_code == _LOCAL_COUNTRY_CODE and len(national) == 10:
        shown = f"{national[:3]}-{national[3:6]}-{national[6:]}"
    else:
        shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if not match["ext"]:
        return shown
    return f"{shown} {_EXTENSION_WORD.get(language[:2], 'ext.')} {match['ext']}"


def phone_uri(stored: str) -> str:
    """The `tel:` address of a stored number (RFC 3966), extension included."""
    return f"tel:{stored}"
