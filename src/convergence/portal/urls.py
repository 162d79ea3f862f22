"""Addresses of the first page and of the members' space."""

from django.urls import URLPattern, path

from convergence.portal import (
    activities,
    dues,
    exhibitions,
    first_run,
    gatherings,
    pages,
    tools,
    tours,
    trainings,
    views,
)

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("premiers-pas/", first_run.begin, name="first_run"),
    path("espace/", views.home, name="home"),
    path("espace/<int:organisation>/", views.member, name="member"),
    path("espace/<int:organisation>/appels/<int:recipient>/", dues.dues, name="dues"),
    path("espace/<int:organisation>/recus/<slug:number>.pdf", views.receipt, name="receipt"),
    path("espace/<int:organisation>/activites/", activities.activities, name="activities"),
    path("espace/<int:organisation>/expositions/", exhibitions.loans, name="loans"),
    path("espace/<int:organisation>/expositions/demander/<slug:slug>/", exhibitions.ask, name="loan_request"),
    path("espace/<int:organisation>/expositions/<int:loan_id>/", exhibitions.loan, name="loan"),
    path(
        "espace/<int:organisation>/expositions/<int:loan_id>/convention.pdf",
        exhibitions.agreement,
        name="loan_agreement",
    ),
    path("espace/<int:organisation>/expositions/<int:loan_id>/signer/", exhibitions.sign, name="loan_sign"),
    path(
        "espace/<int:organisation>/expositions/<int:loan_id>/etat/<slug:way>/", exhibitions.report, name="loan_report"
    ),
    path("espace/<int:organisation>/expositions/<int:loan_id>/bilan/", exhibitions.tell, name="loan_tell"),
    path(
        "espace/<int:organisation>/expositions/<int:loan_id>/photos/<int:conditionphoto_id>/",
        exhibitions.photo,
        name="loan_photo",
    ),
    path("espace/<int:organisation>/formations/", trainings.trainings, name="trainings"),
    path("espace/<int:organisation>/formations/demander/", trainings.ask_training, name="ask_training"),
    path("espace/<int:organisation>/tournees/", tours.legs, name="legs"),
    path("espace/<int:organisation>/tournees/<int:leg_id>/", tours.leg, name="leg"),
    path("espace/<int:organisation>/tournees/<int:leg_id>/non/", tours.decline, name="leg_decline"),
    path("espace/<int:organisation>/tournees/<int:leg_id>/personnes/", tours.people, name="leg_people"),
    path("espace/<int:organisation>/tournees/<int:leg_id>/feuille.pdf", tours.sheet, name="leg_sheet"),
    path("espace/<int:organisation>/evenements/", gatherings.events, name="events"),
    path("espace/<int:organisation>/evenements/<int:gathering>/", gatherings.reserve, name="reserve"),
    path("espace/<int:organisation>/groupes/<int:party>/", gatherings.party, name="party"),
    path("espace/<int:organisation>/places/<int:registration>/", gatherings.name_place, name="name_place"),
    path("espace/<int:organisation>/outils/", tools.pool, name="tools"),
    path("espace/<int:organisation>/outils/offrir/", tools.offer, name="offer_tool"),
    path("espace/<int:organisation>/outils/fichiers/<int:edition_id>/", tools.take, name="take_tool"),
    path("espace/<int:organisation>/outils/prets/<int:pooluse_id>/", tools.settle, name="settle_loan"),
    path("espace/<int:organisation>/outils/<int:tool_id>/emprunter/", tools.borrow, name="borrow_tool"),
    path("espace/<int:organisation>/outils/<int:tool_id>/adopter/", tools.adopt, name="adopt_tool"),
    path("espace/<int:organisation>/commandes/", tools.orders, name="orders"),
    path("espace/<int:organisation>/commandes/commander/", tools.order, name="order"),
    path("espace/<int:organisation>/activites/calendrier/", activities.renew_key, name="calendar_key"),
    path("espace/<int:organisation>/personnes/", pages.people, name="people"),
    path("espace/<int:organisation>/personnes/nouvelles/", pages.news, name="news"),
    path("espace/<int:organisation>/personnes/annoncer/", pages.announce, name="announce"),
    path("espace/<int:organisation>/membres/", pages.count, name="count"),
    path("espace/<int:organisation>/adresse/", pages.address, name="address"),
    path("espace/<int:organisation>/coordonnees/ajouter/", pages.add_point, name="add_point"),
    path("espace/<int:organisation>/coordonnees/<int:point>/", pages.change_point, name="change_point"),
    path("espace/<int:organisation>/coordonnees/<int:point>/fin/", pages.end_point, name="end_point"),
]
