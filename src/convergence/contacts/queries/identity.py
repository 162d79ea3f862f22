"""Which contact an id means, merges considered.

An absorbed contact keeps its rows and points at the contact that stands for it; a chain of merges is kept flat, so one
step always leads to the contact that is shown.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from convergence.contacts.models import Contact
from convergence.core.errors import NotFound


def resolve(contact_id: int) -> Contact:
    """Return the contact that an id stands for today.

    Raises:
        NotFound: there is no such contact.
    """
    found = Contact.objects.select_related("merged_into").filter(pk=contact_id).first()
    if found is None:
        raise NotFound
    return found.merged_into or found


def resolve_ids(contact_ids: Iterable[int]) -> dict[int, int]:
    """Return {id: id of the contact that it stands for}, in one query; unknown ids are left out."""
    rows = Contact.objects.filter(pk__in=set(contact_ids)).values_list("pk", "merged_into_id")
    return {pk: merged_into or pk for pk, merged_into in rows}


def aliases_of(contact: Contact) -> QuerySet[Contact]:
    """Return the contacts that this one absorbed."""
    return Contact.objects.filter(merged_into=contact).order_by("pk")


def family_ids(contact: Contact) -> list[int]:
    """Return the contact's id, then those of the contacts it absorbed."""
    return [contact.pk, *aliases_of(contact).values_list("pk", flat=True)]


def family_of(contact_ids: Iterable[int]) -> QuerySet[Contact]:
    """Return the rows of these contacts and of those they absorbed, to be used inside another query."""
    ids = list(contact_ids)
    return Contact.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).order_by()


def of_family(contact: Contact, path: str = "contact") -> Q:
    """Return the filter of rows that point at the contact or at one it absorbed."""
    return Q(**{path: contact}) | Q(**{f"{path}__merged_into": contact})


def dependants(contact: Contact) -> list[str]:
    """Name the kinds of rows that point at a contact, for people; empty when it stands alone."""
    found: list[str] = []
    for relation in contact._meta.related_objects:
        model: Any = relation.related_model
        if relation.field.model._meta.proxy or not relation.field.concrete:
            continue
        if model._base_manager.filter(**{relation.field.name: contact}).exists():
            found.append(str(model._meta.verbose_name_plural))
    return sorted(set(found))
