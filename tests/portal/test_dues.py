"""The call in the members' space: promise, card, reference and address; nothing of another organisation (S61)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from convergence.core.models import AuditEntry, OrganisationProfile
from convergence.finance.choices import Method
from convergence.finance.commands.payments import record_payment
from convergence.finance.double import Double
from convergence.membership.choices import CallState
from convergence.membership.models import CallRecipient, Promise
from tests.plugins.cast import MOMENT
from tests.portal.test_standing import called, invoiced

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast: Any) -> CallRecipient:
    OrganisationProfile.objects.update_or_create(
        pk=1, defaults={"name": "Centre", "etransfer_email": "virement@centre.example", "street": "1, rue du Centre"}
    )
    made = called(cast.amiante)
    made.invoice = invoiced(cast.amiante, "F-1", 125_000, "COT-2324-1081")
    made.save()
    return made


def place(member: Any, row: CallRecipient) -> str:
    return f"/espace/{member.pk}/appels/{row.pk}/"


def test_a_delegate_sees_the_amount_the_reference_and_where_to_send(cast: Any, row: CallRecipient) -> None:
    page = cast.client("delegate").get(place(cast.amiante, row)).content.decode()
    for words in ("1\xa0250,00\xa0$", row.invoice.reference, "virement@centre.example", "1, rue du Centre"):
        assert words in page
    assert "Payer par carte" not in page
    assert "checked" not in page
    assert "Pourquoi nous le demandons" in page


def test_nobody_else_opens_it_nor_answers_there(cast: Any, row: CallRecipient) -> None:
    day = timezone.localdate() + timedelta(days=10)
    given = {"act": "promise", "way": "INTERAC", "promised_date": f"{day}"}
    for member in (cast.amiante, cast.zibeline):
        for name in cast.everybody:
            if (name, member) == ("delegate", cast.amiante):
                continue
            for answer in (
                cast.client(name).get(place(member, row)),
                cast.client(name).post(place(member, row), given),
            ):
                assert answer.status_code == (302 if name == "anonymous" else 404), name
    assert Promise.objects.count() == 0


def test_a_promise_is_made_in_ones_own_name(cast: Any, row: CallRecipient) -> None:
    browser, day = cast.client("delegate"), timezone.localdate() + timedelta(days=10)
    wrong = {"act": "promise", "way": "INTERAC", "promised_date": "2020-01-01"}
    assert browser.post(place(cast.amiante, row), wrong).status_code == 200
    given = {"act": "promise", "way": "INTERAC", "promised_date": f"{day}", "note": ""}
    assert browser.post(place(cast.amiante, row), given).status_code == 302
    promise = Promise.objects.get()
    assert (promise.promised_date, promise.amount_cents, promise.said_by) == (day, 125_000, str(cast.delegate))
    assert AuditEntry.objects.get(verb="membership.promise.made").actor_id == cast.delegate.pk
    assert "Vous avez promis" in browser.get(place(cast.amiante, row)).content.decode()


def test_a_closed_call_takes_no_answer(cast: Any, row: CallRecipient) -> None:
    row.call.state = CallState.CLOSED
    row.call.save()
    browser = cast.client("delegate")
    day = timezone.localdate() + timedelta(days=10)
    answer = browser.post(
        place(cast.amiante, row), {"act": "promise", "way": "INTERAC", "promised_date": f"{day}"}, follow=True
    )
    assert "Cet appel est fermé" in answer.content.decode()
    assert Promise.objects.count() == 0


def test_a_member_whose_central_pays_has_nothing_to_do(cast: Any, row: CallRecipient) -> None:
    row.payer = cast.zibeline
    row.save()
    page = cast.client("delegate").get(place(cast.amiante, row)).content.decode()
    assert "paie pour vous" in page
    assert row.invoice.reference not in page


@pytest.fixture
def double(settings: Any) -> Iterator[Double]:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_centre", "whsec_centre"
    with Double(secret_key="sk_test_centre", webhook_secret="whsec_centre") as running:
        settings.STRIPE_API_BASE = running.base
        yield running


@pytest.mark.enable_socket
def test_the_card_button_leads_to_the_provider_and_back_here(cast: Any, row: CallRecipient, double: Double) -> None:
    browser = cast.client("delegate")
    assert "Payer par carte" in browser.get(place(cast.amiante, row)).content.decode()
    first, second = (browser.post(place(cast.amiante, row), {"act": "card"}).headers["Location"] for _time in range(2))
    assert first == second
    assert first.startswith(double.base)
    [session] = double.state.sessions.values()
    assert (session["success_url"], session["amount_total"]) == (
        f"http://testserver{place(cast.amiante, row)}",
        125_000,
    )


def test_a_call_that_is_paid_asks_for_nothing(cast: Any, row: CallRecipient) -> None:
    record_payment(
        payer_id=cast.amiante.pk,
        amount_cents=125_000,
        method=Method.CHEQUE,
        received_date=date(2024, 2, 22),
        allocations=[(row.invoice_id, 125_000)],
        actor=cast.treasurer,
        at=MOMENT,
    )
    page = cast.client("delegate").get(place(cast.amiante, row)).content.decode()
    assert "Tout est payé" in page
    assert 'name="act"' not in page
