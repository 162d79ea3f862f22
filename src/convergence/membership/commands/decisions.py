"""Exemptions and extraordinary contributions: what a body decided beside the scales, and when it may be taken back.

Each of these acts locks the calls of its period, as their sending does: whoever comes second sees what the first did.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.periods import period_labelled
from convergence.core.profile import year_end
from convergence.membership.choices import CallState
from convergence.membership.commands.answers import follow_exemption
from convergence.membership.errors import BadPeriod, CallLeaving, DecisionUsed, PeriodCalled
from convergence.membership.models import DuesCall, Exemption, ExtraordinaryContribution

M = TypeVar("M", bound=Model)


def _states_of_calls(period: str) -> set[str]:
    """Lock the calls of a period, as their sending does, and return their states."""
    return {call.state for call in DuesCall.objects.select_for_update().filter(period=period).order_by("pk")}


def _has_left(period: str) -> bool:
    return bool(_states_of_calls(period) - {CallState.DRAFT})


@transaction.atomic
def record_exemption(*, values: Mapping[str, Any], actor: Any, at: datetime) -> Exemption:
    """Record a body's decision to take dues off.

    When the call of the period has left, the amount of the member is computed again; the difference is one entry.

    Raises:
        BadPeriod: the label is not a period.
        CallLeaving: the call is being sent at this moment.

    Writes the audit line `membership.exemption.recorded`.
    """
    require(actor, "membership.add_exemption")
    period = _labelled(values["period"])
    states = _states_of_calls(period)
    if CallState.ISSUING in states:
        raise CallLeaving(period=period, field="period")
    exemption = Exemption(**{**values, "period": period})
    exemption.full_clean()
    exemption.save()
    _record(exemption, "membership.exemption.recorded", actor, at)
    if states - {CallState.DRAFT}:
        follow_exemption(exemption=exemption, actor=actor, at=at)
    return exemption


@transaction.atomic
def record_extraordinary(*, values: Mapping[str, Any], actor: Any, at: datetime) -> ExtraordinaryContribution:
    """Record a voted extraordinary contribution, before the call that asks for it leaves.

    Raises:
        BadPeriod: the label is not a period.
        PeriodCalled: the call of the period was sent without it.

    Writes the audit line `membership.extraordinary.recorded`.
    """
    require(actor, "membership.add_extraordinarycontribution")
    period = _labelled(values["period"])
    if _has_left(period):
        raise PeriodCalled(period=period, field="period")
    extra = ExtraordinaryContribution(**{**values, "period": period})
    extra.full_clean()
    extra.save()
    _record(extra, "membership.extraordinary.recorded", actor, at)
    return extra


def _record(row: Model, verb: str, actor: Any, at: datetime) -> None:
    audit.record(actor=actor, verb=verb, obj=row, changes=audit.changes_between({}, audit.snapshot(row)), at=at)


def _labelled(period: str) -> str:
    """Write a period as calls do.

    Raises:
        BadPeriod: it is none, so that no call would ever use the decision.
    """
    try:
        return period_labelled(period, year_end()).label
    except ValueError as error:
        raise BadPeriod(label=period, field="period") from error


@transaction.atomic
def withdraw_exemption(*, exemption_id: int, actor: Any, at: datetime) -> Exemption:
    """Take back an exemption recorded by mistake, before a call of its period used it.

    Raises:
        DecisionUsed: a call of its period was sent.

    Writes the audit line `membership.exemption.withdrawn`.
    """
    require(actor, "membership.edit_exemption")
    return _withdraw(Exemption, exemption_id, "membership.exemption.withdrawn", actor=actor, at=at)


@transaction.atomic
def withdraw_extraordinary(*, extraordinary_id: int, actor: Any, at: datetime) -> ExtraordinaryContribution:
    """Take back an extraordinary contribution recorded by mistake, before a call of its period used it.

    Raises:
        DecisionUsed: a call of its period was sent.

    Writes the audit line `membership.extraordinary.withdrawn`.
    """
    require(actor, "membership.edit_extraordinarycontribution")
    verb = "membership.extraordinary.withdrawn"
    return _withdraw(ExtraordinaryContribution, extraordinary_id, verb, actor=actor, at=at)


D = TypeVar("D", Exemption, ExtraordinaryContribution)


def _withdraw(kind: type[D], pk: int, verb: str, *, actor: Any, at: datetime) -> D:
    period = kind._default_manager.values_list("period", flat=True).get(pk=pk)
    if _has_left(period):
        raise DecisionUsed(period=period)
    return withdrawn(kind._default_manager.select_for_update().get(pk=pk), verb, actor=actor, at=at)


def withdrawn(row: M, verb: str, *, actor: Any, at: datetime) -> M:
    """Delete a row that nothing stands on yet; its audit line keeps what it said."""
    audit.record(actor=actor, verb=verb, obj=row, changes=audit.changes_between(audit.snapshot(row), {}), at=at)
    row.delete()
    return row
