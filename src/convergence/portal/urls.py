"""Addresses of the first page and of the members' space."""

from django.urls import URLPattern, path

from convergence.portal import first_run, views

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("premiers-pas/", first_run.begin, name="first_run"),
    path("espace/", views.home, name="home"),
    path("espace/<int:organisation>/", views.member, name="member"),
]
