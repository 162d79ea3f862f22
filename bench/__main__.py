"""`make bench`: run every benchmark, or those named, each in a process and a database of its own; print JSON.

A module of this folder is a benchmark when it defines `measure() -> dict[str, object]`. It may hold `limits`, a list of
{"what", "value", "limit", "ok"} rows, shown with "met"; the command ends with 1 when one of them is not met, and says
at the end which. Each benchmark is shown with the load of the machine when it began and ended: figures of time taken
while others work are upper bounds, ratios are not (both sides are measured in the same run).

`DATABASE_URL` pointing at PostgreSQL gives each benchmark a new database there (`tools/with-postgres` starts a server);
otherwise each gets a new SQLite file. The tables are made once, in a database that the others are copies of: no figure
holds the time of the migrations.
"""

from __future__ import annotations

import json
import os
import pkgutil
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(__file__).resolve().parent
TABLES = "tables"
MADE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
ONE = """
import importlib, json, sys, django
django.setup()
figures = importlib.import_module("bench." + sys.argv[1]).measure()
sys.stdout.write("\\n@@" + json.dumps(figures))
"""


def benchmarks() -> list[str]:
    """Return the names of the benchmarks, in alphabetical order."""
    names = [module.name for module in pkgutil.iter_modules([str(FOLDER)])]
    return [name for name in names if "def measure(" in (FOLDER / f"{name}.py").read_text(encoding="utf-8")]


def run(name: str, folder: Path) -> dict[str, Any]:
    """Run one benchmark in a new process and database; return its figures, or what it said when it failed."""
    given = os.environ.get("DATABASE_URL", "")
    is_server = given.startswith("postgres")
    with database(given, name, TABLES) if is_server else nullcontext(copied(folder, name)) as url:
        started, load = time.perf_counter(), os.getloadavg()[0]
        done = process(ONE, name, url=url, folder=folder)
    _said, found, figures = done.stdout.rpartition("\n@@")
    if done.returncode or not found:
        return {"failed": done.stderr.strip().splitlines()[-3:]}
    return {
        **json.loads(figures),
        "seconds": round(time.perf_counter() - started, 1),
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
    }


def process(code: str, *words: str, url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run some code in a process of its own, on a database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": url,
        "CONVERGENCE_DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join([str(FOLDER.parent / "src"), str(FOLDER.parent)]),
    }
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, env=environment, cwd=FOLDER.parent, capture_output=True, text=True, check=False)


def copied(folder: Path, name: str) -> str:
    """Copy the file that holds the tables; return the address of the copy."""
    shutil.copy(folder / f"{TABLES}.sqlite3", folder / f"{name}.sqlite3")
    return f"sqlite:///{folder / name}.sqlite3"


@contextmanager
def tables(folder: Path) -> Iterator[None]:
    """Make the tables that the database of each benchmark is a copy of."""
    given = os.environ.get("DATABASE_URL", "")
    at = (
        database(given, TABLES) if given.startswith("postgres") else nullcontext(f"sqlite:///{folder}/{TABLES}.sqlite3")
    )
    with at as url:
        done = process(MADE, url=url, folder=folder)
        if done.returncode:
            raise SystemExit(done.stderr)
        yield


@contextmanager
def database(url: str, name: str, like: str = "") -> Iterator[str]:
    """Make a database beside the one of a PostgreSQL address, empty or like another; drop it afterwards."""
    import psycopg
    from psycopg import sql

    made = sql.Identifier(f"convergence_bench_{name}")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(made))
        template = sql.Identifier(f"convergence_bench_{like}") if like else sql.Identifier("template1")
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, template))
        try:
            yield urlsplit(url)._replace(path=f"/convergence_bench_{name}").geturl()
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))


def judged(name: str, figures: dict[str, Any]) -> list[str]:
    """Say of each limit whether it is met; return the lines of those that are not."""
    if "failed" in figures:
        return [f"{name}: failed"]
    rows = figures.get("limits", [])
    figures["limits"] = [
        {"what": row["what"], "value": row["value"], "limit": row["limit"], "met": row["ok"]} for row in rows
    ]
    return [f"{name}: {row['what']}: {row['value']} (limit {row['limit']})" for row in rows if not row["ok"]]


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 1 when a limit is not met."""
    results: dict[str, Any] = {"machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"}
    missed: list[str] = []
    unknown = sorted(set(names) - set(benchmarks()))
    if unknown:
        sys.stderr.write(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(benchmarks())}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="convergence-bench-") as folder, tables(Path(folder)):
        for name in names or benchmarks():
            sys.stderr.write(f"{name}…\n")
            results[name] = run(name, Path(folder))
            missed += judged(name, results[name])
    results["limits not met"] = missed
    sys.stdout.write(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
