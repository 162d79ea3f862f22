"""`make bench`: run every benchmark, or those named, each in a process and a database of its own; print JSON.

A module of this folder is a benchmark when it defines `measure() -> dict[str, object]`. It may hold `limits`, a list of
{"what", "value", "limit", "ok"} rows; the command ends with 1 when one of them is not ok. `DATABASE_URL` pointing at
PostgreSQL gives each benchmark a new database there; otherwise each gets a new SQLite file.
"""

from __future__ import annotations

import json
import os
import pkgutil
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ONE = """
import importlib, json, sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
figures = importlib.import_module("bench." + sys.argv[1]).measure()
sys.stdout.write("\\n@@" + json.dumps(figures))
"""


def benchmarks() -> list[str]:
    """Return the names of the benchmarks, in alphabetical order."""
    names = [module.name for module in pkgutil.iter_modules([str(FOLDER)])]
    return [name for name in names if "def measure(" in (FOLDER / f"{name}.py").read_text(encoding="utf-8")]


def run(name: str, folder: Path) -> dict[str, object]:
    """Run one benchmark in a new process and database; return its figures, or what it said when it failed."""
    given = os.environ.get("DATABASE_URL", "")
    url = given if given.startswith("postgres") else f"sqlite:///{folder / name}.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": url,
        "CONVERGENCE_DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", ONE, name],
        env=environment,
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    _said, found, figures = done.stdout.rpartition("\n@@")
    if done.returncode or not found:
        return {"failed": done.stderr.strip().splitlines()[-3:]}
    return {**json.loads(figures), "seconds": round(time.perf_counter() - started, 1)}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 1 when a limit is not kept."""
    results: dict[str, object] = {"machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"}
    kept = True
    with tempfile.TemporaryDirectory(prefix="convergence-bench-") as folder:
        for name in names or benchmarks():
            figures = run(name, Path(folder))
            results[name] = figures
            limits = figures.get("limits", [])
            kept = kept and "failed" not in figures and all(row["ok"] for row in limits)  # type: ignore[union-attr, attr-defined]
    sys.stdout.write(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
