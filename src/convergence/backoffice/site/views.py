"""Screens of the site that are no list of one table."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.backoffice.site import completeness

MOST_DRAFTS = 100


def languages(request: HttpRequest) -> HttpResponse:
    """Show the pages with their languages side by side, and how complete each language is."""
    require(request.user, "website.edit_page")
    lines = completeness.lines()
    context = {
        "page_title": _("Languages of the pages"),
        "title": _("Languages of the pages"),
        "lines": lines,
        "drafts": completeness.drafts().select_related("locale", "latest_revision__user")[:MOST_DRAFTS],
        "shares": completeness.shares(lines),
        "milestones": [(name, completeness.milestones_without(code)) for code, name in settings.LANGUAGES],
        "languages": settings.LANGUAGES,
    }
    return render(request, "backoffice/site/languages.html", context)
