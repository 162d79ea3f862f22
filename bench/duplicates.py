"""The scan for possible duplicates among 5 000 and 100 000 recorded contacts, and the page that shows what it kept."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from bench.contact_list import client_of, measured

LIMITS = ((5_000, 2.0), (100_000, 60.0))
PAGE_MS = 1_000
MOST_QUERIES = 15
FIRST = (
    "Étienne",
    "Zoé",
    "Luc",
    "Anaïs",
    "Ngọc Anh",
    "Ana María",
    "Marie-Ève",
    "Óscar",
    "Fatoumata",
    "Réjean",
    "Chloé",
)
LAST = ("Le Bœuf", "Gagnon", "D'Amours", "Tremblay", "Hernández", "Quévillon", "Nguyễn", "Côté", "Traoré", "Lévesque")


def fill(count: int) -> int:
    """Write contacts, one in fifty of them twice under the same address; return how many pairs were made."""
    from convergence.contacts.models import Contact, ContactPoint, PostalAddress
    from convergence.core.inserting import insert

    dice = random.Random(count)
    at = datetime(2024, 2, 22, tzinfo=UTC)
    people, emails, pairs = [], [], 0
    while len(people) < count:
        number = len(people)
        first, last = dice.choice(FIRST), f"{dice.choice(LAST)}-{dice.randint(1, count // 3)}"
        email = f"personne-{number}@courriel.example"
        for name in (first, first.upper()) if number % 50 == 0 else (first,):
            people.append(
                {
                    "kind": "PERSON",
                    "name": f"{name} {last}",
                    "given_name": name,
                    "family_name": last,
                    "created_at": at,
                    "changed_at": at,
                }
            )
            emails.append(email)
        pairs += number % 50 == 0
    ids = insert(Contact, people)
    points = [
        {"contact_id": pk, "channel": "EMAIL", "value": email, "normalised": email}
        for pk, email in zip(ids, emails, strict=True)
    ]
    insert(ContactPoint, points)
    postals = [
        f"H{dice.randint(1, 9)}{dice.choice('ABCEGHJK')} {dice.randint(0, 9)}{dice.choice('ABCEG')}{dice.randint(0, 9)}"
        for _ in ids
    ]
    insert(PostalAddress, [{"contact_id": pk, "postal_code": code} for pk, code in zip(ids, postals, strict=True)])
    return pairs


def measure() -> dict[str, object]:
    """Fill and scan, twice."""
    from convergence.accounts.choices import Role
    from convergence.accounts.models import RoleAssignment, User
    from convergence.contacts.importing.scanning import scan_register
    from convergence.contacts.models import Contact

    coordinator = User.objects.create_user("bench@convergence.example")
    RoleAssignment.objects.create(user=coordinator, role=Role.COORDINATOR)
    browser = client_of(coordinator, "convergence.accounts.backends.RoleBackend")
    figures: dict[str, object] = {}
    limits: list[dict[str, object]] = []
    for count, limit in LIMITS:
        Contact.objects.all().delete()
        made = fill(count)
        started = time.perf_counter()
        found = scan_register(at=datetime.now(tz=UTC))
        spent = time.perf_counter() - started
        page = measured(browser, "/gestion/listes/doublons/")
        said = {"seconds": round(spent, 2), "pairs_made": made, "pairs_found": found, "page": page}
        figures[f"contacts_{count}"] = said
        limits += [
            {"what": f"{count} contacts, page, ms", "value": page["ms"], "limit": PAGE_MS, "ok": page["ms"] <= PAGE_MS},
            {
                "what": f"{count} contacts, queries of the page",
                "value": page["queries"],
                "limit": MOST_QUERIES,
                "ok": page["queries"] <= MOST_QUERIES,
            },
        ]
        limits.append(
            {"what": f"{count} contacts, seconds", "value": round(spent, 2), "limit": limit, "ok": spent < limit}
        )
        limits.append({"what": f"{count} contacts, pairs found", "value": found, "limit": made, "ok": found >= made})
    return {**figures, "limits": limits}
