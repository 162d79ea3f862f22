"""Merging duplicates: the absorbed contact stays as an alias, and every merge can be undone.

No row moves: what pointed at the absorbed contact still does, and reads resolve it. So both roles of a person survive
(S49), and undoing is forgetting the alias. Chains are kept flat: aliases of the absorbed contact come to the kept one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.commands.identity import refresh_search
from convergence.contacts.commands.rows import locked, note, row_of
from convergence.contacts.errors import AlreadyMerged, DifferentKinds, MergeOutdated, SameContact
from convergence.contacts.events import ContactsMerged, ContactsMergeUndone
from convergence.contacts.models import Contact, Merge, NotDuplicate
from convergence.core import audit, facts

CHOOSABLE = (
    "number",
    "name",
    "given_name",
    "family_name",
    "pseudonym",
    "acronym",
    "language",
    "form_of_address",
    "title_gender",
    "region_id",
    "country",
    "website",
    "notes",
)


Guard = Callable[[Contact, Contact], None]
_guards: list[Guard] = []


def register_merge_guard(guard: Guard) -> None:
    """Add what a higher app knows against a merge: kept and absorbed contact in, a `DomainError` raised to refuse."""
    if guard not in _guards:
        _guards.append(guard)


def kind_label(contact: Contact) -> str:
    """Return what a contact is, for people."""
    if contact.kind == ContactKind.ORGANISATION:
        return contact.get_organisation_kind_display() or contact.get_kind_display()
    if contact.kind == ContactKind.BODY:
        return contact.get_body_kind_display() or contact.get_kind_display()
    return contact.get_kind_display()


def refuse_merge(kept: Contact, absorbed: Contact) -> None:
    """Refuse two contacts that cannot be merged.

    Raises:
        SameContact: they are one.
        AlreadyMerged: one of them is an alias already.
        DifferentKinds: a person and an organisation, a company and a union (S142), bodies of two organisations.
        DomainError: a higher app refuses (see `register_merge_guard`).
    """
    if kept.pk == absorbed.pk:
        raise SameContact
    for contact in (kept, absorbed):
        if contact.merged_into_id:
            raise AlreadyMerged(name=contact.name)
    alike = ("kind", "organisation_kind") if kept.kind != ContactKind.BODY else ("kind", "part_of_id")
    if any(getattr(kept, name) != getattr(absorbed, name) for name in alike):
        raise DifferentKinds(
            kept=kept.name, kept_kind=kind_label(kept), absorbed=absorbed.name, absorbed_kind=kind_label(absorbed)
        )
    for guard in _guards:
        guard(kept, absorbed)


@transaction.atomic
def merge_contacts(
    *, kept_id: int, absorbed_id: int, actor: Any, at: datetime, values: Mapping[str, Any] | None = None
) -> Merge:
    """Make one contact of two.

    Args:
        kept_id: the contact that stays.
        absorbed_id: the one that becomes its alias.
        actor: who merges.
        at: when.
        values: for fields of `CHOOSABLE`, the value to keep where the two differ; empty fields of the kept contact
            are filled from the absorbed one by themselves.

    Publishes ContactsMerged.

    Raises:
        NotAllowed: the actor may not merge.
        SameContact: they are one.
        AlreadyMerged: one of them is an alias already.
        DifferentKinds: they are not of the same kind.
        ValidationError: a chosen value does not fit.
    """
    kept, absorbed = (locked(pk) for pk in (kept_id, absorbed_id))
    for contact in (kept, absorbed):
        require(actor, "contacts.merge_contacts", contact)
    refuse_merge(kept, absorbed)
    before = audit.snapshot(kept)
    repointed = list(Contact.objects.filter(merged_into=absorbed).order_by("pk").values_list("pk", flat=True))
    Contact.objects.filter(pk__in=[absorbed.pk, *repointed]).update(merged_into=kept, changed_at=at)
    chosen = {name: getattr(absorbed, name) for name in CHOOSABLE if not before[name] and getattr(absorbed, name)}
    chosen |= {name: value for name, value in (values or {}).items() if name in CHOOSABLE}
    for name, value in chosen.items():
        setattr(kept, name, value)
    kept.changed_at = at
    judged = set(values or ())  # what stood there before is not judged again: a list may have brought it
    kept.full_clean(exclude=[field.name for field in kept._meta.concrete_fields if field.attname not in judged])
    kept.save()
    changed = audit.changes_between(before, audit.snapshot(kept))
    changed.pop("changed_at", None)
    merge = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        changes={"fields": {name: list(pair) for name, pair in changed.items()}, "repointed": repointed},
        merged_at=at,
        merged_by_id=getattr(actor, "pk", None),
    )
    refresh_search([kept.pk])
    note(kept, "contacts.contact.merged", actor=actor, at=at, changes={"absorbed": (None, absorbed.name), **changed})
    note(absorbed, "contacts.contact.absorbed", actor=actor, at=at, changes={"merged_into": (None, kept.name)})
    facts.publish(ContactsMerged(kept.pk, absorbed.pk))
    return merge


@transaction.atomic
def undo_merge(*, merge_id: int, actor: Any, at: datetime) -> Merge:
    """Let an absorbed contact stand on its own again, and give the kept one its values back.

    A value that somebody changed since the merge stays as it is. Publishes ContactsMergeUndone.

    Raises:
        NotFound: there is no such merge.
        NotAllowed: the actor may not merge.
        MergeOutdated: it was undone, the kept contact was merged in turn, or the member number was given away.
    """
    merge = row_of(Merge, merge_id)
    kept, absorbed = locked(merge.kept_id), locked(merge.absorbed_id)
    for contact in (kept, absorbed):
        require(actor, "contacts.merge_contacts", contact)
    if merge.undone_at:
        raise MergeOutdated(reason=_("it was already undone."))
    if kept.merged_into_id:
        raise MergeOutdated(reason=_("the kept contact was itself merged since. Undo that merge first."))
    before = audit.snapshot(kept)
    for name, (old, new) in merge.changes.get("fields", {}).items():
        if getattr(kept, name) == new:
            setattr(kept, name, old)
    kept.changed_at = at
    kept.save()
    if absorbed.number and Contact.objects.filter(number=absorbed.number, merged_into__isnull=True).exists():
        sentence = _("its member number %(number)s belongs to another contact now.")
        raise MergeOutdated(reason=sentence % {"number": absorbed.number})
    Contact.objects.filter(pk=absorbed.pk).update(merged_into=None, changed_at=at)
    aliases = Contact.objects.filter(pk__in=merge.changes.get("repointed", []), merged_into=kept)
    aliases.update(merged_into=absorbed, changed_at=at)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    refresh_search([kept.pk, absorbed.pk])
    changed = audit.changes_between(before, audit.snapshot(kept))
    changed.pop("changed_at", None)
    changed["absorbed"] = (absorbed.name, None)
    note(kept, "contacts.contact.merge_undone", actor=actor, at=at, changes=changed)
    note(absorbed, "contacts.contact.restored", actor=actor, at=at, changes={"merged_into": (kept.name, None)})
    facts.publish(ContactsMergeUndone(kept.pk, absorbed.pk))
    return merge


@transaction.atomic
def mark_not_duplicate(*, first_id: int, second_id: int, actor: Any, at: datetime) -> NotDuplicate:
    """Write that two contacts were looked at and are different; they are not proposed again. Twice is harmless.

    Raises:
        NotAllowed: the actor may not merge.
        SameContact: they are one.
    """
    if first_id == second_id:
        raise SameContact
    first, second = (locked(pk) for pk in sorted((first_id, second_id)))
    for contact in (first, second):
        require(actor, "contacts.merge_contacts", contact)
    pair, created = NotDuplicate.objects.get_or_create(first=first, second=second)
    if created:
        note(first, "contacts.contact.not_duplicate", actor=actor, at=at, changes={"of": (None, second.name)})
    return pair
