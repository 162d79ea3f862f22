"""`manage.py verify`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from convergence.core import audit
from convergence.core.verification import verify


class Command(BaseCommand):
    """Prove the audit chain, the ledgers and the receipts unbroken; ends with 1 when they are not."""

    help = "Prove that the audit chain, the ledgers and the receipts are unbroken."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per proof, and each fault."""
        verdicts = verify()
        for verdict in verdicts:
            self.stdout.write(f"{verdict.name}: {f'{len(verdict.faults)} faults' if verdict.faults else 'unbroken'}")
            for fault in verdict.faults:
                self.stderr.write(f"  {fault}")
        lines, last = audit.head()
        self.stdout.write(f"audit head: {lines} lines, {last}")
        if any(verdict.faults for verdict in verdicts):
            sys.exit(1)
