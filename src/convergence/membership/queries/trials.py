"""Trying a scale on real members before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from convergence.contacts.models import DeclaredCount
from convergence.core.periods import YearEnd, period_of
from convergence.membership.models import GroupMembership
from convergence.membership.rules import dues
from convergence.membership.wording import Explained, explain


@dataclass(frozen=True, slots=True)
class Trial:
    """A member and what it would owe, step by step."""

    name: str
    lines: tuple[Explained, ...]


def try_scale(
    values: Mapping[str, Any], tiers: Sequence[tuple[int, int]], *, year_end: YearEnd, today: date, limit: int = 8
) -> list[Trial]:
    """Compute the dues of some members of the group, the largest and the smallest ones first."""
    names = {field for field in dues.Scale.__dataclass_fields__ if field != "tiers"}
    given = {name: value for name, value in values.items() if name in names}
    rule = dues.Scale(**given | {"basis": dues.Basis(values["basis"])}, tiers=tuple(dues.Tier(*pair) for pair in tiers))
    dues.check_scale(rule)
    period = period_of(today, year_end)
    stays = (
        GroupMembership.objects.on(today)
        .filter(group=values["group"])
        .select_related("member")
        .order_by("member__sort_name", "pk")
    )
    rows = list(stays[:400])
    counts = dict(
        DeclaredCount.objects.filter(organisation_id__in=[row.member_id for row in rows], as_of__lte=today)
        .order_by("as_of", "pk")
        .values_list("organisation_id", "value")
    )
    ordered = sorted(rows, key=lambda row: counts.get(row.member_id, -1))
    chosen = ordered if len(ordered) <= limit else [*ordered[: limit // 2], *ordered[-limit // 2 :]]
    return [
        Trial(
            row.member.name,
            explain(
                dues.compute(
                    rule, dues.Situation(period.start, period.end, counts.get(row.member_id), row.start_date)
                ).steps
            ),
        )
        for row in chosen
    ]
