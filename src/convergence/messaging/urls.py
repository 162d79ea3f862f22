"""Addresses of the pages that recipients open from a message."""

from django.urls import path

from convergence.messaging import views

app_name = "messaging"
urlpatterns = [
    path("<str:token>/", views.unsubscribe, name="unsubscribe"),
]
