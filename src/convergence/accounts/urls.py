"""Addresses of sign-in that allauth does not have."""

from django.urls import URLPattern, path

from convergence.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("comptes/second-facteur/", views.second_factor, name="second_factor"),
    path("demo/entrer/<slug:role>/", views.enter_demo, name="demo_sign_in"),
    path("entrer/", views.own_place, name="own_place"),
]
