"""What machines read of a page: its one address, its other languages, its feeds, schema.org data."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from convergence.core.models import OrganisationProfile
from convergence.documents.models import Picture
from convergence.history.choices import MilestoneKind
from convergence.history.queries import Moment

LOCALES = {"fr": "fr_CA", "en": "en_CA", "es": "es_419"}
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
    picture: SharedPicture | None
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
        feeds=feeds_in(language),
        picture=_shared(moment.milestone.picture if moment else getattr(page, "picture", None), language),
        linked_data=_script(_data_of(page, address(page), profile, moment, words)),
    )


def feeds_in(language: str) -> tuple[FeedLink, ...]:
    """Return the feeds of the news in a language."""
    with translation.override(language):
        return (
            FeedLink("application/atom+xml", _("News (Atom)"), reverse("website:news_atom")),
            FeedLink("application/rss+xml", _("News (RSS)"), reverse("website:news_rss")),
        )


def _shared(picture: Picture | None, language: str) -> SharedPicture | None:
    if picture is None or not picture.may_be_shown:
        return None
    rendition = picture.get_rendition("fill-1200x630|format-jpeg")
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
    }
    if profile.city:
        data["address"] = {key: value for key, value in address.items() if value}
    return {key: value for key, value in data.items() if value}


def _data_of(
    page: Page, address: str, profile: OrganisationProfile, moment: Moment | None, words: str
) -> dict[str, Any]:
    organisation = organisation_data(profile)
    language = page.locale.language_code
    graph: list[dict[str, Any]] = [organisation]
    by = {"@id": organisation["@id"]}
    kind = page.specific_class.__name__
    if moment and moment.milestone.kind in GATHERINGS and moment.datetime:
        event = {
            "@type": "Event",
            "name": moment.title,
            "description": words,
            "startDate": moment.datetime,
            "endDate": moment.milestone.end,
            "url": address,
            "inLanguage": language,
        }
        if moment.milestone.place:
            event["location"] = {
                "@type": "Place",
                "name": str(moment.milestone.place),
                "address": str(moment.milestone.place),
            }
        graph.append({key: value for key, value in event.items() if value})
    elif moment or kind == "NewsPage":
        article = {
            "@type": "Article" if moment else "NewsArticle",
            "headline": moment.title if moment else page.title,
            "description": words,
            "inLanguage": language,
            "mainEntityOfPage": address,
            "publisher": by,
            "author": by,
        }
        if not moment:
            article |= {
                "datePublished": page.date.isoformat(),
                "dateModified": (page.last_published_at or page.first_published_at).isoformat()
                if page.last_published_at or page.first_published_at
                else "",
            }
        graph.append({key: value for key, value in article.items() if value})
    else:
        graph.append({"@type": "WebPage", "name": page.title, "url": address, "inLanguage": language, "publisher": by})
    return {"@context": "https://schema.org", "@graph": graph}


def _script(data: dict[str, Any]) -> SafeString:
    """Return a block of JSON-LD; nothing written in a page can end it."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  (escaped above)
