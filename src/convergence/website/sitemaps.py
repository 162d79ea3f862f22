"""The map of the site for machines: every public page and milestone, with its other languages."""

from collections import defaultdict
from typing import Any

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from convergence.history.models import Milestone
from convergence.website.machines import absolute
from convergence.website.models import HistoryPage, HomePage


class PageSitemap(Sitemap[Page]):
    """Pages in all their languages (sitemaps.org protocol; language alternates as search engines read them)."""

    def items(self) -> list[Page]:
        """Return every public page below a home page."""
        homes = HomePage.objects.live()
        return [
            page
            for home in homes
            for page in Page.objects.live()
            .public()
            .descendant_of(home, inclusive=True)
            .select_related("locale")
            .order_by("path")
        ]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return the addresses with their alternates."""
        found = []
        by_key: dict[Any, list[Page]] = defaultdict(list)
        items = list(self.paginator.page(page).object_list)
        for item in self.items():
            by_key[item.translation_key].append(item)
        for item in items:
            same = by_key[item.translation_key]
            found.append(_entry(item, same, ""))
            if item.specific_class is HistoryPage:
                found += [_entry(item, same, f"{slug}/") for slug in _milestones()]
        return found


def _milestones() -> list[str]:
    return list(Milestone.objects.published().order_by("pk").values_list("slug", flat=True))


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
