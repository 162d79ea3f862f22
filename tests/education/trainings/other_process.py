"""Another process that agrees on a date in the database of the test, starting when all the others are ready."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = """
import sys, time
import django
django.setup()
from datetime import date, time as hour
from pathlib import Path
from django.utils import timezone, translation
from convergence.core.errors import DomainError
from convergence.education.trainings import commands
from convergence.education.trainings.commands.booking import Proposal
folder, name, request, facilitator = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
translation.activate("fr")
offer = Proposal(date(2090, 9, 19), hour(18, 30), 120, facilitator)
(folder / name).write_text("ready")
while not (folder / "go").exists():
    time.sleep(0.005)
try:
    commands.agree(request_id=request, proposal=offer, actor=None, at=timezone.now())
    print("agreed")
except DomainError as refusal:
    print(refusal.code)
"""


def start(folder: Path, name: str, request_id: int, facilitator_id: int, database_url: str) -> "subprocess.Popen[str]":
    """Start it; it prints `agreed`, or the code of the refusal."""
    given = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-c", CODE, str(folder), name, str(request_id), str(facilitator_id)]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
