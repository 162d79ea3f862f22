"""The screens of money: each door by each role, and the work of a treasurer from the statement to the receipt."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from convergence.accounts.choices import Role
from convergence.accounts.models import User
from convergence.contacts.models import Contact, ContactPoint
from convergence.finance import commands, queries
from convergence.finance.models import (
    BankLine,
    BankStatement,
    ChequeBatch,
    Entry,
    FiscalYear,
    Invoice,
    Payment,
    Receipt,
    ReceiptMailing,
)

pytestmark = pytest.mark.django_db

CSV = """Date;Description;Retrait;Dépôt;Solde
2024/04/26;VIREMENT INTERAC DE STTA REF COT-2324-1081;;50,00;1050,00
2024/04/26;VIREMENT INTERAC DE STTA REF COT-2324-1081;;50,00;1050,00
2024/04/27;DEPOT CHEQUE;;50,00;1100,00
2024/04/28;SALAIRES;300,25;;799,75
2024/04/29;VIR INTERAC COT-2324-1082 1/2;;35,00;834,75
"""


@pytest.fixture(autouse=True)
def _calm(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def browser(actor: Callable[[Role], User]) -> Callable[[Role], Client]:
    def make(role: Role = Role.TREASURER) -> Client:
        client = Client()
        client.force_login(User.objects.filter(email__startswith=role.lower()).first() or actor(role))
        return client

    return make


@pytest.fixture
def invoices(payer: Callable[..., Contact], treasurer: User, at: datetime) -> dict[str, Invoice]:
    found = {}
    for number, cents in (("1081", 5_000), ("1082", 7_000), ("1083", 5_000)):
        found[number] = commands.issue_invoice(
            payer_id=payer(number, f"Syndicat du dépanneur numéro {number}").pk,
            period="2023-2024",
            object="Cotisation 2023-2024",
            lines=[("Cotisation", cents)],
            due_date=None,
            reference=f"COT-2324-{number}",
            actor=treasurer,
            at=at,
        )
    return found


@pytest.fixture
def payment(invoices: dict[str, Invoice], treasurer: User, at: datetime) -> Payment:
    return commands.record_payment(
        payer_id=invoices["1081"].payer_id, amount_cents=6_000, method="CHEQUE", received_date=date(2024, 5, 2),
        period="2023-2024", reference="0042", actor=treasurer, at=at,
    )  # fmt: skip


@pytest.fixture
def receipt(payment: Payment, treasurer: User, at: datetime) -> Receipt:
    return commands.issue_receipt(payment_id=payment.pk, actor=treasurer, at=at)


@pytest.fixture
def statement(treasurer: User, at: datetime) -> Any:
    return commands.import_statement(content=CSV.encode("cp1252"), file_name="releve.csv", actor=treasurer, at=at)


@pytest.fixture
def everything(payment: Payment, receipt: Receipt, statement: Any, treasurer: User, at: datetime) -> dict[str, int]:
    year = commands.open_year(start_date=date(2023, 4, 1), end_date=date(2024, 3, 31), actor=treasurer, at=at)
    who = payment.payer_id
    batch = commands.record_cheque_batch(
        cheques=[commands.Cheque(who, 700, "1")],
        control_total_cents=700,
        deposit_date=at.date(),
        actor=treasurer,
        at=at,
    )
    line = BankLine.objects.order_by("pk").first()
    invoice = Invoice.objects.order_by("pk").first()
    assert line
    assert invoice
    return {
        "invoice": invoice.pk,
        "payment": payment.pk,
        "receipt": receipt.pk,
        "line": line.pk,
        "batch": batch.pk,
        "year": year.pk,
    }


READ = {
    "invoices": "", "invoice": "invoice", "payments": "", "payment": "payment", "batches": "", "batch": "batch", "slip": "batch",
    "matching": "", "statements": "", "bank_line": "line", "receipts": "", "receipt": "receipt", "receipt_pdf": "receipt",
    "years": "", "export": "csv",
}  # fmt: skip
WRITE = {
    "add_invoice": "", "adjust_invoice": "invoice", "add_payment": "", "allocate": "payment", "reverse_payment": "payment",
    "refund_payment": "payment", "add_batch": "", "cancel_receipt": "receipt", "close_year": "year",
}  # fmt: skip
ACTS = {
    "undo_allocation": "payment",
    "confirm_sure": "",
    "decide": "line",
    "issue_receipts": "",
    "issue_receipt": "payment",
    "send_receipt": "receipt",
}


def address(name: str, thing: str, ids: dict[str, int]) -> str:
    args: list[Any] = ["csv"] if thing == "csv" else [ids[thing]] if thing else []
    return reverse(f"money:{name}", args=args)


@pytest.mark.parametrize("role", list(Role))
def test_every_door_by_every_role(role: Role, browser: Any, everything: dict[str, int]) -> None:
    client = browser(role)
    reads = role in {Role.COORDINATOR, Role.TREASURER, Role.AUDITOR}
    writes = role in {Role.COORDINATOR, Role.TREASURER}
    for name, thing in READ.items():
        status = client.get(address(name, thing, everything)).status_code
        assert (status == 200) == reads, (name, status)
        assert status in {200, 302, 403, 404}, (name, status)
    for name, thing in WRITE.items():
        status = client.get(address(name, thing, everything)).status_code
        assert (status == 200) == writes, (name, status)
    if not writes:
        before = (Payment.objects.count(), Receipt.objects.count(), BankLine.objects.waiting().count())
        for name, thing in (WRITE | ACTS | {"statements": "", "years": ""}).items():
            status = client.post(
                address(name, thing, everything), {"act": "ignore", "reason": "r", "period": "2023-2024"}
            ).status_code
            assert status in {302, 403, 404}, (name, status)
        assert (Payment.objects.count(), Receipt.objects.count(), BankLine.objects.waiting().count()) == before


def test_what_does_not_exist_is_a_404(browser: Any, everything: dict[str, int]) -> None:
    client = browser()
    for name, thing in (READ | WRITE).items():
        if thing and thing != "csv":
            assert client.get(reverse(f"money:{name}", args=[10**9])).status_code == 404, name
    assert client.get(reverse("money:export", args=["xls"])).status_code == 404


@pytest.mark.parametrize("name", ["invoices", "payments", "receipts", "matching"])
@pytest.mark.parametrize("text", ['"', "'", "\x00", "%", "é œ", "x" * 3000, "-1"])
def test_no_search_breaks_a_list(name: str, text: str, browser: Any, everything: dict[str, int]) -> None:
    assert (
        browser().get(reverse(f"money:{name}"), {"q": text, "state": text, "period": text, "page": text}).status_code
        == 200
    )


def test_lists_cost_a_fixed_number_of_queries(
    browser: Any, everything: dict[str, int], invoices: Any, django_assert_max_num_queries: Any
) -> None:
    client = browser()
    for name in ("invoices", "payments", "batches", "receipts", "statements", "matching"):
        with django_assert_max_num_queries(25):
            client.get(reverse(f"money:{name}"))


def test_a_list_is_given_as_csv_and_as_a_spreadsheet(browser: Any, everything: dict[str, int]) -> None:
    client = browser()
    for name in ("invoices", "payments", "receipts"):
        text = b"".join(client.get(reverse(f"money:{name}"), {"format": "csv"}).streaming_content).decode()
        assert text.startswith("\ufeff")
        assert "1081" in text
        assert client.get(reverse(f"money:{name}"), {"format": "xlsx"}).content[:2] == b"PK"


def send(client: Client, content: bytes, name: str = "releve.csv", **values: str) -> Any:
    return client.post(reverse("money:statements"), {"file": SimpleUploadedFile(name, content), **values}, follow=True)


def test_a_statement_is_read_and_its_lines_proposed_in_french(browser: Any, invoices: Any) -> None:
    page = send(browser(), CSV.encode("cp1252")).content.decode()
    assert "4 nouvelles lignes. 1 déjà connue." in page
    assert "Syndicat du dépanneur numéro 1081" in page
    assert "99\u00a0%" in page or "99 %" in page
    assert "Son code et le montant exact" in page
    assert "2 factures doivent exactement ce montant" in page
    assert "De l’argent sorti" in page


def test_after_a_statement_only_its_lines_are_shown(browser: Any, invoices: Any, statement: Any) -> None:
    client = browser()
    later = "Date;Description;Retrait;Dépôt;Solde\n2024/06/03;VIR COT-2324-1082;;35,00;2000,00\n"
    answer = client.post(reverse("money:statements"), {"file": SimpleUploadedFile("juin.csv", later.encode("cp1252"))})
    newest = BankStatement.objects.latest("pk")
    assert answer["Location"] == f"{reverse('money:matching')}?statement={newest.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert "Seulement les lignes de juin.csv." in page
    assert re.findall(r'class="bank-line__label">([^<]*)', page) == ["VIR COT-2324-1082"]
    [line] = newest.lines.all()
    values = {"act": "ignore", "attempt": "0", "reason": "essai", "statement": str(newest.pk)}
    assert client.post(reverse("money:decide", args=[line.pk]), values)["Location"] == answer["Location"]
    again = client.post(reverse("money:statements"), {"file": SimpleUploadedFile("juin.csv", later.encode("cp1252"))})
    assert again["Location"] == reverse("money:matching")
    assert client.get(f"{reverse('money:matching')}?statement=999999").status_code == 404
    assert client.get(f"{reverse('money:matching')}?statement=deux").status_code == 404


def test_the_best_candidate_is_chosen_and_another_may_be(browser: Any, invoices: Any, statement: Any) -> None:
    page = browser().get(reverse("money:matching")).content.decode()
    for article in re.findall(r"<article.*?</article>", page, re.DOTALL):
        hidden, radios = article.count('type="hidden" name="candidate"'), article.count('type="radio"')
        assert hidden == 0 or radios == 0
        assert radios != 1
        assert article.count(" checked>") <= 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "chiffrier"),
        (b"bonjour", "colonnes"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML"),
        (b"Date;Description;Montant\n03/02/2024;A;1,00\n", "jour/mois"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_french(browser: Any, content: bytes, words: str) -> None:
    answer = send(browser(), content)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert BankLine.objects.count() == 0


def test_a_right_code_is_confirmed_with_one_button_and_the_others_wait(
    browser: Any, invoices: Any, statement: Any
) -> None:
    client = browser()
    page = client.get(reverse("money:matching")).content.decode()
    lines = re.findall(r'name="line" value="(\d+)"', page)
    client.post(reverse("money:confirm_sure"), {"line": lines})
    assert Payment.objects.count() == 2
    assert {pk: item.owed_cents for pk, item in queries.balance([i.pk for i in invoices.values()]).items()} == {
        invoices["1081"].pk: 0, invoices["1082"].pk: 3_500, invoices["1083"].pk: 5_000,
    }  # fmt: skip
    client.post(reverse("money:confirm_sure"), {"line": lines})
    assert Payment.objects.count() == 2


def test_a_candidate_is_chosen_and_the_next_line_is_shown(browser: Any, invoices: Any, statement: Any) -> None:
    client, line = browser(), BankLine.objects.get(label="DEPOT CHEQUE")
    values = {"act": "confirm", "attempt": "0", "candidate": f"i{invoices['1083'].pk}"}
    answer = client.post(reverse("money:decide", args=[line.pk]), values)
    following = BankLine.objects.get(label="SALAIRES")
    assert answer["Location"].endswith(f"#line-{following.pk}")
    assert queries.balance([invoices["1083"].pk])[invoices["1083"].pk].owed_cents == 0


def test_control_characters_in_a_reason_are_left_out(browser: Any, statement: Any) -> None:
    line = BankLine.objects.get(label="SALAIRES")
    values = {"act": "ignore", "attempt": "0", "reason": "salaires\x00\x07 d’avril"}
    assert browser().post(reverse("money:decide", args=[line.pk]), values).status_code == 302
    assert line.decisions.get().reason == "salaires d’avril"


def test_two_treasurers_at_one_line(browser: Any, invoices: Any, statement: Any, actor: Any) -> None:
    first, second, line = browser(), browser(Role.COORDINATOR), BankLine.objects.get(label="DEPOT CHEQUE")
    place = reverse("money:decide", args=[line.pk])
    first.post(place, {"act": "confirm", "attempt": "0", "candidate": f"i{invoices['1083'].pk}"})
    answer = second.post(place, {"act": "confirm", "attempt": "0", "candidate": f"i{invoices['1081'].pk}"}, follow=True)
    assert "vient de régler cette ligne" in answer.content.decode()
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    "values", [{}, {"act": "confirm"}, {"act": "confirm", "candidate": "i999999"}, {"act": "x"}, {"act": "ignore"}]
)
def test_a_decision_that_makes_no_sense_is_refused(
    browser: Any, invoices: Any, statement: Any, values: dict[str, str]
) -> None:
    line = BankLine.objects.get(label="DEPOT CHEQUE")
    assert browser().post(reverse("money:decide", args=[line.pk]), values).status_code == 302
    assert BankLine.objects.waiting().count() == 4


@pytest.mark.rule("P2")
def test_a_line_is_split_by_hand(browser: Any, invoices: Any, statement: Any, payer: Any) -> None:
    line, central = BankLine.objects.get(label="DEPOT CHEQUE"), payer("C1", "Conseil central")
    values = {
        "attempt": "0", "payer": "C1", "p0-invoice": "cot 2324 1081", "p0-amount": "20", "p1-invoice": invoices["1082"].number,
        "p1-amount": "25,50",
    }  # fmt: skip
    answer = browser().post(reverse("money:bank_line", args=[line.pk]), values)
    assert answer.status_code == 302
    assert [row.unused_cents for row in queries.credits_of_payer(central.pk)] == [450]


@pytest.mark.rule("P2")
def test_one_deposit_pays_the_invoices_that_are_ticked(browser: Any, payer: Any, treasurer: User, at: Any) -> None:
    client, central = browser(), payer("7001", "Conseil central du port")
    send(client, "Date;Description;Retrait;Dépôt;Solde\n2024/04/30;DEPOT CHEQUE;;500,00;500,00\n".encode("cp1252"))
    line = BankLine.objects.get()
    twelve = [
        commands.issue_invoice(
            payer_id=central.pk,
            period="2023-2024",
            object="Cotisation",
            lines=[("Cotisation", 5_000)],
            due_date=None,
            reference=f"COT-2324-71{number:02}",
            actor=treasurer,
            at=at,
        )
        for number in range(12)
    ]
    place = reverse("money:bank_line", args=[line.pk])
    page = client.get(f"{place}?q=conseil central").content.decode()
    assert page.count('name="shown"') == 12
    sent = {"attempt": "0", "shown": [row.pk for row in twelve], f"i{twelve[11].pk}-amount": "20", "all": "1"}
    assert client.post(place, sent).status_code == 302
    owed = [queries.balance([row.pk])[row.pk].owed_cents for row in twelve]
    assert owed == [0] * 9 + [2_000, 5_000, 3_000]
    assert [part.unused_cents for part in queries.credits_of_payer(central.pk)] == []


@pytest.mark.rule("P2")
def test_all_that_a_payer_owes_is_confirmed_with_one_button(browser: Any, payer: Any, treasurer: User, at: Any) -> None:
    client, central = browser(), payer("7001", "Conseil central du port")
    rows = [
        commands.issue_invoice(
            payer_id=central.pk,
            period=period,
            object="Cotisation",
            lines=[("Cotisation", 5_000)],
            due_date=None,
            actor=treasurer,
            at=at,
        )
        for period in ("2022-2023", "2023-2024")
    ]
    send(client, "Date;Description;Montant\n2024/05/30;DEPOT CONSEIL CENTRAL DU PORT;100,00\n".encode("cp1252"))
    line, key = BankLine.objects.get(), f"s{rows[0].pk}-{rows[1].pk}"
    page = client.get(reverse("money:matching")).content.decode()
    assert f"2 factures, 100,00\xa0$ en tout\xa0: {rows[0].number}, {rows[1].number}" in page
    assert re.search(rf'value="{key}" required checked', page)
    client.post(reverse("money:decide", args=[line.pk]), {"act": "confirm", "attempt": "0", "candidate": key})
    assert {item.owed_cents for item in queries.balance([row.pk for row in rows]).values()} == {0}
    decision = line.decisions.get()
    assert (decision.verdict, decision.basis, decision.payments.count()) == ("SPLIT", "WHOLE", 1)


@pytest.mark.rule("P2")
def test_a_credit_goes_on_several_invoices_at_once(browser: Any, payment: Payment, invoices: Any) -> None:
    client, place = browser(), reverse("money:allocate", args=[payment.pk])
    unused = Payment.objects.with_unused().get(pk=payment.pk).unused_cents
    one, other = invoices["1082"], invoices["1083"]
    sent = {"seen": str(unused), "shown": [one.pk, other.pk], f"i{one.pk}-amount": "3", f"i{other.pk}-pay": "on"}
    assert "au moins une facture" in client.post(place, {"seen": str(unused)}).content.decode()
    short = client.post(place, sent | {f"i{one.pk}-amount": f"{unused // 100}"}).content.decode()
    assert "Il ne reste rien pour cette facture" in short
    before = {row.pk: queries.balance([row.pk])[row.pk].owed_cents for row in (one, other)}
    assert client.post(place, sent).status_code == 302
    after = {row.pk: queries.balance([row.pk])[row.pk].owed_cents for row in (one, other)}
    assert [before[row.pk] - after[row.pk] for row in (one, other)] == [300, unused - 300]


def test_a_split_too_large_is_said_beside_the_form(browser: Any, invoices: Any, statement: Any) -> None:
    line = BankLine.objects.get(label="DEPOT CHEQUE")
    answer = browser().post(
        reverse("money:bank_line", args=[line.pk]), {"p0-invoice": "COT-2324-1082", "p0-amount": "60"}
    )
    assert "dépassent le paiement de 10,00\u00a0$" in answer.content.decode()
    assert Payment.objects.count() == 0


def test_setting_aside_and_taking_back(browser: Any, statement: Any) -> None:
    client, line = browser(), BankLine.objects.get(label="SALAIRES")
    place = reverse("money:decide", args=[line.pk])
    client.post(place, {"act": "ignore", "attempt": "0", "reason": "salaires d’avril"})
    assert BankLine.objects.waiting().count() == 3
    assert "salaires d’avril" in client.get(reverse("money:matching") + "?show=settled").content.decode()
    client.post(place, {"act": "reopen", "attempt": "1", "reason": "erreur"})
    assert BankLine.objects.waiting().count() == 4


def test_a_payout_is_settled_by_hand_and_taken_back(browser: Any, payer: Any, treasurer: User, at: Any) -> None:
    client = browser()
    send(client, "Date;Description;Retrait;Dépôt;Solde\n2024/04/30;DEPOT STRIPE;;47,50;932,25\n".encode("cp1252"))
    line = BankLine.objects.get()
    kept = [
        commands.record_payment(
            payer_id=payer(number, f"Syndicat {number}").pk,
            amount_cents=cents,
            method="CARD",
            received_date=date(2024, 4, 25),
            actor=treasurer,
            at=at,
        )
        for number, cents in (("7001", 3_000), ("7002", 9_000), ("7003", 2_000))
    ]
    place = reverse("money:bank_line", args=[line.pk])
    page = client.get(place).content.decode()
    assert "Choisir les paiements par carte" in page
    assert [f'value="{payment.pk}"' in page for payment in kept] == [True, True, True]
    values = {"act": "payout", "attempt": "0", "payment": [str(kept[1].pk)]}
    assert "plus qu’une commission" in client.post(place, values, follow=True).content.decode()
    client.post(place, values | {"payment": [str(kept[0].pk), str(kept[2].pk)]})
    assert BankLine.objects.waiting().count() == 0
    client.post(reverse("money:decide", args=[line.pk]), {"act": "reopen", "attempt": "1", "reason": "erreur"})
    assert BankLine.objects.waiting().count() == 1


def test_an_invoice_is_found_by_the_number_of_who_owes_it(browser: Any, invoices: Any, payment: Payment) -> None:
    commands.undo_allocation(
        entry_id=Entry.objects.filter(payment=payment, kind="ALLOCATED").latest("pk").pk,
        reason="essai",
        actor=None,
        at=timezone.now(),
    )
    number = payment.payer.number
    client, place = browser(), reverse("money:allocate", args=[payment.pk])
    seen = Payment.objects.with_unused().get(pk=payment.pk).unused_cents
    assert (
        "Aucune facture"
        in client.post(place, {"p0-invoice": "999999", "p0-amount": "1", "seen": seen}).content.decode()
    )
    assert client.post(place, {"p0-invoice": number, "p0-amount": "1", "seen": seen}).status_code == 302


def form_key(client: Client, place: str) -> str:
    return re.findall(r'name="key" value="([^"]+)"', client.get(place).content.decode())[0]


def test_a_payment_is_recorded_once_however_often_the_form_is_sent(browser: Any, invoices: Any) -> None:
    client, place = browser(), reverse("money:add_payment")
    key = form_key(client, place)
    values = {
        "payer": "1081",
        "amount": "50,00",
        "method": "CASH",
        "received_date": timezone.localdate().isoformat(),
        "period": "2023-2024",
        "key": key,
    }
    for _ in range(2):
        assert client.post(place, values).status_code == 302
    assert Payment.objects.count() == 1
    assert queries.balance([invoices["1081"].pk])[invoices["1081"].pk].owed_cents == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"amount": "-5"}, "Écrivez un montant"),
        ({"amount": "0"}, "supérieur à zéro"),
        ({"amount": "1e9"}, "Écrivez un montant"),
        ({"amount": "99999999"}, "trop élevé"),
        ({"amount": "5000000000"}, "trop grand"),
        ({"payer": "personne"}, "Personne ne correspond"),
        ({"payer": "dépanneur"}, "Plusieurs correspondent"),
        ({"received_date": "2099-01-01"}, "pas encore arrivée"),
        ({"period": "2023-2025"}, "n’est pas une période"),
        ({"payer": "\x00"}, "À remplir pour continuer"),
    ],
)
def test_a_wrong_payment_is_refused_in_words(browser: Any, invoices: Any, changed: dict[str, str], words: str) -> None:
    client, place = browser(), reverse("money:add_payment")
    values = {
        "payer": "1081",
        "amount": "50",
        "method": "CASH",
        "received_date": timezone.localdate().isoformat(),
        "key": "k",
    }
    answer = client.post(place, values | changed)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page or "caractère" in page
    assert Payment.objects.count() == 0


def test_a_deposit_of_cheques_by_the_grid(browser: Any, invoices: Any) -> None:
    client, place = browser(), reverse("money:add_batch")
    values = {
        "key": form_key(client, place), "deposit_date": timezone.localdate().isoformat(), "control_total": "120,00", "period": "2023-2024",
        "rows": "8", "c0-payer": "1081", "c0-number": "0041", "c0-amount": "50", "c1-payer": "1082", "c1-amount": "71",
    }  # fmt: skip
    answer = client.post(place, values)
    page = answer.content.decode()
    assert "1,00\u00a0$ d’écart" in page
    assert 'value="0041"' in page
    assert ChequeBatch.objects.count() == 0
    assert 'name="c15-payer"' in client.post(place, values | {"more": "1"}).content.decode()
    answer = client.post(place, values | {"c1-amount": "70,00"})
    batch = ChequeBatch.objects.get()
    assert answer["Location"] == reverse("money:batch", args=[batch.pk])
    assert client.get(reverse("money:slip", args=[batch.pk])).content[:5] == b"%PDF-"


def test_a_credit_is_put_on_an_invoice_then_refunded_then_the_payment_undone(
    browser: Any, payment: Payment, invoices: Any
) -> None:
    client = browser()
    client.post(reverse("money:allocate", args=[payment.pk]), {"p0-invoice": "COT-2324-1083", "p0-amount": "4"})
    assert queries.balance([invoices["1083"].pk])[invoices["1083"].pk].owed_cents == 4_600
    refund = {"amount": "6", "refund_date": timezone.localdate().isoformat(), "reason": "trop-perçu"}
    place = reverse("money:refund_payment", args=[payment.pk])
    assert client.post(place, refund | {"amount": "60"}).status_code == 200
    assert client.post(place, refund).status_code == 302
    twice = client.post(place, refund | {"seen": "5000"}, follow=True)
    assert "a changé depuis" in twice.content.decode()
    assert Entry.objects.filter(kind="REFUNDED").count() == 1
    answer = client.post(reverse("money:reverse_payment", args=[payment.pk]), {"reason": "sans provision"})
    assert "déjà été remboursé" in answer.content.decode()


def test_a_returned_cheque_from_its_page(browser: Any, payment: Payment, receipt: Receipt, invoices: Any) -> None:
    client = browser()
    assert (
        client.post(reverse("money:reverse_payment", args=[payment.pk]), {"reason": "sans provision"}).status_code
        == 302
    )
    assert queries.balance([invoices["1081"].pk])[invoices["1081"].pk].owed_cents == 5_000
    assert "Annulé le" in client.get(reverse("money:receipt", args=[receipt.pk])).content.decode()


def test_an_invoice_is_corrected_by_an_entry(browser: Any, invoices: Any) -> None:
    place = reverse("money:adjust_invoice", args=[invoices["1081"].pk])
    assert browser().post(place, {"total": "40", "reason": "effectif"}).status_code == 302
    assert queries.balance([invoices["1081"].pk])[invoices["1081"].pk].due_cents == 4_000


def test_an_invoice_is_issued_by_hand_once(browser: Any, payer: Any) -> None:
    payer("77", "Syndicat à facturer")
    client, place = browser(), reverse("money:add_invoice")
    values = {
        "payer": "77",
        "kind": "DUES",
        "period": "2023-2024",
        "object": "Cotisation",
        "amount": "40",
        "key": form_key(client, place),
    }
    for _ in range(2):
        assert client.post(place, values).status_code == 302
    assert Invoice.objects.get().reference == "COT-2324-77"


@pytest.mark.rule("DR15")
def test_a_receipt_is_issued_given_again_sent_and_replaced(browser: Any, payment: Payment) -> None:
    ContactPoint.objects.create(
        contact=payment.payer,
        channel="EMAIL",
        purpose="BILLING",
        value="tresorerie@syndicat.example",
        normalised="tresorerie@syndicat.example",
    )
    client = browser()
    client.post(reverse("money:issue_receipt", args=[payment.pk]))
    receipt = Receipt.objects.get()
    paper = reverse("money:receipt_pdf", args=[receipt.pk])
    assert client.get(paper).content == client.get(paper).content == bytes(receipt.pdf)
    client.post(reverse("money:send_receipt", args=[receipt.pk]))
    again = client.post(reverse("money:send_receipt", args=[receipt.pk]), follow=True).content.decode()
    assert f"Le reçu {receipt.number} est parti à tresorerie@syndicat.example il y a un instant" in again
    assert ReceiptMailing.objects.get().address == "tresorerie@syndicat.example"
    client.post(reverse("money:cancel_receipt", args=[receipt.pk]), {"reason": "adresse", "replace": "on"})
    assert list(Receipt.objects.with_state().order_by("pk").values_list("number", "is_cancelled")) == [
        (receipt.number, True),
        (Receipt.objects.latest("pk").number, False),
    ]


def test_without_address_a_receipt_is_not_sent_and_it_is_said(browser: Any, receipt: Receipt) -> None:
    answer = browser().post(reverse("money:send_receipt", args=[receipt.pk]), follow=True)
    assert "n’a pas d’adresse courriel qui fonctionne" in answer.content.decode()


def test_missing_receipts_of_a_period_are_issued(browser: Any, payment: Payment) -> None:
    answer = browser().post(reverse("money:issue_receipts"), {"period": "2023-2024"}, follow=True)
    assert "1 reçu est émis." in answer.content.decode()


def test_all_receipts_are_issued_and_sent_in_one_act_and_never_twice(
    browser: Any, payment: Payment, invoices: Any, treasurer: User, at: Any
) -> None:
    one, two = payment.payer, invoices["1082"].payer
    ContactPoint.objects.create(contact=one, channel="EMAIL", purpose="BILLING", value="a@b.example")
    commands.record_payment(
        payer_id=two.pk, amount_cents=7_000, method="CASH", received_date=date(2024, 5, 2), period="2023-2024",
        actor=treasurer, at=at,
    )  # fmt: skip
    client, asked = browser(), {"period": "2023-2024"}
    assert "Émettre et envoyer tous les reçus" in client.get(reverse("money:receipts")).content.decode()
    told = client.post(reverse("money:send_receipts"), asked, follow=True).content.decode()
    assert "1 reçu est en route." in told
    assert "1 reçu n’a personne à qui aller par courriel" in told
    assert two.name in client.get(reverse("money:receipts"), {"state": "unsent"}).content.decode()
    client.post(reverse("money:send_receipts"), asked)
    assert [row.receipt.payer for row in ReceiptMailing.objects.all()] == [one]
    assert Receipt.objects.count() == 2
    assert browser(Role.AUDITOR).post(reverse("money:send_receipts"), asked).status_code == 403


def test_a_year_is_written_down_and_closed(browser: Any, treasurer: User) -> None:
    client = browser()
    answer = client.post(reverse("money:years"), {"start_date": "2023-04-01", "end_date": "2024-03-31"})
    assert answer.status_code == 302
    overlap = client.post(reverse("money:years"), {"start_date": "2024-03-31", "end_date": "2025-03-30"})
    assert "chevauchent" in overlap.content.decode()
    year = FiscalYear.objects.get()
    assert client.post(reverse("money:close_year", args=[year.pk])).status_code == 302
    year.refresh_from_db()
    assert year.closed_at is not None
    again = client.post(reverse("money:close_year", args=[year.pk]))
    assert "déjà fermé" in again.content.decode()


def test_the_books_are_exported_between_two_days(browser: Any, everything: dict[str, int]) -> None:
    client = browser(Role.AUDITOR)
    for kind, first in (("csv", "\ufeff"), ("beancount", "option")):
        answer = client.get(reverse("money:export", args=[kind]), {"from": "2024-01-01", "to": "rien"})
        assert b"".join(answer.streaming_content).decode().startswith(first)


def test_money_on_account_is_proposed_with_its_reason_and_confirmed(
    browser: Any, payment: Payment, statement: Any
) -> None:
    client, line = browser(), BankLine.objects.filter(label__contains="1081").get()
    page = client.get(reverse("money:matching")).content.decode()
    assert "Son code, mais la facture de cette période est déjà payée" in page
    client.post(
        reverse("money:decide", args=[line.pk]), {"act": "confirm", "attempt": "0", "candidate": f"c{payment.payer_id}"}
    )
    credit = Payment.objects.with_unused().get(key=f"bank-line:{line.pk}:0")
    assert (credit.payer_id, credit.amount_cents, credit.unused_cents) == (payment.payer_id, 5_000, 5_000)


def test_what_a_list_declared_and_took_back_is_not_shown_as_owed(browser: Any, invoices: Any) -> None:
    payer = invoices["1083"].payer
    gone = {"payer": payer, "kind": "OPENING", "object": "Cotisation", "issue_date": timezone.localdate()}
    Invoice.objects.create(number="D2024-99999", period="2019-2020", recorded_at=timezone.now(), **gone)
    client, place = browser(), reverse("money:invoices")
    assert "D2024-99999" not in client.get(place).content.decode()
    assert "D2024-99999" in client.get(place, {"state": "paid"}).content.decode()
