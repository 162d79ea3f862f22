"""What travels: exhibitions, works, versions, crates, panels; who is portrayed and what they agreed to."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, DayToCome, NotFound
from convergence.documents.choices import PortrayedConsent
from convergence.education.exhibitions.choices import Answer, Shown, Use
from convergence.education.exhibitions.errors import ReasonMissing
from convergence.education.exhibitions.models import (
    ConsentEntry,
    Crate,
    Exhibition,
    Panel,
    Portrayed,
    Version,
    Work,
)
from convergence.education.exhibitions.queries.consent import shown_of

KINDS: dict[str, type[models.Model]] = {
    "exhibition": Exhibition,
    "work": Work,
    "crate": Crate,
    "version": Version,
    "panel": Panel,
}
AS_PICTURE = {
    Shown.SHOWN: PortrayedConsent.WEB,
    Shown.PRINT_ONLY: PortrayedConsent.PRINT_ONLY,
    Shown.WITHDRAWN: PortrayedConsent.WITHDRAWN,
}


@transaction.atomic
def save_record(*, kind: str, actor: Any, at: datetime, record_id: int | None = None, **values: Any) -> Any:
    """Write an exhibition, work, crate, version or panel, or change it.

    Args:
        kind: a name of `KINDS`.
        actor: who writes it.
        at: when.
        record_id: of the record to change, None for a new one.
        values: fields of its model; `crates` of a version, `themes` and `tools` of an exhibition are lists of rows.

    Raises:
        NotFound, NotAllowed: no such record; the actor may not.
        ValidationError: a value does not fit.

    Writes the audit line `exhibitions.<kind>.added` or `exhibitions.<kind>.changed`, nothing when nothing differs.
    """
    require(actor, "exhibitions.edit_exhibition")
    model = KINDS[kind]
    many = {name: values.pop(name) for name in ("crates", "themes", "tools") if name in values}
    record = model() if record_id is None else model._default_manager.filter(pk=record_id).first()
    if record is None:
        raise NotFound
    before = audit.snapshot(record) if record_id is not None else {}
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
    for name, rows in many.items():
        getattr(record, name).set(rows)
    if isinstance(record, Work):
        draw_picture(record)
    changes = audit.changes_between(before, audit.snapshot(record))
    verb = f"exhibitions.{kind}.{'added' if record_id is None else 'changed'}"
    if changes:
        audit.record(actor=actor, verb=verb, obj=record, changes=changes, at=at)
    return record


@transaction.atomic
def name_portrayed(*, work_id: int, name: str, actor: Any, at: datetime, person_id: int | None = None) -> Portrayed:
    """Say that somebody can be recognised in a work: until they agree to it, it leaves the kit and the site (S91).

    Raises:
        NotFound, NotAllowed: no such work; the actor may not.
        BadValue: nobody is named.

    Writes the audit line `exhibitions.portrayed.named`, without the name.
    """
    require(actor, "exhibitions.record_consent")
    work = Work.objects.filter(pk=work_id).select_related("picture").first()
    if work is None:
        raise NotFound
    if not name.strip() and person_id is None:
        raise BadValue(field="name")
    row = Portrayed.objects.create(work=work, name=name.strip()[:200], person_id=person_id)
    audit.record(
        actor=actor, verb="exhibitions.portrayed.named", obj=work, changes={"portrayed": (None, row.pk)}, at=at
    )
    draw_picture(work)
    return row


@transaction.atomic
def record_consent(
    *, portrayed_id: int, use: str, answer: str, how: str, said_date: date, actor: Any, at: datetime
) -> ConsentEntry:
    """Write what somebody portrayed said about one use; the latest answer holds (S91).

    Raises:
        NotFound, NotAllowed: no such person; the actor may not.
        BadValue, ReasonMissing: no such use, answer or day; nothing says how they said so.

    Writes the audit line `exhibitions.consent.recorded`. The picture bears the result, on every page of the site.
    """
    require(actor, "exhibitions.record_consent")
    person = Portrayed.objects.filter(pk=portrayed_id).select_related("work__picture").first()
    if person is None:
        raise NotFound
    for field, value, known in (("use", use, Use.values), ("answer", answer, Answer.values)):
        if value not in known:
            raise BadValue(field=field)
    if said_date > timezone.localdate(at):
        raise DayToCome(field="said_date")
    if not how.strip():
        raise ReasonMissing(field="how")
    entry = ConsentEntry.objects.create(
        portrayed=person,
        use=use,
        answer=answer,
        how=how.strip()[:300],
        said_date=said_date,
        recorded_at=at,
        recorded_by_id=getattr(actor, "pk", None),
    )
    changes = {"use": (None, use), "answer": (None, answer)}
    audit.record(actor=actor, verb="exhibitions.consent.recorded", obj=person.work, changes=changes, at=at)
    draw_picture(person.work)
    return entry


def draw_picture(work: Work) -> None:
    """Write what the people portrayed allow on the picture of a work, so that every page of the site obeys (S91).

    The copies in other sizes of a picture that may not be shown any more are deleted. A work in which nobody is named
    leaves its picture as its own form says.
    """
    picture = work.picture
    if picture is None or not work.portrayed.exists():
        return
    wanted = AS_PICTURE[shown_of(work)]
    if picture.consent != wanted:
        picture.consent = wanted
        picture.save(update_fields=["consent", "changed_at"])
    if not picture.may_be_shown:
        for copy in picture.renditions.all():
            copy.delete()
