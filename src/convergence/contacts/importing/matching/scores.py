"""How much two records agree, and in what.

Pure functions, without Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from convergence.contacts.importing.columns import ORGANISATION

from .profiles import Profile, canonical_emails
from .wording import CLOSE, OTHER, PART, SAME, compare_people, compare_words

THRESHOLD = 60


SURE = 85


class Match(NamedTuple):
    """How much two records agree (0 to 100) and in what."""

    score: int
    reasons: tuple[str, ...]

    @property
    def decisive(self) -> bool:
        """Whether they are one subject unless a person says otherwise."""
        return self.score >= THRESHOLD


def compare(one: Profile, other: Profile) -> Match:
    """Score two records of the same kind; 0 when their member numbers differ."""
    if one.subject != other.subject:
        return Match(0, ())
    if one.number and other.number:
        if one.number != other.number:
            return Match(0, _lookalike(one, other))
        return _same_number(one, other)
    if one.subject == ORGANISATION:
        return _compare_organisations(one, other)
    return _compare_persons(one, other)


def _lookalike(one: Profile, other: Profile) -> tuple[str, ...]:
    reasons = []
    if one.core == other.core:
        reasons.append("same_name")
    if one.acronym and one.acronym == other.acronym and one.city and one.city == other.city:
        reasons.append("same_acronym")
    return tuple(reasons)


def _same_number(one: Profile, other: Profile) -> Match:
    names = compare_words(one.core, other.core)
    if names == OTHER and not set(one.emails) & set(other.emails):
        return Match(75, ("same_number", "other_name"))
    return Match(100, ("same_number",))


def _compare_organisations(one: Profile, other: Profile) -> Match:
    names = compare_words(one.core, other.core)
    score, reasons = {
        SAME: (45, ["same_name"]),
        CLOSE: (36, ["close_name"]),
        PART: (15, ["part_name"]),
        OTHER: (-32, []),
    }[names]
    reasons = list(reasons)
    score += _points(one, other, reasons)
    score += _places(one, other, reasons)
    if one.contact and one.contact == other.contact:
        score += 15
        reasons.append("same_contact")
    elif one.contact and other.contact and compare_people(one.contact, other.contact) == OTHER:
        score -= 4
    if one.acronym and other.acronym:
        if one.acronym == other.acronym:
            score += 5
            reasons.append("same_acronym")
        elif names != SAME:
            score -= 6
    if names == SAME and _is_same_place(one, other):
        score = max(score, 62)
    if names == OTHER and not _strongly_agree(one, other):
        score = min(score, THRESHOLD - 5)
    return _finish(score, reasons)


def _is_same_place(one: Profile, other: Profile) -> bool:
    """Same full name, city and acronym, nothing said against it."""
    return (
        bool(one.city)
        and one.city == other.city
        and bool(one.acronym)
        and one.acronym == other.acronym
        and len(one.name) >= 3
        and not _disjoint(canonical_emails(one), canonical_emails(other))
        and not _disjoint(one.phones, other.phones)
        and not (one.postal and other.postal and one.postal != other.postal)
    )


def _strongly_agree(one: Profile, other: Profile) -> bool:
    """With unlike names: the same box, and the same contact or the same full phone and address."""
    if not set(canonical_emails(one)) & set(canonical_emails(other)):
        return False
    same_contact = bool(one.contact) and one.contact == other.contact
    same_place = bool(one.postal) and one.postal == other.postal
    same_phone = bool(set(one.phones) & set(other.phones))
    return same_contact + same_place + same_phone >= 2


def _compare_persons(one: Profile, other: Profile) -> Match:
    names = compare_people(one.name, other.name)
    score, reasons = {
        SAME: (45, ["same_name"]),
        CLOSE: (38, ["close_name"]),
        PART: (25, ["part_name"]),
        OTHER: (-40, []),
    }[names]
    reasons = list(reasons)
    if names == SAME and one.name != other.name:
        reasons = ["swapped_name"] if sorted(one.name) == sorted(other.name) else reasons
    score += _points(one, other, reasons)
    score += _places(one, other, reasons)
    if names == OTHER:
        score = min(score, THRESHOLD - 5)
    return _finish(score, reasons)


def _points(one: Profile, other: Profile, reasons: list[str]) -> int:
    score = 0
    if set(one.emails) & set(other.emails):
        score += 40
        reasons.append("same_email")
    elif one.emails and other.emails:
        if set(canonical_emails(one)) & set(canonical_emails(other)):
            score += 38
            reasons.append("same_email_tag")
        else:
            score -= 10
    if set(one.phones) & set(other.phones):
        score += 25
        reasons.append("same_phone")
    elif one.phones and other.phones:
        if {p.split(";")[0] for p in one.phones} & {p.split(";")[0] for p in other.phones}:
            score += 8
            reasons.append("same_line")
        else:
            score -= 5
    return score


def _places(one: Profile, other: Profile, reasons: list[str]) -> int:
    score = 0
    if one.postal and other.postal:
        if one.postal == other.postal:
            score += 15
            reasons.append("same_postal")
        else:
            score -= 8
    if one.street and other.street:
        if one.street == other.street:
            score += 12
            reasons.append("same_street")
        elif fuzz.ratio(one.street, other.street) < 70:
            score -= 4
    if one.city and one.city == other.city:
        score += 5
        reasons.append("same_city")
    elif one.city and other.city:
        score -= 5
    return score


def _disjoint(left: Sequence[str], right: Sequence[str]) -> bool:
    return bool(left) and bool(right) and not set(left) & set(right)


def _finish(score: int, reasons: list[str]) -> Match:
    return Match(max(0, min(99, score)), tuple(dict.fromkeys(reasons)))
