"""What an activity costs and who pays, on its page."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import may, require
from convergence.activities.models import Activity
from convergence.backoffice.activities.acts import GET_POST, ask, mine
from convergence.backoffice.activities.forms import NamedContactField, OfUser
from convergence.backoffice.activities.sections import Section, section
from convergence.backoffice.activities.seen import unseen
from convergence.backoffice.finance import base
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.commands import record_activity_entry, reverse_activity_entry
from convergence.finance.models import ActivityEntry
from convergence.finance.queries.costs import budget_of

SEE, WRITE = "finance.view_activityentry", "finance.record_activityentry"


class CostForm(OfUser):
    """A cost, or a sum that somebody puts in."""

    kind = forms.ChoiceField(label=gettext_lazy("Cost or support"), choices=CostKind.choices)
    stage = forms.ChoiceField(label=gettext_lazy("Planned or real"), choices=CostStage.choices)
    what = forms.CharField(label=pgettext_lazy("a cost", "What for"), max_length=200)
    amount_cents = base.CentsField(label=gettext_lazy("Amount"))
    party = NamedContactField(persons=None, label=gettext_lazy("Who pays or is paid"), required=False)
    booked_date = base.DayField(label=gettext_lazy("Date"))


@section(order=50)
def budget(request: HttpRequest, activity: Activity) -> Section | None:
    """Show what the activity costs and who pays."""
    if not may(request.user, SEE):
        return None
    found = budget_of(activity)
    hidden = unseen(request.user, [*(row.party_id for row in found.entries), *(one.contact_id for one in found.payers)])
    data: dict[str, Any] = {
        "budget": found,
        "hidden": hidden,
        "activity": activity,
        "may_write": may(request.user, WRITE),
    }
    return Section(_("Costs and who pays"), "backoffice/activities/budget.html", data)


@require_http_methods(GET_POST)
def add(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Write a cost or a support."""
    activity = mine(request, "activities.view_activity", activity_id)
    require(request.user, WRITE)
    start = {"booked_date": activity.first_day or timezone.localdate()}
    return ask(
        request,
        activity,
        CostForm(request.POST or None, user=request.user, initial=start),
        lambda given: record_activity_entry(
            activity_id=activity_id,
            party_id=given["party"].pk if given["party"] else None,
            actor=request.user,
            at=timezone.now(),
            **{name: given[name] for name in ("kind", "stage", "what", "amount_cents", "booked_date")},
        ),
        title=_("Money of “%(title)s”") % {"title": activity.title_fr},
        lede=_(
            "What it costs, and who puts how much in. Nothing is edited: a mistake is answered by an opposite entry."
        ),
        act=_("Write"),
        said=_("Written."),
    )


@require_POST
def reverse(request: HttpRequest, activityentry_id: int) -> HttpResponse:
    """Answer an entry by its opposite."""
    require(request.user, WRITE)
    row = ActivityEntry.objects.filter(pk=activityentry_id).first()
    activity = mine(request, "activities.view_activity", row.activity_id if row else 0)
    base.done(
        request,
        lambda: reverse_activity_entry(entry_id=activityentry_id, actor=request.user, at=timezone.now()),
        _("Taken back by an entry of the opposite amount."),
    )
    return redirect("activities:show", activity.pk)
