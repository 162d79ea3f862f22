"""Addresses of the whole product."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("convergence.portal.urls")),
    path("", include("convergence.accounts.urls")),
    path("", include("convergence.ui.urls")),
    path("langue/", include("django.conf.urls.i18n")),
    path("comptes/", include("allauth.urls")),
    path("c/", include("convergence.membership.urls")),
    path("paiement/", include("convergence.finance.urls")),
    path("desabonnement/", include("convergence.messaging.urls")),
    # Wagtail's own sign-in asks for a password, which nobody has; its page of users writes past our commands.
    path("gestion/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^gestion/(?:users|groups)/", RedirectView.as_view(pattern_name="settings:users")),
    path("gestion/", include(wagtailadmin_urls)),
    path("api/", include("convergence.api.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

handler500 = "convergence.ui.faults.on_error"
