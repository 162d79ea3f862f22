"""Keeping and forgetting the filters of a list."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convergence.accounts.filters import forget_filter, keep_filter
from convergence.accounts.policies import require
from convergence.backoffice.lists.screens import screen_of
from convergence.core.errors import DomainError


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter of a list, or forget one when an id is given; go back to the list.

    Raises:
        Http404: the address is no list of ours.
    """
    address = request.POST.get("list", "")
    screen = screen_of(address) if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else None
    if screen is None:
        raise Http404
    require(request.user, screen.action)
    query, forgotten = request.POST.get("query", ""), request.POST.get("forget", "")
    if forgotten.isdecimal():
        forget_filter(user=request.user, filter_id=int(forgotten[:18]))  # type: ignore[arg-type]
    else:
        try:
            kept = keep_filter(
                user=request.user,  # type: ignore[arg-type]
                screen=screen.name,
                name=request.POST.get("name", ""),
                query=query,
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The filter “%(name)s” is kept.") % {"name": kept.name})
    return redirect(f"{urlsplit(address).path}?{query}")
