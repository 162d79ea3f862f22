"""What the commands of the ledger write, refuse and tell."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from convergence.accounts.choices import Role
from convergence.accounts.models import User
from convergence.contacts.models import Contact
from convergence.core import facts
from convergence.core.errors import AlreadyDone, BadValue, DomainError, NotAllowed
from convergence.core.models import AuditEntry
from convergence.finance import commands, events, queries
from convergence.finance.choices import EntryKind
from convergence.finance.errors import BadAmount, ChangedSince
from convergence.finance.models import Entry, Invoice, Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(payer: Callable[..., Contact], treasurer: User, at: datetime) -> Callable[..., Invoice]:
    def make(cents: int = 5_000, period: str = "2023-2024", **values: Any) -> Invoice:
        who = values.pop("payer_id", None) or (Contact.objects.filter(number="1081").first() or payer()).pk
        given: Any = {"object": "Cotisation 2023-2024", "due_date": None, "reference": "", **values}
        return commands.issue_invoice(
            payer_id=who, period=period, lines=[("Cotisation", cents)], actor=treasurer, at=at, **given
        )

    return make


@pytest.fixture
def paid(treasurer: User, at: datetime) -> Callable[..., Payment]:
    def make(payer_id: int, cents: int = 5_000, **values: Any) -> Payment:
        given: Any = {"method": "CHEQUE", "received_date": date(2024, 5, 3), "actor": treasurer, "at": at, **values}
        return commands.record_payment(payer_id=payer_id, amount_cents=cents, **given)

    return make


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect the facts published, without running their handlers."""
    heard: list[object] = []
    for kind in vars(events).values():
        if isinstance(kind, type) and kind.__module__ == events.__name__:
            monkeypatch.setitem(facts._handlers, kind, [heard.append])
    return heard


def entries() -> list[tuple[str, int, int, int, int]]:
    rows = Entry.objects.values_list("kind", "amount_cents", "owed_cents", "unused_cents", "till_cents")
    return list(rows)


def owed(invoice: Invoice) -> int:
    return queries.balance([invoice.pk])[invoice.pk].owed_cents


def test_an_invoice_is_issued_with_its_lines_number_and_entry(payer: Any, treasurer: User, at: datetime) -> None:
    issued = commands.issue_invoice(
        payer_id=payer().pk,
        period="2023-2024",
        object="Appel à cotisation 2023-2024",
        lines=[("240 membres × 0,12 $", 2_880), ("Plancher", 2_120)],
        due_date=date(2024, 6, 30),
        reference="COT-2324-1081",
        actor=treasurer,
        at=at,
    )
    assert issued.number == "F2024-00001"
    assert list(issued.lines.values_list("label", "amount_cents")) == [
        ("240 membres × 0,12 $", 2_880),
        ("Plancher", 2_120),
    ]
    assert entries() == [("DUE", 5_000, 5_000, 0, 0)]
    assert AuditEntry.objects.get(verb="finance.invoice.issued").actor_id == treasurer.pk


def test_numbers_follow_one_another_in_bulk_too(payer: Any, treasurer: User, at: datetime) -> None:
    payers = [payer(str(number), f"Syndicat {number}") for number in range(1, 5)]
    demands = [
        commands.Demand(who.pk, (("Cotisation", 5_000),), f"COT-2324-{who.number}", key=f"call:1:{who.pk}")
        for who in payers
    ]
    first = commands.issue_invoices(
        demands=demands[:3], period="2023-2024", object="C", due_date=None, actor=treasurer, at=at
    )
    again = commands.issue_invoices(
        demands=demands, period="2023-2024", object="C", due_date=None, actor=treasurer, at=at
    )
    assert [item.number for item in first] == ["F2024-00001", "F2024-00002", "F2024-00003"]
    assert [item.number for item in again] == [*[item.number for item in first], "F2024-00004"]
    assert Entry.objects.count() == 4


