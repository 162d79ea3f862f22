"""Computing again what one recipient owes."""

from __future__ import annotations

from datetime import date, timedelta

from convergence.membership.models import CallRecipient, Exemption, GroupMembership
from convergence.membership.queries.scales import exemption_rule, extraordinary_rules, rule_of
from convergence.membership.rules import dues


def member_since(contact_id: int, *, on: date) -> date | None:
    """Return the first day of the unbroken membership of a day, or of the last one before it; None without any.

    Who leaves and comes back after the record date of a call owes for it what was owed then.
    """
    since: date | None = None
    last_end: date | None = None
    for start, end in (
        GroupMembership.objects.filter(member_id=contact_id, start_date__lte=on)
        .order_by("start_date")
        .values_list("start_date", "end_date")
    ):
        if since is None or last_end is None or last_end + timedelta(days=1) != start:
            since = start
        last_end = end
    return since


def compute_for(
    recipient: CallRecipient, *, declared_members: int | None, chosen_cents: int | None = None
) -> dues.Computation:
    """Compute the dues of a recipient on another count, or with the free amount that it chose.

    Raises:
        NoScaleError: no scale was in force for its group.
    """
    if recipient.scale is None:
        raise dues.NoScaleError(recipient.group)
    call = recipient.call
    exemption = Exemption.objects.filter(member_id=recipient.member_id, period=call.period).first()
    situation = dues.Situation(
        period_start=call.period_start,
        period_end=call.period_end,
        declared_members=declared_members,
        member_since=member_since(recipient.member_id, on=call.record_date or call.period_start),
        exemption=exemption_rule(exemption) if exemption else None,
        extraordinary=extraordinary_rules(call.period, recipient.group),
        chosen_cents=chosen_cents,
    )
    return dues.compute(rule_of(recipient.scale), situation)


def steps_of(recipient: CallRecipient) -> tuple[dues.Step, ...]:
    """Return the steps that were kept with the amount of a recipient."""
    return tuple(dues.Step.from_json(raw) for raw in recipient.computation)


def free_cents(recipient: CallRecipient) -> int:
    """Return the free amount that stands: chosen, else suggested, before exemption and extraordinary contributions."""
    kinds = (dues.StepKind.FREE_CHOSEN, dues.StepKind.FREE_SUGGESTED)
    return next((step.amount_cents for step in steps_of(recipient) if step.kind in kinds), recipient.amount_cents or 0)


def chosen_cents(recipient: CallRecipient) -> int | None:
    """Return the free amount that a member chose itself; None without any choice."""
    steps = steps_of(recipient)
    return next((step.amount_cents for step in steps if step.kind is dues.StepKind.FREE_CHOSEN), None)
