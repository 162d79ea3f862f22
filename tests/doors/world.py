"""The world that the doors are tried in: the cast, and for each model one record of each of the two unions.

Records are found by following keys from a union: a row belongs to a union when one of its keys leads there, or to a
row that does. So a new model needs nothing here to be walked. Its bodies and the people in office there are its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from convergence.contacts.models import Contact

HOPS = 4


def belongings(union: Model) -> dict[type[Model], set[Any]]:
    """Return the ids of the rows that belong to a union, by model, the union itself included."""
    concrete = union._meta.concrete_model
    own = Q(part_of=union) | Q(mandates__held_in=union) | Q(pk=union.pk)
    found: dict[type[Model], set[Any]] = defaultdict(
        set, {concrete: set(Contact.objects.filter(own).values_list("pk", flat=True))}
    )
    ours = [
        model for model in apps.get_models() if model.__module__.startswith("convergence.") and not model._meta.proxy
    ]
    for _hop in range(HOPS):
        for model in ours:
            for field in model._meta.concrete_fields:
                target = field.related_model if field.is_relation else None
                if isinstance(target, type) and found.get(target._meta.concrete_model) and model is not concrete:
                    ids = found[target._meta.concrete_model]
                    found[model] |= set(
                        model._base_manager.filter(**{f"{field.name}__in": ids}).values_list("pk", flat=True)
                    )
    return found