@pytest.mark.parametrize("cents", [0, -1, 10**9 + 1])
def test_negative_and_absurd_amounts_are_refused(invoice: Any, cents: int) -> None:
    with pytest.raises(BadAmount):
        invoice(cents)
    assert Invoice.objects.count() == 0


@pytest.mark.parametrize("period", ["", "2023-2025", "2023/2024", "hier", "23-24"])
def test_a_period_that_is_none_is_refused(invoice: Any, period: str) -> None:
    with pytest.raises(BadValue) as refused:
        invoice(period=period)
    assert refused.value.field == "period"


def test_a_reference_code_is_on_one_invoice_only(invoice: Any) -> None:
    invoice(reference="COT-2324-1081")
    with pytest.raises(BadValue) as refused:
        invoice(reference="COT-2324-1081")
    assert refused.value.field == "reference"


def test_the_due_date_is_not_before_the_invoice(invoice: Any) -> None:
    with pytest.raises(BadValue):
        invoice(due_date=date(2024, 5, 2))


def test_an_exact_payment_settles(
    invoice: Any, paid: Any, told: list[object], django_capture_on_commit_callbacks: Any
) -> None:
    one = invoice()
    with django_capture_on_commit_callbacks(execute=True):
        payment = paid(one.payer_id, allocations=[(one.pk, 5_000)])
    assert owed(one) == 0
    assert queries.balance([one.pk])[one.pk].paid_date == date(2024, 5, 3)
    assert entries()[1:] == [("PAID", 5_000, 0, 5_000, 5_000), ("ALLOCATED", 5_000, -5_000, -5_000, 0)]
    assert told == [
        events.InvoicePaid(one.pk, one.payer_id, "2023-2024"),
        events.PaymentRecorded(payment.pk, one.payer_id, (one.pk,)),
    ]


def test_a_partial_payment_leaves_the_balance(invoice: Any, paid: Any) -> None:
    one = invoice()
    paid(one.payer_id, 2_500, allocations=[(one.pk, 2_500)])
    assert owed(one) == 2_500
    assert [row.pk for row in queries.open_invoices()] == [one.pk]


def test_an_overpayment_is_credit_that_pays_the_next_invoice(
    invoice: Any, paid: Any, treasurer: User, at: datetime
) -> None:
    one = invoice()
    payment = paid(one.payer_id, 6_000, period="2023-2024")
    assert owed(one) == 0
    assert [(row.pk, row.unused_cents) for row in queries.credits_of_payer(one.payer_id)] == [(payment.pk, 1_000)]
    two = invoice(period="2024-2025")
    commands.allocate(payment_id=payment.pk, allocations=[(two.pk, 1_000)], actor=treasurer, at=at)
    assert owed(two) == 4_000
    assert list(queries.credits_of_payer(one.payer_id)) == []


@pytest.mark.rule("S59")
def test_the_period_of_a_payment_is_the_one_named_not_the_one_of_its_date(
    invoice: Any, paid: Any, at: datetime
) -> None:
    old, new = invoice(), invoice(period="2024-2025")
    paid(old.payer_id, 5_000, period="2023-2024", received_date=date(2024, 5, 3))
    assert (owed(old), owed(new)) == (0, 5_000)
    assert queries.totals_by_payer("2023-2024")[old.payer_id] == queries.PayerTotals(old.payer_id, 5_000, 5_000)
    assert queries.totals_by_payer("2024-2025")[old.payer_id] == queries.PayerTotals(old.payer_id, 5_000, 0)


@pytest.mark.rule("S59")
def test_without_a_period_nothing_is_inferred(invoice: Any, paid: Any) -> None:
    one = invoice()
    paid(one.payer_id, 5_000)
    assert owed(one) == 5_000


