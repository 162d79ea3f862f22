"""Receipts of payment: numbered once, kept to the byte, never about tax."""

import hashlib
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pikepdf
import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from convergence.accounts.choices import Role
from convergence.accounts.models import User
from convergence.contacts.models import Contact, PostalAddress
from convergence.core.errors import AlreadyDone, NotAllowed
from convergence.finance import commands
from convergence.finance.commands import payments, receipts
from convergence.finance.errors import ReceiptRefused
from convergence.finance.models import Entry, Payment, Receipt
from convergence.finance.papers import receipt_pdf
from convergence.finance.queries.receipts import payments_without_receipt
from tests.finance.papers import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(payer: Callable[..., Contact], treasurer: User, at: datetime) -> Callable[..., Payment]:
    def make(number: str = "1081", cents: int = 5_000, paid_cents: int | None = None, **values: Any) -> Payment:
        who = Contact.objects.filter(number=number).first() or payer(number, **values)
        invoice = commands.issue_invoice(
            payer_id=who.pk, period="2023-2024", object="Cotisation 2023-2024", lines=[("Cotisation", cents)],
            due_date=None, actor=treasurer, at=at,
        )  # fmt: skip
        given = paid_cents or cents
        return commands.record_payment(
            payer_id=who.pk, amount_cents=given, method="CHEQUE", received_date=date(2024, 5, 2), reference="0042",
            allocations=[(invoice.pk, min(given, cents))], actor=treasurer, at=at,
        )  # fmt: skip

    return make


@pytest.fixture
def issue(treasurer: User, at: datetime) -> Callable[[Payment], Receipt]:
    return lambda payment: receipts.issue_receipt(payment_id=payment.pk, actor=treasurer, at=at)


@pytest.mark.rule("DR12")
def test_numbers_follow_one_another(paid: Any, issue: Any) -> None:
    assert [issue(paid(number)).number for number in ("1", "2", "3")] == ["R2024-00001", "R2024-00002", "R2024-00003"]


def test_the_paper_says_what_the_ledger_says(paid: Any, issue: Any) -> None:
    payment = paid(paid_cents=6_000)
    PostalAddress.objects.create(
        contact=payment.payer, street="12, rue du Fil", city="Val-Joli", province="QC", postal_code="H1H 1H1"
    )
    words = words_of(issue(payment))
    for expected in (
        "Reçu de paiement", "R2024-00001", "Syndicat de l’épicerie de Val-Joli–CSN", "12, rue du Fil", "Val-Joli (QC) H1H 1H1",
        "2 mai 2024", "3 mai 2024", "Chèque no 0042", "60,00 $", "50,00 $", "10,00 $", "Cotisation 2023-2024", "2023-2024",
    ):  # fmt: skip
        assert expected in words, expected


@pytest.mark.rule("DR1")
@pytest.mark.rule("DR19")
@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_no_receipt_of_payment_speaks_of_tax(paid: Any, issue: Any, language: str) -> None:
    receipt = issue(paid(language=language))
    words = words_of(receipt).lower()
    for forbidden in (
        "reçu officiel",
        "impôt",
        "fiscal",
        "official receipt",
        "income tax",
        " tax",
        "impuesto",
        "tributar",
    ):
        assert forbidden not in words
    assert re.search(r"pas un reçu de don|not a donation receipt|no es un recibo de donación", words)


@pytest.mark.rule("F1")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_paper_in_another_language_says_it_all_in_french_too(paid: Any, issue: Any, language: str) -> None:
    receipt = issue(paid(language=language))
    pages = pypdf.PdfReader(io.BytesIO(bytes(receipt.pdf))).pages
    french = pages[1].extract_text().replace("\u202f", " ").replace("\u00a0", " ")
    assert len(pages) == 2
    for expected in ("Reçu de paiement", receipt.number, "2 mai 2024", "50,00 $", "n’est pas un reçu de don"):
        assert expected in french, expected


@pytest.mark.rule("F1")
def test_a_paper_in_french_is_one_page(paid: Any, issue: Any) -> None:
    assert len(pypdf.PdfReader(io.BytesIO(bytes(issue(paid()).pdf))).pages) == 1


@pytest.mark.parametrize(
    ("language", "lang", "title"),
    [("fr", "fr-CA", "Reçu de paiement"), ("en", "en-CA", "Receipt of payment"), ("es", "es-MX", "Recibo de pago")],
)
def test_the_paper_is_archival_tagged_and_in_the_language_of_the_payer(
    paid: Any, issue: Any, language: str, lang: str, title: str
) -> None:
    receipt = issue(paid(language=language))
    with pikepdf.open(io.BytesIO(bytes(receipt.pdf))) as pdf:
        assert str(pdf.Root.Lang) == lang
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
            assert title in str(meta["dc:title"])


@pytest.mark.rule("DR15")
def test_the_bytes_are_the_same_for_ever(paid: Any, issue: Any, treasurer: User, at: datetime) -> None:
    receipt = issue(paid())
    first = bytes(receipt.pdf)
    Contact.objects.update(name="Un tout autre nom")
    assert hashlib.sha256(first).hexdigest() == receipt.sha256
    assert bytes(Receipt.objects.get().pdf) == first
    assert receipt_pdf(Receipt.objects.get().content) == first
    assert receipts.faults_of_receipts(Receipt.objects.all()) == []


