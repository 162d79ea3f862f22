"""Whom a bank line may name is found without reading every name, and nobody is missed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from convergence.contacts.models import Contact
from convergence.finance.queries import matching_index
from convergence.finance.rules.matching import Index, Owed, _close_names, compact, name_score
from convergence.finance.rules.references import folded

words = st.sampled_from(
    ["SYNDICAT", "DU", "PORT", "RURAL", "STE-ANNE", "CSN", "LEVESQUE", "AB", "1234", "ENSEIGNANTES"]
)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)
acronyms = st.sampled_from(["", "CSN", "SP", "FTQ", "PORT"])


@given(
    owed=st.lists(st.tuples(st.lists(names, max_size=3), acronyms), max_size=8),
    fragment=st.lists(words, min_size=1, max_size=5).map(" ".join),
    cut=st.integers(0, 8),
)
def test_only_those_left_out_score_nothing(owed: list[tuple[list[str], str]], fragment: str, cut: int) -> None:
    fragment = fragment[cut:] or fragment
    rows = [
        Owed(place, place, str(place), "2324", 100, tuple(borne), tuple(filter(None, [acronym])))
        for place, (borne, acronym) in enumerate(owed)
    ]
    index = Index(rows)
    part, pieces = compact(fragment), frozenset(re.findall(r"[A-Z0-9]+", fragment))

    def scored(found: Any) -> list[tuple[int, tuple[int, str]]]:
        scores = [(one.owed.invoice_id, name_score(part, pieces, one.compact, one.acronyms)) for one in found]
        return [(pk, score) for pk, score in scores if score[0]]

    assert scored(index.may_be_named(part, pieces)) == scored(index.named)


@pytest.mark.django_db
def test_what_is_owed_is_read_in_three_queries(django_assert_num_queries: Callable[..., Any]) -> None:
    Contact.objects.create(kind="ORGANISATION", name="Syndicat", created_at=timezone.now(), changed_at=timezone.now())
    with django_assert_num_queries(3):
        matching_index()


@given(
    kept=st.lists(st.text("AB01-", min_size=1, max_size=9), max_size=12),
    text=st.text("AB01- ", max_size=30),
)
def test_references_of_a_text_are_those_that_stand_in_it(kept: list[str], text: str) -> None:
    index = Index([Owed(place, place, "", "", 1, reference=one) for place, one in enumerate(kept)])
    signs = folded(text)
    wanted = {one for one in index.by_reference if len(one) >= 6 and one in signs}
    assert set(index.references_in(signs)) == wanted
    assert len(index.references_in(signs)) == len(wanted)


@given(
    names=st.lists(st.text("ABCD", min_size=1, max_size=16), max_size=8),
    part=st.text("ABCD", min_size=12, max_size=16),
)
def test_the_nearest_names_are_found_together_as_one_by_one(names: list[str], part: str) -> None:
    index = Index([Owed(place, place, "", "", 1, names=(one, one[::-1])) for place, one in enumerate(names)])
    scores = [max(fuzz.partial_ratio(part, name, score_cutoff=92) for name in one.compact) for one in index.named]
    best = max(scores, default=0)
    assert _close_names(part, index) == [
        one for one, score in zip(index.named, scores, strict=True) if score == best and score
    ]
