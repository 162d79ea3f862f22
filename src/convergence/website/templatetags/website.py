"""What the pages of the public site ask for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail.templatetags.wagtailcore_tags import richtext

from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_where
from convergence.core.profile import current_profile
from convergence.website import notes
from convergence.website.acronyms import explained, register_of
from convergence.website.dressing import dress_line
from convergence.website.machines import Head, head_of
from convergence.website.places import PLACES

register = template.Library()
EXTENSION = re.compile(r"[\s,]+(?:poste|p\.|ext\.?|extension|x)\s*(\d+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A place of a menu; `is_current` is the value of `aria-current`, empty elsewhere."""

    title: str
    href: str
    is_current: str


@dataclass(frozen=True)
class Language:
    """The same page in one language."""

    code: str
    name: str
    href: str
    is_current: bool


def _home(context: Context) -> Page | None:
    page = context.get("page")
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return None
    root = site.root_page
    if page is not None and page.locale_id != root.locale_id:
        return root.get_translation_or_none(page.locale) or root
    return root.localized


def _entry(context: Context, page: Page) -> Entry:
    here = context.get("page")
    href = page.get_url(context.get("request")) or ""
    if here is None:
        return Entry(page.title, href, "")
    return Entry(page.title, href, "page" if here.pk == page.pk else "true" if here.path.startswith(page.path) else "")


def _places(context: Context) -> list[Page]:
    """Return the public pages right below the home page, read once for a request."""
    request = context.get("request")
    kept: list[Page] | None = getattr(request, "places_of_the_site", None)
    if kept is None:
        home = _home(context)
        kept = list(home.get_children().live().public()) if home else []
        if request is not None:
            request.places_of_the_site = kept
    return kept


@register.simple_tag(takes_context=True)
def site_menu(context: Context) -> list[Entry]:
    """Return the places of the main menu: the pages right below the home page that editors put in it."""
    return [_entry(context, page) for page in _places(context) if page.show_in_menus]


@register.simple_tag(takes_context=True)
def register_places(context: Context) -> list[Entry]:
    """Return the pages that the registers make, for the menu and the foot; the one that is read, or above it, said so."""
    request = context.get("request")
    path = request.path if request else ""
    found = [(place, place.href) for place in PLACES]
    return [
        Entry(str(place.title), href, "page" if path == href else "true" if path.startswith(href) else "")
        for place, href in found
    ]


@register.simple_tag(takes_context=True)
def foot_menu(context: Context) -> list[Entry]:
    """Return the places of the foot: the other pages right below the home page."""
    return [_entry(context, page) for page in _places(context) if not page.show_in_menus]


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[Page]:
    """Return the pages above this one, the home page first; none on it and right below it."""
    page = context.get("page")
    home = _home(context)
    if page is None or home is None:
        return []
    above = list(page.get_ancestors().filter(depth__gte=home.depth).live())
    return above if len(above) > 1 else []


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[Language]:
    """Return this page in every language in which it is published."""
    found = {page.locale.language_code: page for page in context.get("translations", [])}
    active = (get_language() or settings.LANGUAGE_CODE)[:2]
    return [
        Language(
            code,
            get_language_info(code)["name_local"].capitalize(),
            found[code].get_url(context["request"]),
            code == active,
        )
        for code, _name in settings.LANGUAGES
        if code in found
    ]


def same_place(name: str, code: str, active: str, query: str = "", *, args: Sequence[Any] = ()) -> Language:
    """Return an address of the site, by its name, in a language."""
    with override(code):
        href = reverse(name, args=args) + query
    return Language(code, get_language_info(code)["name_local"].capitalize(), href, code == active)


@register.filter
def in_language(row: Any, field: str) -> str:
    """Return the words of a row in the language of the page: `{{ tie|in_language:"note" }}`."""
    return str(getattr(row, f"{field}_in")(get_language() or settings.LANGUAGE_CODE))


@register.filter
def whereabouts(activity: Activity) -> str:
    """Say where an activity is, its city once."""
    return told_where(activity.venue, str(activity.place or ""))


@register.filter
def telephone(number: str) -> str:
    """Return a number with its extension in the language of the page: “poste 225”, “ext. 225”."""
    found = EXTENSION.search(number)
    if not found:
        return number
    return number[: found.start()].rstrip(" ,") + " " + _("ext. %(number)s") % {"number": found[1]}


@register.filter
def lang(row: Any, field: str) -> SafeString:
    """Say in a tag that words are French where a row has none in the language of the page (S89).

    Written right after the name of the tag: `<p{{ row|lang:"summary" }}>`.
    """
    here = (get_language() or settings.LANGUAGE_CODE)[:2]
    is_french = here != "fr" and not getattr(row, f"{field}_{here}", "") and bool(getattr(row, f"{field}_fr", ""))
    return SafeString(' lang="fr"' if is_french else "")


@register.filter
def dressed(text: str, language: str = "") -> str:
    """Return words of a register with the spaces and quotation marks of their language, as pages have them (S139)."""
    return dress_line(text, language or get_language() or settings.LANGUAGE_CODE)


@register.filter
def in_words(figure: Any) -> str:
    """Return a stated figure in words of the page's language: « près de 500 »."""
    return str(figure.in_words(get_language() or settings.LANGUAGE_CODE))


@register.filter
def unlocalized(number: float) -> str:
    """Write a coordinate for a drawing: with a point, whatever the language."""
    return f"{number:g}"


@register.simple_tag(takes_context=True)
def head_of_page(context: Context) -> Head | None:
    """Return what the head of the page says to machines; None where no page of the site is shown."""
    page, request = context.get("page"), context.get("request")
    if page is None or request is None or not page.pk:
        return None
    return head_of(page, request, context["organisation"], context.get("translations", []), context.get("moment"))


@register.simple_tag(takes_context=True)
def words(context: Context, value: Any) -> SafeString:
    """Write rich text, the marks of its notes linked and its first acronyms explained: `{% words value %}`."""
    page = context.get("page")
    places = notes.first_places(page.body) if page is not None and hasattr(page, "body") else {}
    linked = notes.linked(str(richtext(value)), getattr(value, "source", ""), places)
    return mark_safe(_with_acronyms(context, linked))  # noqa: S308  (Wagtail's own rich text)


def _with_acronyms(context: Context, html: str) -> str:
    """Explain the first of each acronym of the page: one register and one memory for all its blocks."""
    language = get_language() or settings.LANGUAGE_CODE
    request = context.get("request")
    kept = getattr(request, "_acronyms", None)
    if kept is None:
        kept = (register_of(language, current_profile()), set())
        if request is not None:
            request._acronyms = kept  # noqa: SLF001
    return explained(html, *kept, language)
