"""Lists with 100 000 people, twenty-five rows a page, against Django's bare admin, by the test client."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PEOPLE = 100_000
UNIONS = 1_000
TRIES = 7
FIRST = ("Émilie", "Benoît", "Noémie", "François", "Maëlle", "Étienne", "Chloé", "Jérôme", "Anaïs", "Gaëtan")
LAST = ("Tremblay", "Côté", "Lévesque", "Bœuf", "Gagné", "Théberge", "Émond", "Pépin", "Nuñez", "Lefebvre")
LIMITS = {"list": 5.0, "search": 5.0, "search of one": 5.0, "search of none": 5.0, "last page": 2.0}
MOST_MS = 120.0
MOST_QUERIES = 15


def fill() -> tuple[Any, Any]:
    """Write the people with an e-mail each and a post each in one of a thousand unions; return two users.

    The first is a superuser for the bare admin; the second a plain coordinator, as in life.
    """
    from convergence.accounts.choices import Role
    from convergence.accounts.models import RoleAssignment, User
    from convergence.contacts.models import Contact, ContactPoint, Mandate
    from convergence.contacts.queries.search import search_text, sort_name

    at = datetime(2024, 2, 22, tzinfo=UTC)
    dates = {"created_at": at, "changed_at": at}
    unions = [
        Contact(
            kind="ORGANISATION", organisation_kind="UNION", name=f"Syndicat {n}", sort_name=f"syndicat {n}", **dates
        )
        for n in range(UNIONS)
    ]
    Contact.objects.bulk_create(unions)
    people = []
    for number in range(PEOPLE):
        given, family = FIRST[number % 10], f"{LAST[number // 10 % 10]}-{number:06}"
        one = Contact(kind="PERSON", name=f"{given} {family}", given_name=given, family_name=family, **dates)
        one.language = "fr"
        one.search_text = search_text(one, others=[f"p{number}@syndicat.example"])
        one.sort_name = sort_name(one)
        people.append(one)
    Contact.objects.bulk_create(people, batch_size=5000)
    points = []
    posts = []
    for number, one in enumerate(people):
        email = f"p{number}@syndicat.example"
        points.append(ContactPoint(contact=one, channel="EMAIL", value=email, normalised=email))
        posts.append(Mandate(person=one, held_in=unions[number % UNIONS], office="DELEGATE", start="2020"))
    ContactPoint.objects.bulk_create(points, batch_size=5000)
    Mandate.objects.bulk_create(posts, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bare = User.objects.create_user("bare@convergence.example", is_staff=True, is_superuser=True)
    coordinator = User.objects.create_user("bench@convergence.example")
    RoleAssignment.objects.create(user=coordinator, role=Role.COORDINATOR)
    return bare, coordinator


def client_of(user: Any, backend: str) -> Client:
    """Return a browser signed in through a backend."""
    client = Client()
    client.force_login(user, backend=backend)
    return client


def measured(client: Client, address: str) -> dict[str, float]:
    """Return the best time in milliseconds of several tries, that of this process alone, and the number of queries."""
    client.get(address)
    times = []
    own = []
    for _try in range(TRIES):
        started, worked = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append(time.perf_counter() - started)
        own.append(time.process_time() - worked)
        if response.status_code != 200:
            message = f"{address}: {response.status_code}"
            raise AssertionError(message)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return {"ms": round(min(times) * 1000, 1), "cpu ms": round(min(own) * 1000, 1), "queries": len(queries)}


def measure() -> dict[str, object]:
    """Compare our list, search and last page with the bare admin's list."""
    bare, coordinator = fill()
    theirs = client_of(bare, "convergence.accounts.backends.RoleBackend")
    ours = client_of(coordinator, "convergence.accounts.backends.RoleBackend")
    address = "/gestion/personnes/"
    pages = PEOPLE // 25
    found: dict[str, Any] = {
        "bare admin list": measured(theirs, "/bare/contacts/person/"),
        "bare admin search": measured(theirs, "/bare/contacts/person/?q=levesque"),
        "list": measured(ours, address),
        "search": measured(ours, f"{address}?q=noemie+levesque"),
        "search of one": measured(ours, f"{address}?q=p99998@syndicat.example"),
        "search of none": measured(ours, f"{address}?q=zzyzx"),
        "organisations": measured(ours, "/gestion/organisations/"),
        "last page": measured(ours, f"{address}?p={pages}"),
    }
    odd = {text: ours.get(address, {"q": text}).status_code for text in ('"', "\0", "%", "' OR 1=1 --")}
    base = found["bare admin list"]["ms"]
    against = dict.fromkeys(LIMITS, base) | {"last page": found["list"]["ms"]}
    limits = []
    for name, times in LIMITS.items():
        ratio = round(found[name]["ms"] / against[name], 2)
        limits.append({"what": f"{name}: ratio", "value": ratio, "limit": times, "ok": ratio <= times})
        limits.append(
            {"what": f"{name}: queries", "value": found[name]["queries"], "limit": MOST_QUERIES}
            | {"ok": found[name]["queries"] <= MOST_QUERIES}
        )
    limits += [
        {"what": f"{name}: ms", "value": found[name]["ms"], "limit": MOST_MS, "ok": found[name]["ms"] <= MOST_MS}
        for name in LIMITS
    ]
    limits.append({"what": "odd searches answer 200", "value": odd, "limit": 200, "ok": set(odd.values()) == {200}})
    return {"people": PEOPLE, "database": connection.vendor, **found, "limits": limits}
