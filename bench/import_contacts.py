"""A list of 100 000 lines: check with duplicate detection and writing, against Django's `bulk_create` of the same rows.

The list is made, imported through the same functions as `manage.py import_contacts`, and measured in a process of its
own. Another process then writes the very rows that the import wrote (contacts, groups, past dues; not the staged lines),
with `bulk_create` in one transaction, into the same tables of a second, empty database. `ratio` is the speed of the import
against that; `peak_mb` its resident memory.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LINES = int(os.environ.get("BENCH_LINES", "100000"))
LEAST_RATIO = 0.35
MOST_MB = 400
PLACES = ("Val-Joli", "Port-Ancien", "Sainte-Œuvre", "Cap-d'Espoir", "Île-Rousse", "Mont-Cendré", "Rivière-Claire")
WORK = (
    "l'hôpital",
    "le cégep",
    "la bibliothèque",
    "l'usine textile",
    "le transport en commun",
    "la fonderie",
    "le port",
)
FIRST = ("Étienne", "Zoé", "Luc", "Anaïs", "Ngọc Anh", "Ana María", "Marie-Ève", "Óscar", "Fatoumata", "Réjean")
LAST = ("Le Bœuf", "Gagnon", "D'Amours", "Tremblay", "Hernández Ruiz", "Quévillon-Roy", "Nguyễn", "Côté", "Traoré")
HEADERS = (
    "No;Nom de l'organisation;Sigle;Gr.;Centrale;Région;Nb membres;Personne contact;Fonction;Adresse;Ville;Code postal;"
    "Téléphone;Courriel(s);Cotis. 2022-2023;Reçue le;Notes"
)
IMPORT = """
import json, resource, sys, time
import django
django.setup()
from django.core.files import File
from django.utils import timezone
from convergence.contacts.importing import applying, staging
started = time.perf_counter()
with open(sys.argv[1], "rb") as stream:
    run = staging.upload(file=File(stream), file_name="liste.csv", actor=None, at=timezone.now())
staging.check_run(run_id=run.pk)
staging.finish_check(run_id=run.pk, at=timezone.now())
checked = time.perf_counter()
applying.start_apply(run_id=run.pk, actor=None, at=timezone.now())
run = applying.apply_run(run_id=run.pk, actor=None, at=timezone.now())
ended = time.perf_counter()
print(json.dumps({
    "check": checked - started, "apply": ended - checked, "seconds": ended - started, "totals": run.totals,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""
BARE = """
import json, sys, time
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from convergence.contacts.models import (
    Affiliation, ConsentEvent, Contact, ContactPoint, DeclaredCount, DoNotContact, Mandate, PostalAddress,
)
from convergence.finance.models import Entry, Invoice, InvoiceLine, Payment
from convergence.membership.models import GroupMembership
from convergence.vocabulary.models import Region
call_command("migrate", verbosity=0, interactive=False)
connections.databases["source"] = {**settings.DATABASES["default"], **json.loads(sys.argv[1])}
Region.objects.bulk_create(list(Region.objects.using("source").all()))
spent, rows = 0.0, 0
with transaction.atomic():
    for model in (
        Contact, ContactPoint, PostalAddress, Affiliation, Mandate, DeclaredCount, DoNotContact, ConsentEvent,
        GroupMembership, Invoice, InvoiceLine, Payment, Entry,
    ):
        last = 0
        while chunk := list(model.objects.using("source").filter(pk__gt=last).order_by("pk")[:2000]):
            last = chunk[-1].pk
            for one in chunk:
                one._state.adding, one._state.db = True, None
            before = time.perf_counter()
            model.objects.bulk_create(chunk)
            spent += time.perf_counter() - before
            rows += len(chunk)
    before = time.perf_counter()
print(json.dumps({"seconds": spent + time.perf_counter() - before, "rows": rows}))
"""


def make_list(path: Path) -> None:
    """Write the list: one union a line, one in two hundred twice, dates and amounts as people type them."""
    dice = random.Random(7)
    lines = [HEADERS]
    for number in range(LINES):
        place, work = dice.choice(PLACES), dice.choice(WORK)
        name = f"Syndicat des travailleuses et travailleurs de {work} de {place} {dice.randint(1, LINES)}–CSN"
        postal = f"{dice.choice('GHJ')}{dice.randint(0, 9)}{dice.choice('ABCE')}{dice.randint(0, 9)}{dice.choice('GHJK')}{dice.randint(0, 9)}"
        phone = f"(514) 555-{dice.randint(100, 199):04d} poste {dice.randint(1, 9999)}"
        person = f"{dice.choice(LAST).upper()} {dice.choice(FIRST)}"
        email = f"syndicat-{number}@syndicat.example"
        start = str(1000 + number) if number % 20 else ""
        note = "NE PLUS APPELER" if number % 10 == 0 else ""
        day = f"{dice.randint(1, 28)}/{dice.randint(1, 12)}/2022"
        lines.append(
            f"{start};{name};STT{dice.randint(1, 999)};B;CSN;{dice.choice(PLACES)};env. {dice.randint(20, 9000)};{person};"
            f"présidente;{dice.randint(1, 9999)}, rue du Moulin;{place};{postal};{phone};{email};1 250,50 $;{day};{note}"
        )
        if number % 200 == 0:
            lines.append(f";{name.upper()};;;CSN;;;{person};;;{place};{postal};{phone};{email.upper()};;;")
    path.write_text("\n".join(lines), encoding="utf-8")


def _process(code: str, argument: str, **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", code, argument],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure() -> dict[str, object]:
    """Import, write bare, compare."""
    from django.db import connection

    started = time.perf_counter()
    settings = {key: connection.settings_dict[key] for key in ("NAME",)}
    with tempfile.TemporaryDirectory(prefix="bench-import-") as folder:
        path = Path(folder) / "liste.csv"
        make_list(path)
        connection.close()
        imported = _process(IMPORT, str(path), CONVERGENCE_DATA_DIR=folder)
        bare = _process(BARE, json.dumps(settings), DATABASE_URL=_second_database(folder), CONVERGENCE_DATA_DIR=folder)
    ratio = bare["seconds"] / imported["seconds"]
    return {
        "lines": LINES,
        "lines_per_second": round(LINES / imported["seconds"]),
        "check_seconds": round(imported["check"], 1),
        "apply_seconds": round(imported["apply"], 1),
        "bare_seconds": round(bare["seconds"], 1),
        "rows_written": bare["rows"],
        "duplicates": imported["totals"].get("DUPLICATE", 0),
        "ratio": round(ratio, 2),
        "peak_mb": imported["peak_mb"],
        "whole_seconds": round(time.perf_counter() - started, 1),
        "limits": [
            {
                "what": "speed against bulk_create",
                "value": round(ratio, 2),
                "limit": LEAST_RATIO,
                "ok": ratio >= LEAST_RATIO,
            },
            {
                "what": "memory in MB",
                "value": imported["peak_mb"],
                "limit": MOST_MB,
                "ok": imported["peak_mb"] <= MOST_MB,
            },
        ],
    }


def _second_database(folder: str) -> str:
    """A second, empty database of the same kind."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"sqlite:///{folder}/bare.sqlite3"
    name = f"{connection.settings_dict['NAME']}_bare"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    one = connection.settings_dict
    password = f":{one['PASSWORD']}" if one["PASSWORD"] else ""
    return f"postgres://{one['USER']}{password}@{one['HOST']}:{one['PORT'] or 5432}/{name}"
