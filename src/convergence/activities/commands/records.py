"""Writing, changing and deleting an activity."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import require
from convergence.activities.choices import OrganisationCapacity
from convergence.activities.commands.drawing import draw_days, locked, require_unions, require_whole
from convergence.activities.commands.watching import watch
from convergence.activities.errors import NamedTwice, StillNeeded
from convergence.activities.models import Activity, Participation
from convergence.activities.queries.axes import default_axis
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import BadValue

FIELDS = frozenset(
    {
        "kind", "title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es", "start", "end",
        "start_time", "end_time", "place_id", "place", "venue", "is_online", "region_id", "region", "part_of_id",
        "part_of", "axis_id", "axis", "languages", "is_public", "security", "return_date", "is_intersyndical", "distance_km", "carbon_kg", "notes", "slug",
    }
)  # fmt: skip
Named = Sequence[tuple[int, str]]


@transaction.atomic
def create_activity(
    *,
    kind: str,
    title_fr: str,
    actor: Any,
    at: datetime,
    themes: Sequence[int] = (),
    organisations: Named = (),
    **values: Any,
) -> Activity:
    """Write an activity, planned.

    Args:
        kind: a code of `ActivityKind`.
        title_fr: its title; the others are translations.
        actor: who writes it.
        at: when.
        themes: ids of themes.
        organisations: ids of contacts, each with a code of `OrganisationCapacity`.
        values: other fields of `Activity`; dates are texts as precise as their source (`1975`, `1975-06`). Without a
            work axis it takes the one of its kind (S82), which may be changed, also to none.

    Raises:
        NotAllowed: the actor may not write activities.
        EndsBeforeItStarts: the end comes before the beginning.
        NotIntersyndical: the mark is put without two unions (S17).
        PartOfAPart: it is written as part of a part.
        CountedAtItsParts: the whole has attendance of its own.
        DomainError: a practice above refuses it (`watching`): a text that names somebody at risk.
        ValidationError: a value does not fit.

    Writes the audit line `activities.activity.created`.
    """
    require(actor, "activities.add_activity")
    _known(values)
    slug = values.pop("slug", "") or _free_slug(title_fr, str(values.get("start", "")))
    activity = Activity(
        kind=kind,
        title_fr=title_fr,
        slug=slug,
        evaluation_code=secrets.token_urlsafe(24),
        created_at=at,
        changed_at=at,
        **values,
    )
    if activity.axis_id is None:
        activity.axis = default_axis(kind)
    draw_days(activity)
    require_whole(activity)
    watch(activity, at=at)
    activity.full_clean(validate_constraints=True)
    activity.save(force_insert=True)
    activity.themes.set(themes)
    for contact_id, capacity in organisations:
        write_organisation(activity, contact_id, capacity)
    require_unions(activity)
    changes = audit.changes_between({}, audit.snapshot(activity))
    audit.record(actor=actor, verb="activities.activity.created", obj=activity, changes=changes, at=at)
    return activity


@transaction.atomic
def change_activity(
    *, activity_id: int, actor: Any, at: datetime, themes: Sequence[int] | None = None, **values: Any
) -> Activity:
    """Change an activity; its state has commands of its own.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not change it.
        EndsBeforeItStarts: the end comes before the beginning.
        NotIntersyndical: the mark is put without two unions (S17).
        PartOfAPart: it is written as part of a part.
        CountedAtItsParts: the whole has attendance of its own.
        DomainError: a practice above refuses it (`watching`): a text that names somebody at risk.
        ValidationError: a value does not fit.

    Writes the audit line `activities.activity.changed`, nothing when nothing differs.
    """
    _known(values)
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    before = audit.snapshot(activity)
    for name, value in values.items():
        setattr(activity, name, value)
    draw_days(activity)
    require_whole(activity)
    watch(activity, at=at)
    activity.full_clean()
    require_unions(activity)
    activity.changed_at = at
    activity.save()
    if themes is not None:
        activity.themes.set(themes)
    changes = audit.changes_between(before, audit.snapshot(activity))
    changes.pop("changed_at", None)
    if changes:
        audit.record(actor=actor, verb="activities.activity.changed", obj=activity, changes=changes, at=at)
    return activity


@transaction.atomic
def delete_activity(*, activity_id: int, actor: Any, at: datetime) -> None:
    """Delete an activity of which nothing was counted; the others are cancelled.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not delete it.
        StillNeeded: it has attendance, figures, answers or parts, or a practice keeps it (a training that was agreed).

    Writes the audit line `activities.activity.deleted`.
    """
    activity = locked(activity_id)
    require(actor, "activities.delete_activity", activity)
    counted = (activity.attendance, activity.figures, activity.tallies, activity.remarks, activity.parts)
    if any(rows.exists() for rows in counted):
        raise StillNeeded
    gone = audit.changes_between(audit.snapshot(activity), {})
    audit.record(actor=actor, verb="activities.activity.deleted", obj=activity, changes=gone, at=at)
    try:
        activity.delete()
    except ProtectedError as error:
        raise StillNeeded from error


def write_organisation(activity: Activity, contact_id: int, capacity: str) -> Participation:
    """Write an organisation or body into an activity, without an audit line of its own.

    Raises:
        BadValue: nobody has this id, it is a person, or there is no such capacity.
        NamedTwice: it is written already.
    """
    contact = Contact.objects.filter(pk=contact_id).select_related("merged_into").first()
    if contact is None or contact.kind == ContactKind.PERSON:
        raise BadValue(_("Choose an organisation, or a body of one."), field="contact")
    if capacity not in OrganisationCapacity.values:
        raise BadValue(field="capacity")
    kept = contact.merged_into or contact
    made, is_new = Participation.objects.get_or_create(activity=activity, contact=kept, capacity=capacity)
    if not is_new:
        raise NamedTwice(field="contact")
    return made


def _known(values: dict[str, Any]) -> None:
    unknown = values.keys() - FIELDS
    if unknown:
        message = f"no such field of an activity: {', '.join(sorted(unknown))}"
        raise TypeError(message)


def _free_slug(title: str, start: str) -> str:
    stem = "-".join(part for part in (slugify(title)[:100].strip("-"), start[:4]) if part) or "activite"
    taken = set(Activity.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