@pytest.mark.rule("P2")
def test_a_central_pays_for_several_locals_at_once(invoice: Any, paid: Any, payer: Any) -> None:
    central = payer("C1", "Conseil central")
    locals_ = [
        invoice(cents, payer_id=payer(str(number), f"Local {number}").pk) for number, cents in ((1, 5_000), (2, 7_000))
    ]
    payment = paid(central.pk, 12_500, allocations=[(locals_[0].pk, 5_000), (locals_[1].pk, 7_000)])
    assert [owed(item) for item in locals_] == [0, 0]
    assert [(row.pk, row.unused_cents) for row in queries.credits_of_payer(central.pk)] == [(payment.pk, 500)]
    totals = queries.totals_by_payer("2023-2024")
    assert {pk: total.paid_cents for pk, total in totals.items()} == {
        locals_[0].payer_id: 5_000,
        locals_[1].payer_id: 7_000,
    }


def test_parts_beyond_the_payment_or_the_invoice_are_refused(invoice: Any, paid: Any) -> None:
    one = invoice()
    with pytest.raises(BadAmount):
        paid(one.payer_id, 4_000, allocations=[(one.pk, 5_000)])
    with pytest.raises(AlreadyDone):
        paid(one.payer_id, 9_000, allocations=[(one.pk, 6_000)])
    assert Payment.objects.count() == 0


def test_the_same_key_twice_records_one_payment(invoice: Any, paid: Any) -> None:
    one = invoice()
    first = paid(one.payer_id, key="form:1", period="2023-2024")
    assert paid(one.payer_id, key="form:1", period="2023-2024") == first
    assert Payment.objects.count() == 1


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2013, 1, 1)])
def test_a_date_to_come_or_long_past_is_refused(invoice: Any, paid: Any, day: date) -> None:
    with pytest.raises(BadValue) as refused:
        paid(invoice().payer_id, received_date=day)
    assert refused.value.field == "received_date"


@pytest.mark.rule("K8")
def test_a_returned_cheque_leaves_every_entry_and_the_invoice_owes_again(
    invoice: Any, paid: Any, treasurer: User, at: datetime, told: list[object], django_capture_on_commit_callbacks: Any
) -> None:
    one = invoice()
    payment = paid(one.payer_id, period="2023-2024")
    before = entries()
    with django_capture_on_commit_callbacks(execute=True):
        commands.reverse_payment(payment_id=payment.pk, reason="Chèque sans provision", actor=treasurer, at=at)
    assert entries() == [*before, ("REVERSED", 5_000, 5_000, 5_000, 0), ("REVERSED", 5_000, 0, -5_000, -5_000)]
    assert owed(one) == 5_000
    assert told == [
        events.InvoiceReopened(one.pk, one.payer_id, "2023-2024"),
        events.PaymentReversed(payment.pk, one.payer_id, (one.pk,)),
    ]
    with pytest.raises(AlreadyDone):
        commands.reverse_payment(payment_id=payment.pk, reason="encore", actor=treasurer, at=at)


def test_a_credit_is_refunded_up_to_what_is_unused(invoice: Any, paid: Any, treasurer: User, at: datetime) -> None:
    payment = paid(invoice().payer_id, 6_000, period="2023-2024")
    give = {
        "payment_id": payment.pk,
        "refund_date": date(2024, 5, 3),
        "reason": "Trop-perçu",
        "actor": treasurer,
        "at": at,
    }
    with pytest.raises(BadAmount):
        commands.refund(amount_cents=1_001, **give)
    commands.refund(amount_cents=1_000, **give)
    assert entries()[-1] == ("REFUNDED", 1_000, 0, -1_000, -1_000)
    with pytest.raises(DomainError):
        commands.reverse_payment(payment_id=payment.pk, reason="non", actor=treasurer, at=at)


