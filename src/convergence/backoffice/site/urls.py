"""Addresses of the site's own screens."""

from django.urls import URLPattern, path

from convergence.backoffice.site import views

prefix = "site/"
app_name = "site"
urlpatterns: list[URLPattern] = [path("langues/", views.languages, name="languages")]
