"""Old addresses lead to the new pages (S32, S67, S68, S126), never in a circle, never over a page that exists."""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from convergence.ui.language import SERVING
from convergence.website.moving.errors import MovingRefused
from convergence.website.moving.reporting import Report

KNOWN_ADDRESSES = Path(__file__).resolve().parent.parent / "data" / "old_addresses.csv"
FOLLOWED = 20


class OldAddress(NamedTuple):
    """An old path and the short names of the pages that it may lead to, the best first."""

    path: str
    slugs: tuple[str, ...]


def old_path(address: str) -> str:
    """Return the path and query of an old address as redirects keep them; empty for the root and for no address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    normal = str(Redirect.normalise_path(path)) if path.startswith("/") else ""
    return "" if normal in {"", "/"} or normal.startswith("/?") else normal


def read_addresses(text: str) -> list[OldAddress]:
    """Read a list of old addresses: `old path;short name of the page` (several short names parted by `|`).

    Raises:
        MovingRefused: a line says something else.
    """
    found = []
    for number, row in enumerate(csv.reader(StringIO(text), delimiter=";"), start=1):
        if not row or row[0].startswith("#"):
            continue
        path = old_path(row[0])
        slugs = tuple(slug.strip() for slug in row[1].split("|") if slug.strip()) if len(row) == 2 else ()
        if not path or not slugs:
            raise MovingRefused("bad_addresses", line=number)
        found.append(OldAddress(path, slugs))
    return found


def known_addresses() -> list[OldAddress]:
    """Return the addresses that older sites, letters and articles of the organisation give."""
    return read_addresses(KNOWN_ADDRESSES.read_text(encoding="utf-8"))


def is_product_path(path: str) -> bool:
    """Tell whether the product itself answers at a path, so that no page can."""
    if path.strip("/").partition("/")[0] in {code for code, _name in settings.LANGUAGES}:
        return True
    with translation.override(settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    return match.url_name != SERVING


def path_of(page: Page) -> str:
    """Return the path of a page as redirects keep paths."""
    parts = page.get_url_parts()
    return str(Redirect.normalise_path(parts[2])) if parts and parts[2] else ""


class Redirects:
    """The redirects of one site, read once; each new one is judged against all of them."""

    def __init__(self, site: Site, report: Report) -> None:
        self.site = site
        self.report = report
        rows = Redirect.objects.filter(site=site).select_related("redirect_page")
        self._rows = {row.old_path: row for row in rows}
        self._live = {path_of(page): page for page in Page.objects.live().descendant_of(site.root_page)}

    def live_at(self, path: str) -> Page | None:
        """Return the live page that answers at a path."""
        return self._live.get(path)

    def lead(self, address: str, *, page: Page | None = None, link: str = "", title: str = "") -> bool:
        """Make an old address lead to a page or a file; return whether it does now.

        Nothing is written when the page still answers there, when another page does, when a person here decided
        otherwise, or when following it would come back to the start.
        """
        path = old_path(address)
        target = path_of(page) if page is not None else str(Redirect.normalise_path(link))
        if not path or path == target:
            return False
        here = self._live.get(path)
        if (here is not None and (page is None or here.pk != page.pk)) or (
            is_product_path(f"{path}/") and here is None
        ):
            self.report.add("address_taken", title, address, path)
            return False
        row = self._rows.get(path)
        if row is not None:
            if row.redirect_page_id != getattr(page, "pk", None) or (page is None and row.redirect_link != link):
                self.report.add("address_kept", title, address, path)
            return False
        if self._comes_back(path, target):
            self.report.add("address_loop", title, address, path)
            return False
        row = Redirect(old_path=path, site=self.site, redirect_page=page, redirect_link=link, is_permanent=True)
        row.save()
        self._rows[path] = row
        self.report.counts["redirects"] += 1
        self.report.add("redirected", title, address, path)
        return True

    def _comes_back(self, path: str, target: str) -> bool:
        for _step in range(FOLLOWED):
            if target == path:
                return True
            row = self._rows.get(target)
            if row is None or target in self._live:
                return False
            page = row.redirect_page
            target = path_of(page) if page is not None else str(Redirect.normalise_path(row.redirect_link))
        return True


def lead_known(redirects: Redirects, addresses: Iterable[OldAddress]) -> dict[str, Page]:
    """Make the known old addresses lead to their pages; return the pages by old path."""
    found: dict[str, Page] = {}
    root = redirects.site.root_page
    for known in addresses:
        pages = Page.objects.live().descendant_of(root).filter(slug__in=known.slugs)
        by_slug = {page.slug: page for page in pages.order_by("-depth", "-pk")}
        page = next((by_slug[slug] for slug in known.slugs if slug in by_slug), None)
        if page is None:
            redirects.report.add("no_target", "", known.path, known.path)
            continue
        if path_of(page) != known.path:
            found[known.path] = page
            redirects.lead(known.path, page=page, title=page.title)
    return found
