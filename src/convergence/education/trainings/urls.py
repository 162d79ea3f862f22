"""Addresses of links: a request, a sheet, a line of sign-in, the code of an attestation."""

from django.urls import URLPattern, path

from convergence.education.trainings import views

app_name = "trainings_links"
urlpatterns: list[URLPattern] = [
    path("f/merci/", views.thanks, name="thanks"),
    path("f/<str:token>/", views.request_page, name="request"),
    path("f/<str:token>/calendrier.ics", views.request_calendar, name="calendar"),
    path("f/<str:token>/feuille.pdf", views.request_sheet, name="host_sheet"),
    path("presence/<str:token>/", views.sign_in, name="sign_in"),
    path("participation/<str:token>/", views.line, name="line"),
    path("participation/<str:token>/attestation.pdf", views.attestation, name="attestation"),
    path("attestations/", views.verify_form, name="verify_form"),
    path("attestations/<str:code>/", views.verify, name="verify"),
]
