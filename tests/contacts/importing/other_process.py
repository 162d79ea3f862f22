"""Another process that checks or writes an import in the database of the test, and can be killed in the middle."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
CODE = """
import os, signal, sys, time
import django
django.setup()
from pathlib import Path
from django.utils import timezone
from convergence.contacts.importing import applying, check, comparing, staging
step, run_id, when, signs = sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
check.CHUNK = comparing.CHUNK = applying.CHUNK = 5

def stop(*_where):
    (signs / "reached").write_text("")
    if when == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    while not (signs / "go on").exists():
        time.sleep(0.02)

if step == "check":
    staging.check_run(run_id=run_id, tick=lambda stage, done: stop() if stage == "write" and done >= 10 else None)
else:
    applying.apply_run(run_id=run_id, actor=None, at=timezone.now(), tick=lambda done: stop() if done == 10 else None)
"""


def start(step: str, run_id: int, *, when: str, signs: Path) -> subprocess.Popen[bytes]:
    """Start it; `when` is « kill » (it dies half-way with -9) or « wait » (it waits half-way for the file « go on »)."""
    one = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{one['NAME']}"
    else:
        password = f":{one['PASSWORD']}" if one["PASSWORD"] else ""
        url = f"postgres://{one['USER']}{password}@{one['HOST']}:{one['PORT'] or 5432}/{one['NAME']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "convergence.config.settings",
        "DATABASE_URL": url,
        "CONVERGENCE_DATA_DIR": str(settings.DATA_DIR),
        "PYTHONPATH": str(ROOT / "src"),
    }
    signs.mkdir(exist_ok=True)
    command = [sys.executable, "-c", CODE, step, str(run_id), when, str(signs)]
    return subprocess.Popen(command, env=environment, cwd=ROOT)
