"""`manage.py match_statement FILE`: what each line of a bank file would be proposed as. Writes nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from convergence.core.money import format_cents
from convergence.finance.commands.bank import read_file
from convergence.finance.errors import StatementRefused
from convergence.finance.models import BankLine
from convergence.finance.queries.bank import LineReading, matching_index, reading_of


class Command(BaseCommand):
    """Read a bank file against what is owed now."""

    help = "Show what each line of a bank statement (CSV, OFX, camt.053) would be proposed as; writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the order of its dates, and the form of the answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--date-order", choices=["dmy", "mdy", "ymd"])
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and print.

        Raises:
            CommandError: the file cannot be read, with the reason.
        """
        try:
            found = read_file(options["file"].read_bytes(), options["date_order"])
        except (OSError, StatementRefused) as error:
            raise CommandError(str(error)) from error
        lines = [
            BankLine(number=line.number, bank_id=line.bank_id, date=line.date, label=line.label,
                     amount_cents=line.amount_cents, reference=line.reference)
            for line in found.lines
        ]  # fmt: skip
        readings = reading_of(lines, matching_index())
        rows = [_row(item, repeated=line.repeated) for item, line in zip(readings, found.lines, strict=True)]
        if options["as_json"]:
            self.stdout.write(json.dumps({"format": found.format, "rows": rows}, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(_written(row))


def _row(item: LineReading, *, repeated: bool) -> dict[str, Any]:
    return {
        "line": item.line.number,
        "bank_id": item.line.bank_id,
        "date": item.line.date.isoformat(),
        "label": item.line.label,
        "cents": item.line.amount_cents,
        "kind": "DUPLICATE" if repeated else item.reading.kind,
        "detail": item.reading.detail,
        "proposals": []
        if repeated
        else [
            {
                "reason": candidate.proposal.reason,
                "confidence": candidate.proposal.confidence,
                "fit": candidate.proposal.fit,
                "number": candidate.payer.number if candidate.payer else None,
                "invoice": candidate.invoice.number if candidate.invoice else None,
                "invoices": [invoice.number for invoice in candidate.invoices],
            }
            for candidate in item.candidates
        ],
    }


def _written(row: dict[str, Any]) -> str:
    best = row["proposals"][0] if row["proposals"] else None
    count = len(row["proposals"])
    who = f"{best['number']} {best['confidence']} %" + (f" (+{count - 1})" if count > 1 else "") if best else "—"
    return f"{row['date']}  {format_cents(row['cents']):>14}  {row['kind']:<10}  {who:<18}  {row['label']}"
