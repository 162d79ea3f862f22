"""Addresses behind personal links."""

from django.urls import URLPattern, path

from convergence.education.gatherings import views

app_name = "gatherings"
urlpatterns: list[URLPattern] = [
    path("retour/", views.returned, name="returned"),
    path("groupe/<str:token>/", views.party, name="party"),
    path("groupe/<str:token>/<int:registration_id>/", views.name_place, name="name_place"),
    path("<str:token>/", views.registration, name="registration"),
    path("<str:token>/agenda.ics", views.agenda, name="agenda"),
    path("<str:token>/attestation.pdf", views.attestation, name="attestation"),
]
