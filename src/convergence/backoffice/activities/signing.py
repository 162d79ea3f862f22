"""The sheet on which people sign in: its code, its number, its paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.activities import commands
from convergence.activities.papers import sign_in_sheet
from convergence.backoffice.activities.acts import ATTEND, mine
from convergence.backoffice.finance import base
from convergence.education.trainings.models import TrainingRequest


@require_safe
def sheet(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Give the sheet as PDF: with a code to scan once there is one, and lines to write on."""
    activity = mine(request, ATTEND, activity_id)
    session = TrainingRequest.objects.filter(activity=activity).first()
    if session is not None:  # one activity, one sheet
        return redirect("trainings:sheet", session.pk)
    answer = HttpResponse(sign_in_sheet(activity, at=timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="presences-{activity.slug}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def renew(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Make the code and the number of the sheet, or others in their place."""
    mine(request, ATTEND, activity_id)
    base.done(
        request,
        lambda: commands.renew_sign_in(activity_id=activity_id, actor=request.user, at=timezone.now()),
        _("The sheet has a new code. One that hangs somewhere already is worth nothing now: print it again."),
    )
    return redirect("activities:show", activity_id)
