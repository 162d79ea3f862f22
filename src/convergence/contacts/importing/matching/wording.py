"""Whether two names are the same, close, one a part of the other, or other.

Pure functions, without Django.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

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


def compare_people(left: tuple[str, ...], right: tuple[str, ...]) -> str:
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
