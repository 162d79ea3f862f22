"""Addresses of the API tokens."""

from django.urls import URLPattern, path

from convergence.backoffice.tokens import views

app_name = "tokens"
prefix = "jetons/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("<int:pk>/revoquer/", views.revoke, name="revoke"),
]
