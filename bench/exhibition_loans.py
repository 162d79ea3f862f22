"""2 000 loan requests against 40 crates over five years: no overlap, next free slot under 50 ms."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

CRATES = 40
VERSIONS = 16
REQUESTS = 2_000
YEARS = 5
TRIES = 200
MOST_MS = 50.0
TODAY = date(2024, 1, 8)
AT = datetime(2024, 1, 8, 15, tzinfo=UTC)


def fill() -> list[Any]:
    """Write 16 versions of one exhibition over 40 crates, of which several are shared; return the versions."""
    from convergence.education.exhibitions.models import Crate, Exhibition, Version

    drawn = random.Random(1975)
    exhibition = Exhibition.objects.create(slug="banc", title_fr="Exposition du banc d’essai")
    crates = [Crate.objects.create(exhibition=exhibition, code=f"C{number:02}") for number in range(CRATES)]
    versions = []
    for number in range(VERSIONS):
        outdoor = number % 4 == 0
        version = Version.objects.create(
            exhibition=exhibition,
            setting="OUTDOOR" if outdoor else "INDOOR",
            before_days=drawn.randrange(3),
            transport_days=drawn.randrange(1, 4),
            after_days=drawn.randrange(5),
            season_opens="05-01" if outdoor else "",
            season_closes="10-31" if outdoor else "",
        )
        own = crates[number * 2 : number * 2 + 2]
        version.crates.set([*own, drawn.choice(crates[VERSIONS * 2 :])])
        versions.append(version)
    return versions


def ask_all(versions: list[Any]) -> tuple[int, int, list[float]]:
    """Ask 2 000 times for days over five years; offer what is free, as asked or at the next free days.

    Returns:
        How many were given as asked, how many moved to the next free days, and the milliseconds of each request.
    """
    from convergence.education.exhibitions.queries.availability import next_stay
    from convergence.education.exhibitions.rules.slots import Span

    drawn = random.Random(2024)
    as_asked = moved = 0
    took = []
    for number in range(REQUESTS):
        version = drawn.choice(versions)
        first = TODAY + timedelta(days=drawn.randrange(10, 365 * YEARS))
        wish = Span(first, first + timedelta(days=drawn.randrange(2, 15)))
        begun = time.perf_counter()
        stay = next_stay(version, wish, today=TODAY)
        took.append((time.perf_counter() - begun) * 1000)
        if stay is None:
            continue
        _offer(version, stay, number)
        as_asked += stay == wish
        moved += stay != wish
    return as_asked, moved, took


def _offer(version: Any, stay: Any, number: int) -> None:
    """Keep the crates as the command does; letters and agreements are measured elsewhere."""
    from django.db import transaction

    from convergence.education.exhibitions.commands.days import draw_hold, keep_crates
    from convergence.education.exhibitions.models import Loan

    with transaction.atomic():
        loan = Loan(
            version=version,
            organisation_name=f"Syndicat {number}",
            venue="Salle",
            city="Montréal",
            setting=version.setting,
            first_day=stay.start,
            last_day=stay.end,
            out_days=version.transport_days,
            back_days=version.transport_days,
            state="OFFERED",
            nonce=str(number),
            digest=str(number),
            requested_at=AT,
            changed_at=AT,
        )
        draw_hold(loan)
        loan.save()
        keep_crates(loan, today=TODAY)


def overlaps() -> int:
    """Count pairs of holds of one crate that share a day, by a sweep that uses none of our rules."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT crate_id, start_date, end_date FROM exhibitions_hold")
        rows = cursor.fetchall()
    ends: dict[int, list[tuple[Any, int]]] = {}
    for crate, start, end in rows:
        ends.setdefault(crate, []).extend(((str(start), 0), (str(end), 1)))
    found = 0
    for marks in ends.values():
        away = 0
        for _day, is_end in sorted(marks):
            away += -1 if is_end else 1
            found += not is_end and away > 1
    return found


def measure() -> dict[str, object]:
    """Return the figures, the overlaps counted by the sweep."""
    from convergence.education.exhibitions.models import Hold
    from convergence.education.exhibitions.queries.availability import next_stay
    from convergence.education.exhibitions.rules.slots import Span

    versions = fill()
    as_asked, moved, took = ask_all(versions)
    drawn, full = random.Random(7), []
    for _try in range(TRIES):
        wish = Span(TODAY + timedelta(days=20), TODAY + timedelta(days=20 + drawn.randrange(2, 30)))
        begun = time.perf_counter()
        next_stay(drawn.choice(versions), wish, today=TODAY)
        full.append((time.perf_counter() - begun) * 1000)
    found, slowest = overlaps(), round(max([*took, *full]), 2)
    return {
        "requests": REQUESTS,
        "crates": CRATES,
        "given as asked": as_asked,
        "moved to the next free days": moved,
        "holds": Hold.objects.count(),
        "next free slot, median ms": round(median([*took, *full]), 2),
        "on the full calendar, median ms": round(median(full), 2),
        "limits": [
            {"what": "overlaps found by the sweep", "value": found, "limit": 0, "ok": found == 0},
            {"what": "next free slot, slowest ms", "value": slowest, "limit": MOST_MS, "ok": slowest < MOST_MS},
        ],
    }
