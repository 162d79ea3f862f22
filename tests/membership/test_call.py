"""The dues call: preparing, signing, freezing, sending once, second mailing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from convergence.contacts.choices import Channel, ContactKind, OrganisationKind
from convergence.contacts.commands import merge_contacts
from convergence.contacts.commands.consents import record_consent, withdraw_consent
from convergence.contacts.models import Contact, ContactPoint, DoNotContact, Mandate, Standing
from convergence.core.errors import AlreadyDone, BadValue, NotAllowed
from convergence.core.models import AuditEntry
from convergence.finance.commands.invoices import issue_invoice
from convergence.finance.models import Invoice
from convergence.finance.rules.references import check_letter
from convergence.membership.choices import CallState
from convergence.membership.commands import calls, decisions, issue, links, scales
from convergence.membership.errors import (
    BadPeriod,
    CallNotDraft,
    NoSignatory,
    NotReady,
    PeriodTaken,
    SignatureMissing,
    WrongSignatory,
)
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.audience import placed
from convergence.membership.queries.outline import outline_of
from convergence.membership.queries.readiness import missing
from convergence.membership.rules.audience import Exclusion
from convergence.messaging.models import Delivery, Suppression
from convergence.messaging.queries import to_print
from tests.membership.conftest import AT, DAY, YEAR_END, World

ByName = Callable[[DuesCall], dict[str, CallRecipient]]


@pytest.fixture
def ready(world: World) -> World:
    """Scales and three members: a union with a count, a person, an association."""
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.person("Rosa Lévesque")
    world.member("Comité de quartier", "C", organisation_kind=OrganisationKind.ASSOCIATION)
    return world


@pytest.mark.rule("S58")
@pytest.mark.rule("S133")
def test_call_has_its_period_by_the_year_end(world: World) -> None:
    call = world.call()
    assert (call.period, call.period_start, call.period_end) == ("2023-2024", date(2023, 4, 1), date(2024, 3, 31))


@pytest.mark.parametrize("label", ["", "2023", "2023-2025", "deux mille"])
def test_label_that_is_no_period_is_refused(world: World, label: str) -> None:
    with pytest.raises(BadPeriod):
        calls.create_call(period=label, year_end=YEAR_END, letter_date=DAY, actor=world.coordinator, at=AT)


def test_period_that_overlaps_is_refused(world: World) -> None:
    world.call()
    with pytest.raises(PeriodTaken):
        calls.create_call(period="2023-2024", year_end=YEAR_END, letter_date=DAY, actor=world.coordinator, at=AT)


def test_next_call_begins_with_the_words_of_the_last(world: World) -> None:
    call = world.call()
    calls.save_letter(
        call_id=call.pk,
        language="fr",
        values={"subject": "Appel 2023-2024", "body": "Voici {montant}. {lien}"},
        actor=world.coordinator,
        at=AT,
    )
    following = calls.create_call(
        period="2024-2025", year_end=YEAR_END, letter_date=date(2025, 2, 1), actor=world.coordinator, at=AT
    )
    letter = following.letters.get(language="fr")
    assert (letter.subject, letter.body) == ("Appel 2024-2025", "Voici {montant}. {lien}")
    assert following.reminder_levels.count() == 3


def test_french_letter_cannot_be_emptied(world: World) -> None:
    call = world.call()
    with pytest.raises(BadValue):
        calls.save_letter(call_id=call.pk, language="fr", values={"body": " "}, actor=world.coordinator, at=AT)
    calls.save_letter(call_id=call.pk, language="es", values={"body": ""}, actor=world.coordinator, at=AT)
    assert sorted(call.letters.values_list("language", flat=True)) == ["en", "fr"]


@pytest.mark.rule("S52")
def test_sending_is_blocked_while_one_signature_is_missing(ready: World) -> None:
    call = ready.call()
    calls.sign(call_id=call.pk, office="COORDINATION", actor=ready.coordinator, at=AT)
    with pytest.raises(SignatureMissing) as caught:
        issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    assert "Luc Tremblay" in str(caught.value)
    assert CallRecipient.objects.count() == 0


@pytest.mark.rule("S52")
def test_one_person_does_not_sign_for_both_offices(ready: World) -> None:
    call = ready.call()
    hold = {"held_in": ready.contacts["Syndicat du port"], "office": "PRESIDENCY", "start": "2023"}
    both = call.signatures.get(office="COORDINATION").signatory
    Mandate.objects.create(person=both, **hold)
    given = {"call_id": call.pk, "office": "PRESIDENCY", "person_id": both.pk, "actor": ready.coordinator, "at": AT}
    with pytest.raises(ValidationError, match="Deux personnes différentes"):
        calls.name_signatory(**given)
    assert call.signatures.get(office="PRESIDENCY").name == "Luc Tremblay"


@pytest.mark.rule("S52")
def test_each_signs_for_themselves_only(ready: World) -> None:
    call = ready.call()
    with pytest.raises(WrongSignatory):
        calls.sign(call_id=call.pk, office="PRESIDENCY", actor=ready.coordinator, at=AT)


@pytest.mark.rule("S52")
def test_changed_letter_needs_new_signatures(ready: World) -> None:
    call = ready.call()
    ready.sign(call)
    assert missing(call) == []
    calls.save_letter(
        call_id=call.pk,
        language="fr",
        values={"subject": "Autre", "body": "Autre texte {lien}"},
        actor=ready.coordinator,
        at=AT,
    )
    ready.check_links(call)
    call.refresh_from_db()
    assert [one.code for one in missing(call)] == ["signature", "signature"]


@pytest.mark.rule("S48")
@pytest.mark.rule("S52")
def test_signatory_who_left_is_replaced(ready: World) -> None:
    call = ready.call()
    ready.sign(call)
    former = ready.signers["PRESIDENCY"]
    former.mandates.update(end="2024-01-31")
    call.refresh_from_db()
    assert [one.code for one in missing(call)] == ["signature"]
    with pytest.raises(SignatureMissing):
        issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    heir = ready.contact("Nadia Bouchard", kind=ContactKind.PERSON)
    with pytest.raises(NoSignatory):
        calls.name_signatory(call_id=call.pk, office="PRESIDENCY", person_id=heir.pk, actor=ready.coordinator, at=AT)
    former.user = None
    former.save()
    heir.user = ready.president
    heir.title_gender = "F"
    heir.save()
    Mandate.objects.create(
        person=heir, held_in=ready.contacts["Syndicat du port"], office="PRESIDENCY", start="2024-02"
    )
    signature = calls.name_signatory(
        call_id=call.pk, office="PRESIDENCY", person_id=heir.pk, actor=ready.coordinator, at=AT
    )
    assert (signature.name, signature.title, signature.signed_at) == ("Nadia Bouchard", "présidente", None)
    calls.sign(call_id=call.pk, office="PRESIDENCY", actor=ready.president, at=AT)
    assert ready.issue(call).state == CallState.ISSUED


@pytest.mark.rule("S136")
@pytest.mark.parametrize("state", ["BROKEN", "UNREACHABLE"])
def test_bad_link_blocks_the_sending_and_is_named(ready: World, state: str) -> None:
    call = ready.call()
    ready.check_links(call, ("#", "créer une bande dessinée", state))
    ready.sign(call)
    call.refresh_from_db()
    with pytest.raises(NotReady) as caught:
        issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    assert "créer une bande dessinée" in str(caught.value)


@pytest.mark.rule("S136")
def test_every_empty_link_is_named_by_its_words(ready: World) -> None:
    body = "[la bande dessinée](#), [le rapport](#), [le site](https://a.example/) et [son site](https://a.example/) : {lien}"
    call = ready.call()
    calls.save_letter(call_id=call.pk, language="fr", values={"body": body}, actor=ready.coordinator, at=AT)
    asked = [(link.text, link.href) for link in links.links_of(call) if link.href.startswith(("#", "https://a."))]
    assert asked == [("la bande dessinée", "#"), ("le rapport", "#"), ("son site", "https://a.example/")]


@pytest.mark.rule("S62")
def test_a_link_that_does_not_say_what_it_opens_blocks_the_sending(ready: World) -> None:
    call = ready.call()
    body = "Lisez le rapport en [cliquant ici](https://centre.example/rapport), puis répondez : {lien}"
    calls.save_letter(call_id=call.pk, language="fr", values={"body": body}, actor=ready.coordinator, at=AT)
    ready.check_links(call)
    ready.sign(call)
    with pytest.raises(NotReady) as caught:
        issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    assert "«\u00a0cliquant ici\u00a0» de la lettre en français ne dit pas ce qu’il ouvre" in str(caught.value)


@pytest.mark.rule("S136")
def test_unreachable_link_is_confirmed_by_name(ready: World) -> None:
    call = ready.call()
    ready.check_links(call, ("https://lent.example/", "le rapport", "UNREACHABLE"))
    ready.sign(call)
    links.confirm_link(link_id=call.links.get().pk, actor=ready.coordinator, at=AT)
    assert ready.issue(call).state == CallState.ISSUED
    assert call.links.get().confirmed_by_label == "Coordination"


def test_unknown_merge_field_blocks_with_the_nearest_one(ready: World) -> None:
    call = ready.call()
    calls.save_letter(
        call_id=call.pk, language="fr", values={"body": "{montan} {lien}"}, actor=ready.coordinator, at=AT
    )
    ready.check_links(call)
    ready.sign(call)
    call.refresh_from_db()
    assert [one.code for one in missing(call)] == ["unknown_field"]
    assert "{montant}" in missing(call)[0].text


@pytest.mark.rule("C21")
def test_missing_identity_blocks_the_sending(ready: World) -> None:
    from convergence.core.models import OrganisationProfile

    OrganisationProfile.objects.update(street="")
    call = ready.call()
    ready.sign(call)
    assert [one.code for one in missing(call)] == ["identity"]


@pytest.mark.rule("S60")
def test_audience_is_frozen_with_the_reason_each_one_is_in(ready: World, recipients: ByName) -> None:
    call = ready.issued()
    found = recipients(call)
    assert {name: (row.group, row.reason, row.channel, row.amount_cents) for name, row in found.items()} == {
        "Comité de quartier": ("C", "GROUP", "EMAIL", 7_500),
        "Rosa Lévesque": ("D", "GROUP", "EMAIL", 3_000),
        "Syndicat du port": ("B", "GROUP", "EMAIL", 12_000),
    }
    port = found["Syndicat du port"]
    assert port.invoice is not None
    assert port.invoice.reference == f"COT-2324-{port.member.number}"
    assert port.invoice.period == "2023-2024"


@pytest.mark.rule("S60")
def test_member_who_joins_after_sending_started_is_not_in_the_call(ready: World, recipients: ByName) -> None:
    call = ready.call()
    ready.sign(call)
    issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    from convergence.membership.commands import members

    late = ready.contact("Syndicat tardif", count=500)
    members.join(
        contact_id=late.pk, group="B", on=DAY, source="CA", actor=ready.coordinator, at=AT + timedelta(seconds=1)
    )
    ready.run(call)
    assert "Syndicat tardif" not in recipients(call)
    issue.start_second_mailing(dues_call_id=call.pk, actor=ready.coordinator, at=AT + timedelta(days=1))
    ready.run(call, at=AT + timedelta(days=1))
    assert "Syndicat tardif" not in recipients(call)


@pytest.mark.rule("S60")
def test_second_mailing_reaches_only_those_not_yet_sent(ready: World, recipients: ByName) -> None:
    silent = ready.member("Syndicat sans adresse", count=200, email="")
    call = ready.issued()
    assert [(row.name, row.exclusion) for row in call.exclusions.all()] == [("Syndicat sans adresse", "NO_ADDRESS")]
    first = {name: row.queued_at for name, row in recipients(call).items()}
    ContactPoint.objects.create(
        contact=silent,
        channel=Channel.EMAIL,
        purpose="BILLING",
        value="enfin@membre.example",
        normalised="enfin@membre.example",
    )
    later = AT + timedelta(days=20)
    issue.start_second_mailing(dues_call_id=call.pk, actor=ready.coordinator, at=later)
    ready.run(call, at=later)
    found = recipients(call)
    assert {name: row.queued_at for name, row in found.items()} == first | {"Syndicat sans adresse": later}
    assert found["Syndicat sans adresse"].mailing_number == 2
    assert Invoice.objects.count() == 4
    assert call.exclusions.count() == 0


@pytest.mark.rule("S60")
@pytest.mark.rule("C25")
def test_second_mailing_uses_what_was_learnt_since_the_record_date(ready: World, recipients: ByName) -> None:
    found, stopped = (ready.member(name, count=200, email="") for name in ("Syndicat retrouvé", "Syndicat qui refuse"))
    call = ready.issued()
    later = AT + timedelta(days=20)
    for place, contact in enumerate((found, stopped)):
        ContactPoint.objects.create(
            contact=contact,
            channel=Channel.EMAIL,
            purpose="BILLING",
            value=f"enfin-{place}@membre.example",
            normalised=f"enfin-{place}@membre.example",
            start_date=later.date(),
        )
    DoNotContact.objects.create(contact=stopped, channel="ALL", since=later.date())
    issue.start_second_mailing(dues_call_id=call.pk, actor=ready.coordinator, at=later)
    ready.run(call, at=later)
    assert recipients(call)["Syndicat retrouvé"].email == "enfin-0@membre.example"
    assert [(row.name, row.exclusion) for row in call.exclusions.all()] == [("Syndicat qui refuse", "DO_NOT_CONTACT")]


@pytest.mark.rule("P3")
def test_code_that_another_invoice_bears_holds_no_mailing_back(ready: World, recipients: ByName) -> None:
    by_hand = ready.member("Syndicat déjà facturé", count=1_000, number="3001")
    issue_invoice(
        payer_id=by_hand.pk,
        period="2023-2024",
        object="Acompte",
        lines=[("Acompte", 1_000)],
        due_date=None,
        reference="COT-2324-3001",
        actor=ready.treasurer,
        at=AT,
    )
    nameless = ready.member("Syndicat sans numéro", count=1_000)
    type(nameless).objects.filter(pk=nameless.pk).update(number="")
    ready.member("Syndicat homonyme", count=1_000, number=str(nameless.pk))
    found = recipients(ready.issued())
    assert found["Syndicat déjà facturé"].invoice.reference == f"COT-2324-3001-{check_letter('2324', '3001')}"
    codes = [found[name].invoice.reference for name in ("Syndicat sans numéro", "Syndicat homonyme")]
    nameless.refresh_from_db()
    assert codes == [f"COT-2324-{nameless.number}", f"COT-2324-{nameless.pk}"]


@pytest.mark.rule("S49")
def test_audience_reads_what_an_absorbed_duplicate_held(ready: World) -> None:
    port = ready.member("Syndicat des quais", count=500, email="")
    twin = ready.contact("Synd. des quais", email="quais@membre.example")
    refusing = ready.member("Syndicat discret", count=500)
    marked = ready.contact("Synd. discret", email="")
    DoNotContact.objects.create(contact=marked, channel="ALL", since=date(2023, 1, 1))
    for kept, absorbed in ((port, twin), (refusing, marked)):
        merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=ready.coordinator, at=AT)
    call = ready.call()
    found = {one.member.name: one for one in placed(call, today=DAY)}
    assert found["Syndicat des quais"].member.email == "quais@membre.example"
    assert found["Syndicat discret"].place.exclusion == Exclusion.DO_NOT_CONTACT
    outline = {one.name: (one.channel, one.exclusion) for one in outline_of(call, today=DAY)}
    assert outline == {name: (one.place.channel, one.place.exclusion) for name, one in found.items()}


@pytest.mark.rule("C24")
@pytest.mark.parametrize("topic", ["MEMBERSHIP", "ALL", "NEWSLETTER"])
def test_who_unsubscribed_from_dues_is_called_by_post(ready: World, topic: str) -> None:
    ready.member("Syndicat rural", count=100, email="Rural@membre.example", post=True)
    ContactPoint.objects.filter(value="Rural@membre.example").update(normalised="rural@membre.example")
    Suppression.objects.create(address_key="rural@membre.example", topic=topic, reason="UNSUBSCRIBED", since=AT)
    call = ready.call()
    [found] = [one for one in placed(call, today=DAY) if one.member.name == "Syndicat rural"]
    wanted = "EMAIL" if topic == "NEWSLETTER" else "POST"
    assert found.place.channel == wanted
    assert {one.name: one.channel for one in outline_of(call, today=DAY)}["Syndicat rural"] == wanted


@pytest.mark.rule("C24", "C26")
@pytest.mark.parametrize(("purpose", "wanted"), [("", "POST"), ("MEMBERSHIP", "POST"), ("NEWSLETTER", "EMAIL")])
def test_who_withdrew_a_consent_is_called_by_post(ready: World, purpose: str, wanted: str) -> None:
    rural = ready.member("Syndicat rural", count=100, email="rural@membre.example", post=True)
    ContactPoint.objects.filter(value="rural@membre.example").update(normalised="rural@membre.example")
    said = {"contact_id": rural.pk, "address": "rural@membre.example", "actor": ready.coordinator}
    withdraw_consent(**said, purpose=purpose, method="téléphone", at=AT)
    call = ready.call()

    def channel() -> str:
        [found] = [one for one in placed(call, today=DAY) if one.member.name == "Syndicat rural"]
        assert {one.name: one.channel for one in outline_of(call, today=DAY)}["Syndicat rural"] == found.place.channel
        return str(found.place.channel)

    assert channel() == wanted
    proof = {"wording": "Oui, écrivez-nous.", "source": "formulaire", "act": "GIVEN", "method": "formulaire"}
    record_consent(**said, purpose="MEMBERSHIP", **proof, at=AT + timedelta(days=1))
    assert channel() == "EMAIL"


def test_double_click_on_send_sends_once(ready: World) -> None:
    call = ready.call()
    ready.sign(call)
    ready.issue(call)
    with pytest.raises(AlreadyDone):
        issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    assert issue.issue_next_chunk(dues_call_id=call.pk, at=AT) is False
    assert (CallRecipient.objects.count(), Invoice.objects.count()) == (3, 3)


def test_mailing_goes_on_where_it_stopped(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issue, "FREEZE_CHUNK", 2)
    monkeypatch.setattr(issue, "SEND_CHUNK", 1)
    call = ready.call()
    ready.sign(call)
    issue.issue_dues_call(dues_call_id=call.pk, actor=ready.coordinator, at=AT)
    for _turn in range(4):
        issue.issue_next_chunk(dues_call_id=call.pk, at=AT)
    call.refresh_from_db()
    progress = issue.progress_of(call)
    assert (progress.frozen, progress.sent, progress.total, progress.is_over) == (3, 1, 3, False)
    ready.run(call)
    assert issue.progress_of(call).is_over
    assert Invoice.objects.count() == 3


def test_issued_call_stays_as_it_is(ready: World) -> None:
    call = ready.issued()
    with pytest.raises(CallNotDraft):
        calls.save_letter(call_id=call.pk, language="fr", values={"body": "x"}, actor=ready.coordinator, at=AT)
    with pytest.raises(CallNotDraft):
        calls.edit_call(call_id=call.pk, values={"place": "Québec"}, actor=ready.coordinator, at=AT)


def test_only_the_coordination_sends(ready: World) -> None:
    call = ready.call()
    ready.sign(call)
    with pytest.raises(NotAllowed):
        issue.issue_dues_call(dues_call_id=call.pk, actor=ready.president, at=AT)


@pytest.mark.rule("S65")
def test_spanish_reader_without_spanish_letter_gets_french_and_the_list_says_so(
    ready: World, recipients: ByName
) -> None:
    ready.person("Inés Prado", language="es")
    ready.person("Ann Hall", language="en")
    call = ready.call()
    calls.save_letter(call_id=call.pk, language="es", values={"body": ""}, actor=ready.coordinator, at=AT)
    ready.check_links(call)
    ready.sign(call)
    found = recipients(ready.issue(call))
    assert (found["Inés Prado"].language, found["Inés Prado"].is_fallback) == ("fr", True)
    assert (found["Ann Hall"].language, found["Ann Hall"].is_fallback) == ("en", False)


@pytest.mark.rule("F3")
def test_without_a_known_preference_the_letter_is_french(ready: World, recipients: ByName) -> None:
    assert ready.contacts["Rosa Lévesque"].language == ""
    row = recipients(ready.issued())["Rosa Lévesque"]
    assert (row.language, row.is_fallback) == ("fr", False)


def test_reasons_of_those_left_out(ready: World) -> None:
    marked = ready.member("Syndicat fâché", count=100)
    DoNotContact.objects.create(contact=marked, reason="A demandé", since=date(2022, 1, 1))
    ready.member(
        "Grande centrale", "A", organisation_kind=OrganisationKind.CONFEDERATION, count=50_000, counted=date(2010, 1, 1)
    )
    included = ready.member("Section incluse", count=40)
    scales.record_coverage(
        payer_id=ready.contacts["Syndicat du port"].pk,
        member_id=included.pk,
        kind="INCLUDES",
        start_date=date(2023, 4, 1),
        actor=ready.coordinator,
        at=AT,
    )
    call = ready.call()
    scales.DuesScale.objects.filter(group="A").delete()
    out = {one.member.name: one.place.exclusion for one in placed(call, today=DAY) if not one.place.is_in}
    assert out == {
        "Syndicat fâché": Exclusion.DO_NOT_CONTACT,
        "Grande centrale": Exclusion.NO_SCALE,
        "Section incluse": Exclusion.INCLUDED_IN_CENTRAL,
    }


@pytest.mark.parametrize("count", [40, None])
def test_who_is_wholly_exempted_is_left_out_and_in_good_standing(ready: World, count: int | None) -> None:
    spared = ready.member("Syndicat en grève", count=count)
    values = {
        "member": spared,
        "period": "2023-2024",
        "percent": 100,
        "reason": "Grève",
        "decided_by": "Conseil",
        "decided_date": date(2023, 9, 1),
    }
    decisions.record_exemption(values=values, actor=ready.coordinator, at=AT)
    call = ready.issued()
    assert [(row.name, row.exclusion) for row in call.exclusions.all()] == [("Syndicat en grève", "EXEMPT")]
    marks = Standing.objects.filter(contact=spared)
    assert list(marks.values_list("period", "standing")) == [("2023-2024", "EXEMPT")]


def test_standing_follows_the_last_central_of_a_chain(ready: World, recipients: ByName) -> None:
    middle, local = ready.member("Fédération incluse", count=200), ready.member("Section incluse", count=40)
    common = {"start_date": date(2023, 4, 1), "kind": "INCLUDES", "actor": ready.coordinator, "at": AT}
    scales.record_coverage(payer_id=ready.contacts["Syndicat du port"].pk, member_id=middle.pk, **common)
    scales.record_coverage(payer_id=middle.pk, member_id=local.pk, **common)
    call = ready.issued()
    asked = recipients(call)["Syndicat du port"].standing
    found = Standing.objects.filter(period="2023-2024", contact__in=[middle, local]).order_by("contact__name")
    assert [(one.contact.name, one.standing) for one in found] == [
        ("Fédération incluse", asked),
        ("Section incluse", asked),
    ]


@pytest.mark.rule("P2")
def test_central_that_pays_for_locals_has_their_invoices(ready: World, recipients: ByName) -> None:
    central = ready.member("Conseil central", count=2_000)
    local = ready.member("Section locale", count=1_000)
    scales.record_coverage(
        payer_id=central.pk, member_id=local.pk, start_date=date(2023, 4, 1), actor=ready.coordinator, at=AT
    )
    found = recipients(ready.issued())
    assert found["Section locale"].invoice is not None
    assert found["Section locale"].invoice.payer_id == central.pk
    assert found["Conseil central"].reason == "PAYS_FOR"


@pytest.mark.rule("P2")
def test_payer_that_was_merged_away_is_the_one_that_remains(ready: World, recipients: ByName) -> None:
    absorbed = ready.contact("Ancien conseil")
    central = ready.member("Conseil central", count=2_000)
    local, other = ready.member("Section locale", count=1_000), ready.member("Section incluse", count=50)
    common = {"start_date": date(2023, 4, 1), "actor": ready.coordinator, "at": AT}
    scales.record_coverage(payer_id=absorbed.pk, member_id=local.pk, **common)
    scales.record_coverage(payer_id=absorbed.pk, member_id=other.pk, kind="INCLUDES", **common)
    scales.record_coverage(payer_id=local.pk, member_id=central.pk, **common)
    Contact.objects.filter(pk=absorbed.pk).update(merged_into=central)
    found = recipients(ready.issued())
    assert found["Section locale"].payer_id == central.pk
    assert found["Conseil central"].payer_id == central.pk
    assert "Section incluse" not in found


def test_included_local_follows_the_standing_of_its_central(ready: World, recipients: ByName) -> None:
    central, local = ready.member("Conseil central", count=2_000), ready.member("Section incluse", count=40)
    common = {"start_date": date(2023, 4, 1), "actor": ready.coordinator, "at": AT}
    scales.record_coverage(payer_id=central.pk, member_id=local.pk, kind="INCLUDES", **common)
    row = recipients(ready.issued())["Conseil central"]
    told = local.standings.order_by("pk").values_list("period", "standing")
    assert list(told) == [("2023-2024", row.standing)]


@pytest.mark.rule("P3")
def test_member_without_a_number_gets_one_at_the_sending(ready: World, recipients: ByName) -> None:
    highest = max(int(one.number) for one in ready.contacts.values() if one.number)
    person = ready.person("Ada Sans-Numéro")
    Contact.objects.filter(pk=person.pk).update(number="")
    found = recipients(ready.issued())["Ada Sans-Numéro"]
    person.refresh_from_db()
    assert int(person.number) > highest
    assert found.invoice is not None
    assert found.invoice.reference == f"COT-2324-{person.number}"
    assert AuditEntry.objects.filter(verb="membership.member.numbered", object_id=str(person.pk)).count() == 1


def test_new_numbers_come_after_the_highest_in_use(ready: World) -> None:
    ready.member("Syndicat au grand numéro", count=10, number="7400")
    ready.member("Nouveau syndicat", count=10, number="")
    assert Contact.objects.get(name="Nouveau syndicat").number == "7401"


def test_unknown_count_gives_no_invoice_but_a_letter(ready: World, recipients: ByName) -> None:
    ready.member("Syndicat discret")
    row = recipients(ready.issued())["Syndicat discret"]
    assert (row.amount_cents, row.invoice_id, row.queued_at) == (None, None, AT)


def test_postal_member_is_sent_by_post(ready: World, recipients: ByName) -> None:
    ready.member("Syndicat rural", count=100, email="", post=True)
    row = recipients(ready.issued())["Syndicat rural"]
    assert row.channel == "POST"
    assert row.postal == "12, rue du Moulin\nBelle-Fontaine (QC)  H2X 1Y4"


@pytest.mark.rule("C25")
@pytest.mark.parametrize(("channel", "count"), [("POST", 0), ("ALL", 0), ("PHONE", 1)])
def test_letter_not_printed_yet_obeys_a_mark_set_since(
    ready: World, recipients: ByName, channel: str, count: int
) -> None:
    rural = ready.member("Syndicat rural", count=100, email="", post=True)
    ready.issued()
    mailing = Delivery.objects.get(contact=rural).mailing_id
    assert to_print(mailing).count() == 1
    DoNotContact.objects.create(contact=rural, channel=channel, since=DAY)
    assert to_print(mailing).count() == count


def test_audience_takes_a_fixed_number_of_queries(
    ready: World, django_assert_num_queries: Callable[..., object]
) -> None:
    call = ready.call()
    with django_assert_num_queries(9):
        placed(call, today=DAY)
    for place in range(5):
        ready.member(f"Syndicat {place}", count=100)
    with django_assert_num_queries(9):
        placed(call, today=DAY)


def test_a_new_call_takes_the_words_of_the_last_one_sent_rather_than_of_a_draft(ready: World) -> None:
    sent = ready.issued()
    draft = ready.call("2024-2025", letter_date=date(2025, 2, 22), due_date=date(2025, 4, 30))
    draft.letters.filter(language="fr").update(body="Un brouillon")
    following = calls.create_call(
        period="2025-2026", year_end=YEAR_END, letter_date=date(2026, 2, 22), actor=ready.coordinator, at=AT
    )
    assert following.letters.get(language="fr").body == sent.letters.get(language="fr").body != "Un brouillon"