@pytest.mark.rule("DR15")
@pytest.mark.rule("DR16")
@pytest.mark.parametrize("act", ["UPDATE finance_receipt SET sha256 = ''", "DELETE FROM finance_receipt"])
def test_the_database_refuses_to_change_or_lose_a_receipt(paid: Any, issue: Any, act: str) -> None:
    issue(paid())
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.rule("DR13")
def test_a_receipt_replaced_is_kept_cancelled_and_named_by_the_new_one(
    paid: Any, issue: Any, treasurer: User, at: datetime
) -> None:
    old = issue(paid())
    new = receipts.replace_receipt(receipt_id=old.pk, reason="adresse erronée", actor=treasurer, at=at)
    assert (new.number, new.replaces) == ("R2024-00002", old)
    assert "Remplace le reçu R2024-00001" in words_of(new)
    assert [(row.number, row.is_cancelled) for row in Receipt.objects.with_state().order_by("pk")] == [
        ("R2024-00001", True),
        ("R2024-00002", False),
    ]


@pytest.mark.rule("DR13")
@pytest.mark.rule("DR14")
@pytest.mark.parametrize("back", [1_000, 6_000])
def test_no_receipt_holds_for_more_than_was_kept(
    paid: Any, issue: Any, treasurer: User, at: datetime, back: int
) -> None:
    old = issue(payment := paid(cents=6_000))
    for entry in Entry.objects.filter(payment=payment, kind="ALLOCATED"):
        payments.undo_allocation(entry_id=entry.pk, reason="x", actor=treasurer, at=at)
    payments.refund(
        payment_id=payment.pk, amount_cents=back, refund_date=at.date(), reason="trop-perçu", actor=treasurer, at=at
    )
    assert Receipt.objects.live().count() == 0
    if back == 6_000:
        with pytest.raises(ReceiptRefused):
            issue(payment)
        return
    assert payments_without_receipt().get() == payment
    new = issue(payment)
    assert (new.amount_cents, new.replaces) == (5_000, old)
    assert "Remplace le reçu R2024-00001" in words_of(new)


@pytest.mark.rule("DR14")
def test_a_wrong_receipt_is_cancelled_with_a_reason_and_never_edited(
    paid: Any, issue: Any, treasurer: User, at: datetime
) -> None:
    receipt = issue(paid())
    with pytest.raises(ReceiptRefused):
        receipts.cancel_receipt(receipt_id=receipt.pk, reason=" ", actor=treasurer, at=at)
    receipts.cancel_receipt(receipt_id=receipt.pk, reason="montant", actor=treasurer, at=at)
    with pytest.raises(AlreadyDone):
        receipts.cancel_receipt(receipt_id=receipt.pk, reason="montant", actor=treasurer, at=at)
    assert issue(receipt.payment).number == "R2024-00002"


def test_a_payment_has_one_live_receipt(paid: Any, issue: Any) -> None:
    payment = paid()
    issue(payment)
    with pytest.raises(AlreadyDone):
        issue(payment)


@pytest.mark.rule("DR14")
def test_a_returned_cheque_cancels_its_receipt(paid: Any, issue: Any, treasurer: User, at: datetime) -> None:
    payment = paid()
    receipt = issue(payment)
    commands.reverse_payment(payment_id=payment.pk, reason="sans provision", actor=treasurer, at=at)
    assert receipt.cancellation.reason == "sans provision"
    with pytest.raises(ReceiptRefused):
        issue(payment)


def test_what_was_declared_at_import_or_sent_back_has_no_receipt(
    payer: Any, issue: Any, treasurer: User, at: datetime
) -> None:
    who = payer()
    commands.record_opening_payment(
        payer_id=who.pk,
        period="2022-2023",
        amount_cents=5_000,
        paid_date=None,
        source="f",
        key="k",
        actor=treasurer,
        at=at,
    )
    with pytest.raises(ReceiptRefused):
        issue(Payment.objects.get())
    payment = commands.record_payment(
        payer_id=who.pk, amount_cents=500, method="CASH", received_date=at.date(), actor=treasurer, at=at
    )
    commands.refund(payment_id=payment.pk, amount_cents=500, refund_date=at.date(), reason="r", actor=treasurer, at=at)
    with pytest.raises(ReceiptRefused):
        issue(payment)


def test_the_missing_receipts_of_a_period_are_issued_and_no_other(
    paid: Any, issue: Any, treasurer: User, at: datetime
) -> None:
    first = paid("1")
    issue(first)
    others = [paid("2"), paid("3")]
    give = {"period": "2023-2024", "actor": treasurer, "at": at}
    assert [row.payment_id for row in receipts.issue_receipts(**give, limit=1)] == [others[0].pk]
    assert [row.payment_id for row in receipts.issue_receipts(**give)] == [others[1].pk]
    assert receipts.issue_receipts(**give) == []
    assert receipts.issue_receipts(period="2024-2025", actor=treasurer, at=at) == []


@pytest.mark.rule("P2")
def test_one_payment_for_several_members_names_each(payer: Any, issue: Any, treasurer: User, at: datetime) -> None:
    central = payer("C1", "Conseil central du Fleuve")
    parts = []
    for number in ("1", "2"):
        invoice = commands.issue_invoice(
            payer_id=payer(number, f"Local {number}").pk, period="2023-2024", object="Cotisation 2023-2024",
            lines=[("Cotisation", 5_000)], due_date=None, actor=treasurer, at=at,
        )  # fmt: skip
        parts.append((invoice.pk, 5_000))
    payment = commands.record_payment(
        payer_id=central.pk,
        amount_cents=10_000,
        method="TRANSFER",
        received_date=at.date(),
        allocations=parts,
        actor=treasurer,
        at=at,
    )
    words = words_of(issue(payment))
    assert "Conseil central du Fleuve" in words
    assert "Local 1" in words
    assert "Local 2" in words


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BOARD, Role.DELEGATE])
def test_others_issue_no_receipt(role: Role, paid: Any, actor: Any, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        receipts.issue_receipt(payment_id=paid().pk, actor=actor(role), at=at)
