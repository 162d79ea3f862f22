"""Links of the organisations of a list to the centrals that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from convergence.contacts.models import (
    Affiliation,
    Contact,
)
from convergence.core.inserting import insert

from . import building
from .existing import central_ids, unions_named
from .folding import plain
from .session import Session


def affiliate(session: Session) -> None:
    """Link organisations to the central that the list names, matched by acronym or name, or created; never in a circle."""
    if not session.centrals:
        return
    known = _known({plain(said): said for _pk, said in session.centrals}, session)
    pairs = {(child, known[plain(said)]) for child, said in session.centrals if plain(said) in known}
    ordered = sorted(pair for pair in pairs if pair[0] != pair[1])
    held: set[tuple[int, int]] = set()
    for part in _parts([child for child, _parent in ordered], 10_000):
        links = Affiliation.objects.filter(child__in=part, end_date__isnull=True)
        held |= set(links.values_list("child_id", "parent_id"))
        held |= {(parent, child) for child, parent in Affiliation.objects.filter(
            parent__in=part, end_date__isnull=True).values_list("child_id", "parent_id")}  # fmt: skip
    insert(
        Affiliation,
        [
            building.affiliation_of(child, parent, since=session.today, source=session.source)
            for child, parent in _without_circles(ordered, session.today)
            if (child, parent) not in held
        ],
    )


def _known(said: dict[str, str], session: Session) -> dict[str, int]:
    """Return what each text names: a central, else a union of the register, else a confederation recorded here."""
    known = central_ids()
    known = {**unions_named([text for key, text in said.items() if key and key not in known]), **known}
    for key, text in said.items():
        if key and key not in known:
            [known[key]] = insert(Contact, [building.central_of(text, at=session.at)])
            session.created["centrals"].append(known[key])
    return known


def _without_circles(pairs: Sequence[tuple[int, int]], on: date) -> Iterator[tuple[int, int]]:
    """Leave out a link whose child is already above its parent, in the register or by a link before it."""
    above = _above({parent for _child, parent in pairs}, on)
    for child, parent in pairs:
        seen, ahead = {parent}, [parent]
        while ahead:
            fresh = above.get(ahead.pop(), set()) - seen
            seen |= fresh
            ahead += fresh
        if child not in seen:
            if child in above:
                above[child].add(parent)
            yield child, parent


def _above(contacts: set[int], on: date) -> dict[int, set[int]]:
    """Return the parents of these contacts, of those parents, and so on up, by contact."""
    above: dict[int, set[int]] = {}
    while contacts:
        above |= {contact: set() for contact in contacts}
        for part in _parts(sorted(contacts), 10_000):
            links = Affiliation.objects.filter(child__in=part).exclude(end_date__lt=on)
            for child, parent in links.values_list("child_id", "parent_id"):
                above[child].add(parent)
        contacts = {parent for contact in contacts for parent in above[contact]} - above.keys()
    return above


def _parts(values: Sequence[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part
