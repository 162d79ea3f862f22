"""Issuing a dues call to 10 000 members: no request over 1 s, progress visible, resumable after a stop in the middle."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

MEMBERS = 10_000
LIMIT_MS = 1_000
HOME_MS = 300
BEFORE = ("periode/", "lettre/fr/", "destinataires/", "destinataires/?page=150", "apercu/", "signatures/", "envoi/")
AFTER = ("envoi/", "destinataires/", "destinataires/?q=syndicat+09", "rappels/", "resultat/", "apercu/", "signatures/")


def measure() -> dict[str, object]:
    """Return the slowest request, the time of the chunks, and what was written, each against its limit."""
    from convergence.finance.models import Invoice
    from convergence.membership.commands import issue
    from convergence.membership.models import CallRecipient, PersonalLink
    from convergence.messaging.models import Delivery

    coordinator, call = _prepare()
    browser = Client()
    browser.force_login(coordinator, backend="convergence.accounts.backends.RoleBackend")
    place = f"/gestion/cotisations/{call.pk}/"
    for page in ("/gestion/", "/gestion/cotisations/"):  # a server has read its code before anybody asks
        _ms(browser, "get", page)
    requests = {f"{name} (draft)": _ms(browser, "get", f"{place}{name}") for name in BEFORE}
    requests["envoi/ (click)"] = _ms(browser, "post", f"{place}envoi/")
    seen, chunks = set(), []
    worked = time.process_time()
    more = True
    while more:
        started = time.perf_counter()
        more = issue.issue_next_chunk(dues_call_id=call.pk, at=timezone.now())
        chunks.append(time.perf_counter() - started)
        if len(chunks) % 20 == 0:
            for name in ("envoi/", "destinataires/"):
                said = f"{name} (under way)"
                requests[said] = max(requests.get(said, [0, 0]), _ms(browser, "get", f"{place}{name}"))
            seen.add(issue.progress_of(call).sent)
    worked = time.process_time() - worked
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    requests |= {f"{name} (sent)": _ms(browser, "get", f"{place}{name}") for name in AFTER}
    home = _ms(browser, "get", "/gestion/")
    written = {
        "recipients": CallRecipient.objects.count(),
        "invoices": Invoice.objects.count(),
        "links": PersonalLink.objects.count(),
        "deliveries": Delivery.objects.count(),
    }
    slowest = max(wall for wall, _cpu in requests.values())
    return {
        "members": MEMBERS,
        "database": connection.vendor,
        "requests, ms and cpu ms": requests,
        "home, ms and cpu ms": home,
        "chunks": len(chunks),
        "chunks_s": round(sum(chunks), 1),
        "slowest_chunk_ms": round(max(chunks) * 1000),
        "chunks_cpu_s": round(worked, 1),
        "members_per_s": round(MEMBERS / sum(chunks)),
        "progress_seen": len(seen),
        "written": written,
        "limits": [
            {"what": "slowest request, ms", "value": slowest, "limit": LIMIT_MS, "ok": slowest <= LIMIT_MS},
            {"what": "home page, ms", "value": home[0], "limit": HOME_MS, "ok": home[0] <= HOME_MS},
            {
                "what": "each member once",
                "value": written["recipients"],
                "limit": MEMBERS,
                "ok": set(written.values()) == {MEMBERS},
            },
            {"what": "progress seen", "value": len(seen), "limit": 2, "ok": len(seen) >= 2},
        ],
    }


def _ms(browser: Client, method: str, path: str) -> list[int]:
    """Return the milliseconds of one request, and those of this process alone."""
    started, worked = time.perf_counter(), time.process_time()
    answer = getattr(browser, method)(path)
    if answer.status_code >= 400:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return [round((time.perf_counter() - started) * 1000), round((time.process_time() - worked) * 1000)]


def _prepare() -> tuple[Any, Any]:
    from convergence.accounts.choices import Role
    from convergence.accounts.models import RoleAssignment, User
    from convergence.contacts.choices import Office
    from convergence.contacts.models import Contact, Mandate
    from convergence.core.models import OrganisationProfile
    from convergence.core.periods import YearEnd, period_of
    from convergence.membership.commands import calls, links, scales

    at = timezone.now()
    today = timezone.localdate(at)
    OrganisationProfile.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Centre",
            "street": "1, rue Haute",
            "city": "Montréal",
            "postal_code": "H2X 1Y4",
            "email": "centre@centre.example",
        },
    )
    centre = Contact.objects.create(
        kind="ORGANISATION", organisation_kind="NGO", name="Centre", created_at=at, changed_at=at
    )
    users = {}
    for office, role in ((Office.COORDINATION, Role.COORDINATOR), (Office.PRESIDENCY, Role.BOARD)):
        users[office] = User.objects.create_user(f"{office.lower()}@centre.example")
        RoleAssignment.objects.create(user=users[office], role=role)
        person = Contact.objects.create(
            kind="PERSON", name=office.title(), user=users[office], created_at=at, changed_at=at
        )
        Mandate.objects.create(person=person, held_in=centre, office=office, start="2020")
    _members(at)
    coordinator = users[Office.COORDINATION]
    values = {
        "group": "B",
        "basis": "PER_CAPITA",
        "rate_cents": Decimal(12),
        "floor_cents": 5_000,
        "valid_from": date(2015, 1, 1),
        "adopted_by": "Assemblée",
        "adopted_date": date(2015, 1, 1),
    }
    scales.adopt_scale(values=values, actor=coordinator, at=at)
    period = period_of(today, YearEnd(3, 31))
    call = calls.create_call(period=period.label, year_end=YearEnd(3, 31), letter_date=today, actor=coordinator, at=at)
    links.record_links(call_id=call.pk, found=[], actor=coordinator, at=at)
    for office, user in users.items():
        calls.name_signatory(call_id=call.pk, office=office, person_id=user.person.pk, actor=coordinator, at=at)
        calls.sign(call_id=call.pk, office=office, actor=user, at=at)
    return coordinator, call


def _members(at: datetime) -> None:
    from convergence.contacts.models import Contact, ContactPoint, DeclaredCount
    from convergence.membership.models import GroupMembership

    made = Contact.objects.bulk_create(
        [
            Contact(kind="ORGANISATION", organisation_kind="LOCAL", name=f"Syndicat {n:05d}", sort_name=f"syndicat {n:05d}", number=str(20_000 + n), created_at=at, changed_at=at)
            for n in range(MEMBERS)
        ],
        batch_size=1_000,
    )  # fmt: skip
    then = datetime(2020, 1, 1, tzinfo=UTC)
    ContactPoint.objects.bulk_create(
        [ContactPoint(contact=one, channel="EMAIL", purpose="BILLING", value=f"s{one.pk}@membre.example", normalised=f"s{one.pk}@membre.example") for one in made],
        batch_size=1_000,
    )  # fmt: skip
    DeclaredCount.objects.bulk_create(
        [DeclaredCount(organisation=one, value=100 + one.pk % 9_000, as_of=date(2020, 1, 1), source="Liste", recorded_at=then) for one in made],
        batch_size=1_000,
    )  # fmt: skip
    GroupMembership.objects.bulk_create(
        [GroupMembership(member=one, group="B", start_date=date(2015, 4, 1), created_at=then) for one in made],
        batch_size=1_000,
    )
