"""When two records speak of one subject: scores, reasons, and near-linear search for candidates.

Pure functions, without Django. The rules, in prose:

* two different member numbers are two subjects, whatever else agrees;
* the same number is one subject;
* otherwise the evidence adds up (name, e-mail, phone, address, contact, city, acronym) and
  what contradicts is taken away; 60 of 100 is a match;
* the same name alone never reaches 60: it is a reason to look, not a decision.

Candidates are found through keys (number, e-mail, phone, name, postal code, acronym and city);
a key shared by many records is walked in sorted order with a small window, so that the work
stays near to linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from .cells import canonical_email
from .columns import ORGANISATION
from .folding import plain, words
from .lines import Entry

THRESHOLD = 60
SURE = 85
_BLOCK = 24
_WINDOW = 6


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


class Match(NamedTuple):
    """How much two records agree (0 to 100) and in what."""

    score: int
    reasons: tuple[str, ...]

    @property
    def decisive(self) -> bool:
        """Whether they are one subject unless a person says otherwise."""
        return self.score >= THRESHOLD


# --- Profiles -------------------------------------------------------------------------------

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


# --- Names ----------------------------------------------------------------------------------

SAME, CLOSE, PART, OTHER = "same", "close", "part", "other"


@lru_cache(maxsize=8192)
def compare_words(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """Same words, close ones (typing errors, abbreviations), one part of the other, or other."""
    if not left or not right:
        return PART
    if left == right:
        return SAME
    only_left = [word for word in left if word not in right]
    only_right = [word for word in right if word not in left]
    if not only_left and not only_right:
        return SAME
    shared = len(left) - len(only_left)
    if _glued(only_left, only_right) or _glued(only_right, only_left):
        return CLOSE
    if _aligned(only_left, only_right) or (shared >= 2 and _one_slip(only_left, only_right)):
        return CLOSE
    if not only_left or not only_right:
        return PART if shared else OTHER
    return OTHER


def _one_slip(left: list[str], right: list[str]) -> bool:
    """One letter too many, missing or wrong in one word of a long name."""
    if len(left) != 1 or len(right) != 1 or min(len(left[0]), len(right[0])) < 2:
        return False
    if any(char.isdigit() for char in left[0] + right[0]):
        return False
    return DamerauLevenshtein.distance(left[0], right[0], score_cutoff=1) == 1


def _glued(one: list[str], others: list[str]) -> bool:
    """`SainteŒuvre` for `Sainte-Œuvre`."""
    if len(one) != 1 or not 2 <= len(others) <= 3:
        return False
    return any("".join(order) == one[0] for order in permutations(others))


def _aligned(left: list[str], right: list[str]) -> bool:
    """Whether each remaining word has its own close partner on the other side."""
    if len(left) != len(right):
        return False
    free = list(right)
    for word in left:
        partner = next((other for other in free if _close_words(word, other)), None)
        if partner is None:
            return False
        free.remove(partner)
    return True


def _close_words(one: str, other: str) -> bool:
    if any(char.isdigit() for char in one + other):
        return one == other
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short) and len(long) - len(short) > 1:
        return True
    return len(short) >= 4 and abs(len(one) - len(other)) <= 2 and fuzz.ratio(one, other) >= 80


def _compare_people(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    """As `compare_words`, an initial counting for its name (`J. Tremblay`)."""
    found = compare_words(tuple(sorted(left)), tuple(sorted(right)))
    if found != OTHER:
        return found
    only_left = sorted(word for word in left if word not in right)
    only_right = sorted(word for word in right if word not in left)
    if len(only_left) == len(only_right) < len(left) and all(
        (len(a) == 1 or len(b) == 1) and a[0] == b[0] for a, b in zip(only_left, only_right, strict=True)
    ):
        return PART
    return OTHER


# --- Scores ---------------------------------------------------------------------------------


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
    elif one.contact and other.contact and _compare_people(one.contact, other.contact) == OTHER:
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
        and not _disjoint(_canonical(one), _canonical(other))
        and not _disjoint(one.phones, other.phones)
        and not (one.postal and other.postal and one.postal != other.postal)
    )


def _strongly_agree(one: Profile, other: Profile) -> bool:
    """With unlike names: the same box, and the same contact or the same full phone and address."""
    if not set(_canonical(one)) & set(_canonical(other)):
        return False
    same_contact = bool(one.contact) and one.contact == other.contact
    same_place = bool(one.postal) and one.postal == other.postal
    same_phone = bool(set(one.phones) & set(other.phones))
    return same_contact + same_place + same_phone >= 2


def _compare_persons(one: Profile, other: Profile) -> Match:
    names = _compare_people(one.name, other.name)
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
        if set(_canonical(one)) & set(_canonical(other)):
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


def _canonical(profile: Profile) -> tuple[str, ...]:
    return tuple(map(canonical_email, profile.emails))


def _disjoint(left: Sequence[str], right: Sequence[str]) -> bool:
    return bool(left) and bool(right) and not set(left) & set(right)


def _finish(score: int, reasons: list[str]) -> Match:
    return Match(max(0, min(99, score)), tuple(dict.fromkeys(reasons)))


# --- Candidates -----------------------------------------------------------------------------


KeyOf = Callable[[Profile], tuple[str, ...]]


def _numbers(profile: Profile) -> tuple[str, ...]:
    return (profile.number,) if profile.number else ()


def _phones(profile: Profile) -> tuple[str, ...]:
    return profile.phones


def _cores(profile: Profile) -> tuple[str, ...]:
    core = " ".join(profile.core)
    return (core,) if core else ()


def _skeletons(profile: Profile) -> tuple[str, ...]:
    """Words cut to their first consonants: meets names that differ by a typing error."""
    if sum(map(len, profile.core)) <= 6:
        return ()
    heads = {word[0] + "".join(c for c in word[1:] if c not in "aeiouy")[:2] for word in profile.core}
    return (" ".join(sorted(heads)),)


def _postals(profile: Profile) -> tuple[str, ...]:
    return (profile.postal,) if profile.postal else ()


def _acronyms(profile: Profile) -> tuple[str, ...]:
    if profile.subject == ORGANISATION and profile.acronym and profile.city:
        return (f"{profile.acronym} {profile.city}",)
    return ()


KEYS: tuple[KeyOf, ...] = (_numbers, _canonical, _phones, _cores, _skeletons, _postals, _acronyms)


def candidate_pairs(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs of positions worth comparing, each about once; near-linear in the number of records.

    One kind of key at a time, so that memory holds one index and not seven. A pair that already met under an earlier
    kind of key is passed over, unless that key was so common that not all its pairs were tried.
    """
    common: list[set[str]] = []
    for rank, key_of in enumerate(KEYS):
        crowded: set[str] = set()
        for key, members in _blocks(profiles, key_of):
            if len(members) > _BLOCK:
                crowded.add(key[1:])
            for one, other in _pairs_of(members, profiles):
                if one != other and not _met_before(profiles[one], profiles[other], rank, common):
                    yield min(one, other), max(one, other)
        common.append(crowded)


