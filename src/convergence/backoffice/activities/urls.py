"""Addresses of the activity register."""

from django.urls import URLPattern, path

from convergence.backoffice.activities import acts, budget, calendar, showing, signing, totals, views

app_name = "activities"
prefix = "activites/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("totaux/", totals.index, name="totals"),
    path("calendrier/", calendar.index, name="calendar"),
    path("calendrier/cle/", calendar.renew_key, name="calendar_key"),
    path("ecrire/", views.add, name="add"),
    path("<int:activity_id>/", views.show, name="show"),
    path("<int:activity_id>/modifier/", views.edit, name="edit"),
    path("<int:activity_id>/etat/", acts.step, name="step"),
    path("<int:activity_id>/annuler/", acts.cancel, name="cancel"),
    path("<int:activity_id>/supprimer/", acts.delete, name="delete"),
    path("<int:activity_id>/organisations/", acts.add_organisation, name="add_organisation"),
    path("<int:activity_id>/personnes/", acts.add_person, name="add_person"),
    path("<int:activity_id>/presences/", acts.attendance, name="attendance"),
    path("<int:activity_id>/feuille.pdf", signing.sheet, name="sheet"),
    path("<int:activity_id>/feuille/renouveler/", signing.renew, name="renew_sheet"),
    path("<int:activity_id>/images/", showing.pictures, name="pictures"),
    path("<int:activity_id>/fichiers/", showing.add_file, name="add_file"),
    path("<int:activity_id>/chiffres/", acts.figure, name="figure"),
    path("<int:activity_id>/argent/", budget.add, name="add_cost"),
    path("argent/<int:activityentry_id>/reprendre/", budget.reverse, name="reverse_cost"),
    path("organisations/<int:participation_id>/retirer/", acts.remove_organisation, name="remove_organisation"),
    path("personnes/<int:personrole_id>/retirer/", acts.remove_person, name="remove_person"),
    path("images/<int:activitypicture_id>/", showing.picture, name="picture"),
    path("images/<int:activitypicture_id>/retirer/", showing.remove_picture, name="remove_picture"),
    path("fichiers/<int:activitydocument_id>/retirer/", showing.remove_file, name="remove_file"),
    path("presences/<int:attendanceentry_id>/effacer-le-nom/", acts.forget_name, name="forget_name"),
    path("presences/<int:attendanceentry_id>/reprendre/", acts.take_back, name="take_back"),
]
