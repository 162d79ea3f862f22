"""A mailing from its preparation to the outbox."""

import email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default as policy
from typing import Any

import pytest
from django.test import TestCase

from convergence.contacts.models import Contact
from convergence.core.errors import DomainError
from convergence.core.models import OrganisationProfile
from convergence.messaging import commands, queries, sending
from convergence.messaging.choices import Fate, MailingStatus
from convergence.messaging.commands import Recipient, Text
from convergence.messaging.errors import IdentificationMissing, NotInPreparation, TextMissing
from convergence.messaging.models import Delivery, DeliveryEvent, Mailing, OutboxMessage
from convergence.messaging.transports import Outbox
from tests.messaging.cast import AT

LATER = AT + timedelta(minutes=1)


def send(mailing: Mailing) -> sending.Tally:
    return sending.send_chunk(mailing_id=mailing.pk, chunk=1, claim="job", clock=lambda: LATER)


def outbox() -> list[EmailMessage]:
    rows = OutboxMessage.objects.order_by("pk")
    return [email.message_from_bytes(bytes(row.raw), policy=policy) for row in rows]  # type: ignore[misc]


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_each_recipient_gets_the_letter_once(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    assert vars(send(mailing)) == {"sent": 3, "failed": 0, "held_back": 0, "put_off": 0, "uncertain": 0}
    assert vars(send(mailing)) == {"sent": 0, "failed": 0, "held_back": 0, "put_off": 0, "uncertain": 0}
    assert [message["To"] for message in outbox()] == ["p0@union.example", "p1@union.example", "p2@union.example"]
    mailing.refresh_from_db()
    assert mailing.status == MailingStatus.SENT
    assert queries.progress(mailing.pk).fates == {"SENT": 3}
    first = Delivery.objects.order_by("pk")[0]
    history = DeliveryEvent.objects.filter(delivery=first).order_by("pk").values_list("fate", flat=True)
    assert list(history) == ["QUEUED", "SENDING", "SENT"]


def test_the_words_are_those_of_the_reader_s_language(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    send(mailing)
    french, english, spanish = outbox()
    assert french["Subject"] == "Appel à cotisation 2023-2024"
    assert english["Subject"] == "2023-2024 dues"
    assert (
        "Bonjour Zoé Tremblay,\n\nVoici votre «\u00a0appel\u00a0»\u00a0: votre formulaire <https://centre.example/c/0>"
        in body(french, "plain")
    )
    assert '<a href="https://centre.example/c/0">votre formulaire</a>' in body(french, "html")
    assert spanish["Subject"] == french["Subject"]


@pytest.mark.rule("S65")
def test_a_missing_language_falls_back_and_the_list_says_so(mailing: Mailing, recipients: list[Contact]) -> None:
    fallen = queries.fallbacks(mailing.pk)
    assert [(row.wanted_language, row.message.language) for row in fallen] == [("es", "fr")]


@pytest.mark.rule("S65")
def test_a_mailing_needs_a_text_in_its_main_language(centre: OrganisationProfile) -> None:
    with pytest.raises(TextMissing):
        commands.create_mailing(
            reference="x", title="x", purpose="DUES", texts=[Text("en", "x", "x")], actor=None, at=AT
        )


@pytest.mark.rule("C21")
def test_without_identification_nothing_leaves(
    mailing: Mailing, recipients: list[Contact], centre: OrganisationProfile
) -> None:
    OrganisationProfile.objects.update(postal_code="", phone="", email="", website="")
    with pytest.raises(IdentificationMissing):
        commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    assert OutboxMessage.objects.count() == 0


@pytest.mark.rule("C21")
def test_the_foot_says_who_writes(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    send(mailing)
    for words in ("Centre de l’exemple", "123, rue de l’Exemple", "H2X 0A0", "514 555-0100", "bonjour@centre.example"):
        assert words in body(outbox()[0], "plain")
        assert words in body(outbox()[0], "html")


@pytest.mark.rule("C23")
def test_the_headers_of_one_click(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    send(mailing)
    token = Delivery.objects.order_by("pk")[0].token
    message = outbox()[0]
    url = f"http://localhost:8000/desabonnement/{token}/"
    assert message["List-Unsubscribe"].startswith(f"<{url}>, <mailto:")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in body(message, "plain")
    assert url in body(message, "html")


def test_the_envelope_names_the_delivery(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    send(mailing)
    token = Delivery.objects.order_by("pk")[0].token
    assert OutboxMessage.objects.order_by("pk")[0].sender == f"ne-pas-repondre+{token}@localhost"


@pytest.mark.rule("C25")
def test_who_unsubscribes_while_the_message_waits_gets_nothing(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    second = Delivery.objects.order_by("pk")[1]
    commands.unsubscribe(token=second.token, topic="MEMBERSHIP", method="page", at=AT)
    tally = send(mailing)
    assert (tally.sent, tally.held_back) == (2, 1)
    second.refresh_from_db()
    assert second.fate == Fate.SUPPRESSED


def test_a_double_click_on_send_starts_once(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    with pytest.raises(NotInPreparation):
        commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    assert DeliveryEvent.objects.count() == 3


def test_what_a_dead_job_held_is_uncertain_and_not_sent_again(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(fate=Fate.SENDING, claim="job")
    tally = send(mailing)
    assert (tally.sent, tally.uncertain) == (2, 1)
    assert [row.pk for row in queries.uncertain()] == [first.pk]
    assert [message["To"] for message in outbox()] == ["p1@union.example", "p2@union.example"]


@pytest.mark.parametrize(("was_sent", "fate", "count"), [(True, Fate.SENT, 2), (False, Fate.SENT, 3)])
def test_a_person_settles_what_is_uncertain(
    mailing: Mailing, recipients: list[Contact], was_sent: bool, fate: Fate, count: int
) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    first = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=first.pk).update(fate=Fate.SENDING, claim="job")
    send(mailing)
    commands.settle_uncertain(delivery_id=first.pk, was_sent=was_sent, actor=None, at=LATER)
    sending.send_chunk(mailing_id=mailing.pk, chunk=2, claim="other", clock=lambda: LATER)
    first.refresh_from_db()
    assert first.fate == fate
    assert OutboxMessage.objects.count() == count
    with pytest.raises(DomainError):
        commands.settle_uncertain(delivery_id=first.pk, was_sent=True, actor=None, at=LATER)


def test_the_same_list_twice_adds_nobody_twice(mailing: Mailing, recipients: list[Contact]) -> None:
    again = [Recipient(recipients[0].pk, "P0@union.example", "fr", {"nom": "x", "lien": "y"})]
    assert commands.add_recipients(mailing_id=mailing.pk, recipients=again, actor=None, at=AT) == 0


def test_starting_puts_the_chunks_in_the_queue(mailing: Mailing, recipients: list[Contact]) -> None:
    from django_tasks_db.models import DBTaskResult

    with TestCase.captureOnCommitCallbacks(execute=True):
        commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    jobs = [job.args_kwargs["kwargs"] for job in DBTaskResult.objects.all()]
    assert jobs == [{"mailing_id": mailing.pk, "chunk": 1}]


@pytest.mark.rule("C25")
def test_who_unsubscribes_while_others_are_being_sent_gets_nothing(mailing: Mailing, recipients: list[Contact]) -> None:
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    first, second, third = Delivery.objects.order_by("pk")

    class Leaving(Outbox):
        """The last one leaves, and the second leaves another topic, while the first is handed over."""

        def send(self, *, delivery_id: int | None, **values: Any) -> str:
            if delivery_id == first.pk:
                commands.unsubscribe(token=third.token, topic="MEMBERSHIP", method="page", at=AT)
                commands.unsubscribe(token=second.token, topic="NEWSLETTER", method="page", at=AT)
            return super().send(delivery_id=delivery_id, **values)

    tally = sending.send_chunk(mailing_id=mailing.pk, chunk=1, claim="job", way=Leaving(), clock=lambda: AT)
    assert (tally.sent, tally.held_back) == (2, 1)
    fates = list(Delivery.objects.order_by("pk").values_list("fate", flat=True))
    assert fates == [Fate.SENT, Fate.SENT, Fate.SUPPRESSED]
    history = DeliveryEvent.objects.filter(delivery=second).order_by("pk").values_list("fate", flat=True)
    assert list(history) == [Fate.QUEUED, Fate.SENDING, Fate.SENT]
