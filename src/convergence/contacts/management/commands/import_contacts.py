"""`manage.py import_contacts`: a list of members into the register, from the command line."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _t

from convergence.contacts.import_models import ImportRun, Verdict
from convergence.contacts.importing import applying, plans, registry, report, staging
from convergence.contacts.importing.columns import find_period
from convergence.contacts.importing.errors import DateOrderNeeded, ImportRefused
from convergence.contacts.importing.lines import is_period
from convergence.core.errors import DomainError

ORDER_NEEDED = 3


class Command(BaseCommand):
    """Check a list, print the verdict of each line, and write it unless `--dry-run`.

    Exit codes: 0 done, 1 the file or the options are refused (a French sentence on stderr says why), 3 the order of
    day and month has to be said by `--date-order`.
    """

    help = "Import a list of members (CSV or XLSX)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", help="CSV or XLSX file")
        parser.add_argument("--sheet", default="", help="read this sheet only")
        parser.add_argument("--profile", default="", help="name of a saved profile")
        parser.add_argument("--date-order", choices=("dmy", "mdy"), default="", help="order of day and month")
        parser.add_argument("--period", default="", help="period of the dues columns that name none (2022-2023)")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="print every line as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, in French unless the environment's language is another."""
        with translation.override(translation.get_language() or "fr"):
            try:
                self._import(**options)
            except DomainError as error:
                raise CommandError(str(error), returncode=1) from error

    def _import(self, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise ImportRefused("no_such_file", path=str(path))
        period = find_period(options["period"])
        if options["period"] and not is_period(period):
            raise ImportRefused("no_such_period", period=options["period"])
        at = timezone.now()
        with path.open("rb") as stream:
            run = staging.upload(
                file=File(stream, name=path.name), file_name=path.name, actor=None, at=at,
                profile_name=options["profile"], sheet=options["sheet"],
            )  # fmt: skip
        self._complete_plan(run, options["date_order"], period)
        try:
            undecided = self._check(run)
        except DomainError:
            self._drop(run)
            raise
        if options["json"]:
            self._print_json(run)
        if undecided and not options["dry_run"]:
            self._drop(run)
            raise CommandError(str(undecided), returncode=ORDER_NEEDED)
        if options["dry_run"]:
            if not options["json"]:
                self._print_summary(run)
            if undecided:
                self.stderr.write(str(undecided))
            self._drop(run)
            return
        applying.start_apply(run_id=run.pk, actor=None, at=timezone.now())
        run = applying.apply_run(run_id=run.pk, actor=None, at=timezone.now())
        if not options["json"]:
            self._print_summary(run)

    def _complete_plan(self, run: ImportRun, date_order: str, period: str) -> None:
        if date_order:
            run.plan["date_order"] = date_order
        if period:
            plans.fill_periods(run.plan, period, registry.all_columns())
        run.save(update_fields=["plan"])

    def _check(self, run: ImportRun) -> DateOrderNeeded | None:
        """Check; when the order of day and month is undecided, ask a person at a terminal, else go on without it."""
        try:
            staging.start_check(run_id=run.pk, actor=None, at=timezone.now())
            undecided = None
        except DateOrderNeeded as error:
            order = self._ask(error)
            undecided = None if order else error
            run.refresh_from_db()
            run.plan["date_order"] = order
            run.save(update_fields=["plan"])
        staging.check_run(run_id=run.pk, ask=False)
        staging.finish_check(run_id=run.pk, at=timezone.now())
        run.refresh_from_db()
        return undecided

    def _ask(self, error: DateOrderNeeded) -> str:
        if not (sys.stdin.isatty() and self.stderr.isatty()):
            return ""
        self.stderr.write(str(error))
        answer = input("dmy / mdy ? ").strip().lower()
        return answer if answer in {"dmy", "mdy"} else ""

    def _drop(self, run: ImportRun) -> None:
        staging.forget(run_id=run.pk)

    def _print_json(self, run: ImportRun) -> None:
        self.stdout.write('{"rows": [')
        first = True
        for row in report.rows_for_machines(run):
            text = json.dumps(row, ensure_ascii=False)
            self.stdout.write(text if first else f",{text}")
            first = False
        self.stdout.write("]}")

    def _print_summary(self, run: ImportRun) -> None:
        labels = dict(Verdict.choices)
        for verdict, count in run.totals.items():
            if verdict in labels:
                self.stdout.write(f"{labels[verdict]}{_t(':')} {count}")
        for row in run.rows.exclude(reasons=[]).exclude(verdict=Verdict.IGNORED).order_by("place")[:2_000]:
            place = f"{row.sheet} " if row.sheet else ""
            sentences = " ".join(report.sentences_of(row.reasons))
            self.stdout.write(f"{place}{row.line} [{labels[row.verdict]}] {report.name_of(row)[:60]} — {sentences}")
