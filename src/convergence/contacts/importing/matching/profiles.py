"""The part of a record that is compared, every text folded.

Pure functions, without Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from convergence.contacts.importing.cells import canonical_email
from convergence.contacts.importing.columns import ORGANISATION
from convergence.contacts.importing.entries import Entry
from convergence.contacts.importing.folding import plain, words


class Profile(NamedTuple):
    """The part of a record that is compared.

    Attributes:
        key: position of the line, or the contact's id.
        name: name as a tuple of folded words, for a person first and last together.
        core: what distinguishes an organisation's name, sorted; a person's words, sorted.
        contact: sorted words of the organisation's contact.
    """

    key: int
    subject: str
    number: str
    name: tuple[str, ...]
    core: tuple[str, ...]
    acronym: str
    city: str
    postal: str
    street: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    contact: tuple[str, ...]


_STOP = frozenset(
    {"de", "la", "le", "les", "du", "des", "d", "l", "et", "and", "of", "the", "y", "del", "los", "las",
     "el", "a", "au", "aux", "en", "for", "pour", "un", "une", "e", "es", "s"}
)  # fmt: skip


_SAME_WORD = {
    "synd": "syndicat", "syn": "syndicat", "syndicats": "syndicat", "sindicato": "syndicat", "sdt": "syndicat",
    "travailleurs": "trav", "travailleuses": "trav", "travailleur": "trav", "travailleuse": "trav",
    "travailleures": "trav", "travs": "trav", "workers": "trav", "trabajadores": "trav", "trabajadoras": "trav",
    "assoc": "association", "asso": "association", "ass": "association", "asoc": "association",
    "fed": "federation", "conf": "confederation", "cons": "conseil", "st": "saint", "ste": "sainte",
    "univ": "universite", "hop": "hopital", "ctre": "centre", "ctr": "centre", "comm": "commission",
    "scol": "scolaire", "mtl": "montreal", "qc": "quebec", "nat": "national", "prov": "provincial",
    "reg": "regional", "gen": "general", "emp": "employes", "empl": "employes", "employees": "employes",
    "prof": "professeurs", "ens": "enseignants", "enseignantes": "enseignants", "professeures": "professeurs",
    "int": "international", "intl": "international", "sect": "section", "loc": "local",
}  # fmt: skip


_GENERIC = frozenset(
    {"syndicat", "trav", "stt", "sttt", "association", "union", "section", "local", "locale", "employes",
     "salaries", "personnel", "csn", "ftq", "csq", "csd", "fae", "sfpq", "clc", "ctc", "inc"}
)  # fmt: skip


CENTRALS = frozenset({"csn", "ftq", "csq", "csd", "fae", "fiq", "clc", "ctc", "afl", "cio", "cgt", "cut", "unt"})


@lru_cache(maxsize=16384)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of an organisation's name, abbreviations spelt one way."""
    out = []
    for word in words(name):
        if word in {"stt", "sttt"}:
            out += ["syndicat", "trav"]
        elif word not in _STOP:
            out.append(_SAME_WORD.get(word, word))
    return tuple(dict.fromkeys(out))


def _core(name: tuple[str, ...], central: str) -> tuple[str, ...]:
    own = set(words(central))
    kept = [word for word in name if word not in _GENERIC and word not in CENTRALS and word not in own]
    return tuple(sorted(kept)) or tuple(sorted(name))


def build_profile(
    *,
    key: int,
    subject: str,
    number: str = "",
    name: str = "",
    first: str = "",
    last: str = "",
    acronym: str = "",
    central: str = "",
    city: str = "",
    postal: str = "",
    street: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    contact: str = "",
) -> Profile:
    """The comparable part of a record, every text folded."""
    if subject == ORGANISATION:
        spelt = name_words(name)
        core = _core(spelt, central)
    else:
        spelt = words(f"{first} {last}")
        core = tuple(sorted(spelt))
    return Profile(
        key, subject, normal_number(number), spelt, core, "".join(words(acronym)), plain(city),
        postal.replace(" ", "").upper(), plain(street), tuple(email.lower() for email in emails),
        tuple(phones), tuple(sorted(words(contact))),
    )  # fmt: skip


def entry_profile(key: int, entry: Entry) -> Profile:
    """The comparable part of a line."""
    person = entry.person
    organisation = entry.subject == ORGANISATION
    return build_profile(
        key=key,
        subject=entry.subject,
        number=entry.number,
        name=entry.name if organisation else "",
        first=person.first if person and not organisation else "",
        last=person.last if person and not organisation else "",
        acronym=entry.acronym,
        central=entry.central,
        city=entry.city,
        postal=entry.postal,
        street=entry.street,
        emails=entry.emails,
        phones=[phone.stored for phone in entry.phones],
        contact=person.full if person and organisation else "",
    )


def normal_number(number: str) -> str:
    """`0012` and `12` are one number, `I-2000` and `i2000` too; `12-3` and `123` are two."""
    squeezed = re.sub(r"(?<=\d) (?=\d)", "-", " ".join(words(number))).replace(" ", "")
    return re.sub(r"^(\D*)0+(?=\d)", r"\1", squeezed)


def canonical_emails(profile: Profile) -> tuple[str, ...]:
    """The e-mails of a record without their tags."""
    return tuple(map(canonical_email, profile.emails))
