"""Public addresses of finance."""

from django.urls import path

from convergence.finance.views import stripe_webhook

app_name = "finance"
urlpatterns = [path("stripe/webhook/", stripe_webhook, name="stripe_webhook")]
