"""What an organisation took part in, for its delegate."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import visible
from convergence.activities.choices import DONE, ActivityState
from convergence.activities.commands import renew_calendar_key
from convergence.activities.models import Activity, CalendarKey, Participation
from convergence.activities.queries.telling import told_when
from convergence.contacts.models import Contact
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
        "own_address": _address(organisation),
    }
    return page(request, organisation, "activities", **context)


@for_own_organisation
@require_POST
def renew_key(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Make the secret address of what the organisation takes part in, or another in its place."""
    renew_calendar_key(contact_id=organisation.pk, actor=request.user, at=timezone.now())
    messages.success(request, _("The address is made. One that you had before gives nothing more."))
    return redirect("portal:activities", organisation.pk)


def _address(organisation: Contact) -> str:
    code = CalendarKey.objects.filter(contact=organisation).values_list("code", flat=True).first()
    return f"{settings.BASE_URL}{reverse('website:calendar_own', args=[code])}" if code else ""


def _dated(activity: Activity) -> dict[str, Any]:
    return {"activity": activity, "when": told_when(activity) if activity.start else ""}
