"""Lodging, journeys and mentions in the media: added, changed, taken away."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.tours.commands.finding import locked
from convergence.education.tours.commands.guard import hidden_guests, require_untold
from convergence.education.tours.errors import EndsBeforeItStarts
from convergence.education.tours.models import Lodging, Mention, Way

KINDS: dict[str, type[models.Model]] = {"lodging": Lodging, "way": Way, "mention": Mention}
ORDER = {"lodging": ("first_night", "leaves_date"), "way": ("leaves_at", "arrives_at")}
WORDS = {
    "lodging": ("name", "address"),
    "way": ("leaves_from", "goes_to", "remark"),
    "mention": ("title", "medium", "url"),
}


@transaction.atomic
def save_part(*, kind: str, tour_id: int, actor: Any, at: datetime, part_id: int | None = None, **values: Any) -> Any:
    """Write a lodging, a journey or a mention of a tour, or change it.

    Args:
        kind: a name of `KINDS`.
        tour_id: the tour.
        actor: who writes it.
        at: when.
        part_id: the part to change, None for a new one.
        values: fields of its model.

    Raises:
        NotFound, NotAllowed: no such tour or part; the actor may not change it.
        EndsBeforeItStarts: it ends before it starts, or as it starts.
        NameTold: it names somebody at risk.
        BadValue, ValidationError: no such kind; a value does not fit.

    Writes the audit line `tours.<kind>.added` or `tours.<kind>.changed`, nothing when nothing differs.
    """
    if kind not in KINDS:
        raise BadValue(field="kind")
    tour = locked(tour_id, actor)
    rows = KINDS[kind]._default_manager
    part: Any = KINDS[kind](tour=tour) if part_id is None else rows.filter(pk=part_id, tour=tour).first()
    if part is None:
        raise NotFound
    before = audit.snapshot(part) if part_id is not None else {}
    for name, value in values.items():
        setattr(part, name, value)
    if kind in ORDER:
        first, last = (getattr(part, name) for name in ORDER[kind])
        if first is not None and last is not None and last <= first:
            raise EndsBeforeItStarts(field=ORDER[kind][1])
    for name in WORDS[kind]:
        require_untold([str(getattr(part, name))], str(tour.activity.title_fr), hidden_guests(tour, at), field=name)
    part.full_clean()
    part.save()
    changes = audit.changes_between(before, audit.snapshot(part))
    if changes:
        verb = f"tours.{kind}.{'added' if part_id is None else 'changed'}"
        audit.record(actor=actor, verb=verb, obj=tour, changes=changes, at=at)
    return part


@transaction.atomic
def remove_part(*, kind: str, part_id: int, actor: Any, at: datetime) -> int:
    """Take a lodging, a journey or a mention away; return the id of its tour.

    Raises:
        NotFound, NotAllowed, BadValue: no such part or kind; the actor may not change the tour.

    Writes the audit line `tours.<kind>.removed`.
    """
    if kind not in KINDS:
        raise BadValue(field="kind")
    part: Any = KINDS[kind]._default_manager.filter(pk=part_id).first()
    if part is None:
        raise NotFound
    tour = locked(part.tour_id, actor)
    said = str(part)
    part.delete()
    audit.record(actor=actor, verb=f"tours.{kind}.removed", obj=tour, changes={kind: (said, "")}, at=at)
    return int(tour.pk)
