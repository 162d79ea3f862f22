"""Addresses of the product, plus Django's bare admin."""

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from convergence.config.urls import urlpatterns as product
from convergence.contacts.models import Person
from convergence.core.models import Counter


class BareAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Five columns, twenty-five rows, a search: what Django gives for nothing."""

    list_display = ("name", "number", "language", "country", "changed_at")
    search_fields = ("name",)
    list_per_page = 25
    show_full_result_count = True


bare = admin.AdminSite("bare")
bare.register(Person, BareAdmin)


@csrf_exempt
@transaction.atomic
def insert(request: HttpRequest) -> HttpResponse:
    """Do one locked insert: what registrations are compared with."""
    counter = Counter.objects.select_for_update().get(name="bench")
    counter.value += 1
    counter.save(update_fields=["value"])
    Counter.objects.create(name=f"bench.{counter.value}", value=counter.value)
    return HttpResponse(status=201)


urlpatterns = [path("bare/", bare.urls), path("bench/insert/", insert), *product]
