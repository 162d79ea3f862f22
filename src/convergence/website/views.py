"""Serving of public pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve
from wagtail_localize.views import edit_translation

from convergence.accounts import first_run
from convergence.website.machines import absolute
from convergence.website.models import HomePage


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page; the first run before anybody uses the product, a plain first page before a site is made."""
    if first_run.is_open():
        return redirect("portal:first_run")
    site = Site.find_for_request(request)
    if site is None or not HomePage.objects.filter(pk=site.root_page_id).live().exists():
        return render(request, "website/front.html")
    return serve(request, "")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at this path.

    Raises:
        Http404: there is none.
    """
    return serve(request, path)


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


def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Read a translation back from its .po file; say so when no file comes (wagtail-localize itself does not ask)."""
    if request.method == "POST" and "file" not in request.FILES:
        messages.error(request, _("Choose the .po file to read."))
        return redirect("wagtailadmin_home")
    answer: HttpResponse = edit_translation.upload_pofile(request, translation_id)
    return answer
