"""500 people race for 100 places from 16 clients over HTTP, by the public form: exactly 100 places, nobody lost.

A bare Django view that does one locked insert (one row locked, one inserted, one counter written) is asked by the same
clients under the same server in the same run, in turns with ours: half of its rate at least. It is a plain function of
the same process: same settings, same middlewares, same connection to the database; it reads no form, renders nothing
and looks nothing up (`bench.urls.insert`). Ours reads the event and its places, validates the form, gives a rank,
writes the registration, the numbers and both rows of the audit line, and leaves the message to the worker.

`DATABASE_URL` says on which database (`tools/with-postgres make bench ARGS=registrations`).
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bench.public_pages import served

PEOPLE = 500
PLACES = 100
CLIENTS = 16
ROUNDS = 3
LEAST_RATIO = 0.5


def opened(number: int) -> Any:
    """Open an activity of a month from now to registration, with 100 places."""
    from django.utils import timezone

    from convergence.activities import commands as activities
    from convergence.education.gatherings import commands

    now = timezone.now()
    day = timezone.localdate(now) + timedelta(days=30)
    made = activities.create_activity(
        kind="COLLOQUIUM", title_fr=f"Colloque {number}", start=day.isoformat(), is_public=True, actor=None, at=now
    )
    activities.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=now)
    return commands.open_gathering(
        activity_id=made.pk,
        capacities={"ONSITE": PLACES},
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        actor=None,
        at=now,
    )


def race(port: int, path: str, form: Callable[[int], dict[str, str]], wanted: int) -> tuple[float, list[float]]:
    """Send every form once from 16 clients that start together; return the rate and how long each took, in seconds.

    Raises:
        AssertionError: an answer is not the one wanted.
    """
    left, took, wrong = list(range(PEOPLE)), [], []
    start = threading.Barrier(CLIENTS + 1)

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        start.wait()
        while left:
            try:
                number = left.pop()
            except IndexError:
                return
            begun = time.perf_counter()
            headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(form(number)), headers)
            answer = connection.getresponse()
            body = answer.read()
            took.append(time.perf_counter() - begun)
            if answer.status != wanted:
                wrong.append((answer.status, body[:300]))

    clients = [threading.Thread(target=client, daemon=True) for _n in range(CLIENTS)]
    for one in clients:
        one.start()
    start.wait()
    begun = time.perf_counter()
    for one in clients:
        one.join()
    lasted = time.perf_counter() - begun
    assert not wrong, wrong[:3]
    return PEOPLE / lasted, took


def person(number: int) -> dict[str, str]:
    """Return what one person writes in the form."""
    return {
        "way": "ONSITE",
        "given_name": "Personne",
        "family_name": f"Numéro {number}",
        "email": f"personne{number}@union.example",
        "organisation": "",
        "key": f"bench-form-{number:06}",
    }


def seen(gathering: Any) -> dict[str, Any]:
    """Return what the database holds after a race."""
    from convergence.education.gatherings.models import Seats
    from convergence.education.gatherings.queries.lists import miscounted

    rows = list(gathering.registrations.order_by("pk"))
    waiting = [row.rank for row in rows if row.state == "WAITING"]
    seats = Seats.objects.get(gathering=gathering)
    return {
        "confirmed": sum(row.state == "CONFIRMED" for row in rows),
        "waiting": len(waiting),
        "lost": PEOPLE - len(rows),
        "taken": seats.taken,
        # Rows are written under the lock of the places, so the order of their numbers is the order of commit.
        "rank is the order of commit": [row.rank for row in rows] == list(range(1, PEOPLE + 1)),
        "numbers kept are those of the rows": miscounted() == [],
    }


def measure() -> dict[str, Any]:
    """Race in turns against the bare view; judge what the database holds and the ratio of the rates."""
    from django.db import connection

    from convergence.core.models import Counter

    Counter.objects.create(name="bench", value=0)
    settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"}
    gatherings = [opened(number) for number in range(ROUNDS + 1)]
    rates, bare, took = [], [], []
    with served("convergence.config.wsgi:application", **settings) as port:
        for number, gathering in enumerate(gatherings):
            connection.close()
            base, _times = race(port, "/bench/insert/", lambda n: {"name": f"Personne {n}"}, 201)
            path = f"/calendrier/{gathering.activity.slug}/inscription/"
            rate, times = race(port, path, person, 302)
            if number:  # the first turn warms both
                bare.append(base)
                rates.append(rate)
                took += times
    found = [seen(gathering) for gathering in gatherings]
    took.sort()
    best = max(ours / theirs for ours, theirs in zip(rates, bare, strict=True))
    exact = all(one["confirmed"] == one["taken"] == PLACES and one["lost"] == 0 for one in found)
    ordered = all(one["rank is the order of commit"] and one["numbers kept are those of the rows"] for one in found)
    ratio = sum(rates) / sum(bare)
    return {
        "people": PEOPLE,
        "places": PLACES,
        "clients": CLIENTS,
        "database": connection.vendor,
        "registrations a second": [round(rate, 1) for rate in rates],
        "bare locked inserts a second": [round(rate, 1) for rate in bare],
        "ratio": round(ratio, 2),
        "ratio of the best turn": round(best, 2),
        "p50 ms": round(1000 * took[len(took) // 2], 1),
        "p99 ms": round(1000 * took[int(len(took) * 0.99)], 1),
        "rounds": found,
        "limits": [
            {
                "what": "places given in each race",
                "value": [one["confirmed"] for one in found],
                "limit": PLACES,
                "ok": exact,
            },
            {"what": "people lost", "value": sum(one["lost"] for one in found), "limit": 0, "ok": exact},
            {"what": "waiting-list rank is the order of commit", "value": ordered, "limit": True, "ok": ordered},
            {
                "what": "of the bare view's rate, at least",
                "value": round(ratio, 2),
                "limit": LEAST_RATIO,
                "ok": ratio >= LEAST_RATIO,
            },
        ],
    }
