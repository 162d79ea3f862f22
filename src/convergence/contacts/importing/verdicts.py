"""One verdict per line about its main subject, once all lines have been read.

Pure functions, without Django. Of two lines for one subject, the one with a member number, then
the fullest, then the first, is NEW; the others are its duplicates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from .cells import Reason, reason
from .matching import Groups, Match, Profile, close_pairs, compare


class Candidate(NamedTuple):
    """A comparable line: its profile and how much it says."""

    profile: Profile
    fullness: int


class Judged(NamedTuple):
    """What the comparison of the lines says of one of them.

    Attributes:
        primary: position of the line that stands for the same subject; its own when it is NEW.
        score: of the likeness with the primary, 0 to 100.
        reasons: why it is a duplicate, or what it merely resembles.
    """

    primary: int
    score: int
    reasons: list[Reason]


def judge_lines(candidates: Sequence[Candidate]) -> dict[int, Judged]:
    """Group the lines that speak of one subject and choose the line that stands for each.

    Returns what there is to say, by position; a line that is not named is NEW and resembles nothing. Time grows almost
    linearly with the number of lines.
    """
    profiles = [candidate.profile for candidate in candidates]
    sure: list[tuple[int, int, int, Match]] = []
    lookalikes: dict[int, list[tuple[int, Match]]] = defaultdict(list)
    for one, other, match in close_pairs(profiles):
        if match.decisive:
            sure.append((-match.score, one, other, match))
        else:
            _note(lookalikes, one, other, match)
    sure.sort(key=lambda edge: edge[:3])
    groups = Groups.of(profiles)
    for _score, one, other, match in sure:
        if not groups.join(one, other):
            _note(lookalikes, one, other, match)
    return _choose(candidates, groups, lookalikes)


def _note(lookalikes: dict[int, list[tuple[int, Match]]], one: int, other: int, match: Match) -> None:
    for mine, theirs in ((one, other), (other, one)):
        if len(lookalikes[mine]) < 3:
            lookalikes[mine].append((theirs, match))


def _choose(
    candidates: Sequence[Candidate], groups: Groups, lookalikes: dict[int, list[tuple[int, Match]]]
) -> dict[int, Judged]:
    members: dict[int, list[int]] = defaultdict(list)
    for place, parent in enumerate(groups.parent):
        if parent != place:
            members[groups.root(place)].append(place)
    judged: dict[int, Judged] = {}
    for root, others in members.items():
        places = [root, *others]
        primary = min(places, key=lambda place: _rank(candidates[place], place))
        for place in places:
            if place != primary:
                judged[place] = _duplicate(candidates, place, primary)
    stands = {place: opinion.primary for place, opinion in judged.items()}
    for place, found in lookalikes.items():
        reasons = [
            reason("resembles", place=other, why=list(match.reasons))
            for other, match in found
            if stands.get(place, place) != stands.get(other, other)
        ]
        if reasons:
            opinion = judged.get(place, Judged(place, 0, []))
            judged[place] = opinion._replace(reasons=[*opinion.reasons, *reasons])
    return judged


def _rank(candidate: Candidate, place: int) -> tuple[bool, int, int]:
    return (not candidate.profile.number, -candidate.fullness, place)


def _duplicate(candidates: Sequence[Candidate], place: int, primary: int) -> Judged:
    match = compare(candidates[place].profile, candidates[primary].profile)
    score = max(match.score, 60)
    why = reason("duplicate_line", place=primary, score=score, why=list(match.reasons))
    return Judged(primary, score, [why])
