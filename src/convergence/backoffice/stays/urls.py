"""Addresses of internships and missions."""

from django.urls import URLPattern, path

from convergence.backoffice.stays import acts, applications, calls, following, stays

app_name = "stays"
prefix = "stages/"
urlpatterns: list[URLPattern] = [
    path("", calls.index, name="index"),
    path("ajouter/", acts.add_call, name="add_call"),
    path("programmes/", calls.programmes, name="programmes"),
    path("programmes/ajouter/", acts.add_programme, name="add_programme"),
    path("programmes/<int:programme_id>/", acts.edit_programme, name="edit_programme"),
    path("appels/<int:staycall_id>/", calls.show, name="call"),
    path("appels/<int:staycall_id>/modifier/", acts.edit_call, name="edit_call"),
    path("appels/<int:staycall_id>/ajouter/<slug:kind>/", acts.add_part, name="add_part"),
    path("criteres/<int:criterion_id>/", acts.edit_criterion, name="edit_criterion"),
    path("demandes-au-retour/<int:expected_id>/", acts.edit_expected, name="edit_expected"),
    path("appels/<int:staycall_id>/comite/", acts.seat, name="seat"),
    path("comite/<int:committeemember_id>/retirer/", acts.unseat, name="unseat"),
    path("appels/<int:staycall_id>/publier/", acts.publish, name="publish"),
    path("appels/<int:staycall_id>/annuler/", acts.cancel, name="cancel"),
    path("appels/<int:staycall_id>/candidatures/", applications.index, name="applications"),
    path("appels/<int:staycall_id>/classement/", applications.ranking, name="ranking"),
    path("candidatures/<int:application_id>/", applications.show, name="application"),
    path("candidatures/<int:application_id>/noter/", applications.score, name="score"),
    path("candidatures/<int:application_id>/lien/", applications.declare, name="declare"),
    path("candidatures/<int:application_id>/reconnaitre/", applications.recognise, name="recognise"),
    path("candidatures/<int:application_id>/retirer/", applications.withdraw, name="withdraw"),
    path("pieces/<int:applicationpaper_id>/", applications.paper, name="paper"),
    path("sejours/", stays.index, name="stays"),
    path("sejours/ajouter/", following.add_stay, name="add_stay"),
    path("sejours/<int:stay_id>/", stays.show, name="stay"),
    path("sejours/<int:stay_id>/personnes/", following.add_participant, name="add_participant"),
    path("sejours/<int:stay_id>/retour/", following.welcome_back, name="welcome_back"),
    path("sejours/<int:stay_id>/constats/", following.add_finding, name="add_finding"),
    path("constats/<int:finding_id>/", following.edit_finding, name="edit_finding"),
    path("personnes/<int:participant_id>/urgence/", stays.emergency, name="emergency"),
    path("personnes/<int:participant_id>/retirer/", following.take_off, name="take_off"),
    path("personnes/<int:participant_id>/engagements/", following.add_promise, name="add_promise"),
    path("engagements/<int:commitment_id>/", following.settle, name="settle"),
    path("anciens/", stays.alumni, name="alumni"),
    path("anciens/<int:participant_id>/quitter/", following.leave_circle, name="leave_circle"),
]
