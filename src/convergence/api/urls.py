"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path

from convergence.api.contacts import router as contacts
from convergence.api.root import api

api.add_router("", contacts)

urlpatterns: list[URLPattern | URLResolver] = [path("v1/", api.urls)]
