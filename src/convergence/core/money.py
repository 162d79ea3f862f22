"""Money: whole cents in, words out."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language

LOCALES = {"fr": "fr_CA", "en": "en_CA", "es": "es_MX"}


def locale_of(language: str | None = None) -> str:
    """Return the regional locale used for numbers and dates in a language of the product (active one when None)."""
    return LOCALES.get((language or get_language() or "fr")[:2], "fr_CA")


def format_cents(cents: int, language: str | None = None, currency: str = "CAD") -> str:
    """Write an amount of whole cents for people: 125000 → « 1 250,00 $ » in French.

    Args:
        cents: whole cents, may be negative.
        language: fr, en or es; the active language when None.
        currency: ISO 4217 code.
    """
    written = format_currency(Decimal(cents) / 100, currency, locale=locale_of(language), currency_digits=True)
    return written.replace("CAD", "$")  # Spanish of Mexico names the dollar of Canada by its code: CAD30.00


def typed_cents(cents: int, language: str | None = None) -> str:
    """Write an amount as people of a language type it in a form: 125000 → « 1250,00 » in French, “1250.00” elsewhere."""
    mark = "," if locale_of(language).startswith("fr") else "."
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}{mark}{abs(cents) % 100:02d}"


def to_cents(amount: Decimal) -> int:
    """Return whole cents, half a cent rounded away from zero."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(total_cents: int, weights: list[int]) -> list[int]:
    """Split an amount by weights so that the parts add up exactly; the odd cents go to the largest remainders.

    Raises:
        ValueError: no weight, a negative one, or all zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        message = "weights must be positive"
        raise ValueError(message)
    parts = [total_cents * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total_cents * weights[i] % whole), i))
    for i in by_remainder[: total_cents - sum(parts)]:
        parts[i] += 1
    return parts
