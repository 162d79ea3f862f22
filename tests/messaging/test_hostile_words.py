"""Names, addresses and texts that want to be more than words: headers, markup, code, merge fields, ten thousand signs."""

from collections.abc import Callable
from email import message_from_bytes, policy

import pytest

from convergence.contacts.models import Contact
from convergence.core.models import OrganisationProfile
from convergence.messaging import commands, mime
from convergence.messaging.choices import Fate
from convergence.messaging.commands import Recipient
from convergence.messaging.models import Delivery, Mailing, OutboxMessage
from convergence.messaging.rendering import letter_of, render_pdf
from tests.messaging.cast import AT
from tests.messaging.test_sending import body, outbox, send

pytestmark = pytest.mark.django_db
EVIL = (
    "Zoé\r\nBcc: victime@ailleurs.example",
    "Zoé\nSubject: autre\n\n<p>corps</p>",
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "{{ lien }} {{ inconnu }} {% now 'Y' %}",
    "[cliquez](javascript:alert(1)) **gras**",
    '#panic("x") $x$ @ref #read("/etc/passwd")',
    "\u202eexe.tel\u202c \u200b\ufeff",
    "N" * 10_000,
    "a\x07b\x1b[31m",
    "李明 🙂 أحمد שלום नमस्ते ᐃᓄᒃᑎᑐᑦ \ue000 \ufffd",
)


def write_to(mailing: Mailing, people: dict[str, str], person: Callable[[str], Contact]) -> None:
    commands.add_recipients(
        mailing_id=mailing.pk,
        recipients=[
            Recipient(person(name[:300]).pk, address, "fr", {"nom": name, "lien": "https://centre.example/c/1"})
            for address, name in people.items()
        ],
        actor=None,
        at=AT,
    )
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)


@pytest.mark.parametrize("name", EVIL)
def test_a_name_is_words_and_nothing_else(
    name: str, mailing: Mailing, members: None, person: Callable[[str], Contact]
) -> None:
    OrganisationProfile.objects.update(name=name[:200])
    write_to(mailing, {"zoe@union.example": name}, person)
    assert send(mailing).sent == 1
    [message] = outbox()
    assert (message["To"], message["Bcc"], len(message.get_all("Subject"))) == ("zoe@union.example", None, 1)
    html = body(message, "html")
    for sign in ("<script", "<img src=x", 'href="javascript:'):
        assert sign not in html
    delivery = Delivery.objects.get()
    made = render_pdf(
        letter_of(delivery), recipient=[name[:300]], created=AT, profile=OrganisationProfile.objects.get()
    )
    assert made.startswith(b"%PDF")


def test_one_address_that_cannot_be_written_to_holds_back_nobody(
    mailing: Mailing, members: None, person: Callable[[str], Contact]
) -> None:
    wanted = {"zoé@union.example": "Zoé", "info@québec.example": "Québec", "ana@union.example": "Ana"}
    write_to(mailing, wanted, person)
    tally = send(mailing)
    assert (tally.sent, tally.failed) == (2, 1)
    fates = dict(Delivery.objects.values_list("address", "fate"))
    assert fates == {
        "zoé@union.example": Fate.FAILED,
        "info@québec.example": Fate.SENT,
        "ana@union.example": Fate.SENT,
    }
    assert [message["To"] for message in outbox()] == ["info@xn--qubec-csa.example", "ana@union.example"]
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "é" * 300 + "\r\nX: y", "\x0bX: y"])
def test_no_value_of_a_header_begins_another(value: str) -> None:
    envelope = mime.Envelope(
        sender_name=value,
        sender="a@centre.example",
        recipient="b@union.example",
        message_id="<1@centre.example>",
        date=AT,
    )
    raw = mime.build(envelope, subject=value, text="x", html="x", files=[mime.File(value, "application/pdf", b"%PDF")])
    read = message_from_bytes(raw, policy=policy.default)
    assert sorted(read.keys()) == [
        "Content-Language",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
