"""Addresses of the activity register."""

from django.urls import URLPattern, path

from convergence.backoffice.activities import acts, totals, views

app_name = "activities"
prefix = "activites/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("totaux/", totals.index, name="totals"),
    path("ecrire/", views.add, name="add"),
    path("<int:activity_id>/", views.show, name="show"),
    path("<int:activity_id>/modifier/", views.edit, name="edit"),
    path("<int:activity_id>/etat/", acts.step, name="step"),
    path("<int:activity_id>/annuler/", acts.cancel, name="cancel"),
    path("<int:activity_id>/supprimer/", acts.delete, name="delete"),
    path("<int:activity_id>/organisations/", acts.add_organisation, name="add_organisation"),
    path("<int:activity_id>/personnes/", acts.add_person, name="add_person"),
    path("<int:activity_id>/presences/", acts.attendance, name="attendance"),
    path("<int:activity_id>/chiffres/", acts.figure, name="figure"),
    path("organisations/<int:participation_id>/retirer/", acts.remove_organisation, name="remove_organisation"),
    path("personnes/<int:personrole_id>/retirer/", acts.remove_person, name="remove_person"),
    path("presences/<int:attendanceentry_id>/reprendre/", acts.take_back, name="take_back"),
]
