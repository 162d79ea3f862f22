"""What machines read of a page: its one address, its other languages, its feeds, schema.org data."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.documents.models import Picture
from convergence.education.tools.choices import ToolKind
from convergence.education.tools.models import Edition, Tool
from convergence.history.choices import MilestoneKind
from convergence.history.queries import Moment
from convergence.vocabulary.models import Axis
from convergence.website import sizes

LOCALES = {"fr": "fr_CA", "en": "en_CA", "es": "es_419"}
SHARED = "website/shared.png"  # 1200 × 630: what networks ask for
SHARED_SIZE = (1200, 630)
GATHERINGS = frozenset({MilestoneKind.CONFERENCE, MilestoneKind.COLLOQUIUM, MilestoneKind.EVENING})


@dataclass(frozen=True)
class Alternate:
    """The same page in another language; `x-default` is the French one."""

    code: str
    href: str


@dataclass(frozen=True)
class FeedLink:
    """A feed of the section."""

    kind: str
    title: str
    href: str


@dataclass(frozen=True)
class SharedPicture:
    """The picture that others show when they link to the page."""

    href: str
    width: int
    height: int
    words: str


@dataclass(frozen=True)
class Head:
    """All that the head of a page says to machines. Addresses are absolute."""

    canonical: str
    title: str
    description: str
    kind: str
    locale: str
    alternates: tuple[Alternate, ...]
    feeds: tuple[FeedLink, ...]
    picture: SharedPicture
    linked_data: SafeString


def absolute(path: str) -> str:
    """Return the absolute address of a path: the site has one address, whatever the request came by."""
    return path if path.startswith("http") else f"{settings.BASE_URL}{path}"


def head_of(
    page: Page, request: HttpRequest, profile: OrganisationProfile, translations: list[Page], moment: Moment | None
) -> Head:
    """Return the head of a page, or of a milestone shown on it."""
    suffix = f"{moment.milestone.slug}/" if moment else ""
    language = page.locale.language_code

    def address(of: Page) -> str:
        return absolute((of.get_url(request) or "/") + suffix)

    alternates = [Alternate(other.locale.language_code, address(other)) for other in translations]
    french = next((one for one in alternates if one.code == settings.LANGUAGE_CODE), None)
    if french:
        alternates.append(Alternate("x-default", french.href))
    title = moment.title if moment else page.seo_title or page.title
    words = moment.summary if moment else page.search_description or getattr(page, "lede", "")
    return Head(
        canonical=address(page),
        title=title,
        description=Truncator(strip_tags(words)).chars(200),
        kind="article" if page.specific_class.__name__ == "NewsPage" or moment else "website",
        locale=LOCALES.get(language, "fr_CA"),
        alternates=tuple(alternates) if len(translations) > 1 else (),
        feeds=feeds_in(language, getattr(page, "axis", None)),
        picture=shared_picture(
            moment.milestone.picture if moment else getattr(page, "picture", None), language, profile
        ),
        linked_data=script_of(_data_of(page, address(page), profile, moment, words)),
    )


TOOL_TYPES = {ToolKind.COMIC: "ComicStory", ToolKind.VIDEO: "VideoObject", ToolKind.POSTER: "Poster"}


def tool_head(tool: Tool, title: str, summary: str, language: str, editions: Iterable[Edition]) -> Head:
    """Return the head of the page of a tool; the page of an older version names the newest as the one to find."""
    alternates = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            alternates.append(Alternate(code, absolute(reverse("website:tool", args=[tool.slug]))))
    address = next(one.href for one in alternates if one.code == language)
    profile = current_profile()
    organisation = organisation_data(profile)
    files = [
        {
            "@type": "MediaObject",
            "contentUrl": absolute(reverse("website:tool_file", args=[one.pk, one.name])) if one.file else one.url,
            "encodingFormat": one.media_type.partition(";")[0] if one.file else "",
            "inLanguage": one.language,
        }
        for one in editions
    ]
    data: Data = {
        "@type": TOOL_TYPES.get(ToolKind(tool.kind), "LearningResource"),
        "name": title,
        "description": strip_tags(summary) or title,
        "url": address,
        "inLanguage": sorted({one["inLanguage"] for one in files}) or tool.language,
        "license": tool.licence_page or tool.get_licence_display(),
        "publisher": {"@id": organisation["@id"]},
        "creator": [{"@type": "Person", "name": row.shown_name} for row in tool.credits.all()],
        "datePublished": timezone.localdate(tool.published_at).isoformat() if tool.published_at else "",
        "contentLocation": [{"@type": "Place", "name": row.place.name_in(language)} for row in tool.places.all()],
        "associatedMedia": [{key: value for key, value in one.items() if value} for one in files],
        "uploadDate": timezone.localdate(tool.published_at).isoformat()
        if tool.published_at and tool.kind == "VIDEO"
        else "",
    }
    graph = [organisation, {key: value for key, value in data.items() if value}]
    return Head(
        canonical=address,
        title=title,
        description=Truncator(strip_tags(summary)).chars(200),
        kind="article",
        locale=LOCALES.get(language, "fr_CA"),
        alternates=(*alternates, Alternate("x-default", alternates[0].href)),
        feeds=(FeedLink("application/atom+xml", _("Tools (Atom)"), reverse("website:tools_atom")),),
        picture=shared_picture(tool.cover, language, profile),
        linked_data=script_of({"@context": "https://schema.org", "@graph": graph}),
    )


def feeds_in(language: str, axis: Axis | None = None) -> tuple[FeedLink, ...]:
    """Return the feeds of the news in a language, and those of the work axis of the page."""
    with translation.override(language):
        found = [
            FeedLink("application/atom+xml", _("News (Atom)"), reverse("website:news_atom")),
            FeedLink("application/rss+xml", _("News (RSS)"), reverse("website:news_rss")),
        ]
        if axis:
            name = _("News: %(axis)s") % {"axis": axis.name_in(language)}
            found.append(FeedLink("application/atom+xml", name, reverse("website:news_atom_theme", args=[axis.slug])))
        return tuple(found)


def shared_picture(picture: Picture | None, language: str, profile: OrganisationProfile) -> SharedPicture:
    """Return the picture of the page, else the thread that every page bears."""
    rendition = picture.sized(sizes.SHARED) if picture and picture.may_be_shown else None
    if picture is None or rendition is None:
        with translation.override(language):
            words = _("Threads that become one") + (f" – {profile.name}" if profile.name else "")
        return SharedPicture(absolute(static(SHARED)), *SHARED_SIZE, words)
    return SharedPicture(absolute(rendition.url), rendition.width, rendition.height, picture.alt_in(language))


def organisation_data(profile: OrganisationProfile) -> dict[str, Any]:
    """Return the organisation in schema.org's words; only what its profile holds."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": profile.street,
        "addressLocality": profile.city,
        "addressRegion": profile.province,
        "postalCode": profile.postal_code,
        "addressCountry": profile.country,
    }
    data: dict[str, Any] = {
        "@type": "NGO",
        "@id": f"{settings.BASE_URL}/#organisation",
        "name": profile.name,
        "alternateName": profile.acronym,
        "url": f"{settings.BASE_URL}/",
        "foundingDate": str(profile.founded or ""),
        "email": profile.email,
        "telephone": profile.phone,
        "logo": absolute(static("ui/mark.svg")),
    }
    if profile.city:
        data["address"] = {key: value for key, value in address.items() if value}
    return {key: value for key, value in data.items() if value}


