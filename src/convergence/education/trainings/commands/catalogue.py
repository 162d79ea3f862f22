"""The catalogue: trainings, their series and their materials."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.trainings.models import Material, Series, Training

EDIT = "trainings.edit_training"


@transaction.atomic
def write_training(
    *, actor: Any, at: datetime, training_id: int | None = None, themes: Sequence[int] = (), **values: Any
) -> Training:
    """Write a training of the catalogue, or change one.

    Args:
        actor: who.
        at: when.
        training_id: the training to change; None for a new one.
        themes: ids of its themes.
        values: fields of `Training`; `languages` as `fr es`.

    Raises:
        NotFound: there is no such training.
        NotAllowed: the actor may not change the catalogue.
        BadValue: a published training says neither objectives nor audience (S83).
        ValidationError: a value does not fit.

    Writes the audit line `trainings.training.written`.
    """
    require(actor, EDIT)
    training = Training() if training_id is None else Training.objects.filter(pk=training_id).first()
    if training is None:
        raise NotFound
    before = audit.snapshot(training) if training_id else {}
    for name, value in values.items():
        setattr(training, name, value)
    training.slug = training.slug or _free_slug(training.title_fr)
    training.changed_at = at
    if training.is_published and not (training.objectives_fr.strip() and training.audience_fr.strip()):
        words = _("Write the objectives and for whom it is, in French at least, before it enters the catalogue.")
        raise BadValue(words, field="objectives_fr")
    training.full_clean()
    training.save()
    training.themes.set(themes)
    changes = audit.changes_between(before, audit.snapshot(training))
    changes.pop("changed_at", None)
    if changes:
        audit.record(actor=actor, verb="trainings.training.written", obj=training, changes=changes, at=at)
    return training


def _free_slug(title: str) -> str:
    stem = slugify(title)[:70].strip("-") or "formation"
    taken = set(Training.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def write_series(*, actor: Any, at: datetime, series_id: int | None = None, **values: Any) -> Series:
    """Write a series of trainings, or change one (S90).

    Raises:
        NotFound: there is no such series.
        NotAllowed: the actor may not change the catalogue.
        ValidationError: a value does not fit.

    Writes the audit line `trainings.series.written`.
    """
    require(actor, EDIT)
    series = Series() if series_id is None else Series.objects.filter(pk=series_id).first()
    if series is None:
        raise NotFound
    before = audit.snapshot(series) if series_id else {}
    for name, value in values.items():
        setattr(series, name, value)
    series.slug = series.slug or slugify(series.name_fr)[:50].strip("-") or "serie"
    series.full_clean()
    series.save()
    changes = audit.changes_between(before, audit.snapshot(series))
    if changes:
        audit.record(actor=actor, verb="trainings.series.written", obj=series, changes=changes, at=at)
    return series


@transaction.atomic
def add_material(*, training_id: int, actor: Any, at: datetime, **values: Any) -> Material:
    """Add a guide or tool to a training, with its language and how long it takes (S12).

    Raises:
        NotFound: there is no such training.
        NotAllowed: the actor may not change the catalogue.
        ValidationError: a value does not fit.

    Writes the audit line `trainings.material.added`.
    """
    require(actor, EDIT)
    training = Training.objects.filter(pk=training_id).first()
    if training is None:
        raise NotFound
    material = Material(training=training, **values)
    material.full_clean()
    material.save(force_insert=True)
    changes = {"material": (None, str(material))}
    audit.record(actor=actor, verb="trainings.material.added", obj=training, changes=changes, at=at)
    return material


@transaction.atomic
def remove_material(*, material_id: int, actor: Any, at: datetime) -> None:
    """Take a guide or tool from a training; the file itself stays.

    Raises:
        NotFound: there is no such material.
        NotAllowed: the actor may not change the catalogue.

    Writes the audit line `trainings.material.removed`.
    """
    require(actor, EDIT)
    material = Material.objects.select_related("training").filter(pk=material_id).first()
    if material is None:
        raise NotFound
    changes = {"material": (str(material), None)}
    audit.record(actor=actor, verb="trainings.material.removed", obj=material.training, changes=changes, at=at)
    material.delete()
