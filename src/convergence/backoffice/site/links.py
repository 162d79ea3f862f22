"""Addresses that no longer answer, and where their archived copies are (S143)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import require
from convergence.core.errors import DomainError
from convergence.website.linkwatch import watching
from convergence.website.models import WatchedLink

ROUTES = {"source": "sources:edit", "milestone": "milestones:edit", "page": "wagtailadmin_pages:edit"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the addresses that fail, the longest first."""
    require(request.user, watching.ACTION)
    links = list(WatchedLink.objects.failing()[:300])
    rows = [
        (link, [(place["title"], reverse(ROUTES[place["kind"]], args=[place["id"]])) for place in link.places])
        for link in links
    ]
    context = {
        "title": _("Links that no longer answer"),
        "lede": _(
            "Pages of others that our sources, milestones and pages lead to. Give the address of an archived copy."
        ),
        "rows": rows,
        "watched": WatchedLink.objects.count(),
        "unchecked": WatchedLink.objects.filter(checked_at=None).count(),
    }
    return render(request, "backoffice/site/links.html", context)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the address of an archived copy."""
    require(request.user, watching.ACTION)
    if not WatchedLink.objects.filter(pk=pk).exists():
        raise Http404
    address = request.POST.get("address", "")
    try:
        watching.give_archived_copy(link_id=pk, address=address, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The archived copy is kept; sources show it from now on."))
    return redirect("site:links")
