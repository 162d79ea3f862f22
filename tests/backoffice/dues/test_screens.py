"""Screens of the dues call: who may open them, what a post does, what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from convergence.accounts.models import User
from convergence.contacts.choices import ContactKind
from convergence.contacts.commands.identity import refresh_search
from convergence.contacts.models import Contact, ContactPoint, Mandate
from convergence.membership.choices import ApplicationState, CallState
from convergence.membership.commands import answers, calls
from convergence.membership.models import (
    CallRecipient,
    Coverage,
    DuesCall,
    DuesScale,
    Exemption,
    ExtraordinaryContribution,
    GroupMembership,
    MembershipApplication,
    PersonalLink,
)
from tests.membership.conftest import AT, DAY, World

PLACES = "/gestion/cotisations/"
DRAFT = [
    "periode/",
    "lettre/fr/",
    "lettre/en/",
    "pieces/",
    "destinataires/",
    "destinataires/?voir=exclus",
    "apercu/",
    "signatures/",
    "envoi/",
]
ISSUED = [
    "periode/",
    "lettre/fr/",
    "destinataires/",
    "destinataires/?q=port&group=B&standing=AWAITING&channel=EMAIL",
    "destinataires/?q=%00'%22",
    "destinataires.csv",
    "apercu/",
    "apercu/courriel/",
    "apercu/lettre.pdf",
    "signatures/",
    "envoi/",
    "rappels/",
    "rappels/textes/",
    "resultat/",
    "resultat.csv",
]
LISTS = ["", "nouvel-appel/", "grilles/", "grilles/nouvelle/", "qui-paie/", "exemptions/", "adhesions/"]


def browser(user: Any) -> Client:
    """Return a browser signed in as a user."""
    client = Client()
    client.force_login(user, backend="convergence.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def ready(world: World) -> World:
    """Scales and three members, one of them by post."""
    world.scales()
    world.member("Syndicat du port", count=1_000, email="port@membre.example")
    world.member("Syndicat rural", count=100, email="", post=True)
    world.person("Rosa Lévesque")
    return world


@pytest.mark.parametrize("place", LISTS)
def test_lists_open_for_the_coordination_only_among_these_two(ready: World, place: str) -> None:
    assert browser(ready.coordinator).get(f"{PLACES}{place}").status_code == 200
    assert browser(ready.stranger).get(f"{PLACES}{place}").status_code in (302, 403)
    assert Client().get(f"{PLACES}{place}").status_code == 302


@pytest.mark.parametrize("place", DRAFT)
def test_pages_of_a_draft(ready: World, place: str) -> None:
    call = ready.call()
    with time_machine.travel(AT, tick=False):
        assert browser(ready.coordinator).get(f"{PLACES}{call.pk}/{place}").status_code == 200


@pytest.mark.parametrize("place", ISSUED)
def test_pages_of_an_issued_call(ready: World, place: str) -> None:
    call = ready.issued()
    with time_machine.travel(datetime(2024, 6, 1, 15, 0, tzinfo=UTC), tick=False):
        answer = browser(ready.coordinator).get(f"{PLACES}{call.pk}/{place}")
        assert answer.status_code == 200
        assert b"".join(answer) != b""
        assert browser(ready.stranger).get(f"{PLACES}{call.pk}/{place}").status_code in (302, 403)


def test_call_from_its_period_to_its_progress(ready: World, django_capture_on_commit_callbacks: Any) -> None:
    coordinator, president = browser(ready.coordinator), browser(ready.president)
    with time_machine.travel(AT, tick=False):
        begun = coordinator.post(
            f"{PLACES}nouvel-appel/", {"period": "2023-2024", "place": "Montréal", "letter_date": "2024-02-22"}
        )
        call = DuesCall.objects.get()
        assert begun.headers["Location"] == f"{PLACES}{call.pk}/lettre/fr/"
        place = f"{PLACES}{call.pk}/"
        written = {
            "subject": "Appel {période}",
            "addressees": "À tous",
            "body": "Voici **{montant}**. {lien}",
            "closing_formula": "Salutations",
        }
        assert coordinator.post(f"{place}lettre/fr/", written).status_code == 302
        page = coordinator.get(f"{place}lettre/fr/").content.decode()
        assert re.search(r"<strong>\d+,\d\d", page)
        assert coordinator.post(f"{place}liens/").status_code == 302
        for office, person in ready.signers.items():
            named = coordinator.post(f"{place}signatures/", {"office": office, "person": person.pk})
            assert named.status_code == 302
        assert coordinator.post(f"{place}essai/").status_code == 302
        coordinator.post(f"{place}signatures/", {"office": "COORDINATION", "sign": "1"})
        refused = coordinator.post(f"{place}envoi/", follow=True).content.decode()
        assert "Luc Tremblay" in refused
        president.post(f"{place}signatures/", {"office": "PRESIDENCY", "sign": "1"})
        with django_capture_on_commit_callbacks(execute=False):
            assert coordinator.post(f"{place}envoi/").status_code == 302
            assert coordinator.post(f"{place}envoi/").status_code == 302
        assert 'http-equiv="refresh"' in coordinator.get(f"{place}envoi/").content.decode()
        ready.run(call)
        assert call.state == CallState.ISSUED
        assert "Syndicat du port" in coordinator.get(f"{place}destinataires/").content.decode()
    assert CallRecipient.objects.count() == 3


def test_period_that_is_taken_or_wrong_gets_a_sentence(ready: World) -> None:
    ready.call()
    coordinator = browser(ready.coordinator)
    for period in ("2023-2024", "2023", "n’importe quoi"):
        answer = coordinator.post(f"{PLACES}nouvel-appel/", {"period": period, "letter_date": "2024-02-22"})
        assert answer.status_code == 200
        assert 'class="errors"' in answer.content.decode()


@pytest.mark.one_database
def test_a_person_who_chose_an_amount_declares_no_members_and_an_expired_link_is_said(
    world: World, recipients: Callable[[DuesCall], dict[str, CallRecipient]]
) -> None:
    world.scales()
    world.member("Ana Paz", kind=ContactKind.PERSON, group="D")
    call = world.issued()
    row = recipients(call)["Ana Paz"]
    answers.choose_amount(recipient_id=row.pk, amount_cents=4_050, said_by="Ana Paz", actor=None, at=AT)
    PersonalLink.objects.filter(recipient=row).update(expires_at=AT)
    words = browser(world.coordinator).get(f"{PLACES}{call.pk}/destinataires/{row.pk}/").content.decode()
    assert "Ana Paz\u00a0: 30,00\u00a0$ → 40,50\u00a0$" in words
    assert ("None" in words.partition("<main")[2], "Corriger l’effectif" in words) == (False, False)
    assert "Il n’ouvre plus rien depuis le" in words


def test_recipient_is_corrected_and_promises(
    ready: World, recipients: Callable[[DuesCall], dict[str, CallRecipient]]
) -> None:
    call = ready.issued()
    row = recipients(call)["Syndicat du port"]
    place = f"{PLACES}{call.pk}/destinataires/{row.pk}/"
    coordinator = browser(ready.coordinator)
    with time_machine.travel(AT, tick=False):
        assert coordinator.get(place).status_code == 200
        count = {"act": "count", "members": "900", "as_of": "2024-02-22", "said_by": "Déléguée"}
        assert coordinator.post(place, count).status_code == 302
        assert coordinator.post(place, count | {"members": "5"}).status_code == 200
        assert (
            coordinator.post(
                place, {"act": "promise", "promised_date": "2024-04-01", "said_by": "Déléguée"}
            ).status_code
            == 302
        )
        assert (
            coordinator.post(
                place, {"act": "promise", "promised_date": "2020-04-01", "said_by": "Déléguée"}
            ).status_code
            == 200
        )
        renewed = coordinator.post(place, {"act": "renew"}, follow=True).content.decode()
        link = re.search(r"/c/[A-Za-z0-9_-]{32}/", renewed)
        assert link, "the new link is shown once"
        assert Client().get(link[0]).status_code == 200
        assert link[0] not in coordinator.get(place).content.decode()
        assert coordinator.post(place, {"act": "revoke"}).status_code == 302
        assert "Déléguée" in coordinator.get(place).content.decode()
    row.refresh_from_db()
    assert (row.amount_cents, row.standing) == (10_800, "PROMISED")


@pytest.mark.rule("S60")
@pytest.mark.rule("S65")
def test_the_frozen_list_is_exported_and_says_why_a_language_is_another(ready: World) -> None:
    ready.person("Inés Prado", language="es")
    call = ready.call()
    calls.save_letter(call_id=call.pk, language="es", values={"body": ""}, actor=ready.coordinator, at=AT)
    ready.check_links(call)
    ready.sign(call)
    ready.issue(call)
    ready.member("Syndicat tardif", count=10)
    coordinator = browser(ready.coordinator)
    lines = b"".join(coordinator.get(f"{PLACES}{call.pk}/destinataires.csv")).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + call.recipients.count()
    assert not any("Syndicat tardif" in line for line in lines)
    shown = " ".join(coordinator.get(f"{PLACES}{call.pk}/destinataires/").content.decode().split())
    assert "es → fr" in shown
    row = call.recipients.get(name="Inés Prado")
    page = " ".join(coordinator.get(f"{PLACES}{call.pk}/destinataires/{row.pk}/").content.decode().split())
    assert "pas de lettre dans cette langue" in page


def test_export_escapes_formulas(ready: World) -> None:
    ready.member("=CMD()", count=10)
    call = ready.issued()
    text = b"".join(browser(ready.coordinator).get(f"{PLACES}{call.pk}/destinataires.csv")).decode("utf-8-sig")
    assert "'=CMD()" in text


def test_all_reminders_of_a_page_are_sent_at_once(ready: World) -> None:
    call = ready.issued()
    with time_machine.travel(datetime(2024, 6, 1, 16, tzinfo=UTC), tick=False):
        coordinator = browser(ready.coordinator)
        page = coordinator.get(f"{PLACES}{call.pk}/rappels/").content.decode()
        shown = re.findall(r'name="shown" value="(\d+)"', page)
        coordinator.post(f"{PLACES}{call.pk}/rappels/", {"below": "1", "shown": shown})
    assert len(shown) == sum(row.reminders.count() for row in CallRecipient.objects.all()) > 0


def test_enclosures_of_a_sent_letter_are_not_asked_again(ready: World) -> None:
    call = ready.issued()
    answer = browser(ready.coordinator).get(f"{PLACES}{call.pk}/pieces/", follow=True)
    assert "elle reste telle quelle" in answer.content.decode()


def test_the_page_of_a_contact_leads_to_its_dues(ready: World) -> None:
    call = ready.issued()
    row = CallRecipient.objects.filter(call=call, member__kind=ContactKind.ORGANISATION).first()
    page = browser(ready.coordinator).get(f"/gestion/organisations/inspect/{row.member_id}/").content.decode()
    assert f'href="{PLACES}membres/{row.member_id}/"' in page
    assert f'href="{PLACES}{call.pk}/destinataires/{row.pk}/"' in page


def test_reminders_are_ticked_and_sent(ready: World) -> None:
    call = ready.issued()
    with time_machine.travel(datetime(2024, 6, 1, 15, 0, tzinfo=UTC), tick=False):
        place = f"{PLACES}{call.pk}/rappels/"
        treasurer = browser(ready.treasurer)
        page = treasurer.get(place).content.decode()
        assert "checked" not in page
        ids = list(CallRecipient.objects.values_list("pk", flat=True))
        treasurer.post(place, {"recipient": ids})
        treasurer.post(place, {"recipient": [*ids, "x", "999999"]})
        assert treasurer.post(place, {}).status_code == 302
    assert sum(row.reminders.count() for row in CallRecipient.objects.all()) == 3


SCALE = {"group": "B", "basis": "PER_CAPITA", "rate": "0,125", "floor": "50", "ceiling": "4 000,00", "valid_from": "2020-04-01", "adopted_by": "AG", "adopted_date": "2020-03-01"}  # fmt: skip


def test_scale_is_tried_then_recorded_then_revised(world: World) -> None:
    world.member("Syndicat du port", count=1_000)
    coordinator = browser(world.coordinator)
    tried = coordinator.post(f"{PLACES}grilles/nouvelle/", SCALE | {"try": "1"}).content.decode()
    assert "125,00" in tried
    assert DuesScale.objects.count() == 0
    assert coordinator.post(f"{PLACES}grilles/nouvelle/", SCALE).status_code == 302
    scale = DuesScale.objects.get()
    assert (str(scale.rate_cents), scale.floor_cents, scale.ceiling_cents) == ("12.5000", 5_000, 400_000)
    assert coordinator.get(f"{PLACES}grilles/{scale.pk}/").status_code == 200
    assert coordinator.post(f"{PLACES}grilles/{scale.pk}/", SCALE | {"rate": "0.13"}).status_code == 302
    newer = SCALE | {"valid_from": "2024-04-01", "rate": "0.14"}
    assert coordinator.post(f"{PLACES}grilles/{scale.pk}/nouvelle-version/", newer).status_code == 302
    assert list(DuesScale.objects.order_by("valid_from").values_list("valid_to", flat=True)) == [
        date(2024, 3, 31),
        None,
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": "abc"},
        {"rate": "-1"},
        {"rate": "NaN"},
        {"floor": "100", "ceiling": "50"},
        {"basis": "TIERS", "tiers": "dix: 5"},
        {"basis": "TIERS", "tiers": "10: 5"},
        {"floor": "12,345"},
    ],
)
def test_wrong_scale_gets_a_sentence(world: World, wrong: dict[str, str]) -> None:
    answer = browser(world.coordinator).post(f"{PLACES}grilles/nouvelle/", SCALE | wrong)
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    assert DuesScale.objects.count() == 0


def test_a_payment_that_has_not_begun_and_unused_decisions_are_withdrawn(ready: World) -> None:
    coordinator = browser(ready.coordinator)
    port, rural = ready.contacts["Syndicat du port"], ready.contacts["Syndicat rural"]
    given = {"payer": port.number, "member": rural.number, "kind": "PAYS_FOR", "start_date": "2099-04-01"}
    coordinator.post(f"{PLACES}qui-paie/", given)
    assert "Retirer" in coordinator.get(f"{PLACES}qui-paie/").content.decode()
    coordinator.post(f"{PLACES}qui-paie/{Coverage.objects.get().pk}/fin/")
    assert Coverage.objects.count() == 0
    itself = given | {"member": port.number}
    assert "choisissez-en un autre" in coordinator.post(f"{PLACES}qui-paie/", itself).content.decode()
    decided = {"period": "2023-2024", "decided_by": "CA", "decided_date": "2023-05-01"}
    spared = decided | {"act": "exemption", "member": port.number, "percent": "50", "reason": "Grève"}
    coordinator.post(f"{PLACES}exemptions/", spared)
    assert (
        "n’est pas une période"
        in coordinator.post(f"{PLACES}exemptions/", spared | {"period": "23-24"}).content.decode()
    )
    kept = Exemption.objects.get()
    coordinator.post(f"{PLACES}exemptions/", {"act": "withdraw_exemption", "row": kept.pk})
    assert Exemption.objects.count() == 0
    coordinator.post(f"{PLACES}exemptions/", spared)
    ready.issued()
    assert "Retirer" not in coordinator.get(f"{PLACES}exemptions/").content.decode()
    kept = Exemption.objects.get()
    answer = coordinator.post(f"{PLACES}exemptions/", {"act": "withdraw_exemption", "row": kept.pk}, follow=True)
    assert "elle reste comme elle est" in answer.content.decode()
    assert Exemption.objects.count() == 1


def test_an_address_that_only_takes_a_form_says_so(ready: World) -> None:
    call = ready.call()
    answer = browser(ready.coordinator).get(f"{PLACES}{call.pk}/essai/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    words = answer.content.decode()
    assert "ne fait que recevoir un formulaire" in words
    assert "Accueil de la gestion" in words


def test_a_payer_that_is_no_member_is_told_apart(ready: World) -> None:
    local = ready.contacts["Syndicat du port"]
    reached, lost = ready.contact("Fédération des ports"), ready.contact("Fédération perdue", email="")
    for payer, member in ((reached, local), (lost, ready.contacts["Syndicat rural"])):
        given = {"payer": payer.number, "member": member.number, "kind": "PAYS_FOR", "start_date": "2020-04-01"}
        assert browser(ready.coordinator).post(f"{PLACES}qui-paie/", given).status_code == 302
    page = browser(ready.coordinator).get(f"{PLACES}qui-paie/").content.decode()
    assert "une lettre avec la somme" in page
    assert page.count("personne ne recevrait la lettre") == 1


def test_a_name_is_found_without_its_accents(ready: World) -> None:
    refresh_search([ready.member("École unie", count=10).pk])
    coordinator = browser(ready.coordinator)
    given = {
        "payer": "ecole",
        "member": ready.contacts["Syndicat rural"].number,
        "kind": "PAYS_FOR",
        "start_date": "2023-04-01",
    }
    assert coordinator.post(f"{PLACES}qui-paie/", given).status_code == 302
    assert Coverage.objects.get().payer == ready.contacts["École unie"]


def test_a_draft_shows_the_letter_of_who_pays_for_others(ready: World) -> None:
    coordinator = browser(ready.coordinator)
    port, rural = ready.contacts["Syndicat du port"], ready.contacts["Syndicat rural"]
    given = {"payer": port.number, "member": rural.number, "kind": "PAYS_FOR", "start_date": "2023-04-01"}
    coordinator.post(f"{PLACES}qui-paie/", given)
    call = ready.call()
    found = coordinator.get(f"{PLACES}{call.pk}/destinataires/?q=PORT").content.decode()
    assert f"apercu/?membre={port.pk}" in found
    assert f"membre={rural.pk}" not in found
    words = coordinator.get(f"{PLACES}{call.pk}/apercu/?membre={port.pk}").content.decode()
    assert "Vous payez aussi pour 1 membre" in words
    assert f"{rural.name} — " in words
    assert (
        "vous n’avez rien à verser" in coordinator.get(f"{PLACES}{call.pk}/apercu/?membre={rural.pk}").content.decode()
    )


def test_who_may_sign_is_shown_with_its_organisation(ready: World) -> None:
    other = ready.contact("Syndicat voisin")
    person = ready.contact("Ada Voisine", kind="PERSON")
    Mandate.objects.create(person=person, held_in=other, office="PRESIDENCY", start="2020")
    page = browser(ready.coordinator).get(f"{PLACES}{ready.call().pk}/signatures/").content.decode()
    assert "Ada Voisine — Syndicat voisin" in page
    assert '<optgroup label="Autres organisations">' in page


def test_a_signatory_who_left_is_said_to_have_left(ready: World) -> None:
    call = ready.call()
    ready.sign(call)
    place = f"{PLACES}{call.pk}/signatures/"
    assert "n’occupe plus cette fonction" not in browser(ready.coordinator).get(place).content.decode()
    Mandate.objects.filter(office="PRESIDENCY").update(end="2023-12")
    assert "n’occupe plus cette fonction" in browser(ready.coordinator).get(place).content.decode()


def test_coverage_exemption_and_extra(ready: World) -> None:
    coordinator = browser(ready.coordinator)
    port, rural = ready.contacts["Syndicat du port"], ready.contacts["Syndicat rural"]
    given = {"payer": port.number, "member": rural.name, "kind": "PAYS_FOR", "start_date": "2023-04-01"}
    assert coordinator.post(f"{PLACES}qui-paie/", given).status_code == 302
    circle = {"payer": rural.number, "member": port.number, "kind": "PAYS_FOR", "start_date": "2023-04-01"}
    assert 'class="errors"' in coordinator.post(f"{PLACES}qui-paie/", circle).content.decode()
    assert 'class="errors"' in coordinator.post(f"{PLACES}qui-paie/", given | {"payer": "Syndicat"}).content.decode()
    coverage = Coverage.objects.get()
    assert coordinator.post(f"{PLACES}qui-paie/{coverage.pk}/fin/").status_code == 302
    exemption = {
        "act": "exemption",
        "member": port.number,
        "period": "2023-2024",
        "percent": "50",
        "reason": "Grève",
        "decided_by": "CA",
        "decided_date": "2023-05-01",
    }
    assert coordinator.post(f"{PLACES}exemptions/", exemption).status_code == 302
    assert coordinator.post(f"{PLACES}exemptions/", exemption | {"percent": "150"}).status_code == 200
    extra = {
        "act": "extra",
        "period": "2023-2024",
        "label": "50e",
        "amount_cents": "40",
        "adopted_by": "AG",
        "adopted_date": "2023-05-01",
    }
    assert coordinator.post(f"{PLACES}exemptions/", extra).status_code == 302
    assert (Exemption.objects.count(), ExtraordinaryContribution.objects.get().amount_cents) == (1, 4_000)


def test_application_is_recorded_and_decided(ready: World) -> None:
    person = ready.contact("Inés Prado", kind=ContactKind.PERSON, number="")
    coordinator, president = browser(ready.coordinator), browser(ready.president)
    assert (
        coordinator.post(
            f"{PLACES}adhesions/", {"contact": "Inés Prado", "group": "D", "submitted_date": "2024-02-01"}
        ).status_code
        == 302
    )
    application = MembershipApplication.objects.get()
    place = f"{PLACES}adhesions/{application.pk}/decision/"
    assert president.get(place).status_code == 200
    decided = {"group": "B", "decided_date": "2024-02-22", "decided_by": "CA", "approve": "1"}
    assert 'class="errors"' in president.post(place, decided).content.decode()
    assert president.post(place, decided | {"group": "D"}).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.APPROVED
    assert GroupMembership.objects.get(member=person).group == "D"


def test_member_changes_group_leaves_and_answers(ready: World) -> None:
    port = ready.contacts["Syndicat du port"]
    place = f"{PLACES}membres/{port.pk}/"
    coordinator = browser(ready.coordinator)
    assert coordinator.get(place).status_code == 200
    change = {"act": "change", "group": "A", "on": DAY.isoformat(), "source": "CA"}
    assert 'class="errors"' in coordinator.post(place, change).content.decode()
    assert coordinator.post(place, {"act": "directory", "agreed": "yes", "said_by": "Déléguée"}).status_code == 302
    assert (
        coordinator.post(place, {"act": "leave", "last_day": "2024-03-31", "reason": "Désaffiliation"}).status_code
        == 302
    )
    assert GroupMembership.objects.get(member=port).end_date == date(2024, 3, 31)
    assert browser(ready.stranger).get(place).status_code in (302, 403, 404)


def test_what_lacks_before_the_sending_leads_to_its_step(ready: World) -> None:
    call = ready.call()
    page = browser(ready.coordinator).get(f"{PLACES}{call.pk}/envoi/").content.decode()
    assert f'<li><a href="{PLACES}{call.pk}/signatures/">' in page


def test_without_a_scale_nobody_is_called_and_the_way_out_is_shown(world: World) -> None:
    world.member("Syndicat du port", count=1_000)
    call, client = world.call(), browser(world.coordinator)
    page = client.get(f"{PLACES}{call.pk}/destinataires/").content.decode()
    assert f'href="{PLACES}grilles/"' in page
    assert [step.state for step in client.get(f"{PLACES}{call.pk}/apercu/").context["steps"]][2] == "to_come"
    world.scales()
    assert [step.state for step in client.get(f"{PLACES}{call.pk}/apercu/").context["steps"]][2] == "done"


def test_a_letter_that_names_an_unknown_field_says_so_beside_it(ready: World) -> None:
    call = ready.call()
    call.letters.filter(language="fr").update(body="Bonjour {prenom}")
    coordinator = browser(ready.coordinator)
    page = coordinator.get(f"{PLACES}{call.pk}/lettre/fr/").content.decode()
    assert "data-said>La lettre en français nomme un champ" in page
    assert "data-letter" in page
    assert "{prenom}" in coordinator.get(f"{PLACES}{call.pk}/apercu/").content.decode()


def test_reminders_are_filtered_and_given_as_a_file(ready: World) -> None:
    call = ready.issued()
    place = f"{PLACES}{call.pk}/rappels/"
    with time_machine.travel(datetime(2024, 6, 1, 16, tzinfo=UTC), tick=False):
        treasurer = browser(ready.treasurer)
        everyone = csv_lines(treasurer.get(place, {"format": "csv"}))
        assert len(everyone) == 3
        wanted = everyone[0].split(";")[1]
        assert [line.split(";")[1] for line in csv_lines(treasurer.get(place, {"q": wanted, "format": "csv"}))] == [
            wanted
        ]
        assert csv_lines(treasurer.get(place, {"level": "2", "format": "csv"})) == []
        assert treasurer.get(place, {"about": "BALANCE", "group": "B", "q": "\x00'"}).status_code == 200
        kept = {"list": place, "query": f"q={wanted}", "name": "Une seule"}
        treasurer.post("/gestion/filtres/", kept)
        assert "Une seule" in treasurer.get(place).content.decode()


def test_a_call_begun_by_mistake_is_given_up_until_it_is_sent(ready: World) -> None:
    draft = ready.call("2024-2025")
    client, place = browser(ready.coordinator), f"{PLACES}{draft.pk}/periode/"
    assert "Abandonner ce brouillon" in client.get(place).content.decode()
    assert browser(ready.stranger).post(place, {"discard": "1"}).status_code in {302, 403, 404}
    assert DuesCall.objects.filter(pk=draft.pk).exists()
    client.post(place, {"discard": "1"})
    assert not DuesCall.objects.filter(pk=draft.pk).exists()
    sent = ready.issued()
    client.post(f"{PLACES}{sent.pk}/periode/", {"discard": "1"})
    assert DuesCall.objects.get().state == CallState.ISSUED


def test_what_is_not_known_is_not_written_as_0_in_the_file_of_reminders(ready: World) -> None:
    ready.member("Syndicat sans effectif")
    call = ready.issued()
    with time_machine.travel(datetime(2024, 6, 1, 16, tzinfo=UTC), tick=False):
        rows = csv_lines(browser(ready.treasurer).get(f"{PLACES}{call.pk}/rappels/", {"format": "csv"}))
    assert {line.split(";")[1]: line.split(";")[5] for line in rows} == {
        "Syndicat du port": "120.0", "Syndicat rural": "50.0", "Rosa Lévesque": "30.0", "Syndicat sans effectif": "",
    }  # fmt: skip


def csv_lines(answer: Any) -> list[str]:
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]


def test_a_central_without_a_number_is_named_by_its_acronym(ready: World) -> None:
    central = ready.contact("Centrale des essais", acronym="CDE", number="")
    ready.contact("Syndicat du quai–CDE")
    paid = next(row.member for row in GroupMembership.objects.filter(group="B"))
    values = {"payer": "cde", "member": paid.number or paid.name, "kind": "PAYS_FOR", "start_date": "2024-01-01"}
    browser(ready.coordinator).post(f"{PLACES}qui-paie/", values)
    assert Coverage.objects.filter(payer=central).exists()


@pytest.mark.parametrize("place", ["exemptions/", "adhesions/", "qui-paie/"])
def test_no_two_fields_of_a_page_share_an_id(ready: World, place: str) -> None:
    page = browser(ready.coordinator).get(PLACES + place).content.decode()
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_a_second_mailing_says_whom_it_would_reach(ready: World) -> None:
    lost = ready.member("Syndicat perdu", count=100, email="")
    call = ready.issued()
    place = f"{PLACES}{call.pk}/envoi/"
    coordinator = browser(ready.coordinator)
    page = coordinator.get(place).content.decode()
    assert ("Personne de plus ne peut être joint" in page, 'name="again"' in page) == (True, False)
    ContactPoint.objects.create(
        contact=lost, channel="EMAIL", value="retrouve@a.example", normalised="retrouve@a.example"
    )
    page = coordinator.get(place).content.decode()
    assert ("1 membre peut maintenant être joint" in page, "Syndicat perdu" in page) == (True, True)
    coordinator.post(place, {"again": "1"})
    ready.run(call)
    assert "Cotisation 2023-2024, envoi 2" in coordinator.get(place).content.decode()
    assert CallRecipient.objects.get(call=call, member=lost).mailing_number == 2


def test_the_home_page_leads_from_the_list_to_the_first_call(world: World) -> None:
    coordinator = browser(world.coordinator)
    page = coordinator.get("/gestion/").content.decode()
    assert ("Inscrire vos grilles de cotisation" in page, "Compléter votre organisation" in page) == (True, False)
    world.scales()
    page = coordinator.get("/gestion/").content.decode()
    assert ("Inscrire vos grilles" in page, "Commencer le premier appel" in page) == (False, True)
    world.call()
    assert "Commencer le premier appel" not in coordinator.get("/gestion/").content.decode()


@pytest.mark.one_database
def test_who_is_alone_to_sign_in_is_told_to_invite_the_others(world: World) -> None:
    words = "Inviter les personnes qui travaillent avec vous"
    assert words not in browser(world.coordinator).get("/gestion/").content.decode()
    User.objects.exclude(pk=world.coordinator.pk).update(is_active=False)
    assert words in browser(world.coordinator).get("/gestion/").content.decode()


def test_an_office_that_nobody_holds_leads_to_the_register(ready: World) -> None:
    call = ready.call()
    place = f"{PLACES}{call.pk}/signatures/"
    assert "Personne de votre organisation ne l’occupe" not in browser(ready.coordinator).get(place).content.decode()
    Mandate.objects.filter(office="COORDINATION").delete()
    assert (
        browser(ready.coordinator).get(place).content.decode().count("Personne de votre organisation ne l’occupe") == 1
    )


def test_posts_of_other_organisations_do_not_hide_that_ours_has_none(ready: World) -> None:
    call = ready.call()
    Mandate.objects.all().delete()
    person = ready.contact("Ada Voisine", kind="PERSON")
    Mandate.objects.create(person=person, held_in=ready.contact("Syndicat voisin"), office="PRESIDENCY", start="2020")
    page = browser(ready.coordinator).get(f"{PLACES}{call.pk}/signatures/").content.decode()
    assert page.count("Personne de votre organisation ne l’occupe") == 2


@pytest.mark.rule("S52")
def test_a_person_of_the_register_signs_once_an_access_is_theirs(ready: World) -> None:
    call, person = ready.call(), ready.signers["COORDINATION"]
    user, coordinator = person.user, browser(ready.coordinator)
    Contact.objects.filter(pk=person.pk).update(user=None)
    place, access = f"{PLACES}{call.pk}/signatures/", f"/gestion/reglages/personnes/{user.pk}/"
    coordinator.post(place, {"office": "COORDINATION", "person": person.pk})
    page = coordinator.get(place).content.decode()
    assert ("Personne ne se connecte encore sous ce nom" in page, "Je signe cette lettre" in page) == (True, False)
    shown = coordinator.get(access).context["form"].initial
    given = {name: value for name, value in shown.items() if value and name != "person"} | {"last_name": "Roy"}
    assert coordinator.post(access, given | {"person": person.pk}).status_code == 302
    assert "Je signe cette lettre" in coordinator.get(place).content.decode()
    other = Contact.objects.exclude(user=None).exclude(pk=person.pk).first()
    assert coordinator.post(access, given | {"person": other.pk}).status_code == 200
    assert coordinator.post(access, given).status_code == 302
    assert not Contact.objects.filter(user=user).exists()
