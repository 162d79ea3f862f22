"""Damage, loss and mending: out of circulation and back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, DayToCome, NotFound
from convergence.education.exhibitions.choices import IncidentKind, ItemState, Settlement
from convergence.education.exhibitions.errors import OneItem, ReasonMissing, SettledAlready
from convergence.education.exhibitions.models import Crate, Incident, Loan, Panel

STATE_AFTER = {
    IncidentKind.DAMAGE: ItemState.REPAIR,
    IncidentKind.REPAIR: ItemState.REPAIR,
    IncidentKind.LOSS: ItemState.LOST,
    IncidentKind.THEFT: ItemState.LOST,
}


@transaction.atomic
def open_incident(
    *,
    kind: str,
    told: str,
    happened_date: date,
    actor: Any,
    at: datetime,
    panel_id: int | None = None,
    crate_id: int | None = None,
    loan_id: int | None = None,
) -> Incident:
    """Take a panel or a crate out of circulation; `queries.loans.touched_by` says which loans that touches.

    Raises:
        NotAllowed: the actor may not.
        OneItem: neither a panel nor a crate, or both.
        NotFound: there is none of that number.
        BadValue, ReasonMissing: a kind or a day that cannot be; nothing is told.

    Writes the audit line `exhibitions.incident.opened`.
    """
    require(actor, "exhibitions.settle_incident")
    if (panel_id is None) == (crate_id is None):
        raise OneItem(field="panel")
    if kind not in IncidentKind.values:
        raise BadValue(field="kind")
    if happened_date > timezone.localdate(at):
        raise DayToCome(field="happened_date")
    if not told.strip():
        raise ReasonMissing(field="told")
    panel = Panel.objects.filter(pk=panel_id).first() if panel_id is not None else None
    crate = Crate.objects.filter(pk=crate_id).first() if crate_id is not None else None
    loan = Loan.objects.filter(pk=loan_id).first() if loan_id is not None else None
    if panel is None and crate is None:
        raise NotFound
    return take_out(kind=kind, told=told, day=happened_date, panel=panel, crate=crate, loan=loan, actor=actor, at=at)


def take_out(
    *,
    kind: str,
    told: str,
    day: date,
    actor: Any,
    at: datetime,
    panel: Panel | None = None,
    crate: Crate | None = None,
    loan: Loan | None = None,
) -> Incident:
    """Write an incident and the state that follows from it.

    Writes the audit line `exhibitions.incident.opened`.
    """
    incident = Incident.objects.create(
        loan=loan, panel=panel, crate=crate, kind=kind, told=told.strip()[:2000], happened_date=day, recorded_at=at
    )
    item = panel or crate
    if item is not None:
        item.state = STATE_AFTER[IncidentKind(kind)]
        item.save(update_fields=["state"])
    changes = {"item": (None, str(item)), "kind": (None, kind)}
    audit.record(actor=actor, verb="exhibitions.incident.opened", obj=incident, changes=changes, at=at)
    return incident


@transaction.atomic
def settle_incident(*, incident_id: int, settled: str, note: str, actor: Any, at: datetime) -> Incident:
    """Put a panel or a crate back in service, or give it up; it stays out while another incident of it is open.

    Raises:
        NotFound, NotAllowed: no such incident; the actor may not.
        SettledAlready, BadValue: it is settled; no such settlement.

    Writes the audit line `exhibitions.incident.settled`.
    """
    require(actor, "exhibitions.settle_incident")
    rows = Incident.objects.select_for_update(of=("self",)).select_related("panel", "crate")
    incident = rows.filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    if incident.settled:
        raise SettledAlready
    if settled not in Settlement.values:
        raise BadValue(field="settled")
    incident.settled, incident.settled_note = settled, note.strip()[:300]
    incident.settled_date = timezone.localdate(at)
    incident.save()
    item = incident.panel or incident.crate
    if item is not None:
        item.state = _state_of(item, settled)
        item.save(update_fields=["state"])
    changes = {"settled": ("", settled), "state": (None, item.state if item else "")}
    audit.record(actor=actor, verb="exhibitions.incident.settled", obj=incident, changes=changes, at=at)
    return incident


def _state_of(item: Panel | Crate, settled: str) -> str:
    if settled == Settlement.GIVEN_UP:
        return ItemState.RETIRED
    waiting = item.incidents.filter(settled="").order_by("-pk").first()
    return STATE_AFTER[IncidentKind(waiting.kind)] if waiting else ItemState.IN_SERVICE
