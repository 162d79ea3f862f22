"""Addresses of trainings in the back office."""

from django.urls import URLPattern, path

from convergence.backoffice.trainings import acts, attest, catalogue, dates, people, presence, views

app_name = "trainings"
prefix = "formations/"
R = "demandes/<int:trainingrequest_id>/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("suivis/", views.follow_ups, name="follow_ups"),
    path("demandes/ecrire/", views.add, name="add"),
    path(R, views.show, name="show"),
    path(f"{R}modifier/", views.edit, name="edit"),
    path(f"{R}syndicat/", acts.union, name="union"),
    path(f"{R}dates/", dates.propose, name="propose"),
    path(f"{R}animation/", dates.replace, name="replace"),
    path(f"{R}lien/fermer/", acts.revoke, name="revoke"),
    path(f"{R}refuser/", acts.refuse, name="refuse"),
    path(f"{R}retirer/", acts.withdraw, name="withdraw"),
    path(f"{R}tombee/", acts.fell_through, name="fell_through"),
    path(f"{R}etat/", acts.step, name="step"),
    path(f"{R}suivi/", acts.follow_up, name="follow_up"),
    path("suivis/<int:followup_id>/", acts.settle, name="settle"),
    path(f"{R}presences/", presence.lines, name="lines"),
    path(f"{R}presences/papier/", presence.paper, name="paper"),
    path(f"{R}feuille/", presence.sheet, name="sheet"),
    path(f"{R}feuille/fermer/", presence.close, name="close_sheet"),
    path(f"{R}feuille.pdf", presence.sheet_pdf, name="sheet_pdf"),
    path(f"{R}accueil.pdf", presence.host_pdf, name="host_pdf"),
    path(f"{R}calendrier.ics", presence.calendar, name="calendar"),
    path("lignes/<int:signin_id>/compter/", presence.count, name="count_line"),
    path("lignes/<int:signin_id>/biffer/", presence.strike, name="strike_line"),
    path("lignes/<int:signin_id>/vider/", presence.forget, name="forget_line"),
    path("lignes/<int:signin_id>/attestation/", attest.issue, name="issue"),
    path("attestations/", attest.index, name="attestations"),
    path("attestations/<int:attestation_id>.pdf", attest.paper, name="attestation_pdf"),
    path("attestations/<int:attestation_id>/annuler/", attest.cancel, name="cancel_attestation"),
    path("animation/", people.index, name="facilitators"),
    path("animation/ajouter/", people.add, name="add_facilitator"),
    path("animation/<int:facilitator_id>/", people.show, name="facilitator"),
    path("animation/<int:facilitator_id>/modifier/", people.edit, name="edit_facilitator"),
    path("animation/<int:facilitator_id>/heures/", people.hours, name="hours"),
    path("animation/<int:facilitator_id>/absences/", people.absence, name="absence"),
    path("heures/<int:availability_id>/retirer/", people.remove_hours, name="remove_hours"),
    path("absences/<int:absence_id>/retirer/", people.remove_absence, name="remove_absence"),
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/ajouter/", catalogue.add, name="add_training"),
    path("catalogue/<int:training_id>/", catalogue.edit, name="edit_training"),
    path("catalogue/<int:training_id>/materiel/", catalogue.add_material, name="add_material"),
    path("catalogue/series/ajouter/", catalogue.add_series, name="add_series"),
    path("materiel/<int:material_id>/retirer/", catalogue.remove_material, name="remove_material"),
]
