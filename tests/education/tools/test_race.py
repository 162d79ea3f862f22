"""The last copies, asked for by two processes at once: nobody gets what is not there. On SQLite and on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connections

from convergence.education.tools.models import Order, StockMovement

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
CODE = """
import sys, time
import django
django.setup()
from pathlib import Path
from django.utils import timezone, translation
from convergence.core.errors import DomainError
from convergence.education.tools.commands import place_order
folder, name, printing = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
translation.activate("fr")
(folder / name).write_text("ready")
while not (folder / "go").exists():
    time.sleep(0.01)
for number in range(6):
    try:
        place_order(copies={printing: 2}, name=name, email="a@b.example", street="1", city="M", postal_code="H2X 1Y4",
                    at=timezone.now())
    except DomainError as refusal:
        print(refusal.code)
"""


def start(folder: Path, name: str, printing: int, database_url: str) -> "subprocess.Popen[str]":
    given = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-c", CODE, str(folder), name, str(printing)]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.rule("S84")
def test_two_processes_never_sell_a_copy_twice(printing: Any, database_url: str, tmp_path: Path) -> None:
    made = printing(left=15)
    connections.close_all()
    processes = [start(tmp_path, name, made.pk, database_url) for name in ("un", "deux")]
    while not all((tmp_path / name).exists() for name in ("un", "deux")):
        assert all(process.poll() is None for process in processes)
        sleep(0.05)
    (tmp_path / "go").write_text("")
    said = [process.communicate(timeout=180) for process in processes]
    assert [(process.returncode, errors) for process, (_out, errors) in zip(processes, said, strict=True)] == [
        (0, "")
    ] * 2
    assert [code for out, _errors in said for code in out.split()] == ["out_of_stock"] * 5
    rows = list(StockMovement.objects.order_by("rank").values_list("rank", "left"))
    assert rows == [(1, 15), *((rank, 15 - 2 * (rank - 1)) for rank in range(2, 9))]
    assert Order.objects.count() == 7
    assert sorted(order.number[-4:] for order in Order.objects.all()) == [f"{number:04d}" for number in range(1, 8)]
