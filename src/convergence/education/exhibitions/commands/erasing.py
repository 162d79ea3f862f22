"""What has served its purpose is emptied (L10)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from convergence.education.exhibitions.choices import LoanState
from convergence.education.exhibitions.models import Loan, Portrayed

KEPT = timedelta(days=2 * 366)


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty the names of people portrayed who are erased; what they agreed to stays, so that it is still obeyed."""
    Portrayed.objects.filter(person__in=ids).update(person=None, name="")


def forget_requests(*, at: datetime) -> int:
    """Empty who asked for loans that were over, declined or cancelled two years ago, and return how many."""
    before = timezone.localdate(at) - KEPT
    over = (LoanState.RETURNED, LoanState.DECLINED, LoanState.CANCELLED)
    rows = Loan.objects.filter(state__in=over, last_day__lt=before).exclude(Q(email="", contact_name="", phone=""))
    return rows.update(email="", contact_name="", phone="", message="")
