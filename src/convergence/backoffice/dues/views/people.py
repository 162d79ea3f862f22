"""People whom delegates announce: accept in one click, or leave aside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.dues.base import attempt, shown_or_404
from convergence.membership.choices import AnnouncementState
from convergence.membership.commands import people as commands
from convergence.membership.models import AnnouncedPerson


@require_safe
def announced(request: HttpRequest) -> HttpResponse:
    """List those who wait, the oldest first, and the last decided ones."""
    require(request.user, "membership.view_announcedperson")
    rows = visible(request.user, "membership.view_announcedperson", AnnouncedPerson.objects.select_related("member"))
    context = {
        "title": _("People announced by members"),
        "waiting": rows.filter(state=AnnouncementState.PENDING).order_by("announced_at", "pk"),
        "decided": rows.exclude(state=AnnouncementState.PENDING).order_by("-decided_at", "-pk")[:20],
        "may_decide": may(request.user, "membership.decide_person"),
    }
    return render(request, "backoffice/dues/announced.html", context)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an announced person, or leave the announcement aside."""
    row = shown_or_404(request, AnnouncedPerson, pk, "membership.view_announcedperson")
    at = timezone.now()
    if "accept" in request.POST:
        attempt(
            request,
            lambda: commands.accept_person(announced_id=pk, actor=request.user, at=at),
            _("%(name)s is now among the people of %(member)s.") % {"name": row, "member": row.member.name},
        )
    else:
        attempt(
            request,
            lambda: commands.set_person_aside(announced_id=pk, actor=request.user, at=at),
            _("Left aside. Nothing was changed in the contacts."),
        )
    return redirect("dues:announced")
