"""Names of people as lists write them: `LE BŒUF Étienne`, `Ouellet, Ngọc Anh`, `Mme Luc Gagnon`.

Pure functions, without Django. Where one cell does not say which part is the family name, the
other cells of the same file do: a `Lexicon` remembers what the clear ones taught.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from .cells import Reason, is_empty, reason
from .folding import fold, tidy


class PersonName(NamedTuple):
    """First and last name as typed (capitals softened), and the form of address: M, F, X or empty."""

    first: str
    last: str
    honorific: str = ""

    @property
    def full(self) -> str:
        """First name, then last name."""
        return f"{self.first} {self.last}".strip()


_HONORIFICS = {
    "mme": "F", "madame": "F", "mlle": "F", "mademoiselle": "F", "mrs": "F", "ms": "F", "miss": "F",
    "sra": "F", "srta": "F", "senora": "F", "dona": "F", "dre": "F", "mmes": "F",
    "m": "M", "mr": "M", "monsieur": "M", "mister": "M", "sr": "M", "senor": "M", "don": "M", "mm": "M",
    "mx": "X", "dr": "", "me": "", "prof": "", "pr": "", "rev": "", "hon": "", "dra": "F", "ing": "", "lic": "",
}  # fmt: skip
_PARTICLES = frozenset(
    {"le", "la", "les", "de", "du", "des", "del", "della", "di", "da", "dos", "das", "do", "van", "von",
     "der", "den", "ter", "ten", "el", "al", "bin", "ben", "ibn", "mac", "mc", "st", "ste", "saint",
     "sainte", "y", "san", "santa", "abou", "abu", "ould", "o", "d", "l"}
)  # fmt: skip
_LOWER_PARTICLES = frozenset({"de", "du", "des", "del", "di", "da", "dos", "das", "van", "von", "der", "den", "y", "e"})
_SPLIT_PEOPLE = re.compile(r"\s+(?:et|and|&|ou|or)\s+|\s*[/;&]\s*|\s*\n\s*")
# Spanish: `Óscar Núñez y Luz Paz` are two people, `José Ortega y Gasset` is one.
_TWO_PEOPLE = re.compile(r"(\S+\s+\S.*?)\s+y\s+\S+\s+\S.*")
_FIRST_PARTS = frozenset(
    {"jean", "marie", "ana", "anne", "luis", "jose", "juan", "maria", "pierre", "louis", "carlos", "rosa",
     "ngoc", "thi", "van", "thanh", "minh", "miguel", "marc", "anna", "luz", "victor", "hugo"}
)  # fmt: skip


# First names that are seldom family names: they settle `LUC GAGNON`, which a list without other clue leaves open.
_COMMON = frozenset(
    {"luc", "lucie", "marie", "anne", "jacques", "francois", "francoise", "michel", "michele", "marc", "sylvie",
     "nathalie", "julie", "isabelle", "caroline", "genevieve", "helene", "benoit", "etienne", "sebastien",
     "stephane", "stephanie", "valerie", "veronique", "catherine", "chantal", "josee", "johanne", "diane",
     "danielle", "lise", "louise", "monique", "nicole", "suzanne", "therese", "yves", "yvon", "jocelyne",
     "manon", "annie", "melanie", "amelie", "zoe", "chloe", "lea", "emma", "olivier", "nicolas", "mathieu",
     "maxime", "alexandre", "frederic", "jerome", "guillaume", "vincent", "eric", "serge", "normand", "rejean",
     "gaetan", "ginette", "john", "mary", "peter", "susan", "linda", "jennifer", "karen", "nancy", "juan",
     "jose", "maria", "ana", "luis", "carlos", "jorge", "pedro", "miguel", "carmen", "rosa"}
)  # fmt: skip
_OFFICE = re.compile(
    r"(?P<name>[^,()]*[^,()\s-])\s*(?:,|\(|\s[-–—]\s)\s*(?P<office>(?:vice[\s-]*)?(?:pr[eé]sident\w*|pr[eé]s\.|tr[eé]sori\w*|tr[eé]s\.|"
    r"secr[eé]taire\w*|coord\w*|direct\w*|responsable|resp\.|d[eé]l[eé]gu\w*|conseill\w*|adjointe?|repr[eé]sentante?|"
    r"agente?|treasurer|secretar\w*|delegate|officer|chair\w*|tesorer\w*|delegad\w*|v\.?-?p\.?)(?![\w]*\s*,)[^,()]*)\)?",
    re.IGNORECASE,
)


def split_office(text: str) -> tuple[str, str]:
    """`Luc Gagnon, président` → `("Luc Gagnon", "président")`; a name alone, `Gagnon, Luc`, stays as it is."""
    match = _OFFICE.fullmatch(tidy(text))
    return (match["name"], match["office"].strip()) if match else (text, "")


@dataclass(slots=True)
class Lexicon:
    """First and last names that the clear cells of a file have shown."""

    first: Counter[str] = field(default_factory=Counter)
    last: Counter[str] = field(default_factory=Counter)
    shape: dict[str, str] = field(default_factory=dict)

    def learn(self, name: PersonName) -> None:
        """Remember a name whose parts are certain."""
        if name.first:
            self.first[fold(name.first)] += 1
            self._keep_shape(name.first)
        if name.last:
            self.last[fold(name.last)] += 1
            self._keep_shape(name.last)

    def _keep_shape(self, part: str) -> None:
        if not part.isupper() and not part.islower() and len(self.shape) < 50_000:
            self.shape.setdefault(fold(part), part)


def soften(part: str, lexicon: Lexicon | None = None) -> str:
    """`LE BŒUF` → `Le Bœuf`, `D'AMOURS` → `D'Amours`; mixed case is left as typed."""
    letters = [char for char in part if char.isalpha()]
    if not letters or not (part.isupper() or part.islower()) or (len(letters) == 1 and part.isupper()):
        return part
    if lexicon and (known := lexicon.shape.get(fold(part))) and len(known) == len(part):
        return known
    out = []
    for place, word in enumerate(part.split(" ")):
        if place and fold(word) in _LOWER_PARTICLES:
            out.append(word.lower())
        else:
            out.append("-".join(_capital(piece) for piece in word.split("-")))
    return " ".join(out)


def _capital(piece: str) -> str:
    for mark in ("'", "’"):
        if mark in piece:
            head, tail = piece.split(mark, 1)
            return f"{head.capitalize()}{mark}{_capital(tail)}"
    if len(piece) > 3 and piece[:2].lower() == "mc" and piece[2:].isalpha():
        return "Mc" + piece[2:].capitalize()
    return piece.capitalize()


def split_honorific(text: str) -> tuple[str, str]:
    """`Mme Luc Gagnon` → `("F", "Luc Gagnon")`."""
    honorific = ""
    rest = text
    while True:
        match = re.match(r"([^\W\d_]+)(\.|\s)\s*(?=[^\s-])", rest)
        if not match or fold(match[1]) not in _HONORIFICS or len(rest) == match.end():
            return honorific, rest
        if match[2] == "." and len(match[1]) == 1 and match[1] != "M":
            return honorific, rest
        honorific = honorific or _HONORIFICS[fold(match[1])]
        rest = rest[match.end() :]


def read_person(text: str, lexicon: Lexicon | None = None) -> tuple[PersonName | None, Reason | None]:
    """The person a cell names, and a reason when only a part of the cell was taken."""
    bare = split_office(tidy(text))[0]
    if not bare or is_empty(bare):
        return None, None
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", bare) or bare
    people = [piece for piece in _SPLIT_PEOPLE.split(bare) if piece.strip()]
    if len(people) == 1 and (two := _TWO_PEOPLE.fullmatch(people[0].strip())):
        people = [two[1], people[0]]
    why = reason("several_people", typed=tidy(text)) if len(people) > 1 else None
    if not people or not any(char.isalpha() for char in people[0]):
        return None, reason("bad_person", typed=bare)
    if "@" in people[0]:
        return None, reason("bad_person", typed=bare)
    honorific, name = split_honorific(_first_of(people))
    first, last, _sure = split_name(name, lexicon)
    return PersonName(soften(first, lexicon), soften(last, lexicon), honorific), why


def _first_of(people: list[str]) -> str:
    """The first person of `M. et Mme Roy`, of `Luc et Marie Tremblay`: who shares the family name that ends the cell."""
    first, last = people[0].strip(), people[-1].strip()
    if first is last or not last:
        return first
    if fold(first).rstrip(".") in _HONORIFICS:
        return f"{first} {split_honorific(last)[1]}"
    _honorific, name = split_honorific(first)
    if " " not in name and "," not in name and " " in split_honorific(last)[1] and "," not in last:
        return f"{first} {split_name(last, None)[1]}"
    return first


def learn_from(text: str, lexicon: Lexicon) -> None:
    """Teach the lexicon when a cell is clear: a comma, or a family name in capitals."""
    bare = split_office(tidy(text))[0]
    if not bare or _SPLIT_PEOPLE.search(bare):
        return
    _honorific, name = split_honorific(bare)
    first, last, sure = split_name(name, None)
    if sure and first and last:
        lexicon.learn(PersonName(soften(first), soften(last)))


def split_name(name: str, lexicon: Lexicon | None) -> tuple[str, str, bool]:
    """`(first, last, sure)` of a full name."""
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        return first.rstrip(" ,"), last, True
    parts = name.split(" ")
    if len(parts) == 1:
        return "", name, False
    capital = [part.isupper() and sum(map(str.isalpha, part)) > 1 for part in parts]
    if not all(capital):
        lead = next((i for i, is_capital in enumerate(capital) if not is_capital), 0)
        if lead:
            return " ".join(parts[lead:]), " ".join(parts[:lead]), True
        tail = next((i for i in range(len(parts), 0, -1) if not capital[i - 1]), 0)
        if tail < len(parts):
            return " ".join(parts[:tail]), " ".join(parts[tail:]), True
    cut, swapped = _best_cut(parts, lexicon, all_capitals=all(capital))
    if swapped:
        return " ".join(parts[cut:]), " ".join(parts[:cut]), False
    return " ".join(parts[:cut]), " ".join(parts[cut:]), False


def _best_cut(parts: list[str], lexicon: Lexicon | None, *, all_capitals: bool) -> tuple[int, bool]:
    """Where the name is cut, and whether the family name comes first."""
    best: tuple[float, int, bool] = (-1.0, len(parts) - 1, False)
    for cut in range(1, len(parts)):
        head, tail = fold(" ".join(parts[:cut])), fold(" ".join(parts[cut:]))
        for swapped in (False, True):
            first, last = (tail, head) if swapped else (head, tail)
            score = _known(first, last, lexicon) + _shape_score(first, last, len(parts))
            score -= 0.6 if swapped and not all_capitals else 0.0
            if all_capitals and swapped:
                score += 0.05
            if score > best[0]:
                best = (score, cut, swapped)
    return best[1], best[2]


def _known(first: str, last: str, lexicon: Lexicon | None) -> float:
    if not lexicon:
        return 0.0
    score = 1.0 if first in lexicon.first else 0.0
    score += 1.0 if last in lexicon.last else 0.0
    score -= 0.5 if first in lexicon.last and first not in lexicon.first else 0.0
    score -= 0.5 if last in lexicon.first and last not in lexicon.last else 0.0
    return score


def _shape_score(first: str, last: str, size: int) -> float:
    """Without other knowledge: particles open the family name; it is the last word otherwise."""
    first_words, last_words = first.split(" "), last.split(" ")
    score = 0.0
    if last_words[0].rstrip(".'") in _PARTICLES and len(last_words) > 1:
        score += 0.5
    if first_words[-1].rstrip(".'") in _PARTICLES and len(first_words) > 1 and first_words[-1] != "van":
        score -= 0.6
    if len(last_words) == 1:
        score += 0.3
    if size == 4 and len(first_words) == 2:
        score += 0.35
    if len(first_words) == 2 and first_words[0] in _FIRST_PARTS:
        score += 0.1
    if first_words[0].split("-")[0] in _COMMON and last_words[0].split("-")[0] not in _COMMON:
        score += 0.1
    return score
