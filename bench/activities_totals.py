"""Totals by axis, year and union over 50 000 activities, each counted once in all; under 300 ms."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

ACTIVITIES = 50_000
UNIONS = 200
BODIES = 50
YEARS = 10
TRIES = 5
MOST_MS = 300.0
MOST_QUERIES = 5


def fill() -> None:
    """Write activities over ten years, each with one to four organisations or bodies, some twice, some merged."""
    from convergence.activities.models import Activity, Participation
    from convergence.contacts.models import Contact
    from convergence.vocabulary.models import Axis

    at = datetime(2024, 2, 22, tzinfo=UTC)
    drawn = random.Random(1975)
    dates = {"created_at": at, "changed_at": at}
    axes = [Axis.objects.create(slug=f"axe-{n}", name_fr=f"Axe {n}") for n in range(3)]
    unions = Contact.objects.bulk_create(
        Contact(kind="ORGANISATION", organisation_kind="UNION", name=f"Syndicat {n}", **dates) for n in range(UNIONS)
    )
    bodies = Contact.objects.bulk_create(
        Contact(kind="BODY", body_kind="COMMITTEE", name=f"Comité {n}", part_of=unions[n], **dates)
        for n in range(BODIES)
    )
    merged = Contact.objects.bulk_create(
        Contact(
            kind="ORGANISATION", organisation_kind="UNION", name=f"Ancien {n}", merged_into=unions[n + BODIES], **dates
        )
        for n in range(20)
    )
    present = [*unions, *bodies, *merged]
    rows = []
    for number in range(ACTIVITIES):
        day = date(2014, 4, 1) + timedelta(days=drawn.randrange(365 * YEARS))
        start = day.isoformat()[: drawn.choice((4, 7, 10, 10, 10, 10))]
        rows.append(
            Activity(
                slug=f"a-{number}",
                kind=drawn.choice(("TRAINING", "TOUR", "WORKSHOP")),
                title_fr=f"Activité {number}",
                start=start,
                axis=drawn.choice(axes),
                state="HELD" if number % 10 else "PLANNED",
                evaluation_code=str(number),
                attended=drawn.choice((None, 12, 35)),
                **_days(start),
                **dates,
            )
        )
    Activity.objects.bulk_create(rows, batch_size=2000)
    pairs = {
        (row.pk, drawn.choice(present).pk, drawn.choice(("PARTICIPANT", "HOST")))
        for row in rows
        for _each in range(drawn.randrange(1, 5))
    }
    Participation.objects.bulk_create(
        (Participation(activity_id=one, contact_id=contact, capacity=what) for one, contact, what in sorted(pairs)),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _days(start: str) -> dict[str, date]:
    from convergence.core.dates import UncertainDate

    when = UncertainDate(start)
    return {"first_day": when.earliest, "start_latest": when.latest, "last_day": when.latest}


def measure() -> dict[str, object]:
    """Return the figures, checked against a count made in Python from the rows themselves."""
    from convergence.activities.models import Activity, Participation
    from convergence.activities.queries.totals import totals
    from convergence.core.periods import YearEnd

    fill()
    end = YearEnd(3, 31)
    rows = Activity.objects.all()
    times, own = [], []
    for _try in range(TRIES):
        started, worked = time.perf_counter(), time.process_time()
        found = totals(rows, end)
        times.append((time.perf_counter() - started) * 1000)
        own.append((time.process_time() - worked) * 1000)
    with CaptureQueriesContext(connection) as queries:
        totals(rows, end)
    best = round(min(times), 1)
    right = sum(found.by_union.values()) == _by_hand()
    figures: dict[str, Any] = {
        "activities": ACTIVITIES,
        "counted": found.grand.activities,
        "rows of organisations": Participation.objects.count(),
        "cells of the cube": len(found.cube),
        "ms": best,
        "of it this process, ms": round(min(own), 1),
        "queries": len(queries),
    }
    figures["limits"] = [
        {"what": "totals, ms", "value": best, "limit": MOST_MS, "ok": best < MOST_MS},
        {"what": "queries", "value": len(queries), "limit": MOST_QUERIES, "ok": len(queries) <= MOST_QUERIES},
        {"what": "same as counted by hand", "value": right, "limit": True, "ok": right},
    ]
    return figures


def _by_hand() -> int:
    """Count the pairs of an activity that was held and a union, bodies and merges resolved, without the query."""
    from convergence.activities.models import Participation

    pairs = set()
    rows = Participation.objects.filter(activity__state="HELD").select_related("contact__part_of")
    for row in rows.iterator(chunk_size=5000):
        contact = row.contact
        house = contact.part_of or contact
        pairs.add((row.activity_id, house.merged_into_id or house.pk))
    return len(pairs)
