"""Bounces and returned letters."""

import email
from datetime import date
from email.message import Message

import pytest
from django.core.management import call_command

from convergence.contacts.choices import Channel as PointChannel
from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.messaging import bounces, commands, queries
from convergence.messaging.choices import BounceKind, Fate
from convergence.messaging.commands import Recipient
from convergence.messaging.errors import NotPostal
from convergence.messaging.models import Bounce, Delivery, Mailing, Suppression
from tests.messaging.cast import AT


def notice(token: str, status: str = "5.1.1", action: str = "failed") -> Message:
    return email.message_from_string(
        f"""From: MAILER-DAEMON@mx.example
To: c+{token}@centre.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; p0@union.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b--
"""
    )


@pytest.fixture
def delivery(mailing: Mailing, recipients: list[Contact]) -> Delivery:
    Delivery.objects.update(fate=Fate.SENT)
    return Delivery.objects.order_by("pk")[0]


def test_a_permanent_bounce_closes_the_address(delivery: Delivery) -> None:
    point = ContactPoint.objects.create(
        contact_id=delivery.contact_id,
        channel=PointChannel.EMAIL,
        value="P0@union.example",
        normalised="p0@union.example",
    )
    bounce = commands.record_bounce(notice=bounces.read(notice(delivery.token)), actor=None, at=AT)
    delivery.refresh_from_db()
    point.refresh_from_db()
    assert (bounce.kind, bounce.delivery_id, bounce.status_code) == (BounceKind.PERMANENT, delivery.pk, "5.1.1")
    assert delivery.fate == Fate.BOUNCED
    assert Suppression.objects.get().address_key == "p0@union.example"
    assert point.failing_since == AT


def test_a_temporary_bounce_closes_nothing(delivery: Delivery) -> None:
    message = notice(delivery.token, "4.2.2", "delayed")
    assert commands.record_bounce(notice=bounces.read(message), actor=None, at=AT).kind == BounceKind.TEMPORARY
    assert Suppression.objects.count() == 0


def test_the_same_notice_twice_counts_once(delivery: Delivery) -> None:
    for _ in range(2):
        commands.record_bounce(notice=bounces.read(notice(delivery.token)), actor=None, at=AT)
    assert Bounce.objects.count() == 1


def test_a_notice_without_our_token_closes_nothing_by_itself(delivery: Delivery) -> None:
    forged = commands.record_bounce(notice=bounces.read(notice("")), actor=None, at=AT)
    delivery.refresh_from_db()
    assert (forged.delivery_id, forged.settled_at, delivery.fate) == (delivery.pk, None, Fate.SENT)
    assert Suppression.objects.count() == 0
    assert list(queries.bounces_to_read()) == [forged]


def test_what_is_no_notice_waits_for_a_person(delivery: Delivery) -> None:
    message = email.message_from_string("From: a@b.example\nTo: c@centre.example\nSubject: Absente\n\nJe suis absente.")
    bounce = commands.record_bounce(notice=bounces.read(message), actor=None, at=AT)
    assert (bounce.kind, bounce.settled_at) == (BounceKind.UNREADABLE, None)
    assert queries.bounces_to_read().count() == 1


def test_an_older_form_is_understood(delivery: Delivery) -> None:
    message = email.message_from_string(
        f"""From: MAILER-DAEMON@mx.example
To: c+{delivery.token}@centre.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<p0@union.example>:
Sorry, no mailbox here by that name.

--- Below this line is a copy of the message.
"""
    )
    found = bounces.read(message)
    assert (found.kind, found.address, found.token) == (BounceKind.PERMANENT, "p0@union.example", delivery.token)


def test_a_mailbox_of_notices_is_read(delivery: Delivery, tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    import mailbox

    box = mailbox.Maildir(str(tmp_path) + "/box")
    box.add(notice(delivery.token))
    box.add(b"nonsense \xff\xfe")
    call_command("read_bounces", str(tmp_path) + "/box")
    assert sorted(Bounce.objects.values_list("kind", flat=True)) == ["PERMANENT", "UNREADABLE"]
    assert "2" in capsys.readouterr().out


def test_a_returned_letter_marks_its_address(mailing: Mailing, recipients: list[Contact]) -> None:
    contact = recipients[0]
    address = PostalAddress.objects.create(contact=contact, street="12, rue Perdue", city="Laval")
    post = Recipient(contact.pk, "Zoé Tremblay\n12, rue Perdue\nLaval", "fr", {"nom": "Zoé", "lien": "x"}, "POST")
    commands.add_recipients(mailing_id=mailing.pk, recipients=[post], actor=None, at=AT)
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    assert commands.mark_printed(mailing_id=mailing.pk, actor=None, at=AT) == 1
    letter = queries.returnable("perdue zoé").get()
    commands.record_returned_letter(
        delivery_id=letter.pk, reason="MOVED", returned_date=date(2024, 3, 4), actor=None, at=AT
    )
    letter.refresh_from_db()
    address.refresh_from_db()
    assert letter.fate == Fate.RETURNED
    assert address.returned_on == date(2024, 3, 4)


def test_an_e_mail_is_not_returned_by_the_post(delivery: Delivery) -> None:
    with pytest.raises(NotPostal):
        commands.record_returned_letter(
            delivery_id=delivery.pk, reason="MOVED", returned_date=date(2024, 3, 4), actor=None, at=AT
        )
