"""The personal link of a loan."""

from django.urls import URLPattern, path

from convergence.education.exhibitions.views import links as views

app_name = "loan"
urlpatterns: list[URLPattern] = [
    path("<str:token>/", views.show, name="show"),
    path("<str:token>/convention.pdf", views.agreement, name="agreement"),
    path("<str:token>/signer/", views.sign, name="sign"),
    path("<str:token>/etat/<slug:way>/", views.report, name="report"),
    path("<str:token>/bilan/", views.tell, name="tell"),
    path("<str:token>/photos/<int:conditionphoto_id>/", views.photo, name="photo"),
]
