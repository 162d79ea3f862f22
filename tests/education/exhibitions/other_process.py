"""Another process that offers loans in the database of the test, starting when all the others are ready."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = """
import sys, time
import django
django.setup()
from pathlib import Path
from django.utils import timezone, translation
from convergence.core.errors import DomainError
from convergence.education.exhibitions import commands
folder, name, ids = Path(sys.argv[1]), sys.argv[2], [int(pk) for pk in sys.argv[3:]]
translation.activate("fr")
(folder / name).write_text("ready")
while not (folder / "go").exists():
    time.sleep(0.005)
for pk in ids:
    try:
        commands.offer_loan(loan_id=pk, actor=None, at=timezone.now())
        print("kept")
    except DomainError as refusal:
        print(refusal.code)
"""


def start(folder: Path, name: str, loan_ids: Sequence[int], database_url: str) -> "subprocess.Popen[str]":
    """Start it; it offers each loan in order and prints what became of it."""
    given = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-c", CODE, str(folder), name, *map(str, loan_ids)]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
