"""The least that Django can do: one page, no middleware, no database, no template. What public pages are compared with."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = b"<!doctype html><html lang=fr><title>Bonjour</title><h1>Bonjour</h1>"


def page(request: HttpRequest) -> HttpResponse:
    """Answer."""
    return HttpResponse(PAGE, headers={"Content-Length": str(len(PAGE))})


urlpatterns = [path("", page)]
if not settings.configured:
    settings.configure(ROOT_URLCONF="bench.bare", ALLOWED_HOSTS=["*"], SECRET_KEY="bare", USE_TZ=True)
application = get_wsgi_application()
