"""The words that search compares: without accents, inclusive forms opened, endings taken off. The same for both databases.

Note on stems. French, English and Spanish plurals and feminines mostly end in letters of « s r e x »: these are taken
off down to four letters, the same on both sides. « travailleurs », « travailleuses » and « travailleur·euses » all
become `travailleu`, « invité-e-s » and « invitées » `invit`, « mujeres » and « mujer » `muje`. What is lost is a
difference that nobody searches by; an inclusive form is first written as the words it stands for (S138).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from convergence.contacts.rules.names import fold_for_search, search_words

SHORTEST_STEM = 4
MOST_WORDS = 8
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ´`", " "))
_PARTS = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the part of a folded word that its forms have in common."""
    if not word.isalpha():
        return word
    if len(word) > SHORTEST_STEM and word.endswith("aux") and not word.endswith("eaux"):
        word = word[:-2] + "l"
    elif len(word) >= SHORTEST_STEM and word[-1] in "sx":
        word = word[:-1]
    while len(word) > SHORTEST_STEM and word[-1] in "srex":
        word = word[:-1]
    return word[:-1] + "i" if len(word) > SHORTEST_STEM and word.endswith("y") else word


def folded(text: str) -> str:
    """Return a text as it is kept for search: its stems, one space between."""
    return " ".join(stem(part) for part in _PARTS.findall(fold_for_search(text.translate(_APOSTROPHES))))


def asked(query: str) -> tuple[str, ...]:
    """Return the stems to look for, at most eight; none for a query of signs alone. No query can do harm.

    Words of one letter count only when there is no other.
    """
    stems = dict.fromkeys(stem(part) for word in search_words(query, limit=MOST_WORDS) for part in _PARTS.findall(word))
    long = [word for word in stems if len(word) > 1]
    return tuple(long or stems)[:MOST_WORDS]


def may_begin(word: str) -> bool:
    """Tell whether a stem also finds the longer words that it begins: short ones would find everything."""
    return len(word) >= SHORTEST_STEM and word.isalpha()


@lru_cache(maxsize=50_000)
def _folded_word(word: str) -> str:
    return folded(word)


def places(text: str, stems: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield where the words looked for stand in a text: (from, to), in order."""
    for match in re.finditer(r"[^\W_]+", text):
        found = _folded_word(match[0])
        if found and any(found == one or (may_begin(one) and found.startswith(one)) for one in stems):
            yield match.span()
