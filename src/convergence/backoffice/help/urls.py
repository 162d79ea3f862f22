"""Addresses of the help."""

from django.urls import URLPattern, path

from convergence.backoffice.help import views

app_name = "help"
prefix = "aide/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.page, name="page"),
]
