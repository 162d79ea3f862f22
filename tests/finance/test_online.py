"""Card payments against the stand-in, over real HTTP."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convergence.accounts.models import User
from convergence.contacts.models import Contact
from convergence.core.errors import AlreadyDone, BadValue
from convergence.finance import commands, gateway, queries
from convergence.finance.choices import CheckoutState, EventState
from convergence.finance.double import Double
from convergence.finance.double.pages import pay_page
from convergence.finance.errors import ChangedSince, OnlinePaymentUnavailable
from convergence.finance.models import CheckoutSession, Entry, Invoice, Payment, ProviderEvent
from tests.plugins.card import WEBHOOK, notify, pay

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def invoice(payer: Callable[..., Contact], treasurer: User, at: datetime) -> Invoice:
    return commands.issue_invoice(
        payer_id=payer().pk, period="2023-2024", object="Cotisation 2023-2024", lines=[("Cotisation", 5_000)],
        due_date=None, reference="COT-2324-1081", actor=treasurer, at=at,
    )  # fmt: skip


@pytest.fixture
def start(invoice: Invoice, at: datetime) -> Callable[..., CheckoutSession]:
    def make(**values: Any) -> CheckoutSession:
        given: Any = {
            "invoice_id": invoice.pk, "email": "delegue@syndicat.example", "language": "fr",
            "success_url": "http://localhost:8000/merci/", "cancel_url": "http://localhost:8000/", "actor": None, "at": at,
            **values,
        }  # fmt: skip
        return commands.start_checkout(**given)

    return make


def owed(invoice: Invoice) -> int:
    return queries.balance([invoice.pk])[invoice.pk].owed_cents


def test_without_keys_there_is_no_card_payment(settings: Any, start: Any) -> None:
    settings.STRIPE_SECRET_KEY = settings.STRIPE_WEBHOOK_SECRET = ""
    assert gateway.is_available() is False
    with pytest.raises(OnlinePaymentUnavailable):
        start()


@pytest.mark.rule("S58")
def test_a_card_pays_the_invoice_for_its_own_period(
    double: Double, start: Any, client: Client, invoice: Invoice
) -> None:
    session = start()
    assert session.url.startswith(double.base)
    assert pay(session.url) == 303
    answer = notify(client, double, double.state.events[-1])
    assert (answer.status_code, answer.json()["state"]) == (200, "APPLIED")
    payment = Payment.objects.get()
    assert (payment.method, payment.amount_cents, payment.drawer) == ("CARD", 5_000, "Zoé Déléguée")
    assert owed(invoice) == 0
    session.refresh_from_db()
    assert (session.state, session.payment) == (CheckoutState.PAID, payment)
    with pytest.raises(AlreadyDone):
        start()


def test_another_card_is_declined_and_nothing_is_written(double: Double, start: Any) -> None:
    assert pay(start().url, "4000 0000 0000 0002") == 402
    assert double.state.events == []
    assert Payment.objects.count() == 0


@pytest.mark.parametrize(
    ("locale", "words"),
    [("fr-CA", "Numéro de carte"), ("en", "Card number"), ("es-419", "Número de tarjeta"), ("xx", "Numéro de carte")],
)
def test_the_stand_in_speaks_the_language_of_who_pays(locale: str, words: str) -> None:
    session = {"locale": locale, "amount_total": 123_450, "currency": "cad", "_label": "<b>Cotisation</b>"}
    page = pay_page(session, declined=True)
    assert words in page
    assert f'lang="{locale.replace("xx", "fr-CA").replace("-419", "")}"' in page
    assert "<b>Cotisation" not in page


def test_a_double_click_opens_one_page(double: Double, start: Any) -> None:
    assert start().provider_id == start().provider_id
    assert len(double.state.sessions) == 1
    assert CheckoutSession.objects.count() == 1


def test_an_answer_lost_on_the_way_opens_one_page_too(double: Double, start: Any) -> None:
    first = start()
    CheckoutSession.objects.update(provider_id="", url="")
    assert start().provider_id == first.provider_id
    assert len(double.state.sessions) == 1


def test_an_amount_that_changed_opens_another_page(
    double: Double, start: Any, invoice: Invoice, treasurer: User, at: datetime
) -> None:
    first = start()
    commands.adjust_invoice(invoice_id=invoice.pk, total_cents=7_000, reason="effectif", actor=treasurer, at=at)
    second = start()
    assert (first.amount_cents, second.amount_cents) == (5_000, 7_000)
    assert first.provider_id != second.provider_id


def test_paying_two_pages_leaves_a_credit_and_loses_nothing(
    double: Double, start: Any, client: Client, invoice: Invoice, treasurer: User, at: datetime
) -> None:
    first = start()
    commands.adjust_invoice(invoice_id=invoice.pk, total_cents=7_000, reason="effectif", actor=treasurer, at=at)
    second = start()
    for session in (first, second):
        pay(session.url)
        notify(client, double, double.state.events[-1])
    assert owed(invoice) == 0
    assert sum(row.unused_cents for row in queries.credits_of_payer(invoice.payer_id)) == 5_000


def test_a_provider_that_fails_is_said_and_nothing_is_charged(double: Double, start: Any) -> None:
    double.failing = True
    with pytest.raises(OnlinePaymentUnavailable):
        start()
    double.failing = False
    assert start().url


def test_a_notice_sent_again_changes_nothing(double: Double, start: Any, client: Client) -> None:
    pay(start().url)
    event = double.state.events[-1]
    answers = [notify(client, double, event) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert (Payment.objects.count(), ProviderEvent.objects.count(), Entry.objects.count()) == (1, 1, 3)


def test_two_notices_of_one_payment_write_one(double: Double, start: Any, client: Client) -> None:
    pay(start().url)
    event = double.state.events[-1]
    twin = {**event, "id": "evt_other", "type": "checkout.session.async_payment_succeeded"}
    notify(client, double, event)
    assert notify(client, double, twin).json()["state"] == "APPLIED"
    assert Payment.objects.count() == 1


def test_a_refund_heard_before_the_payment_waits_for_it(
    double: Double, start: Any, client: Client, invoice: Invoice
) -> None:
    session = start()
    pay(session.url)
    paid = double.state.events[-1]
    gateway.refund(intent_id=paid["data"]["object"]["payment_intent"], amount_cents=2_000, key="k")
    refunded = double.state.events[-1]
    assert notify(client, double, refunded).json()["state"] == "WAITING"
    notify(client, double, paid)
    assert list(ProviderEvent.objects.values_list("type", "state")) == [
        ("checkout.session.completed", EventState.APPLIED),
        ("charge.refunded", EventState.APPLIED),
    ]
    assert owed(invoice) == 2_000
    assert Payment.objects.with_unused().get().till_cents == 3_000


def test_a_refund_asked_here_is_written_once_whoever_tells_it(
    double: Double, start: Any, client: Client, invoice: Invoice, treasurer: User, at: datetime
) -> None:
    pay(start().url)
    notify(client, double, double.state.events[-1])
    payment = Payment.objects.get()
    give = {"payment_id": payment.pk, "reason": "erreur", "actor": treasurer, "at": at}
    with pytest.raises(AlreadyDone):
        commands.refund_online(amount_cents=5_000, **give)
    entry = Entry.objects.get(kind="ALLOCATED")
    commands.undo_allocation(entry_id=entry.pk, reason="erreur", actor=treasurer, at=at)
    commands.refund_online(amount_cents=5_000, **give)
    notify(client, double, double.state.events[-1])
    assert Entry.objects.filter(kind="REFUNDED").count() == 1
    assert (owed(invoice), Payment.objects.with_unused().get().till_cents) == (5_000, 0)


@pytest.mark.parametrize("kind", ["refund.failed", "charge.refund.updated"])
def test_a_refund_that_did_not_reach_its_payer_is_credit_again(
    kind: str, double: Double, start: Any, client: Client, treasurer: User, at: datetime
) -> None:
    pay(start().url)
    notify(client, double, double.state.events[-1])
    payment, entry = Payment.objects.get(), Entry.objects.get(kind="ALLOCATED")
    commands.undo_allocation(entry_id=entry.pk, reason="erreur", actor=treasurer, at=at)
    commands.refund_online(payment_id=payment.pk, amount_cents=2_000, reason="erreur", actor=treasurer, at=at)
    refund = {"id": "re_1", "payment_intent": payment.reference, "amount": 2_000, "status": "failed"}
    for _again in range(2):
        failed = double.state.event(kind, refund)
        assert notify(client, double, failed).json()["state"] == "APPLIED"
    found = Payment.objects.with_unused().get()
    assert (found.till_cents, found.unused_cents) == (5_000, 5_000)
    told = double.state.event("charge.refund.updated", refund | {"id": "re_2", "status": "succeeded"})
    assert notify(client, double, told).json()["state"] == "IGNORED"


def test_a_refund_by_card_asked_twice_by_one_form_is_sent_once(
    double: Double, start: Any, client: Client, treasurer: User, at: datetime
) -> None:
    pay(start().url)
    notify(client, double, double.state.events[-1])
    payment, entry = Payment.objects.get(), Entry.objects.get(kind="ALLOCATED")
    commands.undo_allocation(entry_id=entry.pk, reason="erreur", actor=treasurer, at=at)
    give = {"payment_id": payment.pk, "amount_cents": 2_000, "reason": "e", "actor": treasurer, "at": at}
    commands.refund_online(unused_seen=5_000, **give)
    with pytest.raises(ChangedSince):
        commands.refund_online(unused_seen=5_000, **give)
    assert Payment.objects.with_unused().get().till_cents == 3_000


def test_money_taken_back_by_the_bank_of_the_payer_is_written(
    double: Double, start: Any, client: Client, invoice: Invoice
) -> None:
    pay(start().url)
    paid = double.state.events[-1]
    notify(client, double, paid)
    dispute = double.state.event(
        "charge.dispute.funds_withdrawn", {"payment_intent": paid["data"]["object"]["payment_intent"], "amount": 5_000}
    )
    notify(client, double, dispute)
    assert owed(invoice) == 5_000


def test_an_expired_page_is_marked_and_another_is_opened(double: Double, start: Any, client: Client) -> None:
    session = start()
    double.state.expire(session.provider_id)
    notify(client, double, double.state.events[-1])
    session.refresh_from_db()
    assert session.state == CheckoutState.EXPIRED
    assert start().provider_id != session.provider_id


@pytest.mark.parametrize("fault", ["secret", "old", "none", "rubbish", "body"])
def test_a_notice_with_a_wrong_signature_is_refused(double: Double, start: Any, client: Client, fault: str) -> None:
    pay(start().url)
    event = double.state.events[-1]
    if fault == "secret":
        answer = notify(client, double, event, secret="whsec_other")
    elif fault == "old":
        answer = notify(client, double, event, moment=1_000_000_000)
    else:
        body, header = double.signed(event)
        header = {"none": "", "rubbish": "t=x,v1=", "body": header}[fault]
        content = body.replace(b"5000", b"9000") if fault == "body" else body
        answer = client.post(WEBHOOK, content, content_type="application/json", headers={"Stripe-Signature": header})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_signature")
    assert (Payment.objects.count(), ProviderEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"id": 1}'])
def test_rubbish_signed_or_not_is_never_a_500(double: Double, client: Client, content: bytes) -> None:
    answer = client.post(WEBHOOK, content, content_type="application/json")
    assert answer.status_code == 400


def test_only_notices_come_here(client: Client) -> None:
    assert client.get(WEBHOOK).status_code == 405


def test_a_notice_of_something_else_is_kept_and_ignored(double: Double, client: Client) -> None:
    event = double.state.event("customer.created", {"id": "cus_1"})
    assert notify(client, double, event).json()["state"] == "IGNORED"


def test_the_double_answers_in_the_shape_of_the_provider(double: Double) -> None:
    def ask(path: str, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            double.base + path, data=data, headers={"Authorization": "Bearer sk_test_centre", **headers}
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    assert ask("/v1/checkout/sessions/cs_none")[1]["error"]["code"] == "resource_missing"
    assert ask("/v1/nothing")[0] == 404
    assert ask("/v1/checkout/sessions", b"mode=payment")[1]["error"]["param"] == "success_url"
    cheap = b"mode=payment&success_url=x&line_items[0][price_data][unit_amount]=49&line_items[0][quantity]=1"
    assert ask("/v1/checkout/sessions", cheap)[1]["error"]["code"] == "amount_too_small"
    assert ask("/v1/events")[1]["data"] == []
    assert ask("/v1/events", Authorization="Bearer sk_test_other")[0] == 401


HOSTILE = {
    "NUL in the name": {"customer_details": {"name": "Zo\x00é \ud800"}},
    "NUL in the intent": {"payment_intent": "pi_\x00"},
    "numbers that are none": {"extra": [float("nan"), float("inf")]},
    "a name of 4 000 signs": {"customer_details": {"name": "é" * 4_000}},
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_hostile_content_rightly_signed_loses_no_payment(
    double: Double, start: Any, client: Client, invoice: Invoice, fault: str
) -> None:
    pay(start().url)
    event = double.state.events[-1]
    event["data"]["object"].update(HOSTILE[fault])
    answer = notify(client, double, event)
    assert (answer.status_code, answer.json()["state"]) == (200, "APPLIED")
    assert (Payment.objects.get().amount_cents, owed(invoice)) == (5_000, 0)
    assert "\x00" not in json.dumps(ProviderEvent.objects.get().payload, ensure_ascii=False)


MISSHAPEN = {
    "no amount": {"amount_total": None},
    "an amount in words": {"amount_total": "beaucoup"},
    "an amount below zero": {"amount_total": -5_000},
    "an amount beyond reason": {"amount_total": 10**30},
    "another currency": {"currency": "usd"},
    "a list for a name": {"customer_details": ["a"]},
}


@pytest.mark.parametrize("fault", MISSHAPEN)
def test_a_notice_that_fits_nothing_is_kept_for_a_person(
    double: Double, start: Any, client: Client, invoice: Invoice, treasurer: User, at: datetime, fault: str
) -> None:
    pay(start().url)
    event = json.loads(json.dumps(double.state.events[-1]))
    event["data"]["object"].update(MISSHAPEN[fault])
    answer = notify(client, double, event)
    assert (answer.status_code, answer.json()["state"]) == (200, "STUCK")
    assert (Payment.objects.count(), Entry.objects.count(), owed(invoice)) == (0, 1, 5_000)
    row = ProviderEvent.objects.get()
    assert commands.hear_again(event_pk=row.pk, actor=treasurer, at=at).state == EventState.STUCK
    with pytest.raises(BadValue):
        commands.close_notice(event_pk=row.pk, reason=" ", actor=treasurer, at=at)
    closed = commands.close_notice(event_pk=row.pk, reason="saisi à la main", actor=treasurer, at=at)
    assert closed.state == EventState.IGNORED
    with pytest.raises(AlreadyDone):
        commands.close_notice(event_pk=row.pk, reason="encore", actor=treasurer, at=at)


@pytest.mark.parametrize("data", [None, [], {}, {"object": None}, {"object": []}, {"object": "x"}])
def test_a_notice_without_content_is_never_a_500(double: Double, client: Client, data: Any) -> None:
    event = {**double.state.event("checkout.session.completed", {"id": "cs_1"}), "data": data}
    assert notify(client, double, event).status_code in {200, 400}
    assert Payment.objects.count() == 0


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"id": 1, "type": "x"}', b"[" * 90_000, b'{"id": "e", "type": 5}', b"null"]
)
def test_rubbish_rightly_signed_is_refused_and_never_a_500(double: Double, client: Client, body: bytes) -> None:
    answer = client.post(WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": _sign(body)})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_signature")


def _sign(body: bytes) -> str:
    moment = int(time.time())
    digest = hmac.new(b"whsec_centre", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


@pytest.mark.parametrize(("paid", "left", "credit"), [(3_000, 2_000, 0), (6_500, 0, 1_500)])
def test_an_amount_that_is_not_the_one_asked_is_written_as_paid(
    double: Double, start: Any, client: Client, invoice: Invoice, paid: int, left: int, credit: int
) -> None:
    pay(start().url)
    event = double.state.events[-1]
    event["data"]["object"]["amount_total"] = paid
    assert notify(client, double, event).json()["state"] == "APPLIED"
    payment = Payment.objects.with_unused().get()
    assert (payment.amount_cents, payment.unused_cents, owed(invoice)) == (paid, credit, left)


def test_a_page_expired_after_it_was_paid_stays_paid(double: Double, start: Any, client: Client) -> None:
    session = start()
    pay(session.url)
    paid = double.state.events[-1]
    expired = double.state.event("checkout.session.expired", {"id": session.provider_id})
    notify(client, double, paid)
    notify(client, double, expired)
    session.refresh_from_db()
    assert session.state == CheckoutState.PAID


def test_a_dispute_is_written_once_and_money_won_back_comes_in_again(
    double: Double, start: Any, client: Client, invoice: Invoice
) -> None:
    pay(start().url)
    paid = double.state.events[-1]
    thing = {"id": "dp_1", "payment_intent": paid["data"]["object"]["payment_intent"], "amount": 5_000}
    taken = [double.state.event("charge.dispute.funds_withdrawn", thing) for _ in range(2)]
    back = double.state.event("charge.dispute.funds_reinstated", thing)
    assert notify(client, double, back).json()["state"] == "WAITING"
    notify(client, double, taken[0])
    notify(client, double, paid)
    notify(client, double, taken[1])
    assert owed(invoice) == 0
    assert set(ProviderEvent.objects.values_list("state", flat=True)) == {EventState.APPLIED}
    assert [row.amount_cents for row in Payment.objects.order_by("pk")] == [5_000, 5_000]
    assert sum(Entry.objects.values_list("till_cents", flat=True)) == 5_000


@pytest.mark.parametrize(
    "order",
    [("dispute", "refund 1000", "refund 2500"), ("refund 1000", "dispute", "refund 2500"), ("refund 2500", "dispute")],
)
def test_a_charge_refunded_in_part_and_disputed_is_counted_apart(
    double: Double, start: Any, client: Client, invoice: Invoice, order: tuple[str, ...]
) -> None:
    pay(start().url)
    paid = double.state.events[-1]
    notify(client, double, paid)
    intent = paid["data"]["object"]["payment_intent"]
    for word in order:
        kind, _space, total = word.partition(" ")
        if kind == "dispute":
            thing = {"id": "dp_1", "payment_intent": intent, "amount": 2_000}
            event = double.state.event("charge.dispute.funds_withdrawn", thing)
        else:
            event = double.state.event("charge.refunded", {"payment_intent": intent, "amount_refunded": int(total)})
        assert [notify(client, double, event).json()["state"] for _twice in range(2)] == ["APPLIED", "APPLIED"]
    sent_back = Entry.objects.filter(source="REFUNDED").order_by("pk").values_list("till_cents", flat=True)
    amounts = {"dispute": [-2_000], "refund 1000": [-1_000], "refund 2500": [-1_500 if len(order) == 3 else -2_500]}
    assert list(sent_back) == [cents for word in order for cents in amounts[word]]
    assert owed(invoice) == 4_500


def test_the_notices_that_wait_are_shown_and_settled_on_a_screen(
    double: Double, start: Any, client: Client, invoice: Invoice, treasurer: User
) -> None:
    pay(start().url)
    event = json.loads(json.dumps(double.state.events[-1]))
    event["data"]["object"]["currency"] = "usd"
    notify(client, double, event)
    client.force_login(treasurer)
    page = client.get(reverse("money:notices"))
    assert "checkout.session.completed" in page.content.decode()
    assert reverse("money:notices") in client.get(reverse("wagtailadmin_home")).content.decode()
    address = reverse("money:settle_notice", args=[ProviderEvent.objects.get().pk])
    client.post(address, {"act": "again"})
    assert ProviderEvent.objects.get().state == EventState.STUCK
    client.post(address, {"act": "close", "reason": "saisi à la main"})
    assert ProviderEvent.objects.get().state == EventState.IGNORED
    assert client.get(reverse("money:notices")).status_code == 200
