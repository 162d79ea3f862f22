"""How much a member owes for a period, step by step.

Every amount is in whole cents. Rounding is to the nearest cent, a half cent upwards, and happens in the steps
`base`, `pro_rata` and `exemption` only, and where an exemption also covers a part of an extraordinary contribution. The prose and the examples stand in `docs/reference/rules/dues.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

#: Counts beyond this are refused as absurd; the largest confederations of the world's unions stay below it per country.
MAX_MEMBERS = 5_000_000
#: A new count this many times larger or smaller than the last one must be confirmed.
SURPRISING_RATIO = 10


class Basis(StrEnum):
    """What an amount is computed from."""

    PER_CAPITA = "PER_CAPITA"
    TIERS = "TIERS"
    FLAT = "FLAT"
    FREE = "FREE"


class StepKind(StrEnum):
    """The lines of a computation, in the order in which they may appear."""

    COUNT_MISSING = "COUNT_MISSING"
    PER_CAPITA = "PER_CAPITA"
    TIER = "TIER"
    FLAT = "FLAT"
    FREE_SUGGESTED = "FREE_SUGGESTED"
    FREE_CHOSEN = "FREE_CHOSEN"
    FLOOR = "FLOOR"
    CEILING = "CEILING"
    PRO_RATA = "PRO_RATA"
    EXEMPTION = "EXEMPTION"
    EXTRAORDINARY = "EXTRAORDINARY"
    TOTAL = "TOTAL"


class BadCountError(ValueError):
    """A declared count that cannot be true."""


class BadAmountError(ValueError):
    """An amount that cannot be accepted."""


class BadScaleError(ValueError):
    """A scale that contradicts itself; the argument is a stable word for what is wrong."""


class NoScaleError(LookupError):
    """No scale is valid for the group on that day."""


class CircularCoverageError(ValueError):
    """Two members would pay for each other."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_members` declared members on, the amount is `amount_cents`."""

    from_members: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Scale:
    """One version of a group's dues, as a body adopted it.

    `rate_cents` is cents per member with up to four decimals; the other amounts are whole cents.
    `valid_to` is the last valid day, None when open.
    """

    group: str
    basis: Basis
    valid_from: date
    valid_to: date | None = None
    adopted_by: str = ""
    adopted_date: date | None = None
    rate_cents: Decimal = Decimal(0)
    floor_cents: int | None = None
    ceiling_cents: int | None = None
    tiers: tuple[Tier, ...] = ()
    flat_cents: int = 0
    suggested_cents: int = 0
    minimum_cents: int = 0
    pro_rata: bool = False

    def holds_on(self, day: date) -> bool:
        """Say whether the scale is valid on a day, both ends included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A decision to take a part of the dues off; `percent` is 1 to 100."""

    percent: int
    reason: str
    decided_by: str
    decided_date: date
    covers_extraordinary: bool = False


