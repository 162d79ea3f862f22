"""The audit log: every act, who did it, the fields before and after; chained by hashes.

An entry is written in the transaction of the act. It is sealed (linked to the chain) in a short transaction of its own
right after the commit, one sealer at a time, so that acts never wait for one another. In a rush a process seals once a
second: the next act, or the sweep, seals what came between. A sweep seals what a dead process left, and `verify` first
seals what is pending. The chain covers salted digests of the values: the values themselves
may be emptied when the law asks (L10) and the chain still proves that no act was removed, added or changed.
"""

import copy
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.models.fields.files import FieldFile

from convergence.core.inserting import insert_with_detail
from convergence.core.models import AuditDetail, AuditEntry, AuditSeal, Counter
from convergence.core.tasks import periodic

logger = logging.getLogger(__name__)
GENESIS = "0" * 64
SEAL_APART_SECONDS = 1.0
RECENT = 1000  # how far behind the last seal a line of a slower transaction is looked for at once
_sealed: dict[str, float] = {}
Changes = Mapping[str, tuple[Any, Any]]


def snapshot(instance: models.Model) -> dict[str, Any]:
    """Return the stored values of a record by field name, to be compared by `changes_between`.

    A file is its name, a list or table is copied (a change inside it is a change), links to many are sorted keys, and
    of a password only whether it changed can be told.
    """
    found = {field.attname: _kept(field.value_from_object(instance)) for field in instance._meta.concrete_fields}
    if instance.pk is not None:
        for link in instance._meta.many_to_many:
            keys = getattr(instance, link.name).values_list("pk", flat=True)
            found[link.name] = sorted(keys)
    if found.get("password"):
        found["password"] = "set:" + hashlib.sha256(str(found["password"]).encode()).hexdigest()[:8]
    return found


