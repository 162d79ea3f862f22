"""Addresses of the whole product."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from convergence.activities import views as activities
from convergence.backoffice.site.wording import JavaScriptWords
from convergence.website import views as website
from convergence.website.sitemaps import ActivitySitemap, PageSitemap, RegisterSitemap

SITEMAPS = {"pages": PageSitemap, "registers": RegisterSitemap, "activities": ActivitySitemap}

# First: what visitors ask for most, in French without a prefix. None of these addresses begins as one of those below.
urlpatterns: list[URLPattern | URLResolver] = i18n_patterns(
    path("", include("convergence.website.urls")), prefix_default_language=False
)
urlpatterns += [
    path("", include("convergence.portal.urls")),
    path("", include("convergence.accounts.urls")),
    path("", include("convergence.ui.urls")),
    # A page for members only leads here: Wagtail asks for this name whatever the settings say.
    path(
        "comptes/membres/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path("langue/", include("django.conf.urls.i18n")),
    path("comptes/", include("allauth.urls")),
    path("c/", include("convergence.membership.urls")),
    path("paiement/", include("convergence.finance.urls")),
    path("evaluation/", include("convergence.activities.urls")),
    path("pret/", include("convergence.education.exhibitions.urls")),
    path("accueil/", include("convergence.education.tours.urls")),
    path("", include("convergence.education.trainings.urls")),
    path("stage/", include("convergence.education.stays.urls")),
    path("inscription/", include("convergence.education.gatherings.urls")),
    path("commandes/", include("convergence.education.tools.urls")),
    path("feuille/<str:code>/", activities.sign_in, name="sign_in"),
    path("desabonnement/", include("convergence.messaging.urls")),
    # Wagtail's own sign-in asks for a password, which nobody has; its page of users writes past our commands.
    path("gestion/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^gestion/(?:users|groups)/", RedirectView.as_view(pattern_name="settings:users")),
    path("gestion/localize/translate/<int:translation_id>/pofile/upload/", require_admin_access(website.upload_pofile)),
    path("gestion/localize/update/<int:translation_source_id>/", require_admin_access(website.update_translations)),
    path("gestion/localize/jsi18n/", require_admin_access(JavaScriptWords.as_view())),
    path("gestion/", include(wagtailadmin_urls)),
    path("api/", include("convergence.api.urls")),
    path("robots.txt", website.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("fichiers/", include(wagtaildocs_urls)),
    # Sizes of pictures are public; originals, letters and receipts are not, and have doors of their own.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}, name="picture"),
]
# Last: whatever is no address of the product is a page of the public site.
urlpatterns += i18n_patterns(re_path(serve_pattern, website.page, name="wagtail_serve"), prefix_default_language=False)

handler404 = "convergence.website.views.not_found"
handler500 = "convergence.ui.faults.on_error"
