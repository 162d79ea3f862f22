"""Possible duplicates of a large register: the worker looks for them, the page shows what it kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from convergence.contacts.commands import mark_not_duplicate
from convergence.contacts.import_models import PossibleDuplicate
from convergence.contacts.importing import scanning, tasks
from convergence.contacts.importing.scanning import as_pair, duplicates_to_show, scan_register, wants_scan
from convergence.contacts.models import Contact, ContactPoint

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 22, 15, tzinfo=UTC)


@pytest.fixture
def pairs() -> list[tuple[int, int]]:
    """Three people, each written twice under one address; the cache knows nothing of them."""
    cache.clear()
    found = []
    for given in ("Anaïs", "Zoé", "Fatoumata"):
        two = [
            Contact.objects.create(
                kind="PERSON",
                name=f"{given} Le Bœuf",
                given_name=given,
                family_name="Le Bœuf",
                created_at=AT,
                changed_at=AT,
            )
            for _ in range(2)
        ]
        email = f"{given}@courriel.example".lower()
        for contact in two:
            ContactPoint.objects.create(contact=contact, channel="EMAIL", value=email, normalised=email)
        found.append((two[0].pk, two[1].pk))
    return found


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A register of three people is large enough."""
    monkeypatch.setattr(scanning, "FEW", 3)


def shown() -> set[tuple[int, int]]:
    return {(pair.first, pair.second) for pair in map(as_pair, duplicates_to_show().pairs)}


def test_a_small_register_is_looked_through_at_once(pairs: list[tuple[int, int]]) -> None:
    assert shown() == set(pairs)
    assert duplicates_to_show().scanned_at is None
    assert not wants_scan()
    assert PossibleDuplicate.objects.count() == 0


@pytest.mark.usefixtures("large")
def test_a_large_register_shows_what_the_last_scan_kept(pairs: list[tuple[int, int]]) -> None:
    assert duplicates_to_show().is_waiting
    assert wants_scan()
    assert scan_register(at=AT) == len(pairs)
    assert not wants_scan()
    assert shown() == set(pairs)
    assert duplicates_to_show().scanned_at == AT


@pytest.mark.usefixtures("large")
def test_pairs_settled_since_are_left_out_and_the_register_is_looked_through_again(
    pairs: list[tuple[int, int]], coordinator: Any
) -> None:
    scan_register(at=AT)
    kept_apart, merged, retracted = pairs[0], pairs[1], pairs[2]
    mark_not_duplicate(first_id=kept_apart[0], second_id=kept_apart[1], actor=coordinator, at=AT)
    assert shown() == {merged, retracted}
    Contact.objects.filter(pk=merged[1]).update(merged_into_id=merged[0])
    Contact.objects.filter(pk=retracted[0]).update(retracted_at=AT)
    assert shown() == set()
    assert wants_scan()


@pytest.mark.usefixtures("large", "pairs")
def test_the_worker_looks_once_for_each_change() -> None:
    tasks.look_for_duplicates.call()
    first = set(PossibleDuplicate.objects.values_list("pk", flat=True))
    tasks.look_for_duplicates.call()
    assert set(PossibleDuplicate.objects.values_list("pk", flat=True)) == first
    assert len(first) == 3


@pytest.mark.usefixtures("large")
def test_a_page_of_a_large_register_takes_few_queries(
    pairs: list[tuple[int, int]], django_assert_max_num_queries: Any
) -> None:
    scan_register(at=AT)
    with django_assert_max_num_queries(3):
        assert [as_pair(row).first for row in duplicates_to_show().pairs] == [first for first, _second in pairs]


@pytest.mark.usefixtures("large")
def test_the_page_says_that_it_waits_then_when_the_register_was_looked_through(
    pairs: list[tuple[int, int]], coordinator: Any, client: Any
) -> None:
    client.force_login(coordinator, backend="convergence.accounts.backends.RoleBackend")
    address = reverse("imports:duplicates")
    waiting = client.get(address).content.decode()
    assert "arrière-plan" in waiting
    assert "Aucun" not in waiting.partition("<main")[2].partition("</main")[0]
    scan_register(at=AT)
    shown = client.get(address).content.decode()
    assert "a été parcouru le 22 février 2024, 10\u00a0h" in shown
    assert shown.count("Anaïs Le Bœuf") == 2
    assert shown.count('name="second"') == len(pairs)
