"""What waits on the home page, and how the year stands in money."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.core.money import format_cents
from convergence.finance.choices import EventState
from convergence.finance.models import BankLine, Payment, ProviderEvent
from convergence.finance.queries import totals_by_period
from convergence.finance.queries.receipts import payments_without_receipt
from convergence.membership.choices import CallState
from convergence.membership.models import DuesCall


@home.waiting("finance.match_bankline", order=20)
def unmatched_lines(user: Any, at: datetime) -> home.WaitingSource:
    """Count bank lines about which somebody must decide."""
    [count] = yield home.Counted(visible(user, "finance.match_bankline", BankLine.objects.waiting()))
    if count:
        title = ngettext("line of the bank statement to match", "lines of the bank statement to match", count)
        why = _("A member who paid still receives reminders until their line is matched.")
        yield home.Waiting(count, title, why, reverse("money:matching"))


@home.waiting("finance.allocate_payment", order=60)
def unused_credits(user: Any, at: datetime) -> home.WaitingSource:
    """Count payments that hold an unused part."""
    rows = visible(user, "finance.view_payment", Payment.objects.all())
    [count] = yield home.Counted(rows.with_unused().filter(unused_cents__gt=0))  # type: ignore[attr-defined]
    if count:
        title = ngettext("payment with an unused part", "payments with an unused part", count)
        why = _("Put it on an invoice, or send it back.")
        yield home.Waiting(count, title, why, reverse("money:payments") + "?state=credit")


@home.waiting("finance.issue_receipt", order=70)
def missing_receipts(user: Any, at: datetime) -> home.WaitingSource:
    """Count payments without receipt."""
    [count] = yield home.Counted(visible(user, "finance.view_payment", payments_without_receipt()))
    if count:
        title = ngettext("payment without receipt", "payments without receipt", count)
        yield home.Waiting(count, title, _("A receipt is numbered once and never changes."), reverse("money:receipts"))


@home.waiting("finance.settle_providerevent", order=15)
def stuck_notices(user: Any, at: datetime) -> home.WaitingSource:
    """Count notices of the card provider that could not be written in the books."""
    rows = ProviderEvent.objects.filter(state=EventState.STUCK)
    [count] = yield home.Counted(visible(user, "finance.settle_providerevent", rows))
    if count:
        title = ngettext("notice of the card provider to look at", "notices of the card provider to look at", count)
        why = _("Money may have moved that the books do not show yet.")
        yield home.Waiting(count, title, why, reverse("money:notices"))


@home.standing("finance.view_entry", order=50)
def year_in_money(user: Any, at: datetime) -> home.StandingSource:
    """Tell what was received of what is due, for the latest period, unless the dues call already tells it."""
    totals = list(totals_by_period().items())
    if not totals:
        return
    period, latest = totals[0]
    issued = visible(user, "membership.view_duescall", DuesCall.objects.exclude(state=CallState.DRAFT))
    if issued.filter(period=period).exists():
        return
    source = _("Ledger, %(due)s due") % {"due": format_cents(latest.due_cents)}
    if len(totals) > 1:
        before, last = totals[1]
        source += " · " + _("%(period)s: %(paid)s received") % {"period": before, "paid": format_cents(last.paid_cents)}
    yield home.Standing(
        format_cents(latest.paid_cents),
        _("received for %(period)s") % {"period": period},
        source=source,
        done=latest.paid_cents // 100,
        total=latest.due_cents // 100,
    )


@home.standing("finance.view_bankline", order=60)
def bank_settled(user: Any, at: datetime) -> home.StandingSource:
    """Tell how far the bank is read and how much of it is settled."""
    lines: Any = visible(user, "finance.view_bankline", BankLine.objects.all())
    total, waits = yield home.Counted(lines, lines.waiting())
    if not total:
        return
    last = lines.aggregate(last=Max("date"))["last"]
    yield home.Standing(
        _("%(done)s of %(total)s") % {"done": total - waits, "total": total},
        _("bank lines settled"),
        source=_("Statements read until %(date)s") % {"date": date_format(last, "SHORT_DATE_FORMAT")},
        done=total - waits,
        total=total,
    )
