"""The rows that a line becomes, as values by field; nothing here reads or writes the database."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

from babel import Locale
from django.utils import timezone

from convergence.contacts.choices import (
    AffiliationKind,
    Channel,
    ConsentAct,
    ConsentPurpose,
    ContactKind,
    Office,
    OrganisationKind,
    Purpose,
)
from convergence.contacts.models import Contact
from convergence.contacts.queries.search import search_text, sort_name
from convergence.core.figures import Qualifier

from .cells import Phone
from .entries import Entry
from .folding import fold, plain, words
from .names import PersonName

Values = dict[str, Any]

QUALIFIERS = {
    "exact": Qualifier.EXACT,
    "about": Qualifier.APPROX,
    "at_least": Qualifier.MORE_THAN,
    "at_most": Qualifier.LESS_THAN,
}
_BILLING = re.compile(r"^(?:tresor|compta|factur|finance|paie|billing|account|tesor|contabil|invoice)")
_RELAY = re.compile(r"^(?:info|bulletin|communication|newsletter|nouvelles)[.@_-]?")
_SOLIDARITY = re.compile(r"^(?:solidarite|comite-?solidarite|csi|solidaridad|solidarity)")
_DOMAIN = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)

_KINDS: tuple[tuple[str, str], ...] = (
    (r"\bconfederation|\bcentrale\b|\bconfederacion", OrganisationKind.CONFEDERATION),
    (r"\bfederation|\bfederacion", OrganisationKind.FEDERATION),
    (r"\bconseil (?:central|regional)|\bregional council|\bconsejo", OrganisationKind.REGIONAL_COUNCIL),
    (r"\bsection nationale|\bsyndicat national\b.*\bsection", OrganisationKind.NATIONAL_SECTION),
    (r"\bsection locale\b|\blocal\b|\bseccion", OrganisationKind.LOCAL),
    (r"\bassociation etudiante|\bassociation (?:generale )?(?:des )?etudiant|\bstudent", OrganisationKind.STUDENT_ASSOCIATION),
    (r"\bsyndicat|\bsynd\b|\bstt\b|\bunion\b|\bsindicato|\bfraternite|\bworkers", OrganisationKind.UNION),
    (r"\bassociation|\bassoc\b|\basociacion", OrganisationKind.ASSOCIATION),
    (r"\bministere|\bministry|\bministerio|\bfonds\b|\bfondation|\bfoundation", OrganisationKind.FUNDER),
    (r"\bong\b|\bngo\b|\bcoalition|\bcomite\b|\breseau", OrganisationKind.NGO),
    (r"\bcegep|\bcollege|\buniversite|\buniversity|\bhopital|\bmusee|\bcommission scolaire", OrganisationKind.INSTITUTION),
    (r"\binc\b|\bltee?\b|\bltd\b|\bentreprise|\bcompany|\bcompagnie|\bempresa", OrganisationKind.COMPANY),
    (r"\bjournal|\bradio|\bmedia|\bhebdo", OrganisationKind.MEDIA),
)  # fmt: skip

_OFFICES: tuple[tuple[str, str], ...] = (
    (r"\bvice", Office.VICE_PRESIDENCY),
    (r"\bpresiden", Office.PRESIDENCY),
    (r"\b(?:tresor|treasur|tesorer)", Office.TREASURER),
    (r"\badjoint|\bassist|\badministrative|\bauxiliar", Office.ADMINISTRATIVE_ASSISTANT),
    (r"\bsecreta", Office.SECRETARY),
    (r"\bcoord", Office.COORDINATION),
    (r"\bsolidar", Office.SOLIDARITY_OFFICER),
    (r"\bdelegu|\bdelegate|\bdelegad", Office.DELEGATE),
    (r"\bmembre|\bmember|\bmiembro", Office.MEMBER),
)


@lru_cache(maxsize=4096)
def organisation_kind(said: str, name: str) -> str:
    """Guess what an organisation is from what the list says, then from its name."""
    for text in (fold(said), fold(name)):
        for pattern, kind in _KINDS:
            if text and re.search(pattern, text):
                return kind
    return OrganisationKind.OTHER


@lru_cache(maxsize=4096)
def office_of(title: str) -> str:
    """Guess the post from its title as written."""
    folded = fold(title)
    return next((office for pattern, office in _OFFICES if re.search(pattern, folded)), Office.OTHER)


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("es", "en", "fr"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names[plain(name)] = code
    return names | {"usa": "US", "us": "US", "etats unis": "US", "uk": "GB", "angleterre": "GB", "can": "CA"}


@lru_cache(maxsize=1024)
def country_code(said: str, postal: str = "") -> str:
    """Return the ISO code of a country as written; Canada when nothing says otherwise."""
    folded = plain(said)
    if not folded:
        return "CA"
    if len(folded) == 2 and folded.upper() in _country_names().values():
        return folded.upper()
    return _country_names().get(folded, "CA")


def contact_of(entry: Entry, *, region_id: int | None, at: datetime) -> Values:
    """Return the contact that a line is about."""
    if entry.subject == ContactKind.PERSON:
        values = _names(entry.person or PersonName("", entry.name))
    else:
        values = {
            "kind": ContactKind.ORGANISATION.value,
            "name": entry.name[:300],
            "given_name": "",
            "family_name": "",
            "title_gender": "",
            "acronym": entry.acronym[:60],
            "organisation_kind": str(organisation_kind(entry.kind, entry.name)),
        }
    values |= {
        "number": entry.number[:30],
        "language": entry.language,
        "country": country_code(entry.country),
        "website": web_address(entry.website),
        "notes": entry.notes,
        "region_id": region_id,
        "created_at": at,
        "changed_at": at,
    }
    return with_search(values, entry.emails)


def person_of(name: PersonName, *, region_id: int | None, at: datetime) -> Values:
    """Return a person of whom only the name is known."""
    values = _names(name)
    values |= {
        "number": "",
        "language": "",
        "country": "CA",
        "website": "",
        "notes": "",
        "region_id": region_id,
        "created_at": at,
        "changed_at": at,
    }
    return with_search(values, [])


def _names(name: PersonName) -> Values:
    return {
        "kind": ContactKind.PERSON.value,
        "name": name.full[:300],
        "given_name": name.first[:120],
        "family_name": name.last[:160],
        "title_gender": {"F": "F", "M": "M", "X": "N"}.get(name.honorific, ""),
        "acronym": "",
        "organisation_kind": "",
    }


def central_of(said: str, *, at: datetime) -> Values:
    """Return a confederation that a list names and the register does not know."""
    short = len(words(said)) == 1 and len(said) <= 10
    values = {
        "kind": ContactKind.ORGANISATION.value,
        "organisation_kind": OrganisationKind.CONFEDERATION.value,
        "name": said[:300],
        "acronym": said[:60] if short else "",
        "created_at": at,
        "changed_at": at,
    }
    return with_search(values, [])


def with_search(values: Values, emails: list[str]) -> Values:
    """Add the folded texts by which the contact is found and sorted."""
    seen = SimpleNamespace(**{**_UNSAID, **values})
    values["sort_name"] = sort_name(cast("Contact", seen))
    seen.given_name = seen.family_name = ""  # a person's shown name holds both
    values["search_text"] = search_text(cast("Contact", seen), others=emails)
    return values


_UNSAID = dict.fromkeys(("name", "given_name", "family_name", "pseudonym", "acronym", "number", "kind"), "")


def refresh_search(contact: Contact, emails: list[str]) -> None:
    """Write the folded texts of a contact that exists."""
    contact.search_text = search_text(contact, others=emails)
    contact.sort_name = sort_name(contact)


def web_address(said: str) -> str:
    """Return a web address with its scheme; empty when it is none."""
    said = said.strip()
    if not said or not _DOMAIN.fullmatch(said) or len(said) > 190:
        return ""
    return said if said.lower().startswith("http") else f"https://{said}"


def email_points(
    contact_id: int, emails: list[str], *, person_id: int | None, since: date, first: bool
) -> list[Values]:
    """Return e-mail points: the first is general, a treasurer's is for billing."""
    return [
        {
            "contact_id": contact_id,
            "person_id": person_id,
            "channel": Channel.EMAIL.value,
            "purpose": _email_purpose(email, first=first and place == 0),
            "value": email,
            "normalised": email,
            "start_date": since,
        }
        for place, email in enumerate(emails)
    ]


