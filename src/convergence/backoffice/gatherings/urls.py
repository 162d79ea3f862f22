"""Addresses of activities open to registration."""

from django.urls import URLPattern, path

from convergence.backoffice.gatherings import acts, door, people, views

app_name = "events"
prefix = "evenements/"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("remboursements/", views.refunds, name="refunds"),
    path("ouvrir/<int:activity_id>/", views.add, name="add"),
    path("series/", acts.series, name="series"),
    path("<int:gathering_id>/", views.show, name="show"),
    path("<int:gathering_id>/modifier/", views.edit, name="edit"),
    path("<int:gathering_id>/seances/", acts.add_sitting, name="add_sitting"),
    path("<int:gathering_id>/prix/", acts.add_price, name="add_price"),
    path("<int:gathering_id>/inscriptions/", people.index, name="registrations"),
    path("<int:gathering_id>/inscrire/", people.add, name="register"),
    path("<int:gathering_id>/groupe/", people.add_party, name="add_party"),
    path("<int:gathering_id>/insignes.pdf", door.badges, name="badges"),
    path("<int:gathering_id>/accueil/", door.door, name="door"),
    path("<int:gathering_id>/accueil/envoi/", door.receive, name="receive"),
    path("<int:gathering_id>/presences/", door.count, name="count"),
    path("seances/<int:sitting_id>/retirer/", acts.remove_sitting, name="remove_sitting"),
    path("prix/<int:price_id>/retirer/", acts.remove_price, name="remove_price"),
    path("inscriptions/<int:registration_id>/annuler/", people.cancel, name="cancel"),
]
