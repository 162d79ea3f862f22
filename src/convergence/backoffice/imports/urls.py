"""Addresses of the import."""

from django.urls import URLPattern, path

from convergence.backoffice.imports import duplicates, views

app_name = "imports"
prefix = "listes/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("doublons/", duplicates.index, name="duplicates"),
    path("doublons/ecarter/", duplicates.keep_apart, name="keep_apart"),
    path("<int:pk>/", views.show, name="run"),
    path("<int:pk>/lecture/", views.reading, name="reading"),
    path("<int:pk>/colonnes/", views.columns, name="columns"),
    path("<int:pk>/regler/", views.settle, name="settle"),
    path("<int:pk>/appliquer/", views.apply, name="apply"),
    path("<int:pk>/annuler/", views.undo, name="undo"),
    path("<int:pk>/abandonner/", views.discard, name="discard"),
    path("<int:pk>/rapport.csv", views.report_csv, name="report"),
]