def _email_purpose(email: str, *, first: bool) -> str:
    if first:
        return Purpose.GENERAL.value
    local = fold(email.split("@")[0])
    if _BILLING.match(local):
        return Purpose.BILLING.value
    if _SOLIDARITY.match(local):
        return Purpose.SOLIDARITY_COMMITTEE.value
    return Purpose.NEWSLETTER_RELAY.value if _RELAY.match(local) else Purpose.GENERAL.value


def phone_points(contact_id: int, phones: list[Phone], *, person_id: int | None, since: date) -> list[Values]:
    """Return telephone points, shown as a person writes them, stored with their extension (S63)."""
    return [
        {
            "contact_id": contact_id,
            "person_id": person_id,
            "channel": Channel.PHONE.value,
            "purpose": Purpose.GENERAL.value,
            "value": shown_phone(phone),
            "normalised": phone.stored,
            "start_date": since,
        }
        for phone in phones
    ]


def shown_phone(phone: Phone) -> str:
    """Return `514-383-2266 poste 225`."""
    digits = phone.e164
    if digits.startswith("+1") and len(digits) == 12:
        digits = f"{digits[2:5]}-{digits[5:8]}-{digits[8:]}"
    return f"{digits} poste {phone.extension}" if phone.extension else digits


def address_of(contact_id: int, entry: Entry, *, since: date) -> Values | None:
    """Return the postal address of a line, when it says one."""
    if not (entry.street or entry.city or entry.postal):
        return None
    quebec = entry.postal[:1] in {"G", "H", "J"} and len(entry.postal) == 7
    return {
        "contact_id": contact_id,
        "street": entry.street[:300],
        "city": entry.city[:120],
        "province": (entry.province or ("QC" if quebec else ""))[:60],
        "postal_code": entry.postal[:16],
        "country": country_code(entry.country),
        "start_date": since,
    }


