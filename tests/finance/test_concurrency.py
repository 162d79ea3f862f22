"""Several people at once: no number twice, no line settled twice, nothing lost. On SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest
from django.db import connections
from django.db.models import Sum

from convergence.accounts.models import User
from convergence.contacts.models import Contact
from convergence.core.errors import DomainError
from convergence.finance import commands, queries
from convergence.finance.errors import LineAlreadyDecided
from convergence.finance.models import BankDecision, BankLine, Entry, Invoice, Payment, Receipt
from tests.finance import other_process

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run acts in threads that start together; return what each gave, or the refusal it met, in order."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = acts[index]()
        except DomainError as refusal:
            results[index] = refusal  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def invoice(payer: Callable[..., Contact], treasurer: User, at: datetime) -> Callable[..., Invoice]:
    def make(number: str = "1081", cents: int = 5_000) -> Invoice:
        return commands.issue_invoice(
            payer_id=payer(number, f"Syndicat {number}").pk,
            period="2023-2024",
            object="Cotisation",
            lines=[("Cotisation", cents)],
            due_date=None,
            reference=f"COT-2324-{number}",
            actor=treasurer,
            at=at,
        )

    return make


@pytest.fixture
def pay(treasurer: User, at: datetime) -> Callable[..., Payment]:
    def make(invoice: Invoice, cents: int = 5_000, **values: Any) -> Payment:
        given: Any = {"period": "2023-2024", **values}
        return commands.record_payment(
            payer_id=invoice.payer_id,
            amount_cents=cents,
            method="CASH",
            received_date=at.date(),
            actor=treasurer,
            at=at,
            **given,
        )

    return make


@pytest.mark.rule("DR12")
def test_receipts_issued_at_the_same_instant_have_different_following_numbers(
    invoice: Any, pay: Any, treasurer: User, at: datetime
) -> None:
    payments = [pay(invoice(str(number))) for number in range(6)]
    at_once(
        [lambda pk=payment.pk: commands.issue_receipt(payment_id=pk, actor=treasurer, at=at) for payment in payments]
    )
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [f"R2024-{n:05d}" for n in range(1, 7)]


@pytest.mark.rule("DR12")
def test_four_processes_number_receipts_without_gap_or_duplicate(
    invoice: Any, pay: Any, database_url: str, tmp_path: Path
) -> None:
    payments = [pay(invoice(str(number))).pk for number in range(16)]
    connections.close_all()
    names = ["un", "deux", "trois", "quatre"]
    processes = [other_process.start(tmp_path, name, payments, database_url) for name in names]
    while not all((tmp_path / name).exists() for name in names):
        assert all(process.poll() is None for process in processes)
        sleep(0.05)
    (tmp_path / "go").write_text("")
    said = [process.communicate(timeout=180) for process in processes]
    assert [(process.returncode, errors) for process, (_out, errors) in zip(processes, said, strict=True)] == [
        (0, "")
    ] * 4
    year = Receipt.objects.order_by("pk")[0].number[1:5]
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [f"R{year}-{n:05d}" for n in range(1, 17)]
    assert sorted(Receipt.objects.values_list("payment_id", flat=True)) == payments
    assert [code for out, _errors in said for code in out.split()] == ["already_done"] * 48


def test_one_payment_asked_twice_at_once_gets_one_receipt(
    invoice: Any, pay: Any, treasurer: User, at: datetime
) -> None:
    payment = pay(invoice())
    results = at_once([lambda: commands.issue_receipt(payment_id=payment.pk, actor=treasurer, at=at)] * 3)
    assert sum(isinstance(result, Receipt) for result in results) == 1
    assert Receipt.objects.count() == 1


def test_a_form_sent_twice_at_once_records_one_payment(invoice: Any, pay: Any) -> None:
    one = invoice()
    results = at_once([lambda: pay(one, key="form:1")] * 4)
    assert len({payment.pk for payment in results}) == 1
    assert Payment.objects.count() == 1


def test_two_payments_at_once_never_pay_an_invoice_twice(invoice: Any, pay: Any) -> None:
    one = invoice()
    at_once([lambda: pay(one)] * 3)
    assert queries.balance([one.pk])[one.pk].owed_cents == 0
    assert sum(row.unused_cents for row in queries.credits_of_payer(one.payer_id)) == 10_000


def test_two_treasurers_at_one_line_one_wins_and_the_other_is_told(invoice: Any, treasurer: User, at: datetime) -> None:
    one, two = invoice("1"), invoice("2")
    content = b"Date;Description;Montant;Solde\n2024-04-26;DEPOT CHEQUE;50,00;50,00\n"
    commands.import_statement(content=content, file_name="r.csv", actor=treasurer, at=at)
    line = BankLine.objects.get()
    results = at_once(
        [
            lambda pk=pk: commands.confirm_line(line_id=line.pk, attempt=0, parts=[(pk, 5_000)], actor=treasurer, at=at)
            for pk in (one.pk, two.pk)
        ]
    )
    assert {type(result) for result in results} == {BankDecision, LineAlreadyDecided}
    assert (Payment.objects.count(), BankDecision.objects.count()) == (1, 1)


def test_the_same_statement_read_twice_at_once_brings_its_lines_once(treasurer: User, at: datetime) -> None:
    content = b"Date;Description;Montant;Solde\n2024-04-26;DEPOT;50,00;50,00\n2024-04-26;DEPOT;50,00;100,00\n"
    at_once([lambda: commands.import_statement(content=content, file_name="r.csv", actor=treasurer, at=at)] * 3)
    assert BankLine.objects.count() == 2


def test_invoices_issued_at_once_lose_no_number(payer: Any, treasurer: User, at: datetime) -> None:
    payers = [payer(str(number), f"S {number}").pk for number in range(5)]

    def issue(pk: int) -> Invoice:
        return commands.issue_invoice(
            payer_id=pk, period="2023-2024", object="C", lines=[("C", 100)], due_date=None, actor=treasurer, at=at
        )

    at_once([lambda pk=pk: issue(pk) for pk in payers])
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [f"F2024-{n:05d}" for n in range(1, 6)]


def test_a_credit_spent_twice_at_once_is_spent_once(invoice: Any, pay: Any, treasurer: User, at: datetime) -> None:
    credit = pay(invoice("1"), 10_000)
    others = [invoice("2"), invoice("3")]
    at_once(
        [
            lambda pk=other.pk: commands.allocate(
                payment_id=credit.pk, allocations=[(pk, 5_000)], actor=treasurer, at=at
            )
            for other in others
        ]
    )
    assert Payment.objects.with_unused().get().unused_cents == 0
    assert sum(item.owed_cents for item in queries.balance([other.pk for other in others]).values()) == 5_000


def test_a_year_closed_while_a_payment_is_recorded_leaves_the_books_straight(
    invoice: Any, pay: Any, treasurer: User, at: datetime
) -> None:
    one = invoice()
    year = commands.open_year(start_date=date(2023, 5, 3), end_date=date(2024, 5, 2), actor=treasurer, at=at)

    def late() -> Payment:
        return commands.record_payment(
            payer_id=one.payer_id,
            amount_cents=5_000,
            method="CASH",
            received_date=date(2024, 5, 2),
            period="2023-2024",
            actor=treasurer,
            at=at,
        )

    results = at_once([lambda: commands.close_year(year_id=year.pk, actor=treasurer, at=at), late, late])
    assert not [result for result in results if isinstance(result, DomainError)]
    inside = Entry.objects.filter(booked_date__lte=year.end_date, source="PAID").aggregate(total=Sum("amount_cents"))
    assert sum(row.credit_cents - row.owed_cents for row in year.carry_overs.all()) == (inside["total"] or 0)
    assert Payment.objects.count() == 2
