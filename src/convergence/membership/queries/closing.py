"""What remains of a call when one thinks of closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum

from convergence.membership.models import CallRecipient, DuesCall, PersonalLink
from convergence.membership.rules.standing import GOOD, StandingKind


@dataclass(frozen=True, slots=True)
class Remainder:
    """Members in good standing, and those with something due: in all, promised, late; `due_cents` in cents.

    `open_links` are personal links that still open; `silent` are members who never opened theirs.
    """

    settled: int
    owing: int
    promised: int
    late: int
    due_cents: int
    open_links: int
    silent: int


def remainder_of(call: DuesCall, *, at: datetime) -> Remainder:
    """Return what remains of a call; two queries."""
    owing = ~Q(standing__in=[kind.value for kind in GOOD])
    found = CallRecipient.objects.filter(call=call).aggregate(
        settled=Count("pk", filter=~owing),
        owing=Count("pk", filter=owing),
        promised=Count("pk", filter=Q(standing=StandingKind.PROMISED.value)),
        late=Count("pk", filter=Q(standing=StandingKind.LATE.value)),
        due=Sum(F("amount_cents") - F("paid_cents"), filter=owing),
        silent=Count("pk", filter=owing & Q(opened_at__isnull=True)),
    )
    links = PersonalLink.objects.filter(recipient__call=call, revoked_at__isnull=True, expires_at__gt=at)
    return Remainder(
        settled=found["settled"],
        owing=found["owing"],
        promised=found["promised"],
        late=found["late"],
        due_cents=max(found["due"] or 0, 0),
        open_links=links.count(),
        silent=found["silent"],
    )
