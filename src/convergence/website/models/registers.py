"""Pages that read the registers: mission, history, people, members, networks, map. They hold words, never numbers."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from convergence.activities.models import Activity
from convergence.activities.queries.totals import by_country
from convergence.core.profile import current_profile
from convergence.history.choices import CountryCapacity
from convergence.history.models import Milestone, Series
from convergence.history.queries import (
    countries_by_capacity,
    country_records,
    mission_on,
    mission_wordings,
    moment_of,
    timeline,
)
from convergence.membership.queries.directory import public_directory
from convergence.vocabulary.countries import country_name
from convergence.vocabulary.models import Place
from convergence.website.models.base import DrawingName, PublicPage
from convergence.website.queries.networks import funders, networks
from convergence.website.queries.offices import holders_on, office_histories
from convergence.website.worldmap import Point, point_of, shapes, thread, view_box


def _language() -> str:
    return (get_language() or "fr")[:2]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _activities_by_country() -> list[tuple[str, str, int]]:
    """Return (code, name, how many) of the countries where something public was done, each activity once."""
    found = by_country(Activity.objects.in_public(timezone.localdate()))
    named = [(code, country_name(code, _language()), number) for code, number in found.items() if code]
    return sorted(named, key=lambda row: row[1])


def _home_point() -> Point | None:
    """Return where the organisation's own city stands on the map, None when no place of that name says where it is."""
    city = current_profile().city
    row = Place.objects.filter(name_fr=city, latitude__isnull=False, longitude__isnull=False).first() if city else None
    return point_of(float(row.latitude), float(row.longitude)) if row else None


class MissionPage(PublicPage):
    """The mission as worded today, the older wordings with their dates (S5), the work axes. Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    template = "website/mission.html"

    class Meta:
        verbose_name = _("mission page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the wordings; `?le=2024-02-22` asks for the one in use on a day."""
        context = super().get_context(request, *args, **kwargs)
        asked = _day(request.GET.get("le", ""))
        wording = mission_on(asked or timezone.localdate())
        context |= {
            "asked": asked,
            "wording": wording,
            "others": [row for row in mission_wordings() if row != wording],
        }
        return context


class HistoryPage(RoutablePageMixin, PublicPage):  # type: ignore[misc]
    """The timeline, read from the milestones. Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    own_drawing = DrawingName.YEARS
    template = "website/history.html"

    class Meta:
        verbose_name = _("history page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the moments, narrowed by theme, country, part of the world or series; apart, those that nobody dates."""
        context = super().get_context(request, *args, **kwargs)
        asked = {
            "theme": request.GET.get("theme", ""),
            "country": request.GET.get("pays", ""),
            "world_region": request.GET.get("region", ""),
            "series": request.GET.get("serie", ""),
        }
        moments = timeline(_language(), **asked)
        context |= {
            "asked": asked,
            "narrowed": any(asked.values()),
            "moments": [moment for moment in moments if moment.datetime or moment.milestone.end],
            "undated": [moment for moment in moments if not (moment.datetime or moment.milestone.end)],
            "all_series": Series.objects.all(),
        }
        return context

    @path("chronologie-json/", name="timelinejs")  # Wagtail serves no address with a point
    def as_timelinejs(self, request: HttpRequest) -> HttpResponse:
        """Give the timeline in the form that TimelineJS reads."""
        from convergence.website.timelinejs import timelinejs  # noqa: PLC0415

        return JsonResponse(timelinejs(timeline(_language()), _language()), json_dumps_params={"ensure_ascii": False})

    @path("<slug:slug>/", name="milestone")
    def milestone(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one milestone with its figures, sources and links."""
        found = Milestone.objects.published().with_everything().filter(slug=slug).first()
        if found is None:
            raise Http404
        return self.render(
            request, context_overrides={"moment": moment_of(found, _language())}, template="website/milestone.html"
        )


class PeoplePage(PublicPage):
    """Who held which office, gaps left as gaps (S39–S47). Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    own_drawing = DrawingName.TABLE
    template = "website/people.html"

    class Meta:
        verbose_name = _("page of people and terms of office")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the terms of office; `?le=1980-06-01` asks who held them on a day."""
        context = super().get_context(request, *args, **kwargs)
        written = request.GET.get("le", "")
        asked = _day(written)
        context |= {
            "offices": office_histories(_language()),
            "written": written,
            "asked": asked,
            "holders": holders_on(asked, _language()) if asked else [],
        }
        return context


class DirectoryPage(PublicPage):
    """The members that agreed to be named, and how many others (S55). Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    own_drawing = DrawingName.PEOPLE
    template = "website/directory.html"

    class Meta:
        verbose_name = _("members’ directory")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the members that agreed."""
        context = super().get_context(request, *args, **kwargs)
        context["directory"] = public_directory(timezone.localdate())
        return context


class NetworksPage(PublicPage):
    """Networks and funders, under the name of each time (S14, S87, S114). Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    own_drawing = DrawingName.LINK
    template = "website/networks.html"

    class Meta:
        verbose_name = _("page of networks and funders")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the networks of today and of the past, and the funders."""
        context = super().get_context(request, *args, **kwargs)
        now, past = networks()
        context |= {"networks": now, "past_networks": past, "funders": funders()}
        return context


class MapPage(PublicPage):
    """Countries on a map, with the same in a table (S35). Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    own_drawing = DrawingName.GLOBE
    template = "website/map.html"

    class Meta:
        verbose_name = _("map")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the countries; `?quoi=INTERNSHIP` colours another tie than support."""
        context = super().get_context(request, *args, **kwargs)
        by_capacity = countries_by_capacity(_language())
        asked = request.GET.get("quoi", "")
        capacity = asked if asked in by_capacity else next(iter(by_capacity), "")
        coloured = {record.code: capacity for record in by_capacity.get(capacity, [])}
        context |= {
            "countries": country_records(_language()),
            "activities_by_country": _activities_by_country(),
            "by_capacity": by_capacity,
            "capacity": capacity,
            "capacities": [(code, label) for code, label in CountryCapacity.choices if code in by_capacity],
            "shapes": (drawn := shapes(coloured, _language())),
            "view_box": view_box(),
            "home_point": (home := _home_point()),
            "threads": [thread(home, (shape.x, shape.y)) for shape in drawn if shape.capacity] if home else [],
        }
        return context
