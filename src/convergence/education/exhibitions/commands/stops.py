"""Who came to a stop, and how it went."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.activities.choices import FigureKind
from convergence.activities.commands import state_figure
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import BadValue
from convergence.core.figures import Qualifier
from convergence.education.exhibitions.choices import STOPS, FeedbackMark, LoanState
from convergence.education.exhibitions.commands.finding import locked
from convergence.education.exhibitions.commands.reports import require_side
from convergence.education.exhibitions.errors import NotBegun, ReportFirst
from convergence.education.exhibitions.models import Feedback, Loan


def _begun(loan_id: int, actor: Any, at: datetime) -> Loan:
    loan = locked(loan_id)
    require_side(actor, loan)
    if loan.state not in STOPS or loan.activity_id is None:
        raise ReportFirst(state=LoanState(loan.state).label)
    if loan.first_day > timezone.localdate(at):
        raise NotBegun(day=long_day(loan.first_day))
    return loan


@transaction.atomic
def state_visitors(*, loan_id: int, number: int, actor: Any, at: datetime, qualifier: str = Qualifier.EXACT) -> None:
    """Say how many people came: a figure of the stop's activity; the latest holds.

    Raises:
        NotFound, NotAllowed: no such loan; it is not one's own.
        ReportFirst, NotBegun: it is not agreed, or has not opened.
        TooManyPeople, BadValue: the number is not plausible; no such qualifier.

    Writes the audit line `activities.figure.stated`.
    """
    loan = _begun(loan_id, actor, at)
    if qualifier not in Qualifier.values:
        raise BadValue(field="qualifier")
    state_figure(
        activity_id=loan.activity_id or 0,
        what=FigureKind.ATTENDED,
        value=number,
        qualifier=qualifier,
        source=loan.borrower_name[:300],
        actor=None,
        at=at,
    )


@transaction.atomic
def give_feedback(*, loan_id: int, mark: str, text: str, may_quote: bool, actor: Any, at: datetime) -> Feedback:
    """Say how it went; saying it again replaces it.

    Raises:
        NotFound, NotAllowed, ReportFirst, NotBegun: as for `state_visitors`.
        BadValue: no such mark.

    Writes the audit line `exhibitions.feedback.given`.
    """
    loan = _begun(loan_id, actor, at)
    if mark and mark not in FeedbackMark.values:
        raise BadValue(field="mark")
    values = {"mark": mark, "text": text.strip()[:2000], "may_quote": may_quote, "given_at": at}
    feedback, _made = Feedback.objects.update_or_create(loan=loan, defaults=values)
    audit.record(actor=actor, verb="exhibitions.feedback.given", obj=loan, changes={"mark": (None, mark)}, at=at)
    return feedback
