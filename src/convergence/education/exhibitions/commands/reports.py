"""The state of the panels when they leave and when they come home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState
from convergence.activities.commands import change_state
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import BadValue, DayOutside, DayToCome
from convergence.documents.photos import Photo
from convergence.education.exhibitions.choices import Condition, Direction, IncidentKind, LoanState
from convergence.education.exhibitions.commands.finding import locked, step
from convergence.education.exhibitions.commands.incidents import take_out
from convergence.education.exhibitions.errors import PanelMissing, ReportFirst, TooManyPhotos, WrittenAlready
from convergence.education.exhibitions.models import (
    ConditionLine,
    ConditionPhoto,
    ConditionReport,
    Hold,
    Loan,
    Panel,
)
from convergence.education.exhibitions.queries.consent import leaving

MOST_PHOTOS = 12
AFTER = {Direction.OUT: LoanState.ON_LOAN, Direction.IN: LoanState.RETURNED}
BEFORE = {Direction.OUT: LoanState.AGREED, Direction.IN: LoanState.ON_LOAN}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """What was seen of one panel."""

    condition: str
    remark: str = ""


@transaction.atomic
def write_report(
    *,
    loan_id: int,
    direction: str,
    panels: Mapping[int, Seen],
    seen_by: str,
    seen_date: date,
    actor: Any,
    at: datetime,
    remark: str = "",
    photos: Sequence[Photo] = (),
) -> ConditionReport:
    """Write the state of each panel of the kit, with photographs that were cleaned (`documents.photos`).

    Damage or loss takes the panel out of circulation. The report of return lets the crates go, once checked, and marks the
    stop as held.

    Args:
        loan_id: the loan.
        direction: a code of `Direction`.
        panels: id of each panel that left → what was seen of it.
        seen_by: who looked.
        seen_date: when.
        actor: None behind the personal link.
        at: when it is written.
        remark: about the whole.
        photos: twelve at most.

    Raises:
        NotFound, NotAllowed: no such loan; it is neither one's own nor does one follow loans.
        WrittenAlready, ReportFirst: the report exists; the loan is not there yet.
        PanelMissing: a panel has no state.
        TooManyPhotos, BadValue: too many photographs; a day that cannot be.

    Writes the audit lines `exhibitions.loan.on_loan` or `exhibitions.loan.returned`, and `exhibitions.incident.opened` for
    each panel damaged or missing; publishes LoanStateChanged.
    """
    loan = locked(loan_id)
    require_side(actor, loan)
    _check(loan, direction, seen_date, len(photos), at)
    kit = panels_for(loan, direction)
    for panel in kit:
        if panel.pk not in panels or panels[panel.pk].condition not in Condition.values:
            raise PanelMissing(field=f"panel_{panel.pk}", number=panel.number)
    report = ConditionReport.objects.create(
        loan=loan,
        direction=direction,
        seen_date=seen_date,
        seen_by=seen_by.strip()[:200],
        remark=remark.strip()[:2000],
        written_at=at,
        written_by_id=getattr(actor, "pk", None),
    )
    _write_lines(report, kit, panels, photos)
    for panel in kit:
        _take_out_if_harmed(loan, panel, panels[panel.pk], seen_date, at)
    if direction == Direction.IN:
        _come_home(loan, seen_date, at)
    step(loan, AFTER[Direction(direction)], actor=actor, at=at, photos=(None, len(photos)))
    return report


def require_side(actor: Any, loan: Loan) -> None:
    """Refuse who neither follows loans nor acts for the borrower; None comes by the personal link.

    Raises:
        NotAllowed: it is neither.
    """
    from convergence.accounts.policies import may  # noqa: PLC0415

    if actor is not None and not may(actor, "exhibitions.edit_loan", loan):
        require(actor, "exhibitions.answer_loan", loan)


def panels_for(loan: Loan, direction: str) -> list[Panel]:
    """Return the panels to look at: the kit when it leaves, what left when it comes home."""
    if direction == Direction.OUT:
        return leaving(loan.version)
    rows = Panel.objects.filter(pk__in=ConditionLine.objects.filter(report__loan=loan).values("panel"))
    return list(rows.select_related("work").order_by("number", "pk"))


def _check(loan: Loan, direction: str, seen_date: date, photos: int, at: datetime) -> None:
    if direction not in Direction.values:
        raise BadValue(field="direction")
    if loan.reports.filter(direction=direction).exists():
        raise WrittenAlready
    if loan.state != BEFORE[Direction(direction)]:
        raise ReportFirst(state=LoanState(loan.state).label)
    first, today = loan.hold_start - timedelta(days=366), timezone.localdate(at)
    if seen_date > today:
        raise DayToCome(field="seen_date")
    if seen_date < first:
        raise DayOutside(field="seen_date", first=long_day(first), last=long_day(today))
    if photos > MOST_PHOTOS:
        raise TooManyPhotos(field="photos", most=MOST_PHOTOS)


def _write_lines(
    report: ConditionReport, kit: Sequence[Panel], panels: Mapping[int, Seen], photos: Sequence[Photo]
) -> None:
    ConditionLine.objects.bulk_create(
        ConditionLine(
            report=report, panel=panel, condition=panels[panel.pk].condition, remark=panels[panel.pk].remark[:300]
        )
        for panel in kit
    )
    ConditionPhoto.objects.bulk_create(
        ConditionPhoto(
            report=report,
            content=photo.content,
            width=photo.width,
            height=photo.height,
            removed=", ".join(photo.removed)[:300],
        )
        for photo in photos
    )


def _take_out_if_harmed(loan: Loan, panel: Panel, seen: Seen, day: date, at: datetime) -> None:
    kinds = {Condition.DAMAGED: IncidentKind.DAMAGE, Condition.MISSING: IncidentKind.LOSS}
    kind = kinds.get(Condition(seen.condition))
    if kind is not None:
        take_out(kind=kind, told=seen.remark or str(kind.label), day=day, panel=panel, loan=loan, actor=None, at=at)


def _come_home(loan: Loan, day: date, at: datetime) -> None:
    """Let each crate go after its days of checking: earlier than planned, or later as far as its next hold allows."""
    checked = day + timedelta(days=loan.version.after_days)
    for hold in loan.holds.select_for_update().order_by("crate"):
        following = (
            Hold.objects.filter(crate=hold.crate_id, start_date__gt=hold.end_date).order_by("start_date").first()
        )
        latest = following.start_date - DAY if following else checked
        hold.end_date = max(hold.start_date, min(checked, latest))
        hold.save(update_fields=["end_date"])
    loan.hold_end = max(checked, loan.last_day)
    activity = loan.activity
    opened = activity is not None and activity.first_day is not None and activity.first_day <= timezone.localdate(at)
    if activity is not None and opened and activity.state == ActivityState.CONFIRMED:
        change_state(activity_id=activity.pk, state=ActivityState.HELD, actor=None, at=at)
        audit.record(actor=None, verb="exhibitions.stop.held", obj=loan, changes={}, at=at)
