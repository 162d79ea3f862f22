"""How an organisation stands, for its own delegate: calls, invoices and receipts."""

from datetime import date
from typing import Any

import pytest

from convergence.finance.choices import EntryKind, Method
from convergence.finance.models import Entry, Invoice, Payment, Receipt
from convergence.membership.choices import CallState, Channel, GroupCode, Standing
from convergence.membership.models import CallRecipient, DuesCall
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db


def called(member: Any, state: str = CallState.ISSUED, **values: Any) -> CallRecipient:
    call, _made = DuesCall.objects.get_or_create(
        period="2023-2024",
        defaults={
            "period_start": date(2023, 4, 1),
            "period_end": date(2024, 3, 31),
            "letter_date": date(2024, 2, 22),
            "due_date": date(2024, 3, 31),
            "state": state,
        },
    )
    values = {"reason": "ACTIVE", "language": "fr", "channel": Channel.EMAIL, "amount_cents": 125_000} | values
    return CallRecipient.objects.create(
        call=call,
        member=member,
        payer=member,
        group=GroupCode.B,
        name=member.name,
        standing=Standing.AWAITING,
        **values,
    )


def invoiced(payer: Any, number: str, due_cents: int, reference: str = "") -> Invoice:
    invoice = Invoice.objects.create(
        number=number,
        reference=reference,
        payer=payer,
        period="2023-2024",
        object="Cotisation 2023-2024",
        issue_date=date(2024, 2, 22),
        recorded_at=MOMENT,
    )
    Entry.objects.create(
        kind=EntryKind.DUE,
        source=EntryKind.DUE,
        amount_cents=due_cents,
        owed_cents=due_cents,
        payer=payer,
        invoice=invoice,
        period="2023-2024",
        booked_date=date(2024, 2, 22),
        recorded_at=MOMENT,
    )
    return invoice


def receipted(payer: Any, number: str) -> Receipt:
    payment = Payment.objects.create(
        payer=payer, method=Method.CHEQUE, amount_cents=50_000, received_date=date(2024, 5, 3), recorded_at=MOMENT
    )
    return Receipt.objects.create(
        number=number,
        payment=payment,
        payer=payer,
        issue_date=date(2024, 5, 3),
        amount_cents=50_000,
        language="fr",
        content={},
        pdf=b"%PDF-1.7 " + number.encode(),
        sha256="0" * 64,
        recorded_at=MOMENT,
    )


def test_a_delegate_sees_what_is_owed_and_nothing_of_another(cast: Any) -> None:
    for member, number in ((cast.amiante, "F-1"), (cast.zibeline, "F-2")):
        called(member)
        invoiced(member, number, 125_000)
        receipted(member, f"R-{number}")
    page = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/").content.decode()
    assert "1\xa0250,00\xa0$" in page
    assert "F-1" in page
    assert "R-F-1" in page
    assert "F-2" not in page
    assert "Grand-Sillon" not in page


def test_a_call_in_preparation_is_not_shown(cast: Any) -> None:
    called(cast.amiante, state=CallState.DRAFT)
    page = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/").content.decode()
    assert "Aucun appel" in page


def test_a_receipt_is_the_same_bytes_for_its_own_delegate_only(cast: Any) -> None:
    receipt = receipted(cast.amiante, "R-2024-0001")
    address = f"/espace/{cast.amiante.pk}/recus/R-2024-0001.pdf"
    answer = cast.client("delegate").get(address)
    assert answer.content == bytes(receipt.pdf)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="R-2024-0001.pdf"'
    assert cast.client("stranger").get(address).status_code == 404
    assert (
        cast.client("stranger").get(address.replace(str(cast.amiante.pk), str(cast.zibeline.pk), 1)).status_code == 404
    )
