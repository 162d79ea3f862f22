"""The screens of messages, walked by each role."""

import email
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from convergence.core.profile import change_profile
from convergence.messaging import commands, sending
from convergence.messaging.commands import Recipient, Text
from convergence.messaging.models import Bounce, Delivery, Mailing, OutboxMessage, ReturnedLetter, Suppression

AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)
BASE = "/gestion/messages/"
SENDERS = {"coordinator", "treasurer", "communications"}
READERS = SENDERS | {"auditor"}


@pytest.fixture
def mailing(db: None, cast: Any) -> Mailing:
    change_profile(
        actor=None, at=AT, name="Centre", street="1, rue", city="Montréal", postal_code="H2X 0A0", phone="514 555-0100"
    )
    made = commands.create_mailing(
        reference="b",
        title="Avis d’assemblée",
        purpose="LEGAL_NOTICE",
        texts=[Text("fr", "Avis", "Bonjour {{ nom }}.")],
        files=[commands.File("ordre du jour.pdf", b"%PDF-1.7 x")],
        actor=None,
        at=AT,
    )
    people = [Recipient(cast.amiante.pk, f"p{i}@union.example", "es", {"nom": str(i)}) for i in range(3)]
    letter = Recipient(cast.zibeline.pk, "SZGS\n1, rue Perdue\nMontréal", "fr", {"nom": "z"}, "POST")
    commands.add_recipients(mailing_id=made.pk, recipients=[*people, letter], actor=None, at=AT)
    commands.start_mailing(mailing_id=made.pk, actor=None, at=AT)
    sending.send_chunk(mailing_id=made.pk, chunk=1, claim="j", clock=lambda: AT)
    return made


def addresses(mailing: Mailing) -> dict[str, set[str]]:
    delivery = Delivery.objects.filter(mailing=mailing).order_by("pk")[0].pk
    kept = OutboxMessage.objects.order_by("pk")[0].pk
    return {
        BASE: READERS,
        f"{BASE}{mailing.pk}/": READERS,
        f"{BASE}{mailing.pk}/?fate=SENT": READERS,
        f"{BASE}{mailing.pk}/tirage.pdf": SENDERS,
        f"{BASE}destinataire/{delivery}/": READERS,
        f"{BASE}destinataire/{delivery}/courriel.html": READERS,
        f"{BASE}destinataire/{delivery}/lettre.pdf": READERS,
        f"{BASE}boite-denvoi/": SENDERS,
        f"{BASE}boite-denvoi/{kept}/": SENDERS,
        f"{BASE}boite-denvoi/{kept}/courriel.html": SENDERS,
        f"{BASE}boite-denvoi/{kept}/piece/0/": SENDERS,
        f"{BASE}incertains/": READERS,
        f"{BASE}rebonds/": READERS,
        f"{BASE}retours/?q=perdue": READERS,
        f"{BASE}ne-plus-ecrire/?q=%22%00": READERS,
    }


def test_every_address_is_open_to_its_roles_only(mailing: Mailing, cast: Any) -> None:
    wrong = []
    for name in cast.everybody:
        client = cast.client(name)
        for address, allowed in addresses(mailing).items():
            status = client.get(address).status_code
            if (status == 200) != (name in allowed):
                wrong.append((name, address, status))
    assert wrong == []


def test_the_outbox_shows_the_message_and_its_files(mailing: Mailing, cast: Any) -> None:
    client = cast.client("communications")
    row = OutboxMessage.objects.order_by("pk")[0]
    page = client.get(f"{BASE}boite-denvoi/{row.pk}/").content.decode()
    assert "ordre du jour.pdf" in page
    frame = client.get(f"{BASE}boite-denvoi/{row.pk}/courriel.html")
    assert frame["Content-Security-Policy"].startswith("sandbox")
    assert "Bonjour 0." in frame.content.decode()
    file = client.get(f"{BASE}boite-denvoi/{row.pk}/piece/0/")
    assert file.content == b"%PDF-1.7 x"
    assert email.message_from_bytes(bytes(row.raw))["Subject"] == "Avis"


def test_letters_are_printed_then_posted(mailing: Mailing, cast: Any) -> None:
    client = cast.client("coordinator")
    assert client.get(f"{BASE}{mailing.pk}/tirage.pdf").content.startswith(b"%PDF")
    client.post(f"{BASE}{mailing.pk}/imprime/")
    letter = Delivery.objects.get(mailing=mailing, channel="POST")
    assert letter.fate == "PRINTED"
    asked = client.get(f"{BASE}retours/{letter.pk}/").content.decode()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in asked  # as a browser's calendar reads it
    answer = client.post(
        f"{BASE}retours/{letter.pk}/", {"reason": "MOVED", "returned_date": "2024-03-04", "note": "parti"}
    )
    assert answer.status_code == 302
    assert ReturnedLetter.objects.get().note == "parti"


def test_what_was_held_back_is_not_counted_as_handed_over(mailing: Mailing, cast: Any) -> None:
    first, second, *_rest = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(fate="SUPPRESSED")
    Delivery.objects.filter(pk=second.pk).update(fate="FAILED")
    told = cast.client("auditor").get(BASE).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "<div>1 / 4<br>" in told
    assert all(f"{words} : 1<" in told for words in ("Refusé", "Retenu"))


def test_what_is_uncertain_is_settled_by_a_person(mailing: Mailing, cast: Any) -> None:
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(fate="UNCERTAIN")
    page = cast.client("auditor").get(f"{BASE}incertains/").content.decode()
    assert 'name="again"' not in page
    assert cast.client("auditor").post(f"{BASE}incertains/{first.pk}/", {"again": "1"}).status_code == 403
    cast.client("treasurer").post(f"{BASE}incertains/{first.pk}/", {"again": "1"})
    first.refresh_from_db()
    assert (first.fate, first.chunk) == ("QUEUED", 2)


def test_a_bounce_read_elsewhere_is_recorded(mailing: Mailing, cast: Any) -> None:
    client = cast.client("communications")
    bad = client.post(f"{BASE}rebonds/", {"address": "x", "is_permanent": "yes"})
    assert bad.status_code == 422
    client.post(f"{BASE}rebonds/", {"address": "p0@union.example", "is_permanent": "yes"})
    assert Bounce.objects.get().kind == "PERMANENT"
    assert Suppression.objects.get().reason == "BOUNCED"


def test_an_address_is_added_to_the_list_and_lifted(mailing: Mailing, cast: Any) -> None:
    client = cast.client("communications")
    asked = {"address": "Zoe@union.example", "topic": "NEWSLETTER", "reason": "ASKED", "detail": "au téléphone"}
    client.post(f"{BASE}ne-plus-ecrire/", asked)
    row = Suppression.objects.get()
    assert (row.address_key, row.topic) == ("zoe@union.example", "NEWSLETTER")
    client.post(f"{BASE}ne-plus-ecrire/{row.pk}/lever/")
    row.refresh_from_db()
    assert row.lifted_at is not None


def test_pause_and_go_on(mailing: Mailing, cast: Any) -> None:
    Mailing.objects.update(status="SENDING")
    client = cast.client("coordinator")
    client.post(f"{BASE}{mailing.pk}/pause/", {"pause": "1"})
    mailing.refresh_from_db()
    assert mailing.status == "PAUSED"
    client.post(f"{BASE}{mailing.pk}/pause/", {"resume": "1"})
    mailing.refresh_from_db()
    assert mailing.status == "SENDING"
