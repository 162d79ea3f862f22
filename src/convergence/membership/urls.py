"""The personal link and its form."""

from django.urls import path

from convergence.membership import views

app_name = "membership"
urlpatterns = [
    path("retour/<slug:place>/", views.unpaid, name="unpaid"),
    path("retour/<slug:place>/paye/", views.paid, name="paid"),
    path("<str:token>/", views.details, name="details"),
    path("<str:token>/cotisation/", views.amount, name="amount"),
    path("<str:token>/reponse/", views.answer, name="answer"),
    path("<str:token>/carte/", views.card, name="card"),
    path("<str:token>/merci/", views.thanks, name="thanks"),
]
