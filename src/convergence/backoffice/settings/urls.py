"""Addresses of the settings."""

from django.urls import URLPattern, path

from convergence.backoffice.settings import views

app_name = "settings"
prefix = "reglages/"
urlpatterns: list[URLPattern] = [
    path("organisation/", views.profile, name="profile"),
    path("personnes/", views.users, name="users"),
    path("personnes/ajouter/", views.add_user, name="add_user"),
    path("personnes/<int:pk>/", views.edit_user, name="edit_user"),
]
