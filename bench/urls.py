"""Addresses of the product, plus Django's bare admin."""

from django.contrib import admin
from django.urls import path

from convergence.config.urls import urlpatterns as product
from convergence.contacts.models import Person


class BareAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Five columns, twenty-five rows, a search: what Django gives for nothing."""

    list_display = ("name", "number", "language", "country", "changed_at")
    search_fields = ("name",)
    list_per_page = 25
    show_full_result_count = True


bare = admin.AdminSite("bare")
bare.register(Person, BareAdmin)
urlpatterns = [path("bare/", bare.urls), *product]