def test_a_form_sent_twice_refunds_and_allocates_once(invoice: Any, paid: Any, treasurer: User, at: datetime) -> None:
    one = invoice(10_000)
    payment = paid(one.payer_id, 6_000)
    acts = {"payment_id": payment.pk, "unused_seen": 6_000, "actor": treasurer, "at": at}
    refund = {"amount_cents": 1_000, "refund_date": date(2024, 5, 3), "reason": "Trop-perçu", **acts}
    commands.refund(**refund)
    with pytest.raises(ChangedSince):
        commands.refund(**refund)
    with pytest.raises(ChangedSince):
        commands.allocate(allocations=[(one.pk, 1_000)], **acts)
    acts["unused_seen"] = 5_000
    commands.allocate(allocations=[(one.pk, 1_000)], **acts)
    with pytest.raises(ChangedSince):
        commands.allocate(allocations=[(one.pk, 1_000)], **acts)
    assert [kind for kind, *_rest in entries()].count("REFUNDED") == 1
    assert owed(one) == 9_000


@pytest.mark.rule("K8")
def test_a_correction_is_an_entry_and_gives_the_surplus_back_as_credit(
    invoice: Any, paid: Any, treasurer: User, at: datetime
) -> None:
    one = invoice(10_000)
    early, late = paid(one.payer_id, 6_000, period="2023-2024"), paid(one.payer_id, 4_000, period="2023-2024")
    commands.adjust_invoice(invoice_id=one.pk, total_cents=5_000, reason="Effectif corrigé", actor=treasurer, at=at)
    assert owed(one) == 0
    left = {row.pk: row.unused_cents for row in queries.credits_of_payer(one.payer_id)}
    assert left == {early.pk: 1_000, late.pk: 4_000}
    assert Entry.objects.filter(kind=EntryKind.DUE).count() == 2
    assert commands.adjust_invoice(invoice_id=one.pk, total_cents=5_000, reason="même", actor=treasurer, at=at) is None


def test_a_correction_upwards_reopens_and_to_zero_cancels(
    invoice: Any, paid: Any, treasurer: User, at: datetime
) -> None:
    one = invoice()
    paid(one.payer_id, period="2023-2024")
    commands.adjust_invoice(invoice_id=one.pk, total_cents=7_000, reason="r", actor=treasurer, at=at)
    assert owed(one) == 2_000
    commands.adjust_invoice(invoice_id=one.pk, total_cents=0, reason="r", actor=treasurer, at=at)
    assert owed(one) == 0
    assert sum(row.unused_cents for row in queries.credits_of_payer(one.payer_id)) == 5_000


def test_an_allocation_is_undone_once(invoice: Any, paid: Any, treasurer: User, at: datetime) -> None:
    one = invoice()
    paid(one.payer_id, period="2023-2024")
    entry = Entry.objects.get(kind=EntryKind.ALLOCATED)
    commands.undo_allocation(entry_id=entry.pk, reason="mauvaise facture", actor=treasurer, at=at)
    assert owed(one) == 5_000
    with pytest.raises(AlreadyDone):
        commands.undo_allocation(entry_id=entry.pk, reason="mauvaise facture", actor=treasurer, at=at)


