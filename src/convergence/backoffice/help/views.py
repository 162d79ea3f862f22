"""The help: a table of contents, and one page per matter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.backoffice.help.pages import PAGES


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the matters."""
    return render(request, "backoffice/help/index.html", {"title": _("How and why"), "pages": PAGES.values()})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one matter.

    Raises:
        Http404: no such matter.
    """
    if slug not in PAGES:
        raise Http404
    return render(request, "backoffice/help/page.html", {"title": PAGES[slug].title, "page": PAGES[slug]})
