"""The rules' results in words: computation steps, reasons of the audience, holds of reminders.

The same sentences stand in the letter, on the personal form, in the back office and in the PDF.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.core.dates import long_day
from convergence.core.money import format_cents
from convergence.membership.choices import Basis
from convergence.membership.models import DuesScale
from convergence.membership.rules.audience import Exclusion, Place, Reason
from convergence.membership.rules.dues import Step, StepKind
from convergence.membership.rules.reminders import About, Decision, Hold


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of a computation for a reader: what was done, and the amount after it, written out."""

    label: str
    amount: str
    is_total: bool = False


def _day(raw: object) -> str:
    return long_day(date.fromisoformat(str(raw)))


def _count(raw: object) -> str:
    return number_format(int(str(raw)), use_l10n=True, force_grouping=True)


def rate_text(rate_cents: Decimal) -> str:
    """Write a rate per member, with as many decimals as it has, at least two."""
    dollars = (rate_cents / 100).normalize()
    exponent = dollars.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return _("$%(amount)s") % {"amount": number_format(dollars, decimal_pos=places, use_l10n=True)}


def _per_capita(step: Step) -> str:
    return _("%(members)s members declared × %(rate)s per member") % {
        "members": _count(step.facts["members"]),
        "rate": rate_text(Decimal(str(step.facts["rate_cents"]))),
    }


def _tier(step: Step) -> str:
    return _("Tier from %(from)s members on (%(members)s declared)") % {
        "from": _count(step.facts["from_members"]),
        "members": _count(step.facts["members"]),
    }


def _pro_rata(step: Step) -> str:
    return _("Member since %(day)s: %(months)s months out of %(all)s") % {
        "day": _day(step.facts["since"]),
        "months": step.facts["months"],
        "all": step.facts["of_months"],
    }


def _exemption(step: Step) -> str:
    return _("Exemption of %(percent)s%% decided by %(body)s on %(day)s: %(reason)s") % {
        "percent": step.facts["percent"],
        "body": step.facts["decided_by"],
        "day": _day(step.facts["decided_date"]),
        "reason": step.facts["reason"],
    }


def _extraordinary(step: Step) -> str:
    return _("Extraordinary contribution “%(label)s”: %(amount)s") % {
        "label": step.facts["label"],
        "amount": format_cents(int(step.facts["extra_cents"])),
    }


_LABELS: dict[StepKind, Callable[[Step], str]] = {
    StepKind.COUNT_MISSING: lambda step: _("The number of members is not declared yet"),
    StepKind.PER_CAPITA: _per_capita,
    StepKind.TIER: _tier,
    StepKind.FLAT: lambda step: _("Same amount for all of the group"),
    StepKind.FREE_SUGGESTED: lambda step: _("Free amount, suggestion"),
    StepKind.FREE_CHOSEN: lambda step: _("Free amount that you chose"),
    StepKind.FLOOR: lambda step: _("Raised to the minimum of the scale"),
    StepKind.CEILING: lambda step: _("Brought down to the maximum of the scale"),
    StepKind.PRO_RATA: _pro_rata,
    StepKind.EXEMPTION: _exemption,
    StepKind.EXTRAORDINARY: _extraordinary,
    StepKind.TOTAL: lambda step: _("Dues"),
}


#: What a member's own situation changes in the amount of its scale.
_CHANGES = frozenset({StepKind.PRO_RATA, StepKind.EXEMPTION, StepKind.EXTRAORDINARY})


def explain(steps: tuple[Step, ...]) -> tuple[Explained, ...]:
    """Write the steps of a computation in the language in force."""
    return tuple(
        Explained(
            _LABELS[step.kind](step),
            "" if step.kind is StepKind.COUNT_MISSING else format_cents(step.amount_cents),
            step.kind is StepKind.TOTAL,
        )
        for step in steps
    )


