"""Keeping and forgetting filters of the lists of contacts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.views import View
from wagtail.admin import messages

from convergence.accounts.filters import forget_filter, keep_filter
from convergence.accounts.policies import may
from convergence.backoffice.contacts.base import LISTS
from convergence.core.errors import DomainError
from convergence.core.identifiers import id_from


class SavedFilterView(View):
    """One post keeps or forgets a filter of the person who is signed in."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, screen: str) -> HttpResponse:
        """Keep, or forget when an id is given; go back to the list."""
        if screen not in LISTS.values():
            raise Http404
        if not may(request.user, "contacts.view_contact"):
            raise PermissionDenied
        query = request.POST.get("query", "")
        forgotten = id_from(request.POST.get("forget"))
        if forgotten is not None:
            forget_filter(user=request.user, filter_id=forgotten)
        else:
            try:
                kept = keep_filter(user=request.user, screen=screen, name=request.POST.get("name", ""), query=query)
            except DomainError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _t("The filter “%(name)s” is kept.") % {"name": kept.name})
        return redirect(f"{reverse(f'{screen}:index')}?{query}")
