"""Address of the evaluation."""

from django.urls import URLPattern, path

from convergence.activities import views

app_name = "evaluation"
urlpatterns: list[URLPattern] = [path("<str:code>/", views.evaluate, name="evaluate")]
