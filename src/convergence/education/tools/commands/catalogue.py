"""Writing a tool, who made it, where it is presented, what it is part of; publishing and withdrawing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

from convergence.accounts.policies import require
from convergence.activities.models import Activity
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, facts
from convergence.core.errors import AlreadyDone, BadValue, NotFound
from convergence.education.tools.choices import ToolKind, ToolState
from convergence.education.tools.errors import (
    LicenceMissing,
    NoSuchStep,
    NothingToPublish,
    ReasonMissing,
    SlugTaken,
    StillNeeded,
)
from convergence.education.tools.events import ToolPublished
from convergence.education.tools.models import (
    ActivityTool,
    Credit,
    FormerSlug,
    KitPart,
    Tool,
    ToolLink,
    ToolPlace,
    ToolVersion,
)
from convergence.education.tools.rules.steps import TOOL_STEPS, may_follow
from convergence.vocabulary.models import Axis

DEFAULT_AXIS = "education"
RESERVED = {"commander", "fichier"}
"""Addresses of the catalogue itself."""
Row = TypeVar("Row", bound=models.Model)
FIELDS = frozenset(
    {
        "slug", "kind", "title", "language", "summary_fr", "summary_en", "summary_es", "axis", "axis_id",
        "rights_holder", "licence", "licence_note", "accessibility", "minutes", "resolution_fr", "resolution_en",
        "resolution_es", "audience", "is_lent", "cover", "cover_id", "source", "source_id", "notes", "owner_id",
    }
)  # fmt: skip


def locked(tool_id: int) -> Tool:
    """Return a tool, locked for the act.

    Raises:
        NotFound: there is no such tool.
    """
    found: Tool | None = Tool.objects.select_for_update().filter(pk=tool_id).first()
    if found is None:
        raise NotFound
    return found


def note(tool: Tool, verb: str, actor: Any, at: datetime, **changes: tuple[Any, Any]) -> None:
    """Write the audit line of an act on a tool."""
    audit.record(actor=actor, verb=f"tools.{verb}", obj=tool, changes=changes, at=at)


@transaction.atomic
def create_tool(
    *,
    kind: str,
    title: str,
    actor: Any,
    at: datetime,
    themes: Sequence[int] = (),
    places: Sequence[int] = (),
    **values: Any,
) -> Tool:
    """Write a tool, in preparation. Without a work axis it gets the one of education (S82).

    Args:
        kind: a code of `ToolKind`.
        title: its own title, in `language`.
        actor: who writes it.
        at: when.
        themes: ids of themes.
        places: ids of places, in the order of its story.
        values: other fields of `Tool`.

    Raises:
        NotAllowed: the actor may not write tools.
        SlugTaken: another tool has, or had, the short name.
        ValidationError: a value does not fit.

    Writes the audit line `tools.tool.created`.
    """
    require(actor, "tools.add_tool")
    return written_tool(kind, title, actor, at, themes, places, values)


def written_tool(
    kind: str,
    title: str,
    actor: Any,
    at: datetime,
    themes: Sequence[int],
    places: Sequence[int],
    values: dict[str, Any],
) -> Tool:
    """Write a tool, whoever may; its audit line included."""
    _known(values)
    state = values.pop("state", ToolState.DRAFT)
    if not values.get("axis") and not values.get("axis_id"):
        values.pop("axis", None)
        values["axis_id"] = Axis.objects.filter(slug=DEFAULT_AXIS).values_list("pk", flat=True).first()
    slug = values.pop("slug", "") or _free_slug(title)
    _refuse_taken(slug, None)
    tool = Tool(kind=kind, title=title, slug=slug, state=state, created_at=at, changed_at=at, **values)
    tool.full_clean()
    tool.save(force_insert=True)
    tool.themes.set(themes)
    _set_places(tool, places)
    changes = audit.changes_between({}, audit.snapshot(tool))
    audit.record(actor=actor, verb="tools.tool.created", obj=tool, changes=changes, at=at)
    return tool


@transaction.atomic
def change_tool(
    *,
    tool_id: int,
    actor: Any,
    at: datetime,
    themes: Sequence[int] | None = None,
    places: Sequence[int] | None = None,
    **values: Any,
) -> Tool:
    """Change a tool; its versions and its state have commands of their own. A former short name keeps leading to it.

    Raises:
        NotFound: there is no such tool.
        NotAllowed: the actor may not change it.
        SlugTaken: another tool has, or had, the short name.
        LicenceMissing: it is published, and would have no licence any more.
        ValidationError: a value does not fit.

    Writes the audit line `tools.tool.changed`, nothing when nothing differs.
    """
    _known(values)
    tool = locked(tool_id)
    require(actor, "tools.edit_tool", tool)
    before = audit.snapshot(tool)
    for name, value in values.items():
        setattr(tool, name, value)
    if tool.state == ToolState.PUBLISHED and not tool.licence:
        raise LicenceMissing(field="licence")
    if tool.slug != before["slug"]:
        _refuse_taken(tool.slug, tool.pk)
        FormerSlug.objects.filter(tool=tool, slug=tool.slug).delete()
        FormerSlug.objects.get_or_create(tool=tool, slug=before["slug"])
    tool.full_clean()
    tool.changed_at = at
    tool.save()
    if themes is not None:
        tool.themes.set(themes)
    if places is not None:
        _set_places(tool, places)
    changes = audit.changes_between(before, audit.snapshot(tool))
    changes.pop("changed_at", None)
    if changes:
        audit.record(actor=actor, verb="tools.tool.changed", obj=tool, changes=changes, at=at)
    return tool


@transaction.atomic
def delete_tool(*, tool_id: int, actor: Any, at: datetime) -> None:
    """Delete a tool that nobody ever saw; the others are withdrawn.

    Raises:
        NotFound: there is no such tool.
        NotAllowed: the actor may not delete it.
        StillNeeded: it was published, printed, used or adopted.

    Writes the audit line `tools.tool.deleted`.
    """
    tool = locked(tool_id)
    require(actor, "tools.delete_tool", tool)
    used = (tool.printings, tool.uses, tool.adoptions, tool.used_in, tool.kits)
    if tool.published_at or any(rows.exists() for rows in used):
        raise StillNeeded
    gone = audit.changes_between(audit.snapshot(tool), {})
    audit.record(actor=actor, verb="tools.tool.deleted", obj=tool, changes=gone, at=at)
    for edition in tool.editions.all():
        edition.file.delete(save=False)
    tool.editions.all().delete()
    tool.versions.all().delete()
    tool.delete()


@transaction.atomic
def publish_tool(*, tool_id: int, actor: Any, at: datetime, audience: str = "") -> Tool:
    """Publish a tool: one in preparation, one that a union offered, or one that was withdrawn.

    Its first version is published with it.

    Raises:
        NotFound: there is no such tool.
        NotAllowed: the actor may not publish.
        LicenceMissing: it has no licence.
        NothingToPublish: no version has a file or an address.
        NoSuchStep: it is published already.

    Writes the audit line `tools.tool.published`; publishes ToolPublished.
    """
    tool = locked(tool_id)
    require(actor, "tools.edit_tool", tool)
    if not tool.licence:
        raise LicenceMissing(field="licence")
    first = tool.versions.order_by("number").first()
    if first is None or not first.editions.exists():
        raise NothingToPublish(number=1)
    if audience:
        tool.audience = audience
    tool.published_at = tool.published_at or at
    _step(tool, ToolState.PUBLISHED, "", actor, at)
    ToolVersion.objects.filter(pk=first.pk, published_at=None).update(published_at=at)
    facts.publish(ToolPublished(tool.pk))
    return tool


@transaction.atomic
def decline_tool(*, tool_id: int, reason: str, actor: Any, at: datetime) -> Tool:
    """Decline what a union offered, and say why.

    Raises:
        NotFound, NotAllowed, NoSuchStep, ReasonMissing.

    Writes the audit line `tools.tool.declined`.
    """
    return _answered(tool_id, ToolState.DECLINED, reason, actor, at)


@transaction.atomic
def withdraw_tool(*, tool_id: int, reason: str, actor: Any, at: datetime) -> Tool:
    """Take a tool out of the catalogue, and say why; what was counted stays.

    Raises:
        NotFound, NotAllowed, NoSuchStep, ReasonMissing.

    Writes the audit line `tools.tool.withdrawn`.
    """
    return _answered(tool_id, ToolState.WITHDRAWN, reason, actor, at)


def _answered(tool_id: int, state: str, reason: str, actor: Any, at: datetime) -> Tool:
    tool = locked(tool_id)
    require(actor, "tools.edit_tool", tool)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return _step(tool, state, reason.strip()[:300], actor, at)


def _step(tool: Tool, state: str, because: str, actor: Any, at: datetime) -> Tool:
    before = tool.state
    if not may_follow(TOOL_STEPS, before, state):
        raise NoSuchStep(before=ToolState(before).label, after=ToolState(state).label)
    tool.state, tool.because, tool.changed_at = state, because, at
    tool.full_clean()
    tool.save()
    note(tool, f"tool.{state.lower()}", actor, at, state=(before, state))
    return tool


@transaction.atomic
def add_credit(
    *, tool_id: int, capacity: str, actor: Any, at: datetime, person_id: int | None = None, name: str = ""
) -> Credit:
    """Say who made a tool: somebody of the register, or a name (S50).

    Raises:
        NotFound, NotAllowed, BadValue (nobody is named, or not a person), ValidationError.

    Writes the audit line `tools.credit.added`.
    """
    tool = _editable(tool_id, actor)
    person = Contact.objects.filter(pk=person_id, kind=ContactKind.PERSON).first() if person_id else None
    if person is None and not name.strip():
        raise BadValue(field="name")
    row = Credit(tool=tool, capacity=capacity, person=person, name="" if person else name.strip()[:200])
    return _added(row, tool, "credit", actor, at)


@transaction.atomic
def add_link(*, tool_id: int, label: str, actor: Any, at: datetime, url: str = "") -> ToolLink:
    """Say where others present a tool (S90); the address may be unknown.

    Raises:
        NotFound, NotAllowed, ValidationError (an address that is neither http nor https).

    Writes the audit line `tools.link.added`.
    """
    tool = _editable(tool_id, actor)
    return _added(ToolLink(tool=tool, label=label.strip(), url=url.strip()), tool, "link", actor, at)


@transaction.atomic
def add_part(*, tool_id: int, part_id: int, actor: Any, at: datetime) -> KitPart:
    """Put a tool into a kit.

    Raises:
        NotFound, NotAllowed, BadValue (not a kit, or the kit itself), AlreadyDone.

    Writes the audit line `tools.part.added`.
    """
    kit = _editable(tool_id, actor)
    part = Tool.objects.filter(pk=part_id).first()
    if kit.kind != ToolKind.KIT or part is None or part.pk == kit.pk:
        raise BadValue(field="part")
    return _added(KitPart(kit=kit, tool=part), kit, "part", actor, at)


@transaction.atomic
def tie_activity(*, tool_id: int, activity_id: int, actor: Any, at: datetime) -> ActivityTool:
    """Say that an activity uses a tool (S12, S90).

    Raises:
        NotFound, NotAllowed (tool or activity), AlreadyDone.

    Writes the audit line `tools.activity.added`.
    """
    tool = _editable(tool_id, actor)
    activity = Activity.objects.filter(pk=activity_id).first()
    if activity is None:
        raise NotFound
    require(actor, "activities.view_activity", activity)
    return _added(ActivityTool(tool=tool, activity=activity), tool, "activity", actor, at)


ROWS: dict[str, type[models.Model]] = {"credit": Credit, "link": ToolLink, "part": KitPart, "activity": ActivityTool}


@transaction.atomic
def remove_row(*, noun: str, row_id: int, actor: Any, at: datetime) -> Tool:
    """Take away a credit, a link, a part or a tie to an activity; return the tool.

    Raises:
        NotFound, NotAllowed.

    Writes the audit line `tools.<noun>.removed`.
    """
    model = ROWS.get(noun)
    row: Any = model._default_manager.filter(pk=row_id).first() if model else None
    if row is None:
        raise NotFound
    tool = _editable(row.kit_id if noun == "part" else row.tool_id, actor)
    said = str(row)
    row.delete()
    note(tool, f"{noun}.removed", actor, at, **{noun: (said, "")})
    return tool


def _editable(tool_id: int, actor: Any) -> Tool:
    tool = locked(tool_id)
    require(actor, "tools.edit_tool", tool)
    return tool


def _added(row: Row, tool: Tool, noun: str, actor: Any, at: datetime) -> Row:
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDone from error
    note(tool, f"{noun}.added", actor, at, **{noun: ("", str(row))})
    return row


def _known(values: dict[str, Any]) -> None:
    unknown = values.keys() - FIELDS - {"state"}
    if unknown:
        message = f"no such field of a tool: {', '.join(sorted(unknown))}"
        raise TypeError(message)


def _set_places(tool: Tool, places: Sequence[int]) -> None:
    if list(tool.places.order_by("position", "pk").values_list("place_id", flat=True)) == list(places):
        return
    tool.places.all().delete()
    rows = [ToolPlace(tool=tool, place_id=pk, position=rank) for rank, pk in enumerate(dict.fromkeys(places))]
    ToolPlace.objects.bulk_create(rows)


def _refuse_taken(slug: str, own: int | None) -> None:
    others = Tool.objects.filter(slug=slug).exclude(pk=own or 0)
    if slug in RESERVED or others.exists() or FormerSlug.objects.filter(slug=slug).exclude(tool=own or 0).exists():
        raise SlugTaken(field="slug")


def _free_slug(title: str) -> str:
    stem = slugify(title)[:100].strip("-") or "outil"
    taken = set(Tool.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
