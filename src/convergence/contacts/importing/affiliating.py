"""Links of the organisations of a list to the centrals that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from convergence.contacts.models import (
    Affiliation,
    Contact,
)
from convergence.core.inserting import insert

from . import building
from .existing import central_ids
from .folding import plain
from .session import Session


def affiliate(session: Session) -> None:
    """Link organisations to the central that the list names, matched by acronym or name, or created."""
    if not session.centrals:
        return
    known = central_ids()
    for key, said in {plain(said): said for _pk, said in session.centrals}.items():
        if key and key not in known:
            [known[key]] = insert(Contact, [building.central_of(said, at=session.at)])
            session.created["centrals"].append(known[key])
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
            for child, parent in ordered
            if (child, parent) not in held
        ],
    )


def _parts(values: Sequence[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part
