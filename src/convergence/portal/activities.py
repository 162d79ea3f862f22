"""What an organisation took part in, for its delegate."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from convergence.accounts.policies import visible
from convergence.activities.choices import DONE, ActivityState
from convergence.activities.models import Activity, Participation
from convergence.contacts.models import Contact
from convergence.core.dates import UncertainDate
from convergence.portal.pages import page
from convergence.portal.scope import for_own_organisation

LONGEST = 200


@for_own_organisation
@require_safe
def activities(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show what is coming and what was done, the organisation and its bodies considered."""
    of_it = Q(contact=organisation) | Q(contact__part_of=organisation)
    of_it |= Q(contact__merged_into=organisation) | Q(contact__part_of__merged_into=organisation)
    mine = Participation.objects.filter(of_it).order_by().values("activity_id")
    rows = visible(request.user, "activities.view_activity", Activity.objects.all()).filter(pk__in=mine)
    rows = rows.select_related("place", "axis").order_by("-first_day", "-pk")
    coming = rows.filter(state=ActivityState.CONFIRMED, last_day__gte=timezone.localdate())
    done = rows.filter(state__in=DONE)
    context = {
        "coming": [_dated(row) for row in coming.order_by("first_day", "pk")[:LONGEST]],
        "done": [_dated(row) for row in done[:LONGEST]],
        "done_count": done.count(),
    }
    return page(request, organisation, "activities", **context)


def _dated(activity: Activity) -> dict[str, Any]:
    start = UncertainDate.read(activity.start)
    return {"activity": activity, "when": start.for_people() if start else ""}