def _met_before(one: Profile, other: Profile, rank: int, common: Sequence[set[str]]) -> bool:
    for earlier in range(rank):
        mine = KEYS[earlier](one)
        if mine and any(key in mine and key not in common[earlier] for key in KEYS[earlier](other)):
            return True
    return False


def _blocks(profiles: Sequence[Profile], key_of: KeyOf) -> Iterator[tuple[str, list[int]]]:
    """Keys that several records share, with their positions."""
    first: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for place, profile in enumerate(profiles):
        for key in key_of(profile):
            named = profile.subject[0] + key
            if named not in first:
                first[named] = place
            elif named in shared:
                shared[named].append(place)
            else:
                shared[named] = [first[named], place]
    del first
    yield from shared.items()


def _pairs_of(members: list[int], profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    if len(members) <= _BLOCK:
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                yield one, other
        return
    orders = (
        lambda place: (profiles[place].core, profiles[place].number),
        lambda place: (profiles[place].emails, profiles[place].phones),
        lambda place: (profiles[place].postal, profiles[place].phones),
        lambda place: (profiles[place].phones, profiles[place].core),
        lambda place: (profiles[place].number, profiles[place].core),
    )
    for order in orders:
        ordered = sorted(members, key=order)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 : place + 1 + _WINDOW]:
                yield one, other


def close_pairs(profiles: Sequence[Profile]) -> Iterator[tuple[int, int, Match]]:
    """Every candidate pair that agrees in something, with its match."""
    for one, other in candidate_pairs(profiles):
        left, right = profiles[one], profiles[other]
        if left.number and right.number and left.number != right.number:
            continue
        match = compare(left, right)
        if match.score >= THRESHOLD or "same_name" in match.reasons or "same_email" in match.reasons:
            yield one, other, match


@dataclass(slots=True)
class Groups:
    """Lines put together into subjects; a subject never holds two different numbers."""

    parent: list[int]
    number: dict[int, str]

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> Groups:
        """Every line by itself."""
        return cls(list(range(len(profiles))), {i: p.number for i, p in enumerate(profiles) if p.number})

    def root(self, place: int) -> int:
        """The line that stands for the group of `place`."""
        while self.parent[place] != place:
            self.parent[place] = self.parent[self.parent[place]]
            place = self.parent[place]
        return place

    def join(self, one: int, other: int) -> bool:
        """Put two lines together unless their groups have different numbers."""
        left, right = self.root(one), self.root(other)
        if left == right:
            return True
        mine, theirs = self.number.get(left), self.number.get(right)
        if mine and theirs and mine != theirs:
            return False
        self.parent[right] = left
        if theirs and not mine:
            self.number[left] = theirs
        return True
