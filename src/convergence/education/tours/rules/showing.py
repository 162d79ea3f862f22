"""Who a guest is to whom, and what guard that asks for (rules page, “Who a guest is to whom”; S71, S95, S50)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NAMED, PSEUDONYM = "NAMED", "PSEUDONYM"
STRICTNESS = {"ORDINARY": 0, "HIGH": 1, "CONFIDENTIAL": 2}
SHORTEST = 3


@dataclass(frozen=True)
class Told:
    """A guest: name, pseudonym, whether at risk, and a code of `Agreement` (empty: not asked)."""

    name: str
    pseudonym: str
    is_at_risk: bool
    agreed: str

    @property
    def is_hidden_for_good(self) -> bool:
        """Tell whether somebody at risk never agreed to be named."""
        return self.is_at_risk and self.agreed != NAMED


@dataclass(frozen=True)
class Shown:
    """What a reader is told of a guest; an empty name is “a guest”."""

    name: str
    has_picture: bool
    has_country: bool


def is_home(return_date: date | None, today: date) -> bool:
    """Tell whether the return date has come."""
    return return_date is not None and return_date <= today


def staff_name(guest: Told) -> str:
    """Return the name for whoever may see tours without seeing who is at risk; for papers and letters too."""
    if guest.is_at_risk:
        return guest.pseudonym
    return guest.pseudonym or guest.name


def in_public(guest: Told, *, home: bool) -> Shown:
    """Return what anybody is told of a guest."""
    if guest.is_at_risk:
        named = guest.agreed == NAMED and home
        return Shown(guest.name if named else guest.pseudonym, named, named)
    if guest.agreed == NAMED:
        return Shown(guest.pseudonym or guest.name, has_picture=True, has_country=True)
    return Shown(guest.pseudonym if guest.agreed == PSEUDONYM else "", has_picture=False, has_country=False)


def stricter(*levels: str) -> str:
    """Return the strictest of some levels of security."""
    return max(levels, key=STRICTNESS.__getitem__)


def guard_of(own: str, guests: Iterable[Told]) -> tuple[str, str]:
    """Return the level of a tour and that of its meetings, from its own level and its guests."""
    at_risk = [guest for guest in guests if guest.is_at_risk]
    if not at_risk:
        return own, own
    answers = {guest.agreed for guest in at_risk}
    if not answers <= {NAMED, PSEUDONYM}:
        return "CONFIDENTIAL", "CONFIDENTIAL"
    meetings = "HIGH" if answers == {NAMED} else "CONFIDENTIAL"
    return stricter(own, "HIGH"), stricter(own, meetings)


def words_of(text: str) -> set[str]:
    """Return the words of a text, without accents or capitals; those of one or two letters are left out."""
    plain = unicodedata.normalize("NFD", text.replace("ß", "ss"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return {word for word in re.findall(r"[^\W_]+", plain) if len(word) >= SHORTEST}


def masked(text: str, name: str, pseudonym: str) -> str:
    """Return a text with a pseudonym in the place of the words of a name that stand in it."""
    secret = words_of(name)
    written = re.sub(r"[^\W_]+", lambda word: pseudonym if words_of(word[0]) & secret else word[0], text)
    again = re.escape(pseudonym)
    return re.sub(rf"{again}(?:[\s-]+{again})+", pseudonym.replace("\\", r"\\"), written)


def tells(text: str, name: str) -> bool:
    """Tell whether a text holds a word of a name."""
    return bool(words_of(text) & words_of(name))
