"""The personal link of a host."""

from django.urls import URLPattern, path

from convergence.education.tours.views import links as views

app_name = "leg"
urlpatterns: list[URLPattern] = [
    path("<str:token>/", views.show, name="show"),
    path("<str:token>/non/", views.decline, name="decline"),
    path("<str:token>/personnes/", views.people, name="people"),
    path("<str:token>/feuille.pdf", views.sheet, name="sheet"),
]
