"""The letter shown as it is being written: real recipients, nothing saved, no error page (S60, S65)."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from convergence.membership.models import CallLetter, DuesCall
from convergence.membership.queries.previews import samples
from tests.backoffice.dues.test_screens import browser
from tests.membership.conftest import AT, DAY, World

WORDS = {"subject": "Appel {période}", "addressees": "À tous", "closing_formula": "Salutations"}


@pytest.fixture
def call(world: World) -> DuesCall:
    world.scales()
    world.member("Syndicat du port", count=1_000, language="fr")
    world.member("Comité du 50^e anniversaire", count=2_000, language="en")
    return world.call()


def live(client: Client, call: DuesCall, body: str, language: str = "fr", **more: object) -> tuple[int, str]:
    """Return the status, and the letter or what is said instead."""
    with time_machine.travel(AT, tick=False):
        answer = client.post(
            f"/gestion/cotisations/{call.pk}/lettre/{language}/apercu/", WORDS | {"body": body, **more}
        )
    found = answer.json() if answer.status_code == 200 else {}
    return answer.status_code, found.get("said") or found.get("letter", "")


@pytest.mark.rule("S60")
def test_letter_is_merged_for_the_chosen_recipient_and_nothing_is_saved(world: World, call: DuesCall) -> None:
    kept = list(CallLetter.objects.order_by("pk").values())
    client = browser(world.coordinator)
    first, second = (world.contacts[name].pk for name in ("Syndicat du port", "Comité du 50^e anniversaire"))
    status, words = live(client, call, "Bonjour {nom} : **{montant}**, d'ici le {échéance}. {lien}", membre=first)
    assert status == 200
    assert "Bonjour Syndicat du port\u00a0: <strong>120,00\u00a0$</strong>, d’ici le 30\u00a0avril 2024." in words
    assert "Appel 2023-2024" in words
    assert "Montréal, le 22\u00a0février 2024" in words
    status, words = live(client, call, "Hello {name}, {amount}", "en", membre=second)
    assert "Hello Comité du 50^e anniversaire, $240.00" in words.replace("<sup>e</sup>", "^e")
    assert list(CallLetter.objects.order_by("pk").values()) == kept


def test_field_that_does_not_exist_is_named_in_a_sentence(world: World, call: DuesCall) -> None:
    client = browser(world.coordinator)
    status, words = live(client, call, "Bonjour {montnt}")
    assert (status, words) == (
        200,
        "La lettre en français nomme un champ qui n’existe pas\u00a0: {montnt}. Vouliez-vous dire {montant}\u202f?",
    )
    CallLetter.objects.filter(call=call, language="fr").update(body="Bonjour {montnt}")
    with time_machine.travel(AT, tick=False):
        page = client.get(f"/gestion/cotisations/{call.pk}/lettre/fr/")
    assert page.status_code == 200
    assert "{montnt}" in page.content.decode()


def test_markup_in_a_letter_stays_words(world: World, call: DuesCall) -> None:
    _status, words = live(browser(world.coordinator), call, "Un <script>alert(1)</script> mot")
    assert "<script" not in words


def test_only_who_writes_letters_sees_them_live(world: World, call: DuesCall) -> None:
    assert live(browser(world.treasurer), call, "x")[0] in (302, 403)
    assert live(browser(world.stranger), call, "x")[0] in (302, 403)
    assert live(Client(), call, "x")[0] == 302
    assert live(browser(world.coordinator), call, "x" * 50_000) == (
        200,
        "Cette lettre est trop longue pour être montrée.",
    )
    assert live(browser(world.coordinator), call, "x", "de")[0] == 404
    DuesCall.objects.update(state="ISSUED")
    assert live(browser(world.coordinator), call, "x")[0] == 404


def test_recipients_to_leaf_through_are_of_the_whole_alphabet_with_the_one_shown(world: World) -> None:
    world.scales()
    made = [world.member(f"{first}{second}", count=100) for first in "ABCDE" for second in "abcd"]
    call, last = world.call(), made[-1].pk
    names = [name for _pk, name in samples(call, today=DAY, limit=5)]
    assert names == ["Aa", "Ba", "Ca", "Da", "Ea"]
    assert [name for _pk, name in samples(call, today=DAY, limit=5, shown=last)] == [*names, "Ed"]
    with time_machine.travel(AT, tick=False):
        page = browser(world.coordinator).get(f"/gestion/cotisations/{call.pk}/lettre/fr/?membre={last}")
    assert f'<option value="{last}" selected>Ed</option>' in page.content.decode()
