"""Another process that issues receipts in the database of the test, starting when all the others are ready."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import random, sys, time
import django
django.setup()
from pathlib import Path
from django.utils import timezone, translation
from convergence.core.errors import DomainError
from convergence.finance import commands
folder, name, ids = Path(sys.argv[1]), sys.argv[2], [int(pk) for pk in sys.argv[3:]]
random.Random(name).shuffle(ids)
translation.activate("fr")
(folder / name).write_text("ready")
while not (folder / "go").exists():
    time.sleep(0.01)
for pk in ids:
    try:
        commands.issue_receipt(payment_id=pk, actor=None, at=timezone.now())
    except DomainError as refusal:
        print(refusal.code)
"""


def start(folder: Path, name: str, payment_ids: Sequence[int], database_url: str) -> "subprocess.Popen[str]":
    """Start it; it tries every payment, in an order of its own, and prints the code of each refusal."""
    given = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-c", CODE, str(folder), name, *map(str, payment_ids)]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
