"""Addresses of the site's own screens."""

from django.urls import URLPattern, path

from convergence.backoffice.site import links, moving, views

prefix = "site/"
app_name = "site"
urlpatterns: list[URLPattern] = [
    path("langues/", views.languages, name="languages"),
    path("emmenager/", moving.index, name="moves"),
    path("emmenager/publier/", moving.publish_ready, name="publish_ready"),
    path("emmenager/<int:pk>/", moving.show, name="move"),
    path("emmenager/<int:pk>/confirmer/", moving.confirm, name="confirm_move"),
    path("emmenager/<int:pk>/abandonner/", moving.discard, name="discard_move"),
    path("liens/", links.index, name="links"),
    path("liens/<int:pk>/copie/", links.archive, name="archive_link"),
]
