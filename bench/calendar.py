"""The calendar with 5 000 activities in the year: the year by day and the month as a list, each under 150 ms."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ACTIVITIES = 5_000
YEAR = 2024
TRIES = 5
MOST_MS = 150.0
MOST_QUERIES = 12
VIEWS = {
    "year, by day": "/gestion/activites/calendrier/?view=year&day=2024-05-03",
    "month, listed": "/gestion/activites/calendrier/?view=list&day=2024-05-03",
    "month, drawn": "/gestion/activites/calendrier/?view=month&day=2024-05-03",
    "public month": "/calendrier/?mois=2024-05",
}


def fill() -> None:
    """Write a year of activities: most of one day, some of several, a few known by their month only."""
    from convergence.activities.models import Activity, Participation
    from convergence.contacts.models import Contact
    from convergence.vocabulary.models import Axis, Place

    at = datetime(2024, 2, 22, tzinfo=UTC)
    drawn = random.Random(1975)
    axes = [Axis.objects.create(slug=f"axe-{n}", name_fr=f"Axe {n}") for n in range(3)]
    places = [Place.objects.create(slug=f"lieu-{n}", name_fr=f"Lieu {n}", country="CA") for n in range(40)]
    unions = Contact.objects.bulk_create(
        Contact(kind="ORGANISATION", organisation_kind="UNION", name=f"Syndicat {n}", created_at=at, changed_at=at)
        for n in range(100)
    )
    rows = []
    for number in range(ACTIVITIES):
        day = date(YEAR, 1, 1) + timedelta(days=drawn.randrange(366))
        lasts = drawn.choice((0, 0, 0, 0, 0, 1, 2, 9))
        vague = number % 50 == 0
        start = day.isoformat()[: 7 if vague else 10]
        rows.append(
            Activity(
                slug=f"a-{number}",
                kind=drawn.choice(("TRAINING", "TOUR", "WORKSHOP", "LUNCH_TALK")),
                title_fr=f"Formation sur la mondialisation et le travail, groupe {number}",
                start=start,
                end="" if vague or not lasts else (day + timedelta(days=lasts)).isoformat(),
                start_time=None if vague else hour(drawn.randrange(8, 20)),
                first_day=day.replace(day=1) if vague else day,
                start_latest=day.replace(day=28) if vague else day,
                last_day=day.replace(day=28) if vague else day + timedelta(days=lasts),
                axis=drawn.choice(axes),
                place=drawn.choice(places),
                state="HELD" if number % 4 else "CONFIRMED",
                is_public=number % 3 != 0,
                evaluation_code=str(number),
                created_at=at,
                changed_at=at,
            )
        )
    Activity.objects.bulk_create(rows, batch_size=1000)
    Participation.objects.bulk_create(
        [Participation(activity=row, contact=drawn.choice(unions), capacity="HOST") for row in rows], batch_size=1000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _browser() -> Client:
    from convergence.accounts.models import RoleAssignment, User

    user = User.objects.create_user("coordination@centre.example")
    RoleAssignment.objects.create(user=user, role="COORDINATOR")
    browser = Client()
    browser.force_login(user)
    return browser


def measure() -> dict[str, object]:
    """Return the best of five of each view, through the whole product, and the statements of each."""
    from convergence.activities.models import Activity
    from convergence.activities.queries.calendar import counts_by_day, known_to_the_day

    fill()
    figures: dict[str, Any] = {"activities": Activity.objects.count()}
    limits = []
    browser = _browser()
    for name, address in VIEWS.items():
        answer = browser.get(address)
        if answer.status_code != 200:
            message = f"{address}: {answer.status_code}"
            raise RuntimeError(message)
        times, own = [], []
        for _try in range(TRIES):
            started, worked = time.perf_counter(), time.process_time()
            browser.get(address)
            times.append((time.perf_counter() - started) * 1000)
            own.append((time.process_time() - worked) * 1000)
        with CaptureQueriesContext(connection) as found:
            browser.get(address)
        best = round(min(times), 1)
        figures[name] = {
            "ms": best,
            "of it this process, ms": round(min(own), 1),
            "queries": len(found),
            "bytes": len(answer.content),
        }
        limits += [
            {"what": f"{name}, ms", "value": best, "limit": MOST_MS, "ok": best < MOST_MS},
            {"what": f"{name}, queries", "value": len(found), "limit": MOST_QUERIES, "ok": len(found) <= MOST_QUERIES},
        ]
    rows = Activity.objects.all()
    counted = counts_by_day(rows, date(YEAR, 1, 1), date(YEAR, 12, 31))
    by_hand: dict[date, int] = {}
    for first, last in known_to_the_day(rows).values_list("first_day", "last_day"):
        for number in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(number)
            if day.year == YEAR:
                by_hand[day] = by_hand.get(day, 0) + 1
    right = counted == by_hand
    limits.append({"what": "days counted as by hand", "value": right, "limit": True, "ok": right})
    figures["limits"] = limits
    return figures
