"""Statements read once, and lines settled once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from convergence.accounts.choices import Role
from convergence.accounts.models import User
from convergence.contacts.models import Contact
from convergence.core.errors import BadValue, NotAllowed
from convergence.finance import commands, queries
from convergence.finance.choices import EntryKind, Verdict
from convergence.finance.commands import bank
from convergence.finance.errors import LineAlreadyDecided, OddFee, StatementRefused
from convergence.finance.models import BankDecision, BankLine, BankStatement, Entry, Invoice, Payment
from convergence.finance.queries.bank import provider_balance, reading_of, unmatched_payments, withheld_refunds

pytestmark = pytest.mark.django_db

CSV = """Date;Description;Retrait;Dépôt;Solde
2024/04/26;VIREMENT INTERAC DE STTA REF COT-2324-1081;;50,00;1050,00
2024/04/26;VIREMENT INTERAC DE STTA REF COT-2324-1081;;50,00;1050,00
2024/04/27;DEPOT CHEQUE;;50,00;1100,00
2024/04/27;DEPOT CHEQUE;;50,00;1150,00
2024/04/28;SALAIRES;300,25;;849,75
2024/04/29;VIR INTERAC COT-2324-1082 1/2;;35,00;884,75
2024/04/30;DEPOT STRIPE;;47,50;932,25
"""


def ofx(*moves: tuple[str, str, str, str]) -> bytes:
    body = "".join(
        f"<STMTTRN><DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}<NAME>{name}</STMTTRN>"
        for fitid, day, amount, name in moves
    )
    return f"OFXHEADER:100\nCHARSET:1252\n\n<OFX><BANKTRANLIST>{body}</BANKTRANLIST></OFX>".encode("cp1252")


@pytest.fixture
def read(treasurer: User, at: datetime) -> Callable[..., BankStatement]:
    def make(content: bytes | str = CSV, name: str = "releve.csv", **values: Any) -> BankStatement:
        raw = content.encode("cp1252") if isinstance(content, str) else content
        return bank.import_statement(content=raw, file_name=name, actor=values.pop("actor", treasurer), at=at, **values)

    return make


@pytest.fixture
def invoices(payer: Callable[..., Contact], treasurer: User, at: datetime) -> dict[str, Invoice]:
    found = {}
    for number, cents in (("1081", 5_000), ("1082", 7_000), ("1083", 5_000)):
        found[number] = commands.issue_invoice(
            payer_id=payer(number, f"Syndicat du dépanneur numéro {number}").pk,
            period="2023-2024",
            object="Cotisation",
            lines=[("Cotisation", cents)],
            due_date=None,
            reference=f"COT-2324-{number}",
            actor=treasurer,
            at=at,
        )
    return found


def line(text: str) -> BankLine:
    return BankLine.objects.filter(label__contains=text).order_by("pk").first() or BankLine()


def test_a_line_exported_twice_is_kept_once_and_two_equal_deposits_twice(read: Any) -> None:
    statement = read()
    assert (statement.line_count, statement.repeated_count, statement.format) == (7, 1, "CSV")
    assert (statement.first_date, statement.last_date) == (date(2024, 4, 26), date(2024, 4, 30))
    assert list(BankLine.objects.values_list("number", "amount_cents")) == [
        (2, 5_000), (4, 5_000), (5, 5_000), (6, -30_025), (7, 3_500), (8, 4_750),
    ]  # fmt: skip


def test_the_same_file_again_brings_nothing(read: Any) -> None:
    read()
    again = read(name="encore.csv")
    assert again.repeated_count == 7
    assert BankLine.objects.count() == 6


def test_overlapping_statements_bring_only_what_is_new(read: Any) -> None:
    read()
    read(CSV + "2024/05/01;DEPOT CHEQUE;;50,00;982,25\n")
    assert BankLine.objects.count() == 7


def test_another_format_of_the_same_account_brings_only_what_is_new(read: Any) -> None:
    read(ofx(("a", "20240427", "50.00", "DEPOT CHEQUE"), ("b", "20240427", "50.00", "DEPOT CHEQUE")), "releve.ofx")
    read()
    assert BankLine.objects.filter(label="DEPOT CHEQUE").count() == 2
    assert BankLine.objects.count() == 6


def test_proposals_are_read_against_what_is_owed_now(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read()
    first, cheque = line("STTA"), line("CHEQUE")
    found = {item.line.pk: item for item in reading_of(list(BankLine.objects.waiting()))}
    assert [item.invoice for item in found[first.pk].candidates] == [invoices["1081"]]
    assert [item.invoice for item in found[cheque.pk].candidates] == [invoices["1081"], invoices["1083"]]
    bank.confirm_line(line_id=first.pk, attempt=0, parts=[(invoices["1081"].pk, 5_000)], actor=treasurer, at=at)
    [after] = reading_of([cheque])
    assert [item.invoice for item in after.candidates] == [invoices["1083"]]


def test_confirming_records_the_payment_of_the_line(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read()
    one = invoices["1082"]
    decision = bank.confirm_line(
        line_id=line("1082").pk,
        attempt=0,
        parts=[(one.pk, 3_500)],
        basis="REFERENCE",
        confidence=95,
        actor=treasurer,
        at=at,
    )
    [payment] = decision.payments.all()
    assert (payment.method, payment.amount_cents, payment.received_date) == ("INTERAC", 3_500, date(2024, 4, 29))
    assert queries.balance([one.pk])[one.pk].owed_cents == 3_500
    assert (decision.verdict, decision.basis, decision.confidence) == (Verdict.CONFIRMED, "REFERENCE", 95)
    assert BankLine.objects.waiting().count() == 5


@pytest.mark.rule("P2")
def test_a_line_is_split_over_several_members_and_the_rest_is_credit(
    read: Any, invoices: dict[str, Invoice], payer: Any, treasurer: User, at: datetime
) -> None:
    read()
    central = payer("C1", "Conseil central")
    parts = [(invoices["1081"].pk, 2_000), (invoices["1083"].pk, 1_000)]
    decision = bank.confirm_line(
        line_id=line("CHEQUE").pk, attempt=0, parts=parts, payer_id=central.pk, actor=treasurer, at=at
    )
    assert decision.verdict == Verdict.SPLIT
    assert [row.unused_cents for row in queries.credits_of_payer(central.pk)] == [2_000]


def test_two_treasurers_at_the_same_line_one_wins_and_the_other_is_told(
    read: Any, invoices: dict[str, Invoice], treasurer: User, actor: Any, at: datetime
) -> None:
    read()
    other, parts = actor(Role.COORDINATOR), [(invoices["1081"].pk, 5_000)]
    bank.confirm_line(line_id=line("STTA").pk, attempt=0, parts=parts, actor=treasurer, at=at)
    for act in (
        lambda: bank.confirm_line(line_id=line("STTA").pk, attempt=0, parts=parts, actor=other, at=at),
        lambda: bank.ignore_line(line_id=line("STTA").pk, attempt=0, reason="non", actor=other, at=at),
        lambda: bank.confirm_line(line_id=line("STTA").pk, attempt=1, parts=parts, actor=other, at=at),
    ):
        with pytest.raises(LineAlreadyDecided) as told:
            act()
        assert "treasurer@centre.example" in str(told.value)
    assert Payment.objects.count() == 1
    assert BankDecision.objects.count() == 1


def test_a_decision_is_taken_back_by_entries_and_the_line_waits_again(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read()
    one, row = invoices["1081"], line("STTA")
    bank.confirm_line(line_id=row.pk, attempt=0, parts=[(one.pk, 5_000)], actor=treasurer, at=at)
    bank.reopen_line(line_id=row.pk, attempt=1, reason="mauvais membre", actor=treasurer, at=at)
    assert queries.balance([one.pk])[one.pk].owed_cents == 5_000
    assert BankLine.objects.waiting().count() == 6
    bank.confirm_line(line_id=row.pk, attempt=2, parts=[(invoices["1083"].pk, 5_000)], actor=treasurer, at=at)
    assert [decision.verdict for decision in row.decisions.all()] == ["CONFIRMED", "REOPENED", "CONFIRMED"]
    assert Payment.objects.count() == 2


def test_a_payment_typed_before_is_tied_and_not_written_again(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    payment = commands.record_payment(
        payer_id=invoices["1081"].payer_id, amount_cents=5_000, method="INTERAC", received_date=date(2024, 4, 25),
        period="2023-2024", actor=treasurer, at=at,
    )  # fmt: skip
    read()
    [item] = reading_of([line("STTA")])
    assert [candidate.proposal.reason for candidate in item.candidates] == ["RECORDED", "SETTLED"]
    [cheque] = reading_of([line("CHEQUE")])
    assert [candidate.proposal.reason for candidate in cheque.candidates] == ["AMOUNT"]  # an Interac is no cheque
    bank.link_line(line_id=line("STTA").pk, attempt=0, payment_ids=[payment.pk], actor=treasurer, at=at)
    assert list(unmatched_payments()) == []
    with pytest.raises(BadValue):
        bank.link_line(line_id=line("CHEQUE").pk, attempt=0, payment_ids=[payment.pk], actor=treasurer, at=at)
    assert Payment.objects.count() == 1


def test_payments_tied_must_add_up_to_the_line(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read()
    payment = commands.record_payment(
        payer_id=invoices["1081"].payer_id,
        amount_cents=4_999,
        method="CHEQUE",
        received_date=date(2024, 4, 25),
        actor=treasurer,
        at=at,
    )
    with pytest.raises(BadValue):
        bank.link_line(line_id=line("CHEQUE").pk, attempt=0, payment_ids=[payment.pk], actor=treasurer, at=at)


def test_money_out_pays_nothing_and_is_set_aside_with_a_reason(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read()
    row = line("SALAIRES")
    with pytest.raises(BadValue):
        bank.confirm_line(line_id=row.pk, attempt=0, parts=[(invoices["1081"].pk, 5_000)], actor=treasurer, at=at)
    with pytest.raises(BadValue):
        bank.ignore_line(line_id=row.pk, attempt=0, reason="  ", actor=treasurer, at=at)
    bank.ignore_line(line_id=row.pk, attempt=0, reason="salaires", actor=treasurer, at=at)
    assert Entry.objects.filter(kind=EntryKind.PAID).count() == 0


def test_a_payout_ties_the_card_payments_and_writes_the_fee(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read()
    payment = commands.record_payment(
        payer_id=invoices["1081"].payer_id,
        amount_cents=5_000,
        method="CARD",
        received_date=date(2024, 4, 25),
        actor=treasurer,
        at=at,
    )
    assert provider_balance() == 5_000
    bank.settle_payout(line_id=line("STRIPE").pk, attempt=0, payment_ids=[payment.pk], actor=treasurer, at=at)
    assert list(Entry.objects.filter(payment=None, invoice=None).values_list("kind", "amount_cents", "till_cents")) == [
        ("PAYOUT", 4_750, 0),
        ("FEE", 250, -250),
    ]
    assert provider_balance() == 0
    bank.reopen_line(line_id=line("STRIPE").pk, attempt=1, reason="mauvais paiements", actor=treasurer, at=at)
    assert provider_balance() == 5_000
    bank.settle_payout(line_id=line("STRIPE").pk, attempt=2, payment_ids=[payment.pk], actor=treasurer, at=at)
    assert provider_balance() == 0


def test_taking_a_payout_back_answers_its_own_entries_and_no_others(
    card: Callable[..., Payment], treasurer: User, at: datetime
) -> None:
    rows = "Date;Description;Retrait;Dépôt;Solde\n2024/04/10;DEPOT STRIPE;;97,00;97,00\n2024/04/10;DEPOT STRIPE;;97,00;194,00\n"
    commands.import_statement(content=rows.encode(), file_name="releve.csv", actor=treasurer, at=at)
    one, other = BankLine.objects.order_by("pk")
    for row in (one, other):
        paid = card(10_000, date(2024, 4, 8))
        bank.settle_payout(line_id=row.pk, attempt=0, payment_ids=[paid.pk], actor=treasurer, at=at)
    assert provider_balance() == 0
    bank.reopen_line(line_id=one.pk, attempt=1, reason="mauvais paiement", actor=treasurer, at=at)
    decision = other.decisions.get()
    live = Entry.objects.filter(kind__in=[EntryKind.PAYOUT, EntryKind.FEE], reversed_by=None).order_by("pk")
    assert list(live) == list(decision.entries.order_by("pk"))
    assert [(entry.kind, entry.amount_cents) for entry in live] == [("PAYOUT", 9_700), ("FEE", 300)]
    assert provider_balance() == 10_000


@pytest.fixture
def card(payer: Callable[..., Contact], treasurer: User, at: datetime) -> Callable[..., Payment]:
    """Record a card payment of a day."""
    who = payer("1084", "Syndicat du dépanneur numéro 4")

    def pay(cents: int, day: date) -> Payment:
        return commands.record_payment(
            payer_id=who.pk, amount_cents=cents, method="CARD", received_date=day, actor=treasurer, at=at
        )

    return pay


def test_what_was_sent_back_after_its_payout_is_no_fee_of_the_next_one(
    card: Callable[..., Payment], treasurer: User, at: datetime
) -> None:
    rows = "Date;Description;Retrait;Dépôt;Solde\n2024/04/10;DEPOT STRIPE;;97,00;97,00\n2024/04/20;DEPOT STRIPE;;154,50;251,50\n"
    commands.import_statement(content=rows.encode(), file_name="releve.csv", actor=treasurer, at=at)
    early, late = BankLine.objects.order_by("date")
    first, second = card(10_000, date(2024, 4, 8)), card(20_000, date(2024, 4, 18))
    bank.settle_payout(line_id=early.pk, attempt=0, payment_ids=[first.pk], actor=treasurer, at=at)
    back = {"payment_id": first.pk, "amount_cents": 4_000, "refund_date": date(2024, 4, 15), "reason": "erreur"}
    commands.refund(**back, actor=treasurer, at=at)
    assert (withheld_refunds(until=date(2024, 4, 14)), withheld_refunds(until=late.date)) == (0, 4_000)
    [reading] = reading_of([late])
    assert [found.proposal.payment_ids for found in reading.candidates] == [(second.pk,)]
    bank.settle_payout(line_id=late.pk, attempt=0, payment_ids=[second.pk], actor=treasurer, at=at)
    assert list(Entry.objects.filter(kind=EntryKind.FEE).order_by("pk").values_list("amount_cents", flat=True)) == [
        300,
        550,
    ]
    assert (provider_balance(), withheld_refunds(until=late.date)) == (0, 0)


def test_a_fee_that_no_provider_takes_must_be_said_to_be_right(
    read: Any, card: Callable[..., Payment], treasurer: User, at: datetime
) -> None:
    read()
    chosen = {"line_id": line("STRIPE").pk, "attempt": 0, "payment_ids": [card(9_000, date(2024, 4, 25)).pk]}
    with pytest.raises(OddFee):
        bank.settle_payout(**chosen, actor=treasurer, at=at)
    bank.settle_payout(**chosen, is_odd_fee_right=True, actor=treasurer, at=at)
    assert Entry.objects.get(kind=EntryKind.FEE).amount_cents == 4_250


@pytest.mark.rule("K8")
def test_a_cheque_that_the_bank_returns_undoes_its_payment(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    read(CSV + "2024/05/01;CHEQUE RETOURNE SANS PROVISION;50,00;;882,25\n")
    one, row = invoices["1083"], line("CHEQUE")
    bank.confirm_line(line_id=row.pk, attempt=0, parts=[(one.pk, 5_000)], actor=treasurer, at=at)
    returned = line("RETOURNE")
    payment = Payment.objects.get()
    bank.return_cheque_line(line_id=returned.pk, attempt=0, payment_id=payment.pk, actor=treasurer, at=at)
    assert queries.balance([one.pk])[one.pk].owed_cents == 5_000
    assert Entry.objects.filter(kind=EntryKind.REVERSED).last().booked_date == date(2024, 5, 1)  # type: ignore[union-attr]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"bonjour", b"<a/>", b"\xff\xfe\x00"])
def test_a_file_that_is_no_statement_is_refused_in_words(content: bytes, read: Any) -> None:
    with pytest.raises(StatementRefused) as refused:
        read(content)
    assert refused.value.field == "file"
    assert str(refused.value)
    assert BankStatement.objects.count() == 0


def test_the_order_of_dates_is_asked_when_no_line_tells(read: Any) -> None:
    content = b"Date;Description;Montant\n03/02/2024;A;1,00\n04/02/2024;B;1,00\n"
    with pytest.raises(StatementRefused) as asked:
        read(content)
    assert (asked.value.field, asked.value.values) == ("date_order", {"example": "03/02/2024"})
    assert read(content, date_order="dmy").first_date == date(2024, 2, 3)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BOARD, Role.COMMUNICATIONS, Role.DELEGATE])
def test_others_neither_read_files_nor_decide(role: Role, read: Any, actor: Any, at: datetime) -> None:
    read()
    person = actor(role)
    with pytest.raises(NotAllowed):
        read(actor=person)
    with pytest.raises(NotAllowed):
        bank.ignore_line(line_id=line("SALAIRES").pk, attempt=0, reason="r", actor=person, at=at)


def test_a_screen_of_lines_costs_a_fixed_number_of_queries(
    read: Any, invoices: dict[str, Invoice], django_assert_num_queries: Any
) -> None:
    read()
    lines = list(BankLine.objects.waiting())
    for some in (lines[:1], lines):
        with django_assert_num_queries(4):
            reading_of(some)


def test_a_line_of_a_paid_invoice_is_proposed_as_money_on_account(
    read: Any, invoices: dict[str, Invoice], treasurer: User, at: datetime
) -> None:
    paid = invoices["1081"]
    commands.record_payment(
        payer_id=paid.payer_id, amount_cents=5_000, method="CASH", received_date=date(2024, 4, 2),
        period="2023-2024", actor=treasurer, at=at,
    )  # fmt: skip
    read()
    [item] = reading_of([line("1081")])
    assert (item.reading.kind, [found.proposal.reason for found in item.candidates]) == ("ON_ACCOUNT", ["SETTLED"])
    assert item.best is not None
    assert item.best.payer == paid.payer


def test_a_name_with_nothing_owed_is_found_and_a_code_without_invoice_too(
    read: Any, invoices: dict[str, Invoice], payer: Callable[..., Contact], treasurer: User, at: datetime
) -> None:
    name = "Coopérative des brassières"
    member = payer("1099", name, acronym="CDB", search_text="cooperative des brassieres cdb 1099")
    commands.record_payment(
        payer_id=invoices["1081"].payer_id, amount_cents=5_000, method="CASH", received_date=date(2024, 4, 2),
        period="2023-2024", actor=treasurer, at=at,
    )  # fmt: skip
    read(
        "Date;Description;Montant;Solde\n2024-04-26;VIR COT-2324-1099;50,00;50,00\n"
        "2024-04-27;DEPOT COOPERATIVE DES BRASSIERES;12,00;62,00\n"
    )
    [code] = reading_of([line("1099")])
    [named] = reading_of([line("BRASSIERES")])
    assert [(found.proposal.reason, found.payer) for found in code.candidates] == [("NO_INVOICE", member)]
    assert named.candidates == ()  # whoever never had an invoice is not looked for by name
    commands.issue_invoice(
        payer_id=member.pk, period="2023-2024", object="Cotisation", lines=[("Cotisation", 1_000)], due_date=None,
        actor=treasurer, at=at,
    )  # fmt: skip
    commands.record_payment(
        payer_id=member.pk, amount_cents=1_000, method="CASH", received_date=date(2024, 4, 2),
        period="2023-2024", actor=treasurer, at=at,
    )  # fmt: skip
    [named] = reading_of([line("BRASSIERES")])
    assert [(found.proposal.reason, found.payer) for found in named.candidates] == [("NOTHING_OWED", member)]


def test_what_was_sent_back_before_a_payout_is_no_fee(
    read: Callable[..., BankStatement], payer: Callable[..., Contact], treasurer: User, at: datetime
) -> None:
    read()
    line = BankLine.objects.get(amount_cents=4_750)
    card = commands.record_payment(
        payer_id=payer("1084", "Syndicat du dépanneur numéro 4").pk,
        amount_cents=9_000,
        method="CARD",
        received_date=date(2024, 4, 28),
        actor=treasurer,
        at=at,
    )
    commands.refund(
        payment_id=card.pk,
        amount_cents=4_000,
        refund_date=date(2024, 4, 29),
        reason="erreur",
        actor=treasurer,
        at=at,
    )
    bank.settle_payout(line_id=line.pk, attempt=0, payment_ids=[card.pk], actor=treasurer, at=at)
    assert Entry.objects.get(kind=EntryKind.FEE).amount_cents == 250
    assert provider_balance() == 0
