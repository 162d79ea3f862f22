"""The page of search: a plain form, an address that can be shared, no script."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from convergence.core.identifiers import id_from
from convergence.website.searching import index
from convergence.website.searching.finding import A_PAGE, ANY, LONGEST, Answer, find
from convergence.website.templatetags.website import Language, same_place


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found for `?q=`, of one kind with `?genre=`, in all languages with `?langue=toutes`."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    query = request.GET.get("q", "")
    kind = request.GET.get("genre", "")
    everywhere = request.GET.get("langue", "") == ANY
    if query.strip():
        index.bring_up_to_date()
    answer = find(query, language, kind=kind, everywhere=everywhere, page=id_from(request.GET.get("page", "")) or 1)
    context = {
        "answer": answer,
        "was_asked": "q" in request.GET and bool(query.strip()),
        "everywhere": everywhere,
        "any_language": ANY,
        "longest": LONGEST,
        "languages": _languages(answer, language),
        "kind": kind if len(answer.groups) == 1 and kind == answer.groups[0].kind else "",
        "numbers": Paginator(range(answer.found), A_PAGE).get_page(answer.page),
        "home_url": reverse("website:home"),
    }
    response = render(request, "website/search.html", context)
    response.headers["Cache-Control"] = "private, no-cache"  # each query is its own: no copy is kept
    return response


def _languages(answer: Answer, active: str) -> list[Language]:
    """Return the same search in every language of the site."""
    asked = f"?{urlencode({'q': answer.query})}" if answer.query else ""
    return [same_place("website:search", code, active, asked) for code, _name in settings.LANGUAGES]
