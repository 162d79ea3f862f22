"""Addresses of personal links: of an application, of a participant."""

from django.urls import URLPattern, path

from convergence.education.stays.views import candidate, participant

app_name = "stay_links"
urlpatterns: list[URLPattern] = [
    path("candidature/<str:token>/", candidate.application, name="application"),
    path("candidature/<str:token>/completer/", candidate.complete, name="complete"),
    path("candidature/<str:token>/pieces/<int:applicationpaper_id>/", candidate.remove_paper, name="remove_paper"),
    path("candidature/<str:token>/accepter/", candidate.accept, name="accept"),
    path("candidature/<str:token>/decliner/", candidate.decline, name="decline"),
    path("candidature/<str:token>/retirer/", candidate.withdraw, name="withdraw"),
    path("sejour/<str:token>/", participant.participant, name="participant"),
    path("sejour/<str:token>/urgence/", participant.sheet, name="sheet"),
    path("sejour/<str:token>/engagements/<int:commitment_id>/", participant.settle, name="settle"),
    path("sejour/<str:token>/cercle/", participant.circle, name="circle"),
]
