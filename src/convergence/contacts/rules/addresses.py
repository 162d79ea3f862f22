"""Postal addresses: Canadian ones after Canada Post, the others after their country.

An address is kept as typed apart from the postal code and the country, which are normal forms.
"""

import re
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

_LETTER = "[ABCEGHJ-NPRSTV-Z]"
_POSTAL_CODE = re.compile(rf"^([ABCEGHJ-NPRSTVXY]\d{_LETTER})[\s-]*(\d{_LETTER}\d)$", re.ASCII)
_CODE_BEFORE_CITY = frozenset(
    {"AR", "AT", "BE", "BG", "CH", "CU", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "GT", "HN"}
    | {"HR", "HT", "HU", "IT", "LU", "MX", "NI", "NL", "NO", "PL", "PT", "RO", "RS", "SE"}
    | {"SI", "SK", "SN", "SV", "TN", "TR", "UY"}
)
_PROVINCES = {
    "AB": ("Alberta", "Alberta", "Alberta"),
    "BC": ("Colombie-Britannique", "British Columbia", "Columbia Británica"),
    "MB": ("Manitoba", "Manitoba", "Manitoba"),
    "NB": ("Nouveau-Brunswick", "New Brunswick", "Nuevo Brunswick"),
    "NL": ("Terre-Neuve-et-Labrador", "Newfoundland and Labrador", "Terranova y Labrador"),
    "NS": ("Nouvelle-Écosse", "Nova Scotia", "Nueva Escocia"),
    "NT": ("Territoires du Nord-Ouest", "Northwest Territories", "Territorios del Noroeste"),
    "NU": ("Nunavut", "Nunavut", "Nunavut"),
    "ON": ("Ontario", "Ontario", "Ontario"),
    "PE": ("Île-du-Prince-Édouard", "Prince Edward Island", "Isla del Príncipe Eduardo"),
    "QC": ("Québec", "Quebec", "Quebec"),
    "SK": ("Saskatchewan", "Saskatchewan", "Saskatchewan"),
    "YT": ("Yukon", "Yukon", "Yukón"),
}
_LANGUAGES = {"fr": 0, "en": 1, "es": 2}


class UnreadablePostalCodeError(ValueError):
    """What was typed is not a Canadian postal code."""

    code = "postal_code_unreadable"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """One address. `street` may hold several lines; `country` is an ISO 3166-1 alpha-2 code."""

    street: str
    city: str = ""
    province: str = ""
    postal_code: str = ""
    country: str = "CA"


def normalise_postal_code(text: str, country: str = "CA") -> str:
    """`h2n8v2` → `H2N 8V2` in Canada; elsewhere upper case with single spaces.

    Raises:
        UnreadablePostalCodeError: for Canada, when it has not the form A1A 1A1 or uses
            a letter that Canada Post does not (D, F, I, O, Q, U; W and Z in first place).
    """
    tidy = " ".join(text.replace("\x00", "").upper().split())
    if country != "CA" or not tidy:
        return tidy
    match = _POSTAL_CODE.match(tidy)
    if not match:
        raise UnreadablePostalCodeError(text)
    return f"{match[1]} {match[2]}"


def province_name(code: str, language: str = "fr") -> str:
    """Name of a Canadian province or territory; anything else comes back as typed."""
    names = _PROVINCES.get(code.upper())
    return names[_LANGUAGES.get(language[:2], 0)] if names else code


def country_name(code: str, language: str = "fr") -> str:
    """Name of a country (CLDR), or the code itself when it is unknown."""
    try:
        return str(Locale(language[:2]).territories.get(code.upper(), code))
    except UnknownLocaleError:
        return code


def format_address(address: PostalAddress, language: str = "fr") -> tuple[str, ...]:
    """The lines to print on an envelope posted in Canada, the recipient's name not included.

    Canadian towns are followed by the province in brackets (in French) or after a comma,
    then two spaces and the postal code; foreign addresses end with the country in capitals.
    """
    street = [line.strip() for line in address.street.splitlines() if line.strip()]
    if address.country in {"", "CA"}:
        town = _canadian_town(address, language)
        return tuple([*street, town] if town else street)
    if address.country in _CODE_BEFORE_CITY:
        town = " ".join(part for part in (address.postal_code, address.city) if part)
        town = ", ".join(part for part in (town, address.province) if part)
    else:
        town = ", ".join(part for part in (address.city, address.province) if part)
        town = " ".join(part for part in (town, address.postal_code) if part)
    country = country_name(address.country, language).upper()
    return tuple(line for line in (*street, town, country) if line)


def _canadian_town(address: PostalAddress, language: str) -> str:
    town = address.city
    if address.province:
        province = province_name(address.province, language)
        named = f"({province})" if language[:2] == "fr" else province
        joint = " " if language[:2] == "fr" else ", "
        town = f"{town}{joint}{named}" if town else province
    return "  ".join(part for part in (town, address.postal_code) if part)
