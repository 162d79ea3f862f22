"""The whole story of one period: called on 22 February 2024, answered through the personal link, paid on 3 May (S58–S61)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from itertools import product
from typing import Any

import pypdf
import pytest
import time_machine
from django.test import Client
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from convergence.contacts.models import Standing
from convergence.finance.commands.payments import record_payment
from convergence.finance.models import Invoice, Receipt
from convergence.membership.commands import issue, reminders
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.fates import print_run_of
from convergence.membership.queries.results import result_of
from convergence.messaging.models import OutboxMessage
from tests.membership.conftest import AT, World

PAID_AT = datetime(2024, 5, 3, 15, 0, tzinfo=UTC)
ByName = Callable[[DuesCall], dict[str, CallRecipient]]


def work() -> None:
    """Do what the worker would do, until nothing is left."""
    while job := DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at").first():
        DBTaskResult.objects.filter(pk=job.pk).update(status=TaskResultStatus.SUCCESSFUL)
        task = import_string(job.task_path)
        kept = dict(job.args_kwargs["kwargs"])
        if task.takes_context:
            from convergence.messaging import sending

            sending.send_chunk(claim=str(job.pk), **kept)
        else:
            task.call(**kept)


def texts(address: str) -> list[tuple[str, str]]:
    """Return `(subject, text)` of what was mailed to an address, oldest first."""
    found = []
    for kept in OutboxMessage.objects.filter(recipients__contains=address).order_by("pk"):
        mail = message_from_bytes(bytes(kept.raw), policy=policy.default)
        body = mail.get_body(preferencelist=("plain",))  # type: ignore[attr-defined]
        found.append((" ".join(str(mail["subject"]).split()), " ".join(body.get_content().split())))
    return found


@pytest.fixture
def called(world: World, django_capture_on_commit_callbacks: Any, settings: Any) -> DuesCall:
    """A call issued on 22 February 2024, every letter handed over to the outbox."""
    settings.EMAIL_BACKEND = "convergence.messaging.outbox.OutboxBackend"
    with time_machine.travel(AT, tick=False):
        world.scales()
        world.member("Syndicat du port", count=1_000, email="port@membre.example")
        world.member("Syndicat rural", count=100, email="", post=True)
        call = world.call()
        world.sign(call)
        with django_capture_on_commit_callbacks(execute=True):
            issue.issue_dues_call(dues_call_id=call.pk, actor=world.coordinator, at=AT)
        with django_capture_on_commit_callbacks(execute=True):
            work()
        work()
    call.refresh_from_db()
    return call


def words(text: str) -> str:
    """Return the words of a text, without signs, cases and the hyphens of a line's end."""
    return " ".join(re.findall(r"\w+", text.lower().replace("-\n", "").replace("\xad", "")))


def link_of(address: str) -> str:
    """Return the path of the personal link in the letter mailed to an address."""
    [(_subject, text)] = texts(address)[:1]
    found = re.search(r"/c/[A-Za-z0-9_-]{32}/", text)
    assert found is not None
    return found[0]


