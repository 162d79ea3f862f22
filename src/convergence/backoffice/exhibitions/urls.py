"""Addresses of exhibitions that travel."""

from django.urls import URLPattern, path

from convergence.backoffice.exhibitions import acts, calendar, catalogue, views

app_name = "exhibitions"
prefix = "expositions/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("calendrier/", calendar.index, name="calendar"),
    path("prets/<int:loan_id>/", views.show, name="loan"),
    path("prets/<int:loan_id>/convention.pdf", views.agreement, name="agreement"),
    path("prets/<int:loan_id>/offrir/", acts.offer, name="offer"),
    path("prets/<int:loan_id>/fin/", acts.end, name="end"),
    path("prets/<int:loan_id>/signer/", acts.sign, name="sign"),
    path("prets/<int:loan_id>/etat/<slug:way>/", acts.report, name="report"),
    path("prets/<int:loan_id>/bilan/", acts.tell, name="tell"),
    path("photos/<int:conditionphoto_id>/", views.photo, name="photo"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/ouvrir/", acts.open_one, name="open_incident"),
    path("incidents/<int:incident_id>/", views.incident, name="incident"),
    path("incidents/<int:incident_id>/regler/", acts.settle, name="settle_incident"),
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/ajouter/", catalogue.add_exhibition, name="add"),
    path("catalogue/<int:exhibition_id>/", catalogue.show, name="exhibition"),
    path("catalogue/<int:exhibition_id>/ajouter/<slug:kind>/", catalogue.add, name="add_part"),
    path("catalogue/fiches/<slug:kind>/<int:record>/", catalogue.edit, name="edit"),
    path("versions/<int:version_id>/trousse/", catalogue.kit, name="kit"),
    path("oeuvres/<int:work_id>/", catalogue.work, name="work"),
    path("oeuvres/<int:work_id>/personnes/", catalogue.portrayed, name="portrayed"),
    path("personnes/<int:portrayed_id>/reponse/", catalogue.answer, name="answer"),
]
