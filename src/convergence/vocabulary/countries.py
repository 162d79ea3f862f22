"""Countries by their two letters (ISO 3166-1), with the names that CLDR gives them."""

from functools import cache

from babel import Locale

LANGUAGES = ("fr", "en", "es")


@cache
def names(language: str) -> dict[str, str]:
    """Return the names of the countries by code, in a language of the product."""
    locale = Locale.parse(language[:2] if language[:2] in LANGUAGES else "fr")
    found = {code: name for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()}
    return {code: name for code, name in found.items() if code not in {"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"}}


def is_country(code: str) -> bool:
    """Tell whether these two letters name a country."""
    return code in names("fr")


def country_name(code: str, language: str = "fr") -> str:
    """Return the name of a country; the code itself when nobody knows it."""
    return names(language).get(code, code)


def choices(language: str = "fr") -> list[tuple[str, str]]:
    """Return (code, name), in order of name."""
    return sorted(names(language).items(), key=lambda pair: pair[1])
