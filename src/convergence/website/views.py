"""Serving of public pages."""

import re
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found
from wagtail.models import Site
from wagtail.views import serve
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import edit_translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from convergence.accounts import first_run
from convergence.ui.language import is_public_page
from convergence.website.languages import shown_in
from convergence.website.machines import absolute
from convergence.website.models import HomePage
from convergence.website.publishing import lacks
from convergence.website.searching.finding import LONGEST
from convergence.website.templatetags.website import same_place

WORD = re.compile(r"[^\W_]+")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page; the first run before anybody uses the product, a plain first page before a site is made."""
    if first_run.is_open():
        return redirect("portal:first_run")
    site = Site.find_for_request(request)
    if site is None or not HomePage.objects.filter(pk=site.root_page_id).live().exists():
        front = render(request, "website/front.html")
        front.headers["Cache-Control"] = "private, no-cache"  # it says something else to who is signed in
        return front
    return serve(request, "")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at this path.

    Raises:
        Http404: there is none.
    """
    return serve(request, path)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is at an address: of the public site with its menu and a search, elsewhere without them."""
    if not is_public_page(request):
        return page_not_found(request, exception)
    language = shown_in()
    context = {
        "languages": [same_place("website:home", code, language) for code, _name in settings.LANGUAGES],
        "guess": words_of(request.path_info),
        "longest": LONGEST,
        "home_url": reverse("website:home"),
    }
    return render(request, "website/missing.html", context, status=HTTPStatus.NOT_FOUND)


def words_of(path: str) -> str:
    """Return the words of the last part of an address, which may say what was looked for: `/agir/un-don/` → `un don`."""
    parts = [part for part in path.split("/") if part]
    return " ".join(WORD.findall(parts[-1]))[:LONGEST] if parts else ""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell machines where the map of the site is, and what is not for them."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {place}"
            for place in (
                "/gestion/",
                "/espace/",
                "/c/",
                "/f/",
                "/presence/",
                "/comptes/",
                "/paiement/",
                "/desabonnement/",
            )
        ),
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def update_translations(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """Bring what changed to the translations; refuse to publish them with a picture that may not be shown."""
    if request.method == "POST" and "publish_translations" in request.POST:
        source = TranslationSource.objects.filter(pk=translation_source_id).first()
        if source is not None and lacks(request, source.get_source_instance()):
            return redirect("wagtail_localize:update_translations", translation_source_id)
    answer: HttpResponse = UpdateTranslationsView.as_view()(request, translation_source_id=translation_source_id)
    return answer


def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Read a translation back from its .po file; say so when no file comes (wagtail-localize itself does not ask)."""
    if request.method == "POST" and "file" not in request.FILES:
        messages.error(request, _("Choose the .po file to read."))
        return redirect("wagtailadmin_home")
    answer: HttpResponse = edit_translation.upload_pofile(request, translation_id)
    return answer