@pytest.mark.rule("S58")
@pytest.mark.rule("S59")
@pytest.mark.rule("S60")
@pytest.mark.rule("S61")
def test_year_from_the_letter_to_the_receipt(
    world: World, called: DuesCall, recipients: ByName, django_capture_on_commit_callbacks: Any
) -> None:
    [(subject, text)] = texts("port@membre.example")
    assert subject == "Appel à cotisation 2023-2024"
    assert "120,00" in text
    assert "Luc Tremblay" in text
    assert "Montréal, le 22 février 2024" in text
    assert "coordonnatrice" in text

    path = link_of("port@membre.example")
    delegate = Client()
    with time_machine.travel(datetime(2024, 3, 1, 15, 0, tzinfo=UTC), tick=False):
        assert "Syndicat du port" in delegate.get(path).content.decode()
        answer = delegate.post(path, {"street": "1, rue Neuve", "city": "Québec", "email": "port@membre.example"})
        assert answer.headers["Location"] == f"{path}cotisation/"
        page = delegate.get(f"{path}cotisation/").content.decode()
        assert "120,00" in page
        assert delegate.post(f"{path}cotisation/", {"members": "900"}).status_code == 302
        assert "108,00" in delegate.get(f"{path}cotisation/").content.decode()
        promised = {"way": "INTERAC", "promised_date": "2024-05-10", "note": ""}
        assert delegate.post(f"{path}reponse/", promised).headers["Location"] == f"{path}merci/"
    row = recipients(called)["Syndicat du port"]
    assert (row.standing, row.amount_cents) == ("PROMISED", 10_800)

    with time_machine.travel(PAID_AT, tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            record_payment(
                payer_id=row.payer_id,
                amount_cents=10_800,
                method="CARD",
                received_date=date(2024, 5, 3),
                allocations=[(row.invoice_id, 10_800)],
                actor=None,
                at=PAID_AT,
            )
        with django_capture_on_commit_callbacks(execute=True):
            work()
        work()
        thanks = delegate.get(f"{path}merci/").content.decode()
        assert 'class="thanks"' in thanks
    row.refresh_from_db()
    assert row.standing == "EN_REGLE"
    standings = Standing.objects.filter(contact=row.member, period="2023-2024").order_by("pk")
    assert [one.standing for one in standings][-1] == "EN_REGLE"
    assert Invoice.objects.get(pk=row.invoice_id).period == "2023-2024"
    receipt = Receipt.objects.get()
    assert receipt.amount_cents == 10_800
    subjects = [subject for subject, _text in texts("port@membre.example")]
    assert len(subjects) == 2
    assert subjects[1] == f"Reçu de paiement {receipt.number}"
    assert "Nous avons reçu 108,00 $ de Syndicat du port." in texts("port@membre.example")[1][1]

    later = datetime(2024, 9, 1, 15, 0, tzinfo=UTC)
    due = [one.recipient.name for one in reminders.decide_all(called, on=later.date()) if one.decision.level]
    assert due == ["Syndicat rural"]
    assert result_of(called, actor=world.coordinator).total.received_cents == 10_800


@pytest.mark.rule("S137")
def test_postal_member_has_a_print_ready_letter(world: World, called: DuesCall) -> None:
    pdf = print_run_of(called, created=AT)
    assert pdf is not None
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    said = words(printed)
    mailed = texts("port@membre.example")[0][1]
    assert "Syndicat rural" in " ".join(printed.split())
    sentences = [part for part in re.split(r"(?<=[.!?])\s", mailed.split(" -- ")[0]) if "http" not in part]
    common = [
        part for part in sentences if "port" not in part.lower() and not re.search(r"\d", part) and len(part) > 30
    ]
    assert len(common) >= 3
    assert [part for part in common if words(part) not in said] == []


@pytest.mark.rule("S61")
def test_nothing_is_shown_without_the_right_token(world: World, called: DuesCall) -> None:
    path = link_of("port@membre.example")
    visitor = Client()
    with time_machine.travel(AT, tick=False):
        assert visitor.get(path).status_code == 200
        for wrong in ("essai", "x" * 32, path[3:-2], path[3:-1].swapcase(), "../c", "é" * 32):
            for tail in ("", "cotisation/", "merci/"):
                answer = visitor.get(f"/c/{wrong}/{tail}")
                assert answer.status_code == 404
                assert "Syndicat du port" not in answer.content.decode()


@pytest.mark.rule("L4")
@pytest.mark.parametrize("tail", ["", "cotisation/", "reponse/", "merci/"])
def test_every_page_of_the_form_says_why_it_asks_and_what_rights_one_has(
    world: World, called: DuesCall, tail: str
) -> None:
    path = link_of("port@membre.example")
    with time_machine.travel(AT, tick=False):
        page = Client().get(f"{path}{tail}").content.decode()
    for words in ("Pourquoi nous le demandons", "remettre des reçus", "le faire corriger", "bonjour@centre.example"):
        assert words in page, words
    assert ("hors du Québec" in page) is False


@pytest.mark.rule("S61")
def test_many_wrong_tokens_wait(world: World, called: DuesCall) -> None:
    visitor = Client(REMOTE_ADDR="203.0.113.9")
    found = [visitor.get(f"/c/{'y' * 32}/").status_code for _turn in range(22)]
    assert (found[0], found[-1]) == (404, 429)


@pytest.mark.rule("S61")
def test_expired_link_says_so_and_shows_nothing(world: World, called: DuesCall) -> None:
    path = link_of("port@membre.example")
    with time_machine.travel(datetime(2025, 3, 1, tzinfo=UTC), tick=False):
        answer = Client().get(path)
    assert answer.status_code == 404
    assert "Syndicat du port" not in answer.content.decode()
    assert "bonjour@centre.example" in answer.content.decode()


@pytest.mark.rule("S64")
@pytest.mark.rule("C4")
def test_thank_you_page_offers_four_steps_none_ticked(world: World, called: DuesCall) -> None:
    path = link_of("port@membre.example")
    with time_machine.travel(AT, tick=False):
        page = Client().get(f"{path}merci/").content.decode()
    for name in ("GIFT", "BULLETIN", "URGENT_ACTIONS", "SHARE"):
        assert re.search(rf'<input type="checkbox" name="{name}"', page)
    assert "checked" not in page


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ("-5", "nombre"),
        ("abc", "nombre"),
        ("99999999999", "nombre"),
        ("1e9", "nombre"),
        ("9", "cochez"),
        ("", "à remplir"),
    ],
)
def test_absurd_counts_get_a_sentence(world: World, called: DuesCall, members: str, sentence: str) -> None:
    path = link_of("port@membre.example")
    with time_machine.travel(AT, tick=False):
        answer = Client().post(f"{path}cotisation/", {"members": members})
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert [error for errors_of in errors.values() for error in errors_of if sentence in error.lower()], errors