@dataclass(frozen=True, slots=True)
class Extraordinary:
    """A contribution beyond the scale, voted by a body for one period."""

    label: str
    amount_cents: int
    adopted_by: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts of one member at the record date.

    `member_since` matters only for the pro-rata. `chosen_cents` is a free amount, once chosen.
    """

    period_start: date
    period_end: date
    declared_members: int | None = None
    member_since: date | None = None
    exemption: Exemption | None = None
    extraordinary: tuple[Extraordinary, ...] = ()
    chosen_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line to show: what was done, with which figures, and the amount after it, in cents."""

    kind: StepKind
    amount_cents: int
    facts: dict[str, int | str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the step as stored with an invoice."""
        return {"kind": self.kind.value, "amount_cents": self.amount_cents, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, raw: dict[str, object]) -> Step:
        """Read a step back from what `as_json` wrote."""
        facts = raw.get("facts") or {}
        kept = dict(facts) if isinstance(facts, dict) else {}
        return cls(StepKind(str(raw["kind"])), int(str(raw["amount_cents"])), kept)


@dataclass(frozen=True, slots=True)
class Computation:
    """The steps and the total in cents; the total is None when a declaration is missing."""

    steps: tuple[Step, ...]
    total_cents: int | None

    @property
    def is_known(self) -> bool:
        """Say whether the amount could be computed."""
        return self.total_cents is not None


def round_cents(value: Decimal) -> int:
    """Round to the nearest whole cent, a half cent upwards."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def check_count(value: int) -> int:
    """Return a declared count or refuse it.

    Raises:
        BadCountError: below zero or above `MAX_MEMBERS`.
    """
    if not 0 <= value <= MAX_MEMBERS:
        raise BadCountError(value)
    return value


def is_surprising(new: int, last: int | None) -> bool:
    """Say whether a new count is so far from the last one that a person should confirm it."""
    if last is None or last == 0 or new == last:
        return False
    return new > last * SURPRISING_RATIO or new * SURPRISING_RATIO < last


def check_scale(scale: Scale) -> None:
    """Refuse a scale that contradicts itself.

    Raises:
        BadScaleError: with `dates`, `negative`, `floor_above_ceiling`, `tiers_empty`, `tiers_order` or `rate_missing`.
    """
    if scale.valid_to is not None and scale.valid_to < scale.valid_from:
        raise BadScaleError("dates")
    amounts: list[Decimal | int] = [scale.rate_cents, scale.flat_cents, scale.suggested_cents, scale.minimum_cents]
    amounts += [tier.amount_cents for tier in scale.tiers] + [tier.from_members for tier in scale.tiers]
    amounts += [value for value in (scale.floor_cents, scale.ceiling_cents) if value is not None]
    if any(value < 0 for value in amounts):
        raise BadScaleError("negative")
    if scale.floor_cents is not None and scale.ceiling_cents is not None and scale.floor_cents > scale.ceiling_cents:
        raise BadScaleError("floor_above_ceiling")
    if scale.basis is Basis.PER_CAPITA and scale.rate_cents == 0:
        raise BadScaleError("rate_missing")
    if scale.basis is Basis.TIERS:
        _check_tiers(scale.tiers)


def _check_tiers(tiers: Sequence[Tier]) -> None:
    if not tiers:
        raise BadScaleError("tiers_empty")
    starts = [tier.from_members for tier in tiers]
    if starts[0] != 0 or starts != sorted(set(starts)):
        raise BadScaleError("tiers_order")


def pick_scale(scales: Iterable[Scale], *, group: str, period_start: date) -> Scale:
    """Return the one scale of a group that holds on the first day of the period.

    Raises:
        NoScaleError: none holds. Two cannot: the database refuses overlaps, and here the later version wins.
    """
    found = [scale for scale in scales if scale.group == group and scale.holds_on(period_start)]
    if not found:
        raise NoScaleError(group)
    return max(found, key=lambda scale: scale.valid_from)


def months_in_period(start: date, end: date) -> int:
    """Count the calendar months that a period touches."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def remaining_months(since: date, start: date, end: date) -> int:
    """Count the months owed by a member affiliated on `since`; the month of affiliation counts whole."""
    if since <= start:
        return months_in_period(start, end)
    if since > end:
        return 0
    return months_in_period(since, end)


def compute(scale: Scale, situation: Situation) -> Computation:
    """Compute a member's dues for one period.

    Returns:
        The steps in order, `TOTAL` last; or the single step `COUNT_MISSING` and no total.

    Raises:
        BadCountError: the declared count is absurd.
        BadAmountError: a free amount below the minimum, or a negative one.
    """
    if scale.basis in (Basis.PER_CAPITA, Basis.TIERS) and situation.declared_members is None:
        return Computation((Step(StepKind.COUNT_MISSING, 0),), None)
    steps = [_base(scale, situation)]
    _apply_bounds(scale, steps)
    _apply_pro_rata(scale, situation, steps)
    _apply_exemption(situation, steps)
    _apply_extraordinary(situation, steps)
    total = max(steps[-1].amount_cents, 0)
    return Computation((*steps, Step(StepKind.TOTAL, total)), total)


def _base(scale: Scale, situation: Situation) -> Step:
    if scale.basis is Basis.PER_CAPITA:
        count = check_count(situation.declared_members or 0)
        amount = round_cents(scale.rate_cents * count)
        return Step(StepKind.PER_CAPITA, amount, {"members": count, "rate_cents": str(scale.rate_cents.normalize())})
    if scale.basis is Basis.TIERS:
        return _tier_step(scale, check_count(situation.declared_members or 0))
    if scale.basis is Basis.FLAT:
        return Step(StepKind.FLAT, scale.flat_cents)
    return _free_step(scale, situation)


def _tier_step(scale: Scale, count: int) -> Step:
    tier = max((tier for tier in scale.tiers if tier.from_members <= count), key=lambda tier: tier.from_members)
    return Step(StepKind.TIER, tier.amount_cents, {"members": count, "from_members": tier.from_members})


def _free_step(scale: Scale, situation: Situation) -> Step:
    if situation.chosen_cents is None:
        return Step(StepKind.FREE_SUGGESTED, scale.suggested_cents, {"minimum_cents": scale.minimum_cents})
    if situation.chosen_cents < max(scale.minimum_cents, 0):
        raise BadAmountError(situation.chosen_cents)
    return Step(StepKind.FREE_CHOSEN, situation.chosen_cents, {"minimum_cents": scale.minimum_cents})


def _apply_bounds(scale: Scale, steps: list[Step]) -> None:
    if scale.basis not in (Basis.PER_CAPITA, Basis.TIERS):
        return
    amount = steps[-1].amount_cents
    if scale.floor_cents is not None and amount < scale.floor_cents:
        steps.append(Step(StepKind.FLOOR, scale.floor_cents))
    elif scale.ceiling_cents is not None and amount > scale.ceiling_cents:
        steps.append(Step(StepKind.CEILING, scale.ceiling_cents))


def _apply_pro_rata(scale: Scale, situation: Situation, steps: list[Step]) -> None:
    since = situation.member_since
    if not scale.pro_rata or since is None or since <= situation.period_start:
        return
    if steps[-1].kind is StepKind.FREE_CHOSEN:
        return
    left = remaining_months(since, situation.period_start, situation.period_end)
    months = months_in_period(situation.period_start, situation.period_end)
    amount = round_cents(Decimal(steps[-1].amount_cents * left) / months)
    facts: dict[str, int | str] = {"since": since.isoformat(), "months": left, "of_months": months}
    steps.append(Step(StepKind.PRO_RATA, amount, facts))


def _apply_exemption(situation: Situation, steps: list[Step]) -> None:
    exemption = situation.exemption
    if exemption is None:
        return
    amount = steps[-1].amount_cents
    kept = round_cents(Decimal(amount * (100 - exemption.percent)) / 100)
    facts: dict[str, int | str] = {
        "percent": exemption.percent,
        "reason": exemption.reason,
        "decided_by": exemption.decided_by,
        "decided_date": exemption.decided_date.isoformat(),
    }
    steps.append(Step(StepKind.EXEMPTION, kept, facts))


def _apply_extraordinary(situation: Situation, steps: list[Step]) -> None:
    exemption = situation.exemption
    off = exemption.percent if exemption is not None and exemption.covers_extraordinary else 0
    for extra in () if off == 100 else situation.extraordinary:
        added = round_cents(Decimal(extra.amount_cents * (100 - off)) / 100)
        facts: dict[str, int | str] = {"label": extra.label, "extra_cents": added, "adopted_by": extra.adopted_by}
        steps.append(Step(StepKind.EXTRAORDINARY, steps[-1].amount_cents + added, facts))


def correction_cents(*, charged_cents: int, new_total_cents: int) -> int:
    """Return the signed difference to write as one entry; zero means that nothing is written.

    `charged_cents` is the invoice and all its adjustments so far.
    """
    return new_total_cents - charged_cents


@dataclass(frozen=True, slots=True)
class Share:
    """What one local owes and what is paid for it, in cents."""

    member_id: int
    amount_cents: int


def final_payer(member_id: int, pays_for: dict[int, int]) -> int:
    """Follow `{member: payer}` to the end of the chain.

    Raises:
        CircularCoverageError: the chain comes back on itself.
    """
    seen = {member_id}
    while member_id in pays_for:
        member_id = pays_for[member_id]
        if member_id in seen:
            raise CircularCoverageError(member_id)
        seen.add(member_id)
    return member_id


def without_circles(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Make `{member: payer}` of pairs, leaving out who pays for itself and the pair that would close a circle.

    No such pair is ever recorded, but merging two contacts may make one of two that were right.
    """
    pays_for: dict[int, int] = {}
    for member_id, payer_id in pairs:
        if member_id in pays_for:
            continue
        pays_for[member_id] = payer_id
        try:
            final_payer(member_id, pays_for)
        except CircularCoverageError:
            del pays_for[member_id]
    return pays_for


def consolidate(amounts: dict[int, int], pays_for: dict[int, int]) -> dict[int, tuple[Share, ...]]:
    """Group what each member owes under the one who pays, payers and shares in ascending id order.

    Args:
        amounts: member id to cents.
        pays_for: member id to the id of its payer; a chain ends at its last payer.

    Raises:
        CircularCoverageError: two members would pay for each other.
    """
    shares: dict[int, list[Share]] = {}
    for member_id in sorted(amounts):
        payer = final_payer(member_id, pays_for)
        shares.setdefault(payer, []).append(Share(member_id, amounts[member_id]))
    return {payer: tuple(shares[payer]) for payer in sorted(shares)}