def _kept(value: Any) -> Any:
    if isinstance(value, FieldFile):
        return value.name or ""
    return copy.deepcopy(value) if isinstance(value, dict | list | set) else value


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return {field: (before, after)} for the fields that differ."""
    names = sorted(before.keys() | after.keys())
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}


def record(
    *,
    actor: Any,
    verb: str,
    obj: models.Model | None = None,
    object_type: str = "",
    object_id: object = "",
    label: str = "",
    changes: Changes | None = None,
    at: datetime,
) -> AuditEntry:
    """Write one audit line in the current transaction; it is sealed after the commit.

    Args:
        actor: the user who acts, or None for the system itself.
        verb: dotted name of the act, such as `membership.dues_call.issued`.
        obj: the record; or give `object_type`, `object_id` and `label`.
        changes: {field: (before, after)}.
        at: when, aware.
    """
    if obj is not None:
        object_type, object_id = obj._meta.label_lower, obj.pk
        label = label or str(obj)
    values = {
        "salt": secrets.token_hex(16),
        "actor_label": str(actor)[:200] if actor is not None else "",
        "object_label": label[:300],
        "changes": json.loads(json.dumps({k: list(v) for k, v in (changes or {}).items()}, cls=DjangoJSONEncoder)),
    }
    entry = insert_with_detail(
        AuditEntry(
            at=at,
            actor_id=getattr(actor, "pk", None),
            verb=verb,
            object_type=object_type,
            object_id=str(object_id or ""),
            digest=_digest(values),
        ),
        AuditDetail(**values),
    )
    if all(function is not _seal_quietly for _savepoints, function, _robust in connection.run_on_commit):  # type: ignore[misc]
        transaction.on_commit(_seal_quietly)
    return entry


def _digest(values: Mapping[str, Any]) -> str:
    kept = {key: values[key] for key in ("salt", "actor_label", "object_label", "changes")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _link(previous: str, entry: AuditEntry) -> str:
    text = "|".join(
        (
            previous,
            str(entry.pk),
            entry.at.astimezone(tz=None).isoformat() if entry.at.tzinfo is None else f"{entry.at.timestamp():.6f}",
            str(entry.actor_id or ""),
            entry.verb,
            entry.object_type,
            entry.object_id,
            entry.digest,
        )
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _seal_quietly() -> None:
    """Seal what the act wrote, unless this process did less than a second ago; the sweep finds what was left."""
    now = time.monotonic()
    if now - _sealed.get("at", float("-inf")) < SEAL_APART_SECONDS:
        return
    _sealed["at"] = now
    try:
        seal_pending(recent=True)
    except DatabaseError:  # the act is done and its line is written: it is sealed later
        logger.warning("audit lines wait for their seal", exc_info=True)


@periodic(seconds=30)
def seal_left_behind() -> None:
    """Seal what was written in a rush, or by a process that died."""
    seal_pending(recent=True)


@periodic(seconds=3600)
def seal_whatever_is_left() -> None:
    """Seal the lines of transactions that lasted so long that many others were sealed before them."""
    seal_pending()


@transaction.atomic
def seal_pending(*, recent: bool = False) -> int:
    """Link every unsealed entry to the chain, in order; return how many.

    Args:
        recent: look only at the lines after the last thousand sealed: what is asked after each act must not walk the
            whole log.
    """
    pending = AuditEntry.objects.filter(seal__isnull=True).order_by("pk")
    Counter.objects.get_or_create(name="audit.seal")
    counter = Counter.objects.select_for_update().get(name="audit.seal")
    newest = AuditSeal.objects.order_by("-pk").first()
    last = newest.hash if newest is not None else GENESIS
    if recent and newest is not None:
        pending = pending.filter(pk__gt=newest.entry_id - RECENT)
    seals = []
    for entry in pending.iterator(chunk_size=1000):
        link = _link(last, entry)
        seals.append(AuditSeal(entry=entry, previous_hash=last, hash=link))
        last = link
    AuditSeal.objects.bulk_create(seals, batch_size=1000)
    if seals:
        counter.value += len(seals)
        counter.save(update_fields=["value"])
    return len(seals)


def head() -> tuple[int, str]:
    """Return how many lines are sealed and the last hash: written down elsewhere, they date the whole log."""
    last = AuditSeal.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
    return AuditSeal.objects.count(), last


def empty(object_type: str, ids: Iterable[int], *, at: datetime) -> int:
    """Empty the values kept beside the audit lines of records; return of how many lines (L10).

    The lines, their digests and the chain stay: that something was done, when and by whom, is still proved.
    """
    lines = AuditEntry.objects.filter(object_type=object_type, object_id__in=[str(pk) for pk in ids])
    details = AuditDetail.objects.filter(entry__in=lines, emptied_at=None)
    return details.update(object_label="", changes={}, emptied_at=at)


def empty_telling(tells: Callable[[str], bool], lines: Mapping[str, Iterable[int]], *, at: datetime) -> int:
    """Empty the values of those lines of some records that tell what may not be known any more; return of how many.

    Args:
        tells: whether a text tells it; asked of the label and of each value before and after.
        lines: type of record → ids of the records.
        at: when.
    """
    found: list[int] = []
    for object_type, ids in lines.items():
        of_records = AuditEntry.objects.filter(object_type=object_type, object_id__in=[str(pk) for pk in ids])
        details = AuditDetail.objects.filter(entry__in=of_records, emptied_at=None)
        for detail in details.iterator(chunk_size=1000):
            values = [str(value) for pair in detail.changes.values() for value in pair]
            if any(tells(text) for text in (detail.object_label, *values)):
                found.append(detail.pk)
    return AuditDetail.objects.filter(pk__in=found).update(object_label="", changes={}, emptied_at=at)


def faults() -> list[str]:
    """Seal what is pending, walk the whole chain and return its faults, in words; an empty list when it is unbroken."""
    seal_pending()
    found: list[str] = []
    last = GENESIS
    for seal in AuditSeal.objects.select_related("entry").order_by("pk").iterator(chunk_size=1000):
        if seal.previous_hash != last:
            found.append(f"audit line {seal.entry_id}: a line before it is missing or was changed")
        if seal.hash != _link(seal.previous_hash, seal.entry):
            found.append(f"audit line {seal.entry_id}: the line was changed")
        last = seal.hash
    for detail in AuditDetail.objects.filter(emptied_at__isnull=True).select_related("entry").iterator(chunk_size=1000):
        values = {
            "salt": detail.salt,
            "actor_label": detail.actor_label,
            "object_label": detail.object_label,
            "changes": detail.changes,
        }
        if _digest(values) != detail.entry.digest:
            found.append(f"audit line {detail.entry_id}: its values were changed")
    sealed, given = AuditSeal.objects.count(), Counter.objects.get(name="audit.seal").value
    if sealed != given:
        found.append(f"audit log: {sealed} lines are sealed, {given} were")
    emptied = AuditDetail.objects.exclude(emptied_at=None).exclude(object_label="", changes={})
    found.extend(
        f"audit line {pk}: it is said to be emptied and holds values" for pk in emptied.values_list("pk", flat=True)
    )
    counted = AuditEntry.objects.filter(detail__isnull=True).values_list("pk", flat=True)
    found.extend(f"audit line {pk}: its values are missing" for pk in counted)
    return found
