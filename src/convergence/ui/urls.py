"""Addresses of the looks."""

from django.urls import URLPattern, path

from convergence.ui import views

app_name = "ui"
urlpatterns: list[URLPattern] = [
    path("apparence/couleurs.css", views.stylesheet, name="stylesheet"),
    path("apparence/marque", views.mark, name="mark"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
