"""The personal link of an order."""

from django.urls import URLPattern, path

from convergence.education.tools import views

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("retour/<slug:place>/", views.unpaid, name="unpaid"),
    path("retour/<slug:place>/paye/", views.paid, name="paid"),
    path("<str:token>/", views.show, name="show"),
    path("<str:token>/facture.pdf", views.invoice, name="invoice"),
    path("<str:token>/carte/", views.card, name="card"),
    path("<str:token>/annuler/", views.cancel, name="cancel"),
]
