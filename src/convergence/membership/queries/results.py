"""The result of a call: figures by group, central and region, against last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from convergence.accounts.policies import visible
from convergence.core.periods import YearEnd, period_of
from convergence.finance.choices import EntryKind
from convergence.finance.models import Entry
from convergence.finance.queries.balances import WHO_PAYS, totals_by_payer
from convergence.membership.models import CallRecipient, DuesCall, Promise
from convergence.membership.rules import results
from convergence.membership.rules.standing import StandingKind


@dataclass(frozen=True, slots=True)
class CallResult:
    """What a call brought; every row in cents and counts, keys in order."""

    period: str
    last_period: str
    total: results.Sum
    by_group: tuple[results.Sum, ...]
    by_central: tuple[results.Sum, ...]
    by_region: tuple[results.Sum, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a call stands: members called and in good standing, cents charged and received."""

    called: int = 0
    paid: int = 0
    charged_cents: int = 0
    received_cents: int = 0


def recipients_visible(actor: Any, call: DuesCall) -> QuerySet[CallRecipient]:
    """Return the recipients of a call that an actor may see, by name."""
    rows = CallRecipient.objects.filter(call=call).order_by("name", "pk")
    return visible(actor, "membership.view_callrecipient", rows)


def summaries(calls: Sequence[DuesCall], *, actor: Any) -> list[Summary]:
    """Return how each call stands, in the order given, for the recipients that the actor may see; one query."""
    rows = visible(actor, "membership.view_callrecipient", CallRecipient.objects.filter(call__in=calls))
    found = {
        row["call"]: Summary(row["called"], row["paid_members"], row["charged"] or 0, row["received"] or 0)
        for row in rows.order_by()
        .values("call")
        .annotate(
            called=Count("pk"),
            paid_members=Count("pk", filter=Q(standing__in=("EN_REGLE", "EXEMPT"))),
            charged=Sum("amount_cents"),
            received=Sum("paid_cents"),
        )
    }
    return [found.get(call.pk, Summary()) for call in calls]


def received_last_year(call: DuesCall, *, actor: Any) -> int:
    """Return the cents that the members of a call, those that the actor may see, paid for the period before; one query.

    The same figure as `result_of(...).total.last_year_cents`.
    """
    members = recipients_visible(actor, call).order_by().values("member_id")
    rows = Entry.objects.filter(period=last_period_of(call), invoice__isnull=False, source=EntryKind.ALLOCATED)
    rows = rows.annotate(who=WHO_PAYS).filter(who__in=members)
    return -(rows.aggregate(total=Sum("owed_cents"))["total"] or 0)


def last_period_of(call: DuesCall) -> str:
    """Return the label of the period before that of a call."""
    end = YearEnd(call.period_end.month, call.period_end.day)
    return period_of(call.period_start.replace(year=call.period_start.year - 1), end).label


def result_of(call: DuesCall, *, actor: Any) -> CallResult:
    """Return the result of a call for the recipients that the actor may see."""
    rows = list(
        recipients_visible(actor, call).values_list(
            "pk", "member_id", "group", "centrals", "region", "standing", "amount_cents", "paid_cents"
        )
    )
    told = Promise.objects.filter(recipient__call=call).order_by("at", "pk")
    promised = dict(told.values_list("recipient_id", "amount_cents"))
    last_period = last_period_of(call)
    last = totals_by_payer(last_period)
    lines = [
        results.Line(
            member_id=member_id,
            group=group,
            centrals=tuple(centrals),
            region=region,
            standing=StandingKind(standing),
            charged_cents=amount or 0,
            paid_cents=paid,
            promised_cents=promised.get(pk, 0),
            last_year_cents=last[member_id].paid_cents if member_id in last else 0,
        )
        for pk, member_id, group, centrals, region, standing, amount, paid in rows
    ]
    return CallResult(
        period=call.period,
        last_period=last_period,
        total=results.total(lines),
        by_group=results.by(lines, lambda line: (line.group,)),
        by_central=results.by(lines, lambda line: line.centrals),
        by_region=results.by(lines, lambda line: (line.region,)),
    )