def scale_text(scale: DuesScale) -> str:
    """Say a scale in one sentence; its tiers are read."""
    parts = []
    if scale.basis == Basis.PER_CAPITA:
        parts.append(_("%(rate)s per declared member") % {"rate": rate_text(scale.rate_cents)})
    elif scale.basis == Basis.FLAT:
        parts.append(_("%(amount)s for all") % {"amount": format_cents(scale.flat_cents)})
    elif scale.basis == Basis.FREE:
        parts.append(_("free amount, %(amount)s suggested") % {"amount": format_cents(scale.suggested_cents)})
        if scale.minimum_cents:
            parts.append(_("at least %(amount)s") % {"amount": format_cents(scale.minimum_cents)})
    else:
        parts += [
            ngettext("from %(members)s member: %(amount)s", "from %(members)s members: %(amount)s", tier.from_members)
            % {"members": _count(tier.from_members), "amount": format_cents(tier.amount_cents)}
            for tier in scale.tiers.all()
        ]
    if scale.floor_cents is not None:
        parts.append(_("minimum %(amount)s") % {"amount": format_cents(scale.floor_cents)})
    if scale.ceiling_cents is not None:
        parts.append(_("maximum %(amount)s") % {"amount": format_cents(scale.ceiling_cents)})
    if scale.pro_rata:
        parts.append(_("pro rata for those who join during the period"))
    return ", ".join(parts)


def explain_in_a_line(steps: tuple[Step, ...]) -> str:
    """Write a computation as one line for a letter."""
    lines = explain(steps)
    return " → ".join(
        f"{line.label} = {line.amount}" if line.amount else line.label for line in lines if not line.is_total
    )


def explain_changes(steps: tuple[Step, ...]) -> str:
    """Say in a sentence each what makes an amount another than that of the scale, for a letter; empty for nothing."""
    return " ".join(f"{_LABELS[step.kind](step)}." for step in steps if step.kind in _CHANGES)


def _exclusions() -> dict[Exclusion, str]:
    return {
        Exclusion.NOT_IN_QUERY: _("not among those asked for"),
        Exclusion.NOT_A_MEMBER: _("not a member on the record date"),
        Exclusion.ALREADY_CALLED: _("already called for this period"),
        Exclusion.INCLUDED_IN_CENTRAL: _("included in the dues of its central"),
        Exclusion.EXEMPT: _("wholly exempted"),
        Exclusion.NO_SCALE: _("no dues scale for its group: adopt one first"),
        Exclusion.DO_NOT_CONTACT: _("marked “do not contact”: to be decided by a person"),
        Exclusion.NO_ADDRESS: _("no e-mail and no postal address"),
    }


def exclusion_text(exclusion: str) -> str:
    """Say why a member is not called."""
    return _exclusions()[Exclusion(exclusion)]


def reason_text(reason: str, facts: dict[str, int | str]) -> str:
    """Say why a member is called."""
    group = _("group %(group)s") % {"group": facts.get("group", "")}
    if Reason(reason) is Reason.PAYS_FOR:
        count = int(facts.get("count", 0))
        pays = ngettext("pays for %(count)s member", "pays for %(count)s members", count) % {"count": count}
        return f"{group}, {pays}"
    return group


def place_text(place: Place) -> str:
    """Say why a member is in or out."""
    if place.exclusion is not None:
        return exclusion_text(place.exclusion)
    return reason_text(str(place.reason), place.facts)


def hold_text(decision: Decision) -> str:
    """Say why no reminder leaves, and until when."""
    texts = {
        Hold.PAID: _("paid in full"),
        Hold.EXEMPT: _("exempted"),
        Hold.LEFT: _("has left the organisation"),
        Hold.CLOSED: _("the call is closed"),
        Hold.DO_NOT_CONTACT: _("marked “do not contact”"),
        Hold.PROMISED: _("promised"),
        Hold.NOT_SENT: _("the call was not sent to it yet"),
        Hold.TOO_SOON: _("not yet the day"),
        Hold.LEVELS_USED: _("all reminders sent: to be called by telephone"),
        Hold.PAYER_UNREACHABLE: _("no way to write to who pays for it: to be called by telephone"),
    }
    if decision.hold is None:
        return ""
    text = texts[decision.hold]
    if decision.not_before is None:
        return text
    return _("%(reason)s, look again on %(day)s") % {"reason": text, "day": long_day(decision.not_before)}


def about_text(about: About | str) -> str:
    """Say what a reminder is about."""
    return {
        About.AMOUNT: _("the amount"),
        About.BALANCE: _("the balance"),
        About.BROKEN_PROMISE: _("a promise whose date has passed"),
    }[About(about)]
