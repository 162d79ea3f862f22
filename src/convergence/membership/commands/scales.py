"""Adopting scales, and recording who pays for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.db import keeping
from convergence.membership.choices import CoverageKind
from convergence.membership.commands.decisions import withdrawn
from convergence.membership.errors import (
    CircularCoverage,
    CoverageOverlap,
    PaysForItself,
    ScaleOverlap,
    ScaleUsed,
    ScaleWrong,
)
from convergence.membership.models import (
    CallRecipient,
    Coverage,
    DuesCall,
    DuesScale,
    DuesTier,
)
from convergence.membership.rules import dues

#: The promises of the database that a group has one scale, and a member one payer, a day.
SCALE_OVERLAP, COVERAGE_OVERLAP = "membership_scale_overlap", "membership_coverage_overlap"


def _check(scale: DuesScale, tiers: Sequence[tuple[int, int]]) -> None:
    rule = dues.Scale(
        group=scale.group,
        basis=dues.Basis(scale.basis),
        valid_from=scale.valid_from,
        valid_to=scale.valid_to,
        rate_cents=scale.rate_cents,
        floor_cents=scale.floor_cents,
        ceiling_cents=scale.ceiling_cents,
        tiers=tuple(dues.Tier(*pair) for pair in tiers),
        flat_cents=scale.flat_cents,
        suggested_cents=scale.suggested_cents,
        minimum_cents=scale.minimum_cents,
    )
    try:
        dues.check_scale(rule)
    except dues.BadScaleError as error:
        field, text = _wrong()[str(error.args[0])]
        raise ScaleWrong(text, field=field) from error


def _wrong() -> dict[str, tuple[str, str]]:
    return {
        "dates": ("valid_to", _("The last valid day cannot come before the first one.")),
        "negative": ("", _("An amount cannot be negative.")),
        "floor_above_ceiling": ("ceiling", _("The maximum cannot be below the minimum.")),
        "rate_missing": ("rate", _("Write the rate per member.")),
        "tiers_empty": ("tiers", _("Write at least one tier; the first one starts at 0 members.")),
        "tiers_order": (
            "tiers",
            _("The first tier starts at 0 members and each one starts higher than the one before."),
        ),
    }


def _overlapping(scale: DuesScale) -> bool:
    others = DuesScale.objects.filter(group=scale.group).exclude(pk=scale.pk)
    others = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=scale.valid_from))
    if scale.valid_to is not None:
        others = others.filter(valid_from__lte=scale.valid_to)
    return others.exists()


@transaction.atomic
def adopt_scale(
    *,
    values: Mapping[str, Any],
    tiers: Sequence[tuple[int, int]] = (),
    replaces_id: int | None = None,
    actor: Any,
    at: datetime,
) -> DuesScale:
    """Record a scale that a body adopted; a new version ends the one that it replaces the day before.

    Args:
        values: fields of `DuesScale`.
        tiers: `(from_members, amount_cents)`.
        replaces_id: the scale whose new version this is.
        actor: who records it.
        at: when.

    Raises:
        ScaleWrong: the scale contradicts itself; `field` names what.
        ScaleOverlap: another scale of the group holds on one of its days.

    Writes the audit line `membership.scale.adopted`.
    """
    require(actor, "membership.add_duesscale")
    scale = DuesScale(**values)
    _check(scale, tiers)
    if replaces_id is not None:
        _end(DuesScale.objects.select_for_update().get(pk=replaces_id), scale.valid_from)
    if _overlapping(scale):
        raise ScaleOverlap(group=scale.group, day=long_day(scale.valid_from), field="valid_from")
    scale.full_clean()
    with keeping(SCALE_OVERLAP, ScaleOverlap(group=scale.group, day=long_day(scale.valid_from), field="valid_from")):
        scale.save()
    DuesTier.objects.bulk_create(
        [DuesTier(scale=scale, from_members=start, amount_cents=cents) for start, cents in tiers]
    )
    audit.record(
        actor=actor,
        verb="membership.scale.adopted",
        obj=scale,
        changes={"tiers": ([], list(tiers))} | audit.changes_between({}, audit.snapshot(scale)),
        at=at,
    )
    return scale


def _end(scale: DuesScale, next_from: date) -> None:
    if next_from <= scale.valid_from:
        text = _("The new version must start after %(day)s, the first day of the one it replaces.")
        raise ScaleWrong(text, field="valid_from", day=long_day(scale.valid_from))
    scale.valid_to = next_from - timedelta(days=1)
    scale.save(update_fields=["valid_to"])


@transaction.atomic
def edit_scale(
    *, scale_id: int, values: Mapping[str, Any], tiers: Sequence[tuple[int, int]] = (), actor: Any, at: datetime
) -> DuesScale:
    """Correct a scale that no call has used.

    The calls that could use it are locked, as their sending locks them, so that none reads it while it changes.

    Raises:
        ScaleUsed: a call has used it.
        ScaleWrong, ScaleOverlap: as in `adopt_scale`.

    Writes the audit line `membership.scale.corrected`.
    """
    require(actor, "membership.edit_duesscale")
    begins = DuesScale.objects.values_list("valid_from", flat=True).get(pk=scale_id)
    list(DuesCall.objects.select_for_update().filter(period_start__gte=begins).order_by("pk"))
    scale = DuesScale.objects.select_for_update().get(pk=scale_id)
    if CallRecipient.objects.filter(scale=scale).exists():
        raise ScaleUsed
    before = audit.snapshot(scale)
    for name, value in values.items():
        setattr(scale, name, value)
    _check(scale, tiers)
    if _overlapping(scale):
        raise ScaleOverlap(group=scale.group, day=long_day(scale.valid_from), field="valid_from")
    scale.full_clean()
    with keeping(SCALE_OVERLAP, ScaleOverlap(group=scale.group, day=long_day(scale.valid_from), field="valid_from")):
        scale.save()
    scale.tiers.all().delete()
    DuesTier.objects.bulk_create(
        [DuesTier(scale=scale, from_members=start, amount_cents=cents) for start, cents in tiers]
    )
    audit.record(
        actor=actor,
        verb="membership.scale.corrected",
        obj=scale,
        changes=audit.changes_between(before, audit.snapshot(scale)),
        at=at,
    )
    return scale


@transaction.atomic
def record_coverage(
    *, payer_id: int, member_id: int, kind: str = CoverageKind.PAYS_FOR, start_date: date, actor: Any, at: datetime
) -> Coverage:
    """Record that one member pays for another from a day on.

    Raises:
        PaysForItself: both are the same member.
        CircularCoverage: the payer is itself paid for, directly or not, by that member.
        CoverageOverlap: another member pays for it on one of these days.

    Writes the audit line `membership.coverage.recorded`.
    """
    require(actor, "membership.add_coverage")
    if payer_id == member_id:
        raise PaysForItself(field="member")
    Contact.objects.select_for_update().filter(pk__in=(payer_id, member_id)).order_by("pk").first()
    if _comes_back(payer_id, member_id, since=start_date):
        names = dict(Contact.objects.filter(pk__in=(payer_id, member_id)).values_list("pk", "name"))
        raise CircularCoverage(payer=names[payer_id], member=names[member_id])
    coverage = Coverage(payer_id=payer_id, member_id=member_id, kind=kind, start_date=start_date)
    coverage.full_clean()
    name = coverage.member.name
    with keeping(COVERAGE_OVERLAP, CoverageOverlap(name=name, day=long_day(start_date), field="start_date")):
        coverage.save()
    audit.record(
        actor=actor,
        verb="membership.coverage.recorded",
        obj=coverage,
        changes=audit.changes_between({}, audit.snapshot(coverage)),
        at=at,
    )
    return coverage


def _comes_back(payer_id: int, member_id: int, *, since: date) -> bool:
    """Tell whether a payment for a member, open-ended, would make a circle on its first day or a later one.

    Payments that begin later count too: a circle can only close on the first day of one of them.
    """
    later = Coverage.objects.filter(start_date__gt=since).values_list("start_date", flat=True).distinct()
    for day in (since, *later):
        pairs = dict(Coverage.objects.on(day).values_list("member_id", "payer_id"))
        try:
            dues.final_payer(member_id, pairs | {member_id: payer_id})
        except dues.CircularCoverageError:
            return True
    return False


@transaction.atomic
def end_coverage(*, coverage_id: int, last_day: date, actor: Any, at: datetime) -> Coverage:
    """End a payment for another member; one that has not begun by its last day is withdrawn, as if never recorded.

    Writes the audit line `membership.coverage.ended` or `membership.coverage.withdrawn`.
    """
    require(actor, "membership.edit_coverage")
    coverage = Coverage.objects.select_for_update().get(pk=coverage_id)
    if coverage.start_date >= last_day:
        return withdrawn(coverage, "membership.coverage.withdrawn", actor=actor, at=at)
    coverage.end_date = last_day
    coverage.full_clean()
    coverage.save(update_fields=["end_date"])
    audit.record(
        actor=actor, verb="membership.coverage.ended", obj=coverage, changes={"end_date": (None, last_day)}, at=at
    )
    return coverage
