"""Who is called, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules.audience import Candidate, Channel, Exclusion, Place, Query, Reason, place, place_all

UNION = Candidate(7, "B", kind="UNION", region="06", email="delegue@syndicat.example")


def test_member_is_in_by_its_group() -> None:
    assert place(Query(), UNION) == Place(7, Reason.GROUP, Channel.EMAIL, facts={"group": "B"})


@pytest.mark.rule("P2")
def test_central_is_in_because_it_pays_for_locals() -> None:
    central = replace(UNION, pays_for=(8, 9))
    assert place(Query(), central) == Place(7, Reason.PAYS_FOR, Channel.EMAIL, facts={"group": "B", "count": 2})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"group": None}, Exclusion.NOT_A_MEMBER),
        ({"group": "C"}, Exclusion.NOT_IN_QUERY),
        ({"region": "16"}, Exclusion.NOT_IN_QUERY),
        ({"already_called": True}, Exclusion.ALREADY_CALLED),
        ({"included_in": 3}, Exclusion.INCLUDED_IN_CENTRAL),
        ({"exempt": True}, Exclusion.EXEMPT),
        ({"has_scale": False}, Exclusion.NO_SCALE),
        ({"do_not_contact": True}, Exclusion.DO_NOT_CONTACT),
        ({"email": ""}, Exclusion.NO_ADDRESS),
        ({"email_refused": True}, Exclusion.NO_ADDRESS),
    ],
)
def test_one_named_reason_for_each_one_out(change: dict[str, object], expected: Exclusion) -> None:
    query = Query(groups=frozenset({"B"}), regions=frozenset({"06"}))
    assert place(query, replace(UNION, **change)).exclusion is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "channel"),
    [
        ({}, Channel.EMAIL),
        ({"has_postal_address": True}, Channel.EMAIL),
        ({"has_postal_address": True, "prefers_post": True}, Channel.POST),
        ({"has_postal_address": True, "email": ""}, Channel.POST),
        ({"has_postal_address": True, "email_refused": True}, Channel.POST),
        ({"prefers_post": True}, Channel.EMAIL),
    ],
)
def test_channel(change: dict[str, object], channel: Channel) -> None:
    assert place(Query(), replace(UNION, **change)).channel is channel  # type: ignore[arg-type]


candidates = st.builds(
    Candidate,
    contact_id=st.integers(1, 30),
    group=st.none() | st.sampled_from("ABCD"),
    already_called=st.booleans(),
    email=st.sampled_from(["", "a@b.example"]),
    has_postal_address=st.booleans(),
)


@given(st.lists(candidates))
def test_each_is_placed_once_in_or_out_with_a_reason(found: list[Candidate]) -> None:
    places = place_all(Query(), found)
    assert [p.contact_id for p in places] == sorted({c.contact_id for c in found})
    assert all((p.reason is None) != (p.exclusion is None) for p in places)
    assert all((p.channel is not None) == p.is_in for p in places)