def test_promise_in_the_past_gets_a_sentence(world: World, called: DuesCall) -> None:
    path = link_of("port@membre.example")
    with time_machine.travel(AT, tick=False):
        answer = Client().post(f"{path}reponse/", {"way": "CHEQUE", "promised_date": "2020-01-01"})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()


def test_form_is_private_and_not_kept(world: World, called: DuesCall) -> None:
    path = link_of("port@membre.example")
    with time_machine.travel(AT, tick=False):
        answer = Client().get(path)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_reminders_leave_once_however_often_they_are_clicked(
    world: World, called: DuesCall, django_capture_on_commit_callbacks: Any, recipients: ByName
) -> None:
    at = datetime(2024, 5, 20, 15, 0, tzinfo=UTC)
    ids = [row.pk for row in recipients(called).values()]
    with time_machine.travel(at, tick=False):
        for _click in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                reminders.send_reminders(dues_call_id=called.pk, recipient_ids=ids, actor=world.treasurer, at=at)
        with django_capture_on_commit_callbacks(execute=True):
            work()
        work()
    mails = texts("port@membre.example")
    assert [subject for subject, _text in mails] == [
        "Appel à cotisation 2023-2024",
        "Un petit rappel : cotisation 2023-2024",
    ]
    assert "120,00" in mails[1][1]


NASTY = ("", " ", "\x00", "-5", "1e9", "9" * 400, "=1+1", "<script>", "a@b.example\r\nBcc: x@y.example", "\ud7ff\U0010ffff", "2024-02-30", "0001-01-01", "9999-12-31", "'; --")  # fmt: skip


@pytest.mark.rule("S61")
def test_nothing_that_is_written_in_the_form_breaks_it(world: World, called: DuesCall, recipients: ByName) -> None:
    path = link_of("port@membre.example")
    forms = {
        "": ("attention", "street", "city", "province", "postal_code", "email", "delegate_email", "phone"),
        "cotisation/": ("members", "confirmed", "amount"),
        "reponse/": ("way", "promised_date", "note"),
        "merci/": ("DONATION", "NEWSLETTER", "email"),
        "carte/": ("amount",),
    }
    before = recipients(called)["Syndicat du port"].amount_cents
    with time_machine.travel(datetime(2024, 3, 1, 15, 0, tzinfo=UTC), tick=False):
        visitor = Client()
        for tail, names in forms.items():
            for name, value in product(names, NASTY):
                answer = visitor.post(f"{path}{tail}", {name: value}, REMOTE_ADDR="203.0.113.7")
                assert answer.status_code < 500, (tail, name, value)
            assert visitor.get(f"{path}{tail}", {"lang": "\x00", "x": "é" * 999}).status_code < 500
    row = recipients(called)["Syndicat du port"]
    assert (row.amount_cents, row.standing) == (before, "AWAITING")
    assert Receipt.objects.count() == 0
