"""Undoing an import, until something depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from convergence.accounts.policies import require
from convergence.contacts.import_models import ImportRow, ImportRun, RunState
from convergence.contacts.models import (
    Access,
    Affiliation,
    ConsentEvent,
    Contact,
    ContactPoint,
    DeclaredCount,
    DoNotContact,
    FormerName,
    Interaction,
    Mandate,
    Merge,
    PostalAddress,
)
from convergence.core import audit
from convergence.core.errors import DomainError
from convergence.core.models import AuditEntry
from convergence.vocabulary.models import Region

from . import registry
from .applying import progress_file, progress_of
from .building import refresh_search
from .errors import CannotUndo, ImportRefused, WrongState
from .registry import ImportContext
from .staging import IMPORT, run_of

CHUNK = 1_000
TABLES = {
    "points": ContactPoint,
    "addresses": PostalAddress,
    "mandates": Mandate,
    "marks": DoNotContact,
    "former_names": FormerName,
    "declared_counts": DeclaredCount,
}


def obstacles(run: ImportRun, *, actor: Any, at: datetime) -> list[str]:
    """Return what depends on an import, in sentences; an empty list when it can be undone."""
    if run.state not in {RunState.APPLIED, RunState.UNDOING} or run.applied_at is None:
        return [_t("it is not applied.")]
    found: list[str] = []
    touched = _changed_since(run)
    if touched:
        found.append(
            ngettext("%(count)s contact was changed since.", "%(count)s contacts were changed since.", touched)
            % {"count": touched}
        )
    later = (
        ImportRow.objects.filter(contact__in=_contact_ids(run), run__state=RunState.APPLIED, run__pk__gt=run.pk)
        .values("run")
        .distinct()
        .count()
    )
    if later:
        found.append(_t("a later import completed some of its contacts; undo that one first."))
    for model, path, sentence in (
        (Merge, ("kept", "absorbed"), _t("some of its contacts were merged.")),
        (Interaction, ("contact",), _t("calls or visits were noted for some of its contacts.")),
        (Access, ("organisation",), _t("somebody signs in for one of its organisations.")),
    ):
        condition = Q()
        for name in path:
            condition |= Q(**{f"{name}__in": _contact_ids(run)})
        if model._default_manager.filter(condition).exists():
            found.append(sentence)
    context = ImportContext(run.pk, run.source, actor, at)
    for extension in registry.extensions():
        if extension.depends:
            found += extension.depends(context)
    return found


def _contact_ids(run: ImportRun) -> Any:
    return run.rows.filter(created_contact=True, contact__isnull=False).values("contact")


def _changed_since(run: ImportRun) -> int:
    """Contacts of this import with an audit line of their own after it was applied."""
    mine = set(run.rows.filter(contact__isnull=False).values_list("contact_id", flat=True))
    mine |= set(run.rows.filter(person__isnull=False).values_list("person_id", flat=True))
    lines = AuditEntry.objects.filter(at__gt=run.applied_at, object_type__startswith="contacts.").exclude(
        object_type__startswith="contacts.import"
    )
    named = {int(pk) for pk in lines.values_list("object_id", flat=True).distinct().iterator() if pk.isdecimal()}
    return len(mine & named)


@transaction.atomic
def start_undo(*, run_id: int, actor: Any, at: datetime) -> ImportRun:
    """Say that the undoing begins: the next step is `undo_run`, in a task or at once.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import is not applied.
        CannotUndo: something depends on it.
    """
    require(actor, IMPORT)
    run = run_of(run_id, lock=True)
    if run.state != RunState.APPLIED:
        raise WrongState(state=run.get_state_display())
    _refuse_obstacles(run, actor, at)
    run.state, run.touched_at, run.problem, run.done = RunState.UNDOING, at, "", 0
    run.acting_id = getattr(actor, "pk", None)
    run.save(update_fields=["state", "touched_at", "problem", "done", "acting_id"])
    return run


def _refuse_obstacles(run: ImportRun, actor: Any, at: datetime) -> None:
    why = obstacles(run, actor=actor, at=at)
    if why:
        raise CannotUndo(why=" ".join(why))


def undo_run(*, run_id: int, actor: Any, at: datetime) -> ImportRun:
    """Take back what an import wrote, unless something depends on it.

    Contacts that it created are deleted; those that a ledger names (declared consents, entries) stay as emptied
    records that no list shows. Contacts that it completed get their former values back. Ledger rows are reversed
    by the extensions, never deleted.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import is not applied.
        CannotUndo: something depends on it.
    """
    require(actor, IMPORT)
    try:
        with transaction.atomic():
            return _undo(run_id, actor, at)
    except Exception as error:
        problem = str(error) if isinstance(error, DomainError) else str(ImportRefused.message)
        ImportRun.objects.filter(pk=run_id, state=RunState.UNDOING).update(state=RunState.APPLIED, problem=problem)
        raise
    finally:
        progress_file(run_id).unlink(missing_ok=True)


def _undo(run_id: int, actor: Any, at: datetime) -> ImportRun:
    run = run_of(run_id, lock=True)
    if run.state not in {RunState.APPLIED, RunState.UNDOING}:
        raise WrongState(state=run.get_state_display())
    _refuse_obstacles(run, actor, at)
    tick = progress_of(run_id)
    context = ImportContext(run.pk, run.source, actor, at)
    for extension in registry.extensions():
        if extension.undo:
            extension.undo(context)
    _restore_completed(run)
    created = list(_contact_ids(run).values_list("contact_id", flat=True))
    people = run.rows.filter(created_person=True, person__isnull=False)
    created += list(people.values_list("person_id", flat=True))
    done = 0
    for part in _parts(created):
        _take_back(part, at)
        done += len(part)
        tick(round(run.total * done / len(created)))
    _take_back_added_people(run, at)
    _remove_vocabulary(run, at)
    run.state, run.undone_at = RunState.UNDONE, at
    run.save(update_fields=["state", "undone_at"])
    audit.record(actor=actor, verb="contacts.import.undone", obj=run, at=at)
    return run


def _restore_completed(run: ImportRun) -> None:
    """Give completed contacts their former values back, the latest line first."""
    rows = run.rows.filter(outcome__isnull=False, contact__isnull=False).order_by("-place")
    for row in rows.select_related("contact").iterator(chunk_size=CHUNK):
        contact, outcome = row.contact, row.outcome
        if contact is None or outcome is None:
            continue
        for table, ids in outcome.get("created", {}).items():
            if table in TABLES:
                TABLES[table]._default_manager.filter(pk__in=ids).delete()
            elif table == "affiliations_of":
                Affiliation.objects.filter(child__in=ids, source=run.source).delete()
        PostalAddress.objects.filter(pk__in=outcome.get("ended", [])).update(end_date=None)
        for name, (before, after) in outcome.get("fields", {}).items():
            if getattr(contact, name) == after:
                setattr(contact, name, before)
        emails = contact.points.filter(channel="EMAIL", end_date__isnull=True).values_list("normalised", flat=True)
        refresh_search(contact, list(emails))
        contact.save()


def _take_back(ids: Sequence[int], at: datetime) -> None:
    """Delete contacts; keep, emptied and hidden, those that a ledger names."""
    Affiliation.objects.filter(Q(child__in=ids) | Q(parent__in=ids)).delete()
    DeclaredCount.objects.filter(organisation__in=ids).delete()
    kept = _named_by_ledgers(ids)
    gone = [pk for pk in ids if pk not in kept]
    Contact.objects.filter(pk__in=gone).delete()
    for model, field in ((ContactPoint, "contact"), (PostalAddress, "contact"), (DoNotContact, "contact")):
        model._default_manager.filter(**{f"{field}__in": kept}).delete()
    Mandate.objects.filter(Q(person__in=kept) | Q(held_in__in=kept)).delete()
    Contact.objects.filter(pk__in=kept).update(
        retracted_at=at, number="", notes="", search_text="", is_closed=True, changed_at=at
    )


def _named_by_ledgers(ids: Sequence[int]) -> set[int]:
    """Contacts that a row refuses to let go: consents, entries, letters, merges."""
    kept: set[int] = set(ConsentEvent.objects.filter(contact__in=ids).values_list("contact_id", flat=True))
    for relation in Contact._meta.related_objects:
        on_delete = getattr(relation, "on_delete", None)
        if on_delete is None or on_delete.__name__ not in {"PROTECT", "RESTRICT"}:
            continue
        if relation.related_model in {Affiliation, DeclaredCount, ConsentEvent}:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
        kept |= set(rows.values_list(relation.field.attname, flat=True))
    return kept & set(ids)


def _take_back_added_people(run: ImportRun, at: datetime) -> None:
    """People that the import added to organisations which existed before."""
    added: list[int] = []
    for outcome in run.rows.filter(outcome__isnull=False).values_list("outcome", flat=True):
        added += outcome.get("created", {}).get("people", [])
    for part in _parts(added):
        _take_back(part, at)


def _remove_vocabulary(run: ImportRun, at: datetime) -> None:
    """Centrals and regions that the import created and nothing else uses."""
    created = run.plan.get("created", {})
    for pk in created.get("centrals", []):
        if not Affiliation.objects.filter(parent=pk).exists():
            _take_back([pk], at)
    for pk in created.get("regions", []):
        region = Region.objects.filter(pk=pk).first()
        if region and not region.contacts.exists():
            region.delete()


def _parts(values: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(values), CHUNK):
        yield list(values[start : start + CHUNK])
