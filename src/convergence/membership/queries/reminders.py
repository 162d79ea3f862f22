"""What the reminder rule says of every recipient of a call, read at once: six queries, whatever their number.

Five more are made when somebody pays for others.
A call of ten thousand members is judged on the page that lists the reminders and on the home page, so nothing is read
that the rule does not ask for, and the rule is asked once for each situation, not once for each recipient.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from convergence.contacts.choices import Channel, ConsentPurpose
from convergence.contacts.models import DoNotContact
from convergence.finance.queries.balances import sums_of
from convergence.membership.choices import CallState
from convergence.membership.models import CallRecipient, DuesCall, GroupMembership, Promise, ReminderSent
from convergence.membership.queries.reach import reach_of
from convergence.membership.rules import reminders as rule


class Stand(NamedTuple):
    """What the rule decided for one recipient on a day; cents of the balance, and the day of a promise that passed.

    `payer_id` is the contact that pays for it and gets its reminders, None when it pays itself.
    """

    recipient_id: int
    decision: rule.Decision
    balance_cents: int
    promised: date | None
    payer_id: int | None = None


class Situation(NamedTuple):
    """All that the rule asks of a recipient; of the amounts only what they change."""

    is_charged: bool
    is_paid: bool
    has_paid: bool
    promise: date | None
    sent: tuple[int, ...]
    last: date | None
    was_sent: bool
    exempt: bool
    has_left: bool
    do_not_contact: bool


@dataclass(frozen=True, slots=True)
class _Payers:
    """Who pays for others: the payer by recipient, its own recipient in the call if any, and those who are reached."""

    of: dict[int, int]
    own: dict[int, int]
    reached: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for a call, by invoice or recipient."""

    sums: dict[int, tuple[int, int]]
    promises: dict[int, date]
    payers: _Payers
    sent: dict[int, list[tuple[int, date]]]


def may_be_due(call: DuesCall, *, on: date) -> bool:
    """Tell whether a reminder of the call may be due to anybody, without reading its recipients."""
    levels = [rule.Level(level.number, level.days_after_due) for level in call.reminder_levels.all()]
    first = rule.first_day(levels, due_date=call.due_date)
    is_over = call.closing_date is not None and on > call.closing_date
    return first is not None and on >= first and not is_over


def stands_of(call: DuesCall, *, on: date, only: Iterable[int] | None = None) -> list[Stand]:
    """Return what the rule says of every recipient of a call, or of `only` these, in the order of names."""
    rows = CallRecipient.objects.filter(call=call)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    known = _known(call, on)
    levels = [rule.Level(level.number, level.days_after_due) for level in call.reminder_levels.all()]
    decided: dict[Situation, rule.Decision] = {}
    found = []
    for pk, invoice_id, cents, was_sent, has_left, is_marked in _flagged(rows, on):
        money = None if invoice_id is None else known.sums.get(invoice_id, (0, 0))
        sent = known.sent.get(pk, ())
        payer_id = known.payers.of.get(pk)
        flags = (was_sent, cents == 0 and invoice_id is None, has_left, is_marked and payer_id is None)
        numbers = tuple(number for number, _day in sent) if sent else ()
        last = max(day for _number, day in sent) if sent else None
        situation = situation_of(money, _promise(known, pk, payer_id), numbers, last, flags)
        decision = decided.get(situation)
        if decision is None:
            decision = decided[situation] = rule.decide(case_of(call, situation), levels, on=on)
        if payer_id is not None and decision.level is not None and payer_id not in known.payers.reached:
            decision = rule.Decision(hold=rule.Hold.PAYER_UNREACHABLE)
        promised = situation.promise if decision.about is rule.About.BROKEN_PROMISE else None
        found.append(Stand(pk, decision, max(money[0] - money[1], 0) if money else 0, promised, payer_id))
    return found


def _promise(known: _Known, recipient_id: int, payer_id: int | None) -> date | None:
    """Return the day promised for a recipient: by itself or by who pays for it, the later one."""
    own = known.promises.get(recipient_id)
    of_payer = known.promises.get(known.payers.own.get(payer_id, 0)) if payer_id is not None else None
    return max(own, of_payer) if own and of_payer else own or of_payer


def situation_of(
    money: tuple[int, int] | None,
    promise: date | None,
    sent: tuple[int, ...],
    last: date | None,
    flags: tuple[bool, bool, bool, bool],
) -> Situation:
    """Return a situation; `money` is (charged, paid), `flags` are: was sent, exempt, has left, do not contact."""
    charged, paid = money or (0, 0)
    return Situation(money is not None, paid >= charged, paid > 0, promise, sent, last, *flags)


def case_of(call: DuesCall, one: Situation) -> rule.Case:
    """Return a case in the situation; the rule compares amounts with one another and with zero only."""
    paid = 1 if one.has_paid else 0
    return rule.Case(
        charged_cents=(paid if one.is_paid else paid + 1) if one.is_charged else None,
        paid_cents=paid,
        due_date=call.due_date,
        promise_date=one.promise,
        sent_levels=one.sent,
        last_reminder_date=one.last,
        was_sent=one.was_sent,
        exempt=one.exempt,
        has_left=one.has_left,
        do_not_contact=one.do_not_contact,
        closing_date=call.closing_date,
        is_closed=call.state == CallState.CLOSED,
    )


def _flagged(rows: QuerySet[CallRecipient], on: date) -> Iterable[tuple[Any, ...]]:
    """Return, by name: id, invoice, amount, was it sent, has the member left, is it marked as not to be written to."""
    marks = DoNotContact.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        contact=OuterRef("member"),
        since__lte=on,
        channel=Channel.ALL,
        purpose__in=("", ConsentPurpose.MEMBERSHIP),
    )
    rows = rows.annotate(
        was_sent=Q(queued_at__isnull=False),
        has_left=~Exists(GroupMembership.objects.on(on).filter(member=OuterRef("member"))),
        is_marked=Exists(marks),
    )
    return rows.order_by("name", "pk").values_list(
        "pk", "invoice_id", "amount_cents", "was_sent", "has_left", "is_marked"
    )


def _payers(call: DuesCall, on: date) -> _Payers:
    paid = CallRecipient.objects.filter(call=call).exclude(payer=F("member")).order_by()
    of = dict(paid.values_list("pk", "payer_id"))
    if not of:
        return _Payers({}, {}, frozenset())
    ids = set(of.values())
    own = CallRecipient.objects.filter(call=call, member__in=ids).order_by().values_list("member_id", "pk")
    reach = reach_of(ids, on=on)
    return _Payers(of, dict(own), frozenset(pk for pk in ids if reach.way_to(pk) is not None))


def _known(call: DuesCall, on: date) -> _Known:
    told = Promise.objects.filter(recipient__call=call).order_by("at", "pk")
    sent: dict[int, list[tuple[int, date]]] = {}
    for recipient_id, number, day in ReminderSent.objects.filter(recipient__call=call).values_list(
        "recipient_id", "level__number", "sent_date"
    ):
        sent.setdefault(recipient_id, []).append((number, day))
    return _Known(
        sums=sums_of(CallRecipient.objects.filter(call=call, invoice__isnull=False).values("invoice_id")),
        promises=dict(told.values_list("recipient_id", "promised_date")),
        payers=_payers(call, on),
        sent=sent,
    )
