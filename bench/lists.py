"""Lists with 100 000 people, twenty-five rows a page, against Django's bare admin, by the test client."""

from __future__ import annotations

import time
import unicodedata
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PEOPLE = 100_000
TRIES = 7
FIRST = ("Émilie", "Benoît", "Noémie", "François", "Maëlle", "Étienne", "Chloé", "Jérôme", "Anaïs", "Gaëtan")
LAST = ("Tremblay", "Côté", "Lévesque", "Bœuf", "Gagné", "Théberge", "Émond", "Pépin", "Nuñez", "Lefebvre")
LIMITS = {"list": 5.0, "search": 5.0, "last page": 2.0}
MOST_MS = 120.0
MOST_QUERIES = 15


def fold(text: str) -> str:
    """Return lower-case text without accents."""
    return unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()


def fill() -> Any:
    """Write the people and a coordinator; return the coordinator."""
    from convergence.accounts.choices import Role
    from convergence.accounts.models import RoleAssignment, User
    from convergence.contacts.models import Contact

    at = datetime(2024, 2, 22, tzinfo=UTC)
    rows = []
    for number in range(PEOPLE):
        name = f"{FIRST[number % 10]} {LAST[number // 10 % 10]}-{number:06}"
        folded = fold(name)
        rows.append(
            Contact(
                kind="PERSON",
                name=name,
                language="fr",
                search_text=folded,
                sort_name=" ".join(reversed(folded.split())),
                created_at=at,
                changed_at=at,
            )
        )
    Contact.objects.bulk_create(rows, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = User.objects.create_user("bench@convergence.example", is_staff=True, is_superuser=True)
    RoleAssignment.objects.create(user=user, role=Role.COORDINATOR)
    return user


def client_of(user: Any, backend: str) -> Client:
    """Return a browser signed in through a backend."""
    client = Client()
    client.force_login(user, backend=backend)
    return client


def measured(client: Client, address: str) -> dict[str, float]:
    """Return the best time in milliseconds of several tries, and the number of queries."""
    client.get(address)
    times = []
    for _try in range(TRIES):
        started = time.perf_counter()
        response = client.get(address)
        times.append(time.perf_counter() - started)
        if response.status_code != 200:
            message = f"{address}: {response.status_code}"
            raise AssertionError(message)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return {"ms": round(min(times) * 1000, 1), "queries": len(queries)}


def measure() -> dict[str, object]:
    """Compare our list, search and last page with the bare admin's list."""
    user = fill()
    theirs = client_of(user, "django.contrib.auth.backends.ModelBackend")
    ours = client_of(user, "convergence.accounts.backends.RoleBackend")
    address = "/gestion/personnes/"
    pages = PEOPLE // 25
    found: dict[str, Any] = {
        "bare admin list": measured(theirs, "/bare/contacts/person/"),
        "bare admin search": measured(theirs, "/bare/contacts/person/?q=levesque"),
        "list": measured(ours, address),
        "search": measured(ours, f"{address}?q=noemie+levesque"),
        "last page": measured(ours, f"{address}?p={pages}"),
    }
    odd = {text: ours.get(address, {"q": text}).status_code for text in ('"', "\0", "%", "' OR 1=1 --")}
    base = found["bare admin list"]["ms"]
    against = {"list": base, "search": base, "last page": found["list"]["ms"]}
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
        for name in ("list", "search")
    ]
    limits.append({"what": "odd searches answer 200", "value": odd, "limit": 200, "ok": set(odd.values()) == {200}})
    return {"people": PEOPLE, "database": connection.vendor, **found, "limits": limits}
