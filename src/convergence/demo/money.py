"""Cheques, a bank statement half matched, and receipts."""

import csv
import io
from datetime import date, timedelta

from convergence.demo.dues import recipients
from convergence.demo.stage import Stage, moment
from convergence.finance.choices import Method
from convergence.finance.commands import bank, payments, receipts
from convergence.finance.models import BankStatement
from convergence.finance.queries.bank import reading_of
from convergence.membership.models import CallRecipient

FIRST_DAY = date(2024, 3, 4)
RECEIPTS_ISSUED = 12


def load(stage: Stage) -> None:
    """Write payments, the statement and receipts."""
    called = [row for row in recipients(stage) if row.invoice_id and row.amount_cents]
    _cheques(stage, called[6::8])
    statement = bank.import_statement(
        content=_statement(called[0::4]),
        file_name="releve-exemple-2024-03.csv",
        actor=stage.treasurer,
        at=moment(date(2024, 4, 5)),
    )
    _match_half(stage, statement)
    receipts.issue_receipts(
        period="2023-2024", actor=stage.treasurer, at=moment(date(2024, 4, 8)), limit=RECEIPTS_ISSUED
    )


def _cheques(stage: Stage, rows: list[CallRecipient]) -> None:
    for number, row in enumerate(rows):
        day = FIRST_DAY + timedelta(days=number)
        payments.record_payment(
            payer_id=row.payer_id,
            amount_cents=row.amount_cents or 0,
            method=Method.CHEQUE,
            received_date=day,
            period="2023-2024",
            reference=str(410 + number),
            drawer=row.name[:200],
            actor=stage.treasurer,
            at=moment(day),
        )


def _statement(rows: list[CallRecipient]) -> bytes:
    """Return a statement as a bank exports it: most lines carry the reference, some only a name, two are fees."""
    file = io.StringIO()
    out = csv.writer(file, delimiter=";", lineterminator="\r\n")
    out.writerow(["Date", "Description", "Retrait", "Dépôt", "Solde"])
    balance = 4_712_345
    for number, row in enumerate(rows):
        day = FIRST_DAY + timedelta(days=number)
        cents = row.amount_cents or 0
        balance += cents
        said = f"VIREMENT INTERAC REF {row.invoice.reference}" if number % 3 else f"DEPOT {row.name.upper()}"  # type: ignore[union-attr]
        out.writerow([f"{day:%Y/%m/%d}", said, "", _comma(cents), _comma(balance)])
        if number % 12 == 7:
            balance -= 395
            out.writerow([f"{day:%Y/%m/%d}", "FRAIS MENSUELS", _comma(395), "", _comma(balance)])
    return file.getvalue().encode("cp1252", errors="replace")


def _comma(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def _match_half(stage: Stage, statement: BankStatement) -> None:
    lines = list(statement.lines.order_by("pk"))
    sure = [(read, read.best) for read in reading_of(lines) if read.best is not None]
    taken: set[int] = set()
    for read, best in sure[: len(lines) // 2]:
        if best.invoice is None or best.invoice.pk in taken:
            continue
        taken.add(best.invoice.pk)
        cents = min(read.line.amount_cents, best.invoice.owed_cents)
        bank.confirm_line(
            line_id=read.line.pk,
            attempt=0,
            parts=[(best.invoice.pk, cents)],
            actor=stage.treasurer,
            at=moment(date(2024, 4, 6)),
            basis=best.proposal.reason,
            confidence=best.proposal.confidence,
        )