def test_past_dues_are_opening_entries_that_do_not_touch_the_till(payer: Any, treasurer: User, at: datetime) -> None:
    who = payer()
    openings = [
        commands.Opening(
            who.pk, "2022-2023", "import:1:2", due_cents=9_350, paid_cents=9_350, paid_date=date(2022, 7, 17)
        ),
        commands.Opening(who.pk, "2021-2022", "import:1:3", due_cents=5_000, paid_cents=2_000),
        commands.Opening(who.pk, "2020-2021", "import:1:4", paid_cents=4_000),
    ]
    write = {"openings": openings, "source": "membres.xlsx, ligne 2", "actor": treasurer, "at": at}
    assert commands.record_openings(**write) == 3
    assert commands.record_openings(**write) == 0
    assert sum(row[4] for row in entries()) == 0
    found = {item.period: queries.balance([item.pk])[item.pk] for item in Invoice.objects.all()}
    assert {period: (item.due_cents, item.paid_cents) for period, item in found.items()} == {
        "2022-2023": (9_350, 9_350),
        "2021-2022": (5_000, 2_000),
        "2020-2021": (4_000, 4_000),
    }
    assert (
        commands.reverse_openings(keys=["import:1:2", "import:1:3"], reason="Import défait", actor=treasurer, at=at)
        == 6
    )
    assert commands.reverse_openings(keys=["import:1:2"], reason="Import défait", actor=treasurer, at=at) == 0
    totals = queries.totals_by_period()
    assert {period: (item.due_cents, item.paid_cents) for period, item in totals.items()} == {
        "2022-2023": (0, 0),
        "2021-2022": (0, 0),
        "2020-2021": (4_000, 4_000),
    }


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.COORDINATOR, Role.TREASURER}])
def test_nobody_else_writes(role: Role, actor: Any, payer: Any, at: datetime) -> None:
    who, person = payer(), actor(role)
    with pytest.raises(NotAllowed):
        commands.record_payment(
            payer_id=who.pk, amount_cents=1, method="CASH", received_date=at.date(), actor=person, at=at
        )
    with pytest.raises(NotAllowed):
        commands.issue_invoice(
            payer_id=who.pk, period="2023-2024", object="o", lines=[("l", 1)], due_date=None, actor=person, at=at
        )


@pytest.mark.rule("K8")
@pytest.mark.parametrize("table", ["finance_invoice", "finance_invoiceline", "finance_payment", "finance_entry"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_delete(table: str, act: str, invoice: Any, paid: Any) -> None:
    paid(invoice().payer_id, period="2023-2024")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


@pytest.mark.rule("K8")
def test_no_row_gives_way_to_another_nor_is_a_table_emptied(invoice: Any) -> None:
    first = invoice(12_000)
    if connection.vendor == "sqlite":
        columns = [field.column for field in Invoice._meta.concrete_fields]
        for key in ("id", "id + 1000"):  # the same row again, or another one of the same number
            taken = ", ".join(key if column == "id" else column for column in columns)
            replaced = (
                f"INSERT OR REPLACE INTO finance_invoice ({', '.join(columns)}) SELECT {taken} FROM finance_invoice"
            )
            with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(replaced)
    else:
        connection.check_constraints()  # what is put off to the end of the transaction keeps TRUNCATE from being tried
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE finance_invoice CASCADE")
    assert list(Invoice.objects.values_list("pk", flat=True)) == [first.pk]


@pytest.mark.rule("K8")
def test_an_entry_is_reversed_once_even_behind_the_commands(
    invoice: Any, paid: Any, treasurer: User, at: datetime
) -> None:
    payment = paid(invoice().payer_id, period="2023-2024")
    commands.reverse_payment(payment_id=payment.pk, reason="r", actor=treasurer, at=at)
    again = Entry.objects.filter(kind=EntryKind.REVERSED).first()
    assert again is not None
    again.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        again.save(force_insert=True)


def test_merged_payers_are_read_as_one(invoice: Any, paid: Any, payer: Any) -> None:
    one = invoice()
    other = payer("", "Le même syndicat", merged_into=one.payer)
    two = invoice(payer_id=other.pk)
    paid(one.payer_id, 7_000, allocations=[(one.pk, 5_000), (two.pk, 2_000)])
    assert queries.totals_by_payer("2023-2024") == {one.payer_id: queries.PayerTotals(one.payer_id, 10_000, 7_000)}
    assert [row.pk for row in queries.open_invoices([one.payer_id])] == [two.pk]


def test_balances_are_read_in_one_query_however_many(invoice: Any, payer: Any, django_assert_num_queries: Any) -> None:
    ids = [invoice(payer_id=payer(str(number), f"S {number}").pk).pk for number in range(3)]
    with django_assert_num_queries(1):
        assert sum(item.owed_cents for item in queries.balance(ids).values()) == 15_000


def test_an_invoice_issued_in_the_morning_is_dated_where_the_organisation_is(invoice: Any, at: datetime) -> None:
    assert invoice().issue_date == (at - timedelta(hours=4)).date()
