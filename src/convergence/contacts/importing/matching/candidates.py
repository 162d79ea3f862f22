"""Which records are worth comparing, and the groups that the comparison makes.

Pure functions, without Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from convergence.contacts.importing.columns import ORGANISATION

from .profiles import Profile, canonical_emails
from .scores import THRESHOLD, Match, compare

_BLOCK = 24


_WINDOW = 6


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


KEYS: tuple[KeyOf, ...] = (_numbers, canonical_emails, _phones, _cores, _skeletons, _postals, _acronyms)


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
