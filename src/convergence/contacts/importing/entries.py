"""What a line says about its subject, read and tidy.

Pure functions, without Django.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .cells import (
    Phone,
    Reason,
)
from .names import PersonName

NEW, UPDATE, DUPLICATE, IGNORED, REFUSED = "NEW", "UPDATE", "DUPLICATE", "IGNORED", "REFUSED"


@dataclass(slots=True)
class Entry:
    """What a line says about its main subject, read and tidy.

    Attributes:
        subject: ORGANISATION or PERSON.
        number: member number, as typed without a spreadsheet's decimals.
        name: of the organisation (empty for a person without one).
        person: the person who is the subject, or the organisation's contact.
        count: `(value, qualifier)` of declared members.
        extra: values of registered columns: code → value, or code → [(period, value, companions)].
    """

    subject: str
    number: str = ""
    name: str = ""
    acronym: str = ""
    kind: str = ""
    central: str = ""
    region: str = ""
    count: tuple[int, str] | None = None
    person: PersonName | None = None
    office: str = ""
    street: str = ""
    city: str = ""
    province: str = ""
    country: str = ""
    postal: str = ""
    phones: list[Phone] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    website: str = ""
    language: str = ""
    newsletter: bool | None = None
    do_not_contact: bool = False
    notes: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def fullness(self) -> int:
        """How much the line says: filled values, each extension, second e-mail and due counted."""
        texts = (
            self.number, self.name, self.acronym, self.kind, self.central, self.region, self.office,
            self.street, self.city, self.province, self.country, self.postal, self.website, self.language,
        )  # fmt: skip
        size = sum(1 for text in texts if text)
        size += len(self.phones) + sum(1 for phone in self.phones if phone.extension) + len(self.emails)
        size += (self.count is not None) + (self.newsletter is not None)
        if self.person:
            size += bool(self.person.first) + bool(self.person.last)
        for value in self.extra.values():
            size += len(value) if isinstance(value, list) else 1
        return size

    def to_json(self) -> dict[str, Any]:
        """The entry as plain values, empty ones left out."""
        out: dict[str, Any] = {"subject": self.subject}
        for key in _TEXT_FIELDS:
            if value := getattr(self, key):
                out[key] = value
        if self.count:
            out["count"] = list(self.count)
        if self.person:
            out["person"] = list(self.person)
        if self.phones:
            out["phones"] = [list(phone) for phone in self.phones]
        if self.emails:
            out["emails"] = self.emails
        if self.newsletter is not None:
            out["newsletter"] = self.newsletter
        if self.do_not_contact:
            out["do_not_contact"] = True
        if self.extra:
            out["extra"] = self.extra
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Entry:
        """The inverse of `to_json`."""
        entry = cls(data["subject"])
        for key in _TEXT_FIELDS:
            setattr(entry, key, data.get(key, ""))
        if "count" in data:
            entry.count = (data["count"][0], data["count"][1])
        if "person" in data:
            entry.person = PersonName(*data["person"])
        entry.phones = [Phone(*phone) for phone in data.get("phones", ())]
        entry.emails = list(data.get("emails", ()))
        entry.newsletter = data.get("newsletter")
        entry.do_not_contact = bool(data.get("do_not_contact"))
        entry.extra = data.get("extra", {})
        return entry


_TEXT_FIELDS = (
    "number", "name", "acronym", "kind", "central", "region", "office", "street", "city", "province",
    "country", "postal", "website", "language", "notes",
)  # fmt: skip


@dataclass(slots=True)
class ReadLine:
    """A line once read: its entry, or the verdict that it needs none, with reasons."""

    entry: Entry | None
    verdict: str
    reasons: list[Reason]