def count_of(contact_id: int, entry: Entry, *, at: datetime, source: str, actor_id: int | None) -> Values | None:
    """Return the declared count of a line, with its qualifier and source."""
    if entry.count is None or entry.count[0] > 5_000_000:
        return None
    return {
        "organisation_id": contact_id,
        "value": entry.count[0],
        "qualifier": QUALIFIERS[entry.count[1]].value,
        "as_of": timezone.localdate(at),
        "source": source,
        "declared_by_id": actor_id,
        "recorded_at": at,
    }


def mandate_of(contact_id: int, person_id: int, title: str, *, since: date, source: str) -> Values:
    """Return the post that an organisation's contact holds there, attested by the list."""
    return {
        "person_id": person_id,
        "held_in_id": contact_id,
        "office": str(office_of(title) if title else Office.OTHER),
        "title": title[:160],
        "attested": since.isoformat(),
        "source": source,
    }


def wishes_of(contact_id: int, entry: Entry, *, since: date, source: str) -> list[Values]:
    """Return do-not-contact marks: `NE PLUS APPELER`, `Bulletin = non`."""
    marks = []
    if entry.do_not_contact:
        marks.append(
            {
                "contact_id": contact_id,
                "channel": _unwanted_channel(entry.notes),
                "purpose": "",
                "reason": (entry.notes or source)[:300],
                "since": since,
            }
        )
    if entry.newsletter is False:
        marks.append(
            {
                "contact_id": contact_id,
                "channel": Channel.EMAIL.value,
                "purpose": ConsentPurpose.NEWSLETTER.value,
                "reason": source,
                "since": since,
            }
        )
    return marks


def _unwanted_channel(notes: str) -> str:
    folded = fold(notes)
    if re.search(r"appel|telephon|\bcall|phone|llamar", folded):
        return Channel.PHONE.value
    return Channel.ALL.value


def declared_consents(
    contact_id: int, entry: Entry, *, at: datetime, source: str, actor_id: int | None
) -> list[Values]:
    """Return the ledger lines of `Bulletin = oui`: declared, without proof, never enough to send (C27)."""
    if not entry.newsletter:
        return []
    return [
        {
            "contact_id": contact_id,
            "address": email,
            "channel": Channel.EMAIL.value,
            "purpose": ConsentPurpose.NEWSLETTER.value,
            "act": ConsentAct.DECLARED.value,
            "at": at,
            "method": "import",
            "source": source,
            "recorded_by_id": actor_id,
        }
        for email in entry.emails
    ]


def affiliation_of(child_id: int, parent_id: int, *, since: date, source: str) -> Values:
    """Return the link of an organisation to its central."""
    return {
        "child_id": child_id,
        "parent_id": parent_id,
        "kind": AffiliationKind.AFFILIATION.value,
        "start_date": since,
        "source": source,
    }


def values_before(contact: Contact, names: Any) -> dict[str, Any]:
    """Return the present values of fields, for the undo."""
    return {name: getattr(contact, name) for name in names}
