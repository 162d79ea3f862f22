"""What a line would change of a recorded contact. It completes and corrects; a blank cell erases nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .cells import Phone
from .folding import fold, plain
from .names import PersonName

if TYPE_CHECKING:
    from .entries import Entry
    from .existing import Existing


@dataclass(slots=True)
class Changes:
    """What is to be written for a contact that exists.

    Attributes:
        fields: field of `Contact` → new value.
        keep_name: the old name becomes a former name.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    keep_name: bool = False
    emails: list[str] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    address: bool = False
    count: bool = False
    region: bool = False
    central: bool = False
    person: PersonName | None = None

    def named(self) -> list[str]:
        """Return the meanings of the columns that would change something."""
        names = {"given_name": "first_name", "family_name": "last_name", "title_gender": "honorific"}
        found = [names.get(name, name) for name in self.fields]
        flags = {
            "email": bool(self.emails),
            "phone": bool(self.phones),
            "street": self.address,
            "count": self.count,
            "region": self.region,
            "central": self.central,
            "contact": self.person is not None,
        }
        return list(dict.fromkeys([*found, *(name for name, on in flags.items() if on)]))


def changes_for(entry: Entry, existing: Existing, *, only_blanks: bool = False) -> Changes:
    """Compare a line with the contact that it speaks of.

    Args:
        entry: the line.
        existing: the contact.
        only_blanks: complete what is empty, correct nothing (a duplicate line merged on a person's word).
    """
    found = Changes()
    _names(entry, existing, found, only_blanks)
    _plain_fields(entry, existing, found, only_blanks)
    known_emails = set(existing.emails)
    found.emails = [email for email in entry.emails if email not in known_emails]
    known_phones = set(existing.phones)
    found.phones = [phone for phone in entry.phones if phone.stored not in known_phones]
    found.address = _new_address(entry, existing, only_blanks)
    found.count = bool(entry.count) and (
        existing.count is None or (not only_blanks and entry.count is not None and existing.count != entry.count[0])
    )
    region = existing.contact.region
    found.region = bool(entry.region) and (
        region is None or (not only_blanks and fold(region.name_fr) != fold(entry.region))
    )
    found.central = bool(entry.central) and not existing.parents
    if entry.subject == "ORGANISATION" and entry.person:
        folded = {tuple(sorted(plain(person.name).split())) for person in existing.people}
        if tuple(sorted(plain(entry.person.full).split())) not in folded:
            found.person = entry.person
    return found


def _names(entry: Entry, existing: Existing, found: Changes, only_blanks: bool) -> None:
    contact = existing.contact
    if only_blanks:
        return
    if entry.subject == "ORGANISATION":
        if entry.name and plain(entry.name) != plain(contact.name):
            found.fields["name"] = entry.name
            found.keep_name = True
        return
    person = entry.person
    if person and sorted(plain(person.full).split()) != sorted(plain(contact.name).split()) and person.first:
        found.fields |= {"given_name": person.first, "family_name": person.last, "name": person.full}


def _plain_fields(entry: Entry, existing: Existing, found: Changes, only_blanks: bool) -> None:
    contact = existing.contact
    values = {"number": entry.number, "acronym": entry.acronym, "language": entry.language}
    for name, value in values.items():
        held = getattr(contact, name)
        if (value and not held) or (value and not only_blanks and name != "number" and fold(value) != fold(held)):
            found.fields[name] = value
    if entry.notes and fold(entry.notes) not in fold(contact.notes):
        found.fields["notes"] = "\n".join(part for part in (contact.notes, entry.notes) if part)


def _new_address(entry: Entry, existing: Existing, only_blanks: bool) -> bool:
    if not (entry.street or entry.postal or entry.city):
        return False
    if not existing.addresses:
        return True
    if only_blanks:
        return False
    for address in existing.addresses:
        same_postal = not entry.postal or address.postal_code.replace(" ", "") == entry.postal.replace(" ", "")
        same_street = not entry.street or plain(address.street) == plain(entry.street)
        same_city = not entry.city or plain(address.city) == plain(entry.city)
        if same_postal and same_street and same_city:
            return False
    return True
