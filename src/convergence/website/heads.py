"""What the head of a page made from a register says to machines: as much as that of a page that editors write."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from convergence.core.profile import current_profile
from convergence.documents.models import Picture
from convergence.website.languages import shown_in
from convergence.website.machines import (
    LOCALES,
    Alternate,
    Data,
    FeedLink,
    Head,
    absolute,
    organisation_data,
    script_of,
    shared_picture,
)
from convergence.website.templatetags.website import Language, same_place


def languages_of(name: str, *args: Any, query: str = "") -> list[Language]:
    """Return a page of the product, by the name of its address, in every language of the site."""
    active = shown_in()
    return [same_place(f"website:{name}", code, active, query, args=args) for code, _name in settings.LANGUAGES]


def spoken(name: str, *args: Any, query: str = "") -> Data:
    """Return what every page of a register shows of itself: its languages, and the way home."""
    return {"languages": languages_of(name, *args, query=query), "home_url": reverse("website:home")}


def told_to_machines(
    name: str,
    *args: Any,
    title: str,
    words: str = "",
    query: str = "",
    about: Data | None = None,
    feeds: Iterable[FeedLink] = (),
    picture: Picture | None = None,
) -> Data:
    """Return `spoken`, and the head of the page: one address, the other languages, feeds, schema.org data.

    `about` says more of what the page shows than that it is a page: an event, a course; what is empty is left out.
    """
    context = spoken(name, *args, query=query)
    pages, language, profile = context["languages"], shown_in(), current_profile()
    address = next(absolute(one.href) for one in pages if one.is_current)
    alternates = [Alternate(one.code, absolute(one.href)) for one in pages]
    french = next(one for one in alternates if one.code == settings.LANGUAGE_CODE)
    description = Truncator(" ".join(strip_tags(words).split())).chars(200)
    organisation = organisation_data(profile)
    known = {"@type": "WebPage", "name": title, "description": description, "url": address, "inLanguage": language}
    known |= {"publisher": {"@id": organisation["@id"]}} if about is None else about
    graph = [organisation, {key: value for key, value in known.items() if value not in ("", None, [])}]
    context["head"] = Head(
        canonical=address,
        title=title,
        description=description,
        kind="website",
        locale=LOCALES.get(language, "fr_CA"),
        alternates=(*alternates, Alternate("x-default", french.href)),
        feeds=tuple(feeds),
        picture=shared_picture(picture, language, profile),
        linked_data=script_of({"@context": "https://schema.org", "@graph": graph}),
    )
    return context
