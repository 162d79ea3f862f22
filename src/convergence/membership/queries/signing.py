"""Who may sign a call, and what exactly is signed (S52)."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from convergence.contacts.models import Contact, Mandate
from convergence.core.dates import held_on
from convergence.membership.choices import SigningOffice
from convergence.membership.models import DuesCall

_TITLES = {
    (SigningOffice.PRESIDENCY, "fr"): {"F": "présidente", "M": "président", "": "présidence"},
    (SigningOffice.PRESIDENCY, "en"): {"F": "president", "M": "president", "": "president"},
    (SigningOffice.PRESIDENCY, "es"): {"F": "presidenta", "M": "presidente", "": "presidencia"},
    (SigningOffice.COORDINATION, "fr"): {"F": "coordonnatrice", "M": "coordonnateur", "": "coordination"},
    (SigningOffice.COORDINATION, "en"): {"F": "coordinator", "M": "coordinator", "": "coordinator"},
    (SigningOffice.COORDINATION, "es"): {"F": "coordinadora", "M": "coordinador", "": "coordinación"},
}


def title_in(person: Contact, office: str, language: str) -> str:
    """Return a signatory's title in a language, in the gender that the person chose (S48)."""
    gender = person.title_gender if person.title_gender in ("F", "M") else ""
    return _TITLES[SigningOffice(office), language if language in ("fr", "en", "es") else "fr"][gender]


def digest_of(call: DuesCall) -> str:
    """Return the digest of what is signed: period, dates, letters and enclosures."""
    content = {
        "period": call.period,
        "place": call.place,
        "dates": [call.letter_date.isoformat(), call.due_date.isoformat()],
        "letters": [
            [row.language, row.subject, row.addressees, row.body, row.closing_formula]
            for row in sorted(call.letters.all(), key=lambda row: row.language)
        ],
        "enclosures": [[row.language, row.label, row.url] for row in call.enclosures.all()],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def mandates_on(person: Contact, office: str, day: date) -> list[Mandate]:
    """Return the terms of office by which a person may hold an office on a day; uncertain dates count as possible.

    Prefetch `mandates` for several persons.
    """
    return [
        mandate
        for mandate in person.mandates.all()
        if mandate.office == office and held_on(mandate.start or mandate.attested, mandate.end, day) != "no"
    ]


def holds_office(person: Contact, office: str, day: date) -> bool:
    """Tell whether a person may hold an office on a day."""
    return bool(mandates_on(person, office, day))


def title_of(person: Contact, office: str) -> str:
    """Return the French title of a signatory."""
    return title_in(person, office, "fr")
