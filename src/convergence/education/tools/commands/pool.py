"""The pool of member unions: offering, taking, lending (S8); adopting a kit (S11)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, facts
from convergence.core.dates import UncertainDate
from convergence.core.errors import BadValue, NotFound
from convergence.education.tools.choices import Audience, Licence, LoanState, ToolKind, ToolState, UseKind
from convergence.education.tools.commands.catalogue import locked, written_tool
from convergence.education.tools.commands.versions import count_download, written_edition
from convergence.education.tools.errors import (
    AdoptedAlready,
    LicenceMissing,
    NoSuchStep,
    NotAKit,
    NotLent,
    OwnTool,
)
from convergence.education.tools.events import KitAdopted
from convergence.education.tools.models import Adoption, Edition, PoolUse, Tool, ToolVersion
from convergence.education.tools.rules.steps import LOAN_STEPS, may_follow


def _union(union_id: int, action: str, actor: Any) -> Contact:
    union: Contact | None = Contact.objects.select_related("merged_into").filter(pk=union_id).first()
    if union is None or union.kind != ContactKind.ORGANISATION:
        raise NotFound
    require(actor, action, union)
    return union.merged_into or union


@transaction.atomic
def offer_tool(
    *,
    union_id: int,
    kind: str,
    title: str,
    licence: str,
    language: str,
    actor: Any,
    at: datetime,
    content: bytes | None = None,
    name: str = "",
    url: str = "",
    summary: str = "",
    credit: str = "",
    is_lent: bool = False,
    audience: str = Audience.MEMBERS,
) -> Tool:
    """Offer a tool of a union to the others, with a licence; nobody else sees it before the team accepts it (S8).

    Raises:
        NotFound, NotAllowed (not one's own union), LicenceMissing, FileRefused, ValidationError.

    Writes the audit lines `tools.tool.created` and `tools.edition.added`.
    """
    union = _union(union_id, "tools.offer_tool", actor)
    if licence not in Licence.values:
        raise LicenceMissing(field="licence")
    values = {
        "language": language,
        f"summary_{language}": summary.strip(),
        "licence": licence,
        "rights_holder": credit.strip()[:200] or union.name[:200],
        "is_lent": is_lent,
        "audience": audience,
        "owner_id": union.pk,
        "state": ToolState.OFFERED,
    }
    tool = written_tool(kind, title.strip(), actor, at, (), (), values)
    version = ToolVersion.objects.create(tool=tool, number=1)
    written_edition(tool, version, language, title, content, name, url, actor=actor, at=at)
    return tool


@transaction.atomic
def take_download(*, edition_id: int, union_id: int, actor: Any, at: datetime) -> Edition:
    """Write that a union downloads an edition; it counts for it and for the union that offers the tool (S8).

    A union's own download of its own tool counts for nobody.

    Raises:
        NotFound: no such published edition.
        NotAllowed: not one's own union.
    """
    union = _union(union_id, "tools.use_pool", actor)
    rows = Edition.objects.select_related("tool", "version").filter(version__published_at__isnull=False)
    edition = rows.filter(pk=edition_id, tool__state=ToolState.PUBLISHED).first()
    if edition is None:
        raise NotFound
    owner = edition.tool.owner_id
    if owner != union.pk:
        PoolUse.objects.create(tool=edition.tool, edition=edition, union=union, kind=UseKind.DOWNLOAD, at=at)
        count_download(edition_id=edition.pk, day=timezone.localdate(at))
    return edition


@transaction.atomic
def borrow(
    *, tool_id: int, union_id: int, from_date: date, until_date: date, actor: Any, at: datetime, note: str = ""
) -> PoolUse:
    """Ask to borrow a thing of another union, or of the centre.

    Raises:
        NotFound, NotAllowed, NotLent, OwnTool, BadValue (days in the past, or the end before the beginning).

    Writes the audit line `tools.loan.asked`.
    """
    union = _union(union_id, "tools.use_pool", actor)
    tool = locked(tool_id)
    if tool.state != ToolState.PUBLISHED or not tool.is_lent:
        raise NotLent
    if tool.owner_id == union.pk:
        raise OwnTool
    if from_date < timezone.localdate(at):
        raise BadValue(field="from_date")
    if until_date < from_date:
        raise BadValue(field="until_date")
    use = PoolUse(
        tool=tool,
        union=union,
        kind=UseKind.LOAN,
        state=LoanState.ASKED,
        from_date=from_date,
        until_date=until_date,
        note=note.strip()[:300],
        at=at,
    )
    use.full_clean()
    use.save(force_insert=True)
    changes = {"from": (None, from_date), "until": (None, until_date)}
    audit.record(actor=actor, verb="tools.loan.asked", obj=use, changes=changes, at=at)
    return use


@transaction.atomic
def settle_loan(*, use_id: int, state: str, actor: Any, at: datetime) -> PoolUse:
    """Say that a thing was lent, refused, or came back: the union that owns it, or the team.

    Raises:
        NotFound, NotAllowed, NoSuchStep.

    Writes the audit line `tools.loan.<state>`.
    """
    use = PoolUse.objects.select_for_update(of=("self",)).filter(pk=use_id, kind=UseKind.LOAN).first()
    if use is None:
        raise NotFound
    require(actor, "tools.settle_loan", use)
    before = use.state
    if not may_follow(LOAN_STEPS, before, state):
        after = LoanState(state).label if state in LoanState.values else state
        raise NoSuchStep(before=LoanState(before).label, after=after)
    use.state = state
    use.save(update_fields=["state"])
    audit.record(actor=actor, verb=f"tools.loan.{state.lower()}", obj=use, changes={"state": (before, state)}, at=at)
    return use


@transaction.atomic
def adopt_kit(
    *,
    tool_id: int,
    union_id: int,
    body: str,
    adopted: str,
    actor: Any,
    at: datetime,
    note: str = "",
    is_named: bool = False,
) -> Adoption:
    """Record that a body of a union adopted a kit, on a date as precise as known (S11).

    Raises:
        NotFound, NotAllowed, NotAKit, AdoptedAlready, BadValue (a date to come), ValidationError.

    Writes the audit line `tools.adoption.recorded`; publishes KitAdopted.
    """
    union = _union(union_id, "tools.record_adoption", actor)
    tool = locked(tool_id)
    if tool.kind != ToolKind.KIT or tool.state != ToolState.PUBLISHED:
        raise NotAKit
    row = Adoption(
        tool=tool,
        union=union,
        body=" ".join(body.split()),
        adopted=adopted,
        note=note.strip()[:300],
        is_named=is_named,
        recorded_at=at,
        recorded_by_id=getattr(actor, "pk", None),
    )
    row.full_clean(validate_constraints=False)
    if UncertainDate(row.adopted).earliest > timezone.localdate(at):
        raise BadValue(field="adopted")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AdoptedAlready from error
    changes = {"union": ("", union.name), "body": ("", row.body), "adopted": ("", row.adopted)}
    audit.record(actor=actor, verb="tools.adoption.recorded", obj=tool, changes=changes, at=at)
    facts.publish(KitAdopted(tool.pk, row.pk))
    return row
