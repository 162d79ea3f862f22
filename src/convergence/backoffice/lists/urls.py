"""Address of the kept filters."""

from django.urls import URLPattern, path

from convergence.backoffice.lists import views

app_name = "lists"
prefix = "filtres/"
urlpatterns: list[URLPattern] = [path("", views.keep, name="keep")]
