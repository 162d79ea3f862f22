"""Cheque deposits, closed years, and the books for the accountant."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import realization
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from convergence.accounts.models import User
from convergence.contacts.models import Contact
from convergence.core.errors import AlreadyDone, BadValue
from convergence.finance import commands, exports, queries
from convergence.finance.errors import YearIsClosed
from convergence.finance.models import CarryOver, ChequeBatch, Entry, FiscalYear, Invoice, Payment
from convergence.finance.queries.years import state_of
from tests.finance.papers import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(payer: Callable[..., Contact], treasurer: User, at: datetime) -> Callable[..., Invoice]:
    def make(number: str, cents: int = 5_000, **values: Any) -> Invoice:
        who = Contact.objects.filter(number=number).first() or payer(number, values.pop("name", f"Syndicat {number}"))
        given: Any = {"period": "2023-2024", "at": at, **values}
        return commands.issue_invoice(
            payer_id=who.pk, object="Cotisation", lines=[("Cotisation", cents)], due_date=None, actor=treasurer, **given
        )

    return make


@pytest.fixture
def batch(invoice: Any, treasurer: User, at: datetime) -> Callable[..., ChequeBatch]:
    def make(control: int = 12_000, **values: Any) -> ChequeBatch:
        cheques = [
            commands.Cheque(invoice("1").payer_id, 5_000, "0041", period="2023-2024"),
            commands.Cheque(invoice("2", 7_000).payer_id, 7_000, "0007", "J. Trésorière", period="2023-2024"),
        ]
        given: Any = {"cheques": cheques, "deposit_date": date(2024, 5, 3), "actor": treasurer, "at": at, **values}
        return commands.record_cheque_batch(control_total_cents=control, **given)

    return make


def test_a_batch_whose_total_is_right_is_recorded_whole(batch: Any) -> None:
    made = batch()
    assert (made.number, made.cheque_count) == ("B2024-00001", 2)
    assert list(made.payments.order_by("pk").values_list("amount_cents", "reference")) == [
        (5_000, "0041"),
        (7_000, "0007"),
    ]
    assert list(queries.open_invoices()) == []


def test_a_deposit_sent_twice_is_recorded_once(batch: Any) -> None:
    made = batch(key="form:1")
    assert batch(key="form:1") == made
    assert (ChequeBatch.objects.count(), Payment.objects.count()) == (1, 2)
    assert batch(key="form:2") != made


def test_a_batch_whose_total_is_wrong_is_refused_whole_and_says_by_how_much(batch: Any) -> None:
    with pytest.raises(BadValue) as refused:
        batch(12_100)
    assert refused.value.field == "control_total"
    with override("fr"):
        assert "1,00\u00a0$" in str(refused.value)
    assert (Payment.objects.count(), ChequeBatch.objects.count()) == (0, 0)


def test_a_cheque_written_twice_an_empty_batch_and_a_day_to_come_are_refused(batch: Any, invoice: Any) -> None:
    who = invoice("9").payer_id
    twice = [commands.Cheque(who, 100, "1"), commands.Cheque(who, 100, "1")]
    for values in ({"cheques": twice, "control": 200}, {"cheques": []}, {"deposit_date": date(2024, 5, 4)}):
        with pytest.raises(BadValue):
            batch(**values)
    assert Payment.objects.count() == 0


def test_the_deposit_slip_lists_the_cheques(batch: Any) -> None:
    words = words_of(batch(), "slip_pdf")
    for expected in ("B2024-00001", "0041", "0007", "J. Trésorière", "Syndicat 1", "50,00 $", "70,00 $", "120,00 $"):
        assert expected in words


@pytest.fixture
def year(treasurer: User, at: datetime) -> FiscalYear:
    return commands.open_year(start_date=date(2023, 4, 1), end_date=date(2024, 3, 31), actor=treasurer, at=at)


MARCH = datetime(2024, 3, 15, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2024, 3, 31), date(2025, 3, 31)), (date(2023, 5, 1), date(2023, 6, 1)), (date(2022, 1, 1), date(2023, 4, 1)),
     (date(2025, 1, 2), date(2025, 1, 1)), (date(2025, 1, 1), date(2029, 1, 1))],
)  # fmt: skip
def test_a_year_that_overlaps_or_makes_no_sense_is_refused(
    year: FiscalYear, start: date, end: date, treasurer: User, at: datetime
) -> None:
    with pytest.raises(BadValue):
        commands.open_year(start_date=start, end_date=end, actor=treasurer, at=at)


def test_closing_carries_over_what_is_owed_and_what_is_held(
    year: FiscalYear, invoice: Any, treasurer: User, at: datetime
) -> None:
    one, two = invoice("1", at=MARCH), invoice("2", at=MARCH)
    commands.record_payment(
        payer_id=two.payer_id,
        amount_cents=6_000,
        method="CASH",
        received_date=MARCH.date(),
        period="2023-2024",
        actor=treasurer,
        at=MARCH,
    )
    commands.record_payment(
        payer_id=one.payer_id,
        amount_cents=1_000,
        method="CASH",
        received_date=at.date(),
        period="2023-2024",
        actor=treasurer,
        at=at,
    )
    commands.close_year(year_id=year.pk, actor=treasurer, at=at)
    assert list(CarryOver.objects.values_list("payer_id", "owed_cents", "credit_cents")) == [
        (one.payer_id, 5_000, 0),
        (two.payer_id, 0, 1_000),
    ]
    state = state_of(year)
    assert (state.due_cents, state.received_cents, state.owed_cents, state.credit_cents) == (
        10_000,
        6_000,
        5_000,
        1_000,
    )


@pytest.mark.rule("K8")
def test_a_closed_year_takes_no_entry_even_behind_the_commands(
    year: FiscalYear, invoice: Any, treasurer: User, at: datetime
) -> None:
    one = invoice("1", at=MARCH)
    commands.close_year(year_id=year.pk, actor=treasurer, at=at)
    with pytest.raises(YearIsClosed) as refused:
        invoice("1", at=MARCH)
    assert refused.value.values["first_open"] == date(2024, 4, 1)
    entry = Entry.objects.get(invoice=one)
    entry.pk = None
    with pytest.raises(DatabaseError, match="year_closed"), transaction.atomic():
        entry.save(force_insert=True)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE finance_fiscalyear SET closed_at = NULL")


def test_a_payment_of_a_closed_year_is_booked_in_the_open_one(
    year: FiscalYear, invoice: Any, treasurer: User, at: datetime
) -> None:
    one = invoice("1", at=MARCH)
    commands.close_year(year_id=year.pk, actor=treasurer, at=at)
    payment = commands.record_payment(
        payer_id=one.payer_id,
        amount_cents=5_000,
        method="CASH",
        received_date=date(2024, 3, 30),
        period="2023-2024",
        actor=treasurer,
        at=at,
    )
    assert payment.received_date == date(2024, 3, 30)
    assert set(payment.entries.values_list("booked_date", flat=True)) == {date(2024, 5, 3)}


def test_years_are_closed_once_in_order_and_when_over(year: FiscalYear, treasurer: User, at: datetime) -> None:
    later = commands.open_year(start_date=date(2024, 4, 1), end_date=date(2025, 3, 31), actor=treasurer, at=at)
    for pk in (later.pk,):
        with pytest.raises(BadValue):
            commands.close_year(year_id=pk, actor=treasurer, at=at)
    after = datetime(2025, 5, 1, tzinfo=UTC)
    with pytest.raises(BadValue):
        commands.close_year(year_id=later.pk, actor=treasurer, at=after)
    commands.close_year(year_id=year.pk, actor=treasurer, at=at)
    with pytest.raises(AlreadyDone):
        commands.close_year(year_id=year.pk, actor=treasurer, at=at)
    assert commands.close_year(year_id=later.pk, actor=treasurer, at=after).closed_at == after


@pytest.fixture
def busy_books(invoice: Any, batch: Any, treasurer: User, at: datetime) -> None:
    """Write one of everything, with names that would like to be formulas and directives."""
    batch()
    nasty = invoice("3", name='=1+1 "; option "x" \\ 2024-01-01 close Assets:Banque')
    give: Any = {"received_date": at.date(), "actor": treasurer, "at": at}
    over = commands.record_payment(
        payer_id=nasty.payer_id, amount_cents=6_000, method="INTERAC", period="2023-2024", **give
    )
    commands.refund(
        payment_id=over.pk, amount_cents=400, refund_date=at.date(), reason="@SUM(A1)", actor=treasurer, at=at
    )
    bad = commands.record_payment(
        payer_id=invoice("4").payer_id, amount_cents=2_500, method="CARD", period="2023-2024", **give
    )
    commands.reverse_payment(payment_id=bad.pk, reason='Carte "refusée"\nligne 2', actor=treasurer, at=at)
    commands.record_payment(
        payer_id=invoice("5").payer_id, amount_cents=2_500, method="CASH", period="2023-2024", **give
    )
    commands.adjust_invoice(invoice_id=invoice("6").pk, total_cents=2_000, reason="effectif", actor=treasurer, at=at)
    opening = commands.Opening(nasty.payer_id, "2022-2023", "k", due_cents=4_000, paid_cents=1_000)
    commands.record_openings(openings=[opening], source="membres.csv", actor=treasurer, at=at)


def test_beancount_accepts_the_export_and_its_totals_are_ours(busy_books: None, tmp_path: Path) -> None:
    with override("fr"):
        text = "".join(exports.beancount_lines(exports.entries_between(), 'Centre "d’essai"'))
    file = tmp_path / "livres.beancount"
    file.write_text(text, encoding="utf-8")
    entries, errors, _options = loader.load_file(str(file))
    assert errors == []
    root = realization.realize(entries)

    def total(account: str) -> int:
        found = realization.get(root, account)
        amount = realization.compute_balance(found).get_currency_units("CAD").number if found is not None else 0
        return int((amount or 0) * 100)

    ours = {"owed": 0, "unused": 0, "till": 0}
    for row in Entry.objects.all():
        ours["owed"] += row.owed_cents
        ours["unused"] += row.unused_cents
        ours["till"] += row.till_cents
    assert total("Assets:Creances") == ours["owed"]
    assert total("Liabilities:Avances") == -ours["unused"]
    assert total("Assets:Banque") + total("Assets:Caisse") + total("Assets:Cartes") == ours["till"]
    due = sum(item.due_cents for period, item in queries.totals_by_period().items() if period == "2023-2024")
    assert total("Income") == -due
    assert total("Equity:Ouverture") == -3_000


def test_bean_check_itself_accepts_the_export(busy_books: None, tmp_path: Path) -> None:
    import subprocess
    import sys

    file = tmp_path / "livres.beancount"
    file.write_text("".join(exports.beancount_lines(exports.entries_between(), "Centre")), encoding="utf-8")
    tool = Path(sys.executable).with_name("bean-check")
    done = subprocess.run([str(tool), str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_no_cell_of_the_csv_is_a_formula_and_its_sums_are_ours(busy_books: None) -> None:
    with override("fr"):
        text = "".join(exports.csv_lines(exports.entries_between()))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    assert all(not cell.startswith(("=", "@")) for row in rows for cell in row)
    assert any(cell.startswith("'=1+1") for row in rows for cell in row)
    assert any(cell == "'@SUM(A1)" for row in rows for cell in row)
    owed = sum(int(row[5].replace(",", "")) for row in rows[1:])
    assert owed == sum(Entry.objects.values_list("owed_cents", flat=True))
    assert len(rows) == Entry.objects.count() + 1


def test_an_export_of_a_year_holds_its_entries_only(invoice: Any, at: datetime) -> None:
    invoice("1", at=MARCH)
    invoice("2")
    rows = exports.entries_between(date(2023, 4, 1), date(2024, 3, 31))
    assert [row.booked_date for row in rows] == [date(2024, 3, 15)]
