"""The map of the site for machines: every public page and milestone, with its other languages."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap
from django.db.models import Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from convergence.activities.models import Activity
from convergence.education.exhibitions.models import Exhibition
from convergence.education.gatherings.models import Series
from convergence.education.projects.models import Project
from convergence.education.tools.models import Tool
from convergence.education.tours.models import Tour
from convergence.education.trainings.models import Training
from convergence.history.models import Milestone
from convergence.vocabulary.models import Theme
from convergence.website.machines import absolute
from convergence.website.models import HistoryPage, HomePage
from convergence.website.places import PLACES


class PageSitemap(Sitemap[Page]):
    """Pages in all their languages (sitemaps.org protocol; language alternates as search engines read them).

    It is made anew for each request and reads the pages once: the number of queries does not depend on theirs.
    """

    @cached_property
    def pages(self) -> list[Page]:
        """Every public page, those of each home page together, in the order of the tree."""
        homes = list(HomePage.objects.live().order_by("path").values_list("path", flat=True))
        if not homes:
            return []
        below = Q()
        for path in homes:
            below |= Q(path__startswith=path)
        return list(Page.objects.live().public().filter(below).select_related("locale").order_by("path"))

    @cached_property
    def milestones(self) -> list[str]:
        """Short names of the published milestones."""
        return list(Milestone.objects.published().order_by("pk").values_list("slug", flat=True))

    def items(self) -> list[Page]:
        """Return every public page below a home page."""
        return self.pages

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the addresses with their alternates."""
        found = []
        by_key: dict[Any, list[Page]] = defaultdict(list)
        for item in self.pages:
            by_key[item.translation_key].append(item)
        history = ContentType.objects.get_for_model(HistoryPage).pk
        for item in self.paginator.page(page).object_list:
            same = by_key[item.translation_key]
            found.append(_entry(item, same, ""))
            if item.content_type_id == history:
                found += [_entry(item, same, f"{slug}/") for slug in self.milestones]
        return found


def _entry(page: Page, same: list[Page], suffix: str) -> dict[str, Any]:
    def address(of: Page) -> str:
        return absolute((of.get_url() or "/") + suffix)

    alternates = [{"location": address(other), "lang_code": other.locale.language_code} for other in same]
    return {
        "item": page,
        "location": address(page),
        "lastmod": page.last_published_at,
        "changefreq": None,
        "priority": "",
        "alternates": alternates if len(same) > 1 else [],
    }


class RegisterSitemap(Sitemap[Any]):
    """The lists that the registers make and what stands in them, each in all languages."""

    def items(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the addresses by name: what any stranger may see, series and themes only where they hold something."""
        public = Activity.objects.in_public(timezone.localdate()).order_by()
        rows: tuple[tuple[str, QuerySet[Any]], ...] = (
            ("training", Training.objects.published()),
            ("exhibition", Exhibition.objects.filter(is_public=True)),
            ("tour", public.filter(pk__in=Tour.objects.order_by().values("activity"))),
            ("project", Project.objects.in_public()),
            ("tool", Tool.objects.in_public()),
            ("series", Series.objects.filter(gatherings__activity__in=public.values("pk")).distinct()),
            ("theme", Theme.objects.filter(pk__in=public.values("themes"))),
        )
        first, *others = (known.order_by().annotate(of=Value(name)).values_list("of", "slug") for name, known in rows)
        shown = first.union(*others, all=True).order_by("of", "slug")
        return [(place.name, ()) for place in PLACES] + [(name, (slug,)) for name, slug in shown]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the addresses with their alternates."""
        return [entry for name, args in self.paginator.page(page).object_list for entry in _in_languages(name, args)]


class ActivitySitemap(Sitemap[Any]):
    """Public activities, each in all languages, the latest first."""

    limit = 5_000

    def items(self) -> Any:
        """Return the short names of what any stranger may read today, with when each was changed."""
        rows = Activity.objects.in_public(timezone.localdate()).past_or_coming()
        return rows.values_list("slug", "changed_at")

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the addresses with their alternates."""
        return [
            entry
            for slug, changed in self.paginator.page(page).object_list
            for entry in _in_languages("activity", (slug,), changed)
        ]


def _in_languages(name: str, args: tuple[str, ...], changed: Any = None) -> list[dict[str, Any]]:
    alternates = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            alternates.append({"location": absolute(reverse(f"website:{name}", args=args)), "lang_code": code})
    return [
        {
            "item": (name, *args),
            "location": one["location"],
            "lastmod": changed,
            "changefreq": None,
            "priority": "",
            "alternates": alternates,
        }
        for one in alternates
    ]
