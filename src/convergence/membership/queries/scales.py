"""Scales, exemptions and declarations as the rules want them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import prefetch_related_objects

from convergence.core.reading import keep_read
from convergence.membership.models import DuesScale, DuesTier, Exemption, ExtraordinaryContribution
from convergence.membership.rules import dues


def rule_of(scale: DuesScale) -> dues.Scale:
    """Return a stored scale as the rule knows it; its tiers are read (prefetch them for several)."""
    return dues.Scale(
        group=scale.group,
        basis=dues.Basis(scale.basis),
        valid_from=scale.valid_from,
        valid_to=scale.valid_to,
        adopted_by=scale.adopted_by,
        adopted_date=scale.adopted_date,
        rate_cents=scale.rate_cents,
        floor_cents=scale.floor_cents,
        ceiling_cents=scale.ceiling_cents,
        tiers=_tiers_of(scale),
        flat_cents=scale.flat_cents,
        suggested_cents=scale.suggested_cents,
        minimum_cents=scale.minimum_cents,
        pro_rata=scale.pro_rata,
    )


def _tiers_of(scale: DuesScale) -> tuple[dues.Tier, ...]:
    if scale.basis != dues.Basis.TIERS:
        return ()
    rows = sorted(scale.tiers.all(), key=lambda tier: tier.from_members)
    return tuple(dues.Tier(tier.from_members, tier.amount_cents) for tier in rows)


def scales_on(day: date) -> dict[str, DuesScale]:
    """Return the scale of each group that holds on a day; a group without one is left out."""
    found = DuesScale.objects.filter(valid_from__lte=day).order_by("valid_from", "pk")
    held = {scale.group: scale for scale in found if scale.valid_to is None or day <= scale.valid_to}
    prefetch_related_objects([scale for scale in held.values() if scale.basis == dues.Basis.TIERS], "tiers")
    return held


def held_on(day: date, scales: Iterable[DuesScale], tiers: Iterable[DuesTier]) -> dict[str, DuesScale]:
    """Return the same of scales that were read, valid from that day or earlier, with all their tiers."""
    by_day = sorted(scales, key=lambda scale: (scale.valid_from, scale.pk))
    held = {scale.group: scale for scale in by_day if scale.valid_to is None or day <= scale.valid_to}
    steps = list(tiers)
    for scale in held.values():
        keep_read(scale, tiers=[tier for tier in steps if tier.scale_id == scale.pk])
    return held


def exemption_rule(exemption: Exemption) -> dues.Exemption:
    """Return a stored exemption as the rule knows it."""
    return dues.Exemption(
        percent=exemption.percent,
        reason=exemption.reason,
        decided_by=exemption.decided_by,
        decided_date=exemption.decided_date,
        covers_extraordinary=exemption.covers_extraordinary,
    )


def extraordinary_rules(period: str, group: str) -> tuple[dues.Extraordinary, ...]:
    """Return the extraordinary contributions of a group for a period, in the order in which they were recorded."""
    rows = ExtraordinaryContribution.objects.filter(period=period, group__in=("", group)).order_by("pk")
    return as_rules(rows)


def as_rules(rows: Iterable[ExtraordinaryContribution]) -> tuple[dues.Extraordinary, ...]:
    """Return stored extraordinary contributions as the rule knows them."""
    return tuple(dues.Extraordinary(row.label, row.amount_cents, row.adopted_by) for row in rows)
