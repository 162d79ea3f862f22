"""Addresses of tours of guests."""

from django.urls import URLPattern, path

from convergence.backoffice.tours import acts, calendar, parts, views

app_name = "tours"
prefix = "tournees/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("calendrier/", calendar.index, name="calendar"),
    path("ajouter/", acts.add, name="add"),
    path("<int:tour_id>/", views.checklist, name="tour"),
    path("<int:tour_id>/invites/", views.guests, name="guests"),
    path("<int:tour_id>/itineraire/", views.itinerary, name="itinerary"),
    path("<int:tour_id>/rencontres/", views.meetings, name="meetings"),
    path("<int:tour_id>/couts/", views.costs, name="costs"),
    path("<int:tour_id>/medias/", views.media, name="media"),
    path("<int:tour_id>/suites/", views.after, name="after"),
    path("<int:tour_id>/modifier/", acts.edit, name="edit"),
    path("<int:tour_id>/etat/", acts.step, name="step"),
    path("<int:tour_id>/par-jour/", acts.per_day, name="per_day"),
    path("<int:tour_id>/invites/ajouter/", parts.add_guest, name="add_guest"),
    path("<int:tour_id>/etapes/ajouter/", parts.add_leg, name="add_leg"),
    path("<int:tour_id>/rencontres/ajouter/", parts.add_meeting, name="add_meeting"),
    path("<int:tour_id>/hebergements/ajouter/", parts.add_part, {"kind": "lodging"}, name="add_lodging"),
    path("<int:tour_id>/trajets/ajouter/", parts.add_part, {"kind": "way"}, name="add_way"),
    path("<int:tour_id>/medias/ajouter/", parts.add_part, {"kind": "mention"}, name="add_mention"),
    path("<int:tour_id>/suites/ajouter/", parts.add_joined, name="add_joined"),
    path("invites/<int:tourguest_id>/", parts.edit_guest, name="guest"),
    path("invites/<int:tourguest_id>/feuille-de-route.pdf", views.road_book, name="road_book"),
    path("invites/<int:tourguest_id>/envoyer/", acts.send_road_book, name="send_road_book"),
    path("invites/<int:tourguest_id>/retirer/", acts.remove_guest, name="remove_guest"),
    path("etapes/<int:leg_id>/", parts.edit_leg, name="leg"),
    path("etapes/<int:leg_id>/feuille.pdf", views.host_sheet, name="host_sheet"),
    path("etapes/<int:leg_id>/demander/", acts.ask_host, name="ask_host"),
    path("etapes/<int:leg_id>/confirmer/", acts.confirm_leg, name="confirm_leg"),
    path("etapes/<int:leg_id>/decliner/", acts.decline_leg, name="decline_leg"),
    path("etapes/<int:leg_id>/retirer/", acts.remove_leg, name="remove_leg"),
    path("hebergements/<int:lodging_id>/", parts.edit_lodging, name="lodging"),
    path("hebergements/<int:lodging_id>/retirer/", acts.remove_lodging, name="remove_lodging"),
    path("trajets/<int:way_id>/", parts.edit_way, name="way"),
    path("trajets/<int:way_id>/retirer/", acts.remove_way, name="remove_way"),
    path("medias/<int:mention_id>/", parts.edit_mention, name="mention"),
    path("medias/<int:mention_id>/retirer/", acts.remove_mention, name="remove_mention"),
    path("suites/<int:joined_id>/retirer/", acts.remove_joined, name="remove_joined"),
]