Data = dict[str, Any]


def _data_of(page: Page, address: str, profile: OrganisationProfile, moment: Moment | None, words: str) -> Data:
    """Return the organisation and what the page is: event, article, course, else a page; empty values left out."""
    organisation = organisation_data(profile)
    by = {"@id": organisation["@id"]}
    about: Data = {"description": strip_tags(words), "inLanguage": page.locale.language_code}
    kind = page.specific_class.__name__
    if moment and moment.milestone.kind in GATHERINGS and moment.datetime:
        about |= _event(moment, by) | {"url": address}
    elif moment:
        about |= {"@type": "Article", "headline": moment.title} | _published(address, by)
    elif kind == "NewsPage":
        about |= {"@type": "NewsArticle", "headline": page.title} | _published(address, by) | _dates(page)
    elif getattr(page, "offers_course", False):
        about |= {"@type": "Course", "name": page.title, "url": address, "provider": by}
        about["description"] = about["description"] or page.title
    else:
        about |= {"@type": "WebPage", "name": page.title, "url": address, "publisher": by}
    graph = [organisation, {key: value for key, value in about.items() if value}]
    if kind == "HomePage":
        graph.append(_site(address, page.locale.language_code, by, profile))
    return {"@context": "https://schema.org", "@graph": graph}


def _event(moment: Moment, by: Data) -> Data:
    place = str(moment.milestone.place or "")
    return {
        "@type": "Event",
        "name": moment.title,
        "startDate": moment.datetime,
        "endDate": moment.milestone.end,
        "organizer": by,
        "location": {"@type": "Place", "name": place, "address": place} if place else None,
    }


def _published(address: str, by: Data) -> Data:
    return {"mainEntityOfPage": address, "publisher": by, "author": by}


def _dates(page: Page) -> Data:
    changed = page.last_published_at or page.first_published_at
    return {"datePublished": page.date.isoformat(), "dateModified": changed.isoformat() if changed else ""}


def _site(address: str, language: str, by: Data, profile: OrganisationProfile) -> Data:
    """Return the site and how it is searched."""
    with translation.override(language):
        search = absolute(reverse("website:search"))
    return {
        "@type": "WebSite",
        "url": address,
        "name": profile.name or "Convergence",
        "inLanguage": language,
        "publisher": by,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def script_of(data: dict[str, Any]) -> SafeString:
    """Return a block of JSON-LD; nothing written in a page can end it."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  (escaped above)
