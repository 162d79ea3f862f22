"""A bank statement of 1 000 lines read against 10 000 open invoices: by code, by name, by amount, and what nobody knows."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.contact_list import client_of, measured

INVOICES = 10_000
LINES = 1_000
PAGE = 25
PLACES = ("Val-Joli", "Port-Ancien", "Mont-Tison", "Lac-Fanal", "Belle-Écluse", "Cap-Quenouille", "Anse-au-Cuivre")
TRADES = ("textile", "papier", "aluminium", "transport", "santé", "enseignement", "port", "bois", "énergie", "culture")
AT = datetime(2024, 2, 22, 15, tzinfo=UTC)
LIMITS = {"index, cpu s": 2.0, "page of 25 lines, cpu s": 0.5, "1 000 lines, cpu s": 10.0, "page, ms": 1_000.0}
MOST_QUERIES = 15


def measure() -> dict[str, object]:
    """Return the work of the index, of a page and of the whole statement, and how many lines found their invoice."""
    from convergence.finance.commands import bank
    from convergence.finance.models import BankLine
    from convergence.finance.queries.bank import matching_index, reading_of

    treasurer = fill()
    started = time.process_time()
    bank.import_statement(content=statement(), file_name="releve.csv", actor=treasurer, at=AT)
    found: dict[str, Any] = {"reading the file, cpu s": round(time.process_time() - started, 2)}
    lines = list(BankLine.objects.order_by("date", "pk"))
    started = time.process_time()
    index = matching_index()
    found["index, cpu s"] = round(time.process_time() - started, 2)
    started = time.process_time()
    reading_of(lines[:PAGE], index)
    found["page of 25 lines, cpu s"] = round(time.process_time() - started, 2)
    started = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        readings = reading_of(lines, index)
    found["1 000 lines, cpu s"] = round(time.process_time() - started, 2)
    found["1 000 lines, queries"] = len(queries)
    browser = client_of(treasurer, "convergence.accounts.backends.RoleBackend")
    page = measured(browser, "/gestion/argent/banque/")
    found |= {"page, ms": page["ms"], "page, cpu ms": page["cpu ms"], "page, queries": page["queries"]}
    right = {"code": 0, "name": 0}
    for reading in readings:
        best, wanted = reading.best, wanted_of(reading.line.label)
        if wanted and best and best.invoice and best.invoice.payer.number == wanted[1]:
            right[wanted[0]] += 1
    asked = {"code": LINES * 4 // 10, "name": LINES * 3 // 10}
    limits = [
        {"what": what, "value": found[what], "limit": limit, "ok": found[what] <= limit}
        for what, limit in (LIMITS | {"page, queries": MOST_QUERIES}).items()
    ]
    limits += [
        {"what": f"right by {how}", "value": right[how], "limit": count, "ok": right[how] == count}
        for how, count in asked.items()
    ]
    return {"database": connection.vendor, "invoices": INVOICES, "lines": len(lines), **found, "limits": limits}


def name_of(number: int) -> str:
    """Return the name of a payer; each bears words that no other bears together."""
    return f"Syndicat {TRADES[number % 10]} de {PLACES[number // 10 % 7]} section {number:05}"


def cents_of(number: int) -> int:
    """Return what a payer owes; some owe the same."""
    return 5_000 + number % 2_500 * 7


def fill() -> Any:
    """Write 10 000 payers, each with an open invoice and its code; return a treasurer."""
    from convergence.accounts.choices import Role
    from convergence.accounts.models import RoleAssignment, User
    from convergence.contacts.models import Contact
    from convergence.contacts.queries.search import search_text, sort_name
    from convergence.finance.commands.invoices import Demand, issue_invoices

    treasurer = User.objects.create_user("bench@convergence.example")
    RoleAssignment.objects.create(user=treasurer, role=Role.TREASURER)
    payers = []
    for number in range(INVOICES):
        one = Contact(
            kind="ORGANISATION", organisation_kind="UNION", name=name_of(number), created_at=AT, changed_at=AT
        )
        one.number = str(20_000 + number)
        one.search_text, one.sort_name = search_text(one), sort_name(one)
        payers.append(one)
    Contact.objects.bulk_create(payers, batch_size=2_000)
    demands = [
        Demand(payer.pk, (("Cotisation", cents_of(number)),), f"COT-2324-{payer.number}", "fr", None)
        for number, payer in enumerate(payers)
    ]
    issue_invoices(
        demands=demands, period="2023-2024", object="Cotisation", due_date=date(2024, 4, 30), actor=treasurer, at=AT
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return treasurer


def statement() -> bytes:
    """Return the statement: of ten lines four bear a code, three a name, two only an amount, one is of nobody."""
    file = io.StringIO()
    out = csv.writer(file, delimiter=";")
    out.writerow(["Date", "Description", "Montant", "Solde"])
    balance = 0
    for line in range(LINES):
        number = line * 7 % INVOICES
        cents = cents_of(number) if line % 10 < 9 else 1_234_567 + line
        balance += cents
        said = {
            **dict.fromkeys(range(4), f"VIREMENT INTERAC COT-2324-{20_000 + number}"),
            **dict.fromkeys(range(4, 7), f"DEPOT {name_of(number).upper()}"),
            **dict.fromkeys((7, 8), f"DEPOT AU COMPTOIR {line}"),
            9: f"REMBOURSEMENT FOURNISSEUR {line}",
        }[line % 10]
        day = date(2024, 3, 1) + timedelta(days=line // 40)
        out.writerow([day.isoformat(), said, f"{cents / 100:.2f}", f"{balance / 100:.2f}"])
    return file.getvalue().encode()


def wanted_of(label: str) -> tuple[str, str] | None:
    """Return how a line tells its payer, and the payer's number; None when it does not."""
    if "COT-2324-" in label:
        return "code", label.rpartition("-")[2]
    if " SECTION " in label:
        return "name", str(20_000 + int(label.rpartition(" ")[2]))
    return None
