"""What search finds: each source reads its register and gives entries for what a public page shows, nothing else."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import CollectionViewRestriction, Page

from convergence.activities.models import Activity
from convergence.core.dates import UncertainDate
from convergence.documents.models import PublicFile
from convergence.history.models import Milestone
from convergence.history.queries import Moment, counters, country_records, moment_of
from convergence.membership.queries.directory import public_directory
from convergence.vocabulary.countries import country_name
from convergence.website.models import (
    DirectoryPage,
    HistoryPage,
    MapPage,
    NetworksPage,
    NewsPage,
    PeoplePage,
    PublicPage,
    SearchKind,
)
from convergence.website.queries.networks import funders, networks
from convergence.website.queries.offices import office_histories
from convergence.website.searching import education
from convergence.website.searching.entries import LANGUAGES, Entry, Ids, Source, joined

LONGEST_KEY = 60


def read_pages(ids: Ids = None) -> Iterator[Entry]:
    """Yield every public page of the site."""
    for model in PublicPage.__subclasses__():
        rows = model._default_manager.live().public().select_related("locale").order_by("pk")
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        for page in rows.iterator(chunk_size=500):
            url = page.get_url()
            if url:
                kind = SearchKind.NEWS if model is NewsPage else SearchKind.PAGE
                day = page.date.isoformat() if model is NewsPage else ""
                language = page.locale.language_code
                with override(language):  # figures and counters are told in words
                    words = _words_of(page)
                yield Entry(kind, str(page.pk), language, page.title, words, url, day)


def _words_of(page: PublicPage) -> str:
    fields = [getattr(page, name) for name in page.dressed if name != "title"]
    fields += [getattr(page, name, "") for name in ("resolution", "search_description")]
    body = page._meta.get_field("body").stream_block.get_searchable_content(page.body)
    return joined([*fields, *body])


def _by_name(name: str) -> str:
    """Return what names a record that has a name alone."""
    return name if len(name) <= LONGEST_KEY else hashlib.sha256(name.encode()).hexdigest()[:LONGEST_KEY]


def address_of(model: type[Page]) -> dict[str, str]:
    """Return {language: address} of the page that shows a register; a language without one leads to the French page."""
    pages = model._default_manager.live().public().select_related("locale").order_by("pk")
    found = {page.locale.language_code: page.get_url() or "" for page in pages}
    return {code: found.get(code) or found.get(settings.LANGUAGE_CODE, "") for code in LANGUAGES}


def read_activities(ids: Ids = None) -> Iterator[Entry]:
    """Yield every activity that any stranger may read today, in each language (S95)."""
    rows = Activity.objects.in_public(timezone.localdate()).select_related("place").prefetch_related("themes")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for row in rows.order_by("pk").iterator(chunk_size=500):
        for language in LANGUAGES:
            with override(language):
                around = [row.summary_in(language), row.get_kind_display(), row.venue]
                around += [row.place.name_in(language)] if row.place else []
                around += [theme.name_in(language) for theme in row.themes.all()]
                url = reverse("website:activity", args=[row.slug])
                title = row.title_in(language)
            yield Entry(SearchKind.ACTIVITY, str(row.pk), language, title, joined(around), url, row.start)


def read_milestones(ids: Ids = None) -> Iterator[Entry]:
    """Yield every published milestone, where the site has a page of history."""
    rows = Milestone.objects.published().with_everything().order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for language, base in address_of(HistoryPage).items():
        with override(language):
            for milestone in rows if base else ():
                moment = moment_of(milestone, language)
                yield _milestone(moment, language, f"{base}{milestone.slug}/")


def _milestone(moment: Moment, language: str, url: str) -> Entry:
    milestone = moment.milestone
    around: list[Any] = [moment.summary, moment.body, moment.when]
    around += [milestone.place.name_in(language)] if milestone.place else []
    around += [country_name(row.country, language) for row in milestone.countries.all()]
    around += [theme.name_in(language) for theme in milestone.themes.all()]
    around += [row.name_in(language) for row in milestone.actors.all()]
    return Entry(SearchKind.MILESTONE, str(milestone.pk), language, moment.title, joined(around), url, moment.datetime)


def read_figures(ids: Ids = None) -> Iterator[Entry]:
    """Yield the figures of the milestones, as each source states them, and the counters that a public page shows."""
    rows = Milestone.objects.published().with_everything().exclude(figures=None).order_by("pk").distinct()
    shown = _pages_with_counters()
    for language, base in address_of(HistoryPage).items():
        with override(language):
            for milestone in rows if base else ():
                yield from _figures(moment_of(milestone, language), language, f"{base}{milestone.slug}/")
        for counter in counters(language):
            url = shown.get((counter.key, language)) or shown.get((counter.key, settings.LANGUAGE_CODE))
            if url:
                title = f"{counter.words} {counter.unit}"
                yield Entry(SearchKind.FIGURE, f"total.{counter.key}", language, title, "", url)


def _figures(moment: Moment, language: str, url: str) -> Iterator[Entry]:
    for statement in moment.statements:
        for figure in statement.figures:
            title = f"{figure.in_words(language)} {figure.unit_in(language)}"
            record = f"{moment.milestone.pk}.{figure.pk}"
            yield Entry(SearchKind.FIGURE, record, language, title, moment.title, url, moment.datetime)


def _pages_with_counters() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for model in PublicPage.__subclasses__():
        rows = model._default_manager.live().public().annotate(written=Cast("body", TextField()))
        for page in rows.filter(written__contains='"counters"').select_related("locale").order_by("pk"):
            for key in [one["key"] for block in page.body if block.block_type == "counters" for one in block.value]:
                found.setdefault((key, page.locale.language_code), page.get_url() or "")
    return found


def read_people(ids: Ids = None) -> Iterator[Entry]:
    """Yield the public terms of office, one entry for each person."""
    for language, url in address_of(PeoplePage).items():
        held: dict[str, list[str]] = {}
        for office in office_histories(language) if url else ():
            for term in office.terms:
                if term.name:
                    held.setdefault(term.name, []).append(f"{term.title} ({term.when})")
        for name, terms in held.items():
            yield Entry(SearchKind.PERSON, _by_name(name), language, name, joined(terms), url)


def read_members(ids: Ids = None) -> Iterator[Entry]:
    """Yield the members that agreed to be named (S55)."""
    listed = public_directory(timezone.localdate()).listed
    for language, url in address_of(DirectoryPage).items():
        for member in listed if url else ():
            yield Entry(SearchKind.MEMBER, _by_name(member.name), language, member.name, member.acronym, url)


def read_networks(ids: Ids = None) -> Iterator[Entry]:
    """Yield networks and funders under the names of each time (S14, S87)."""
    now, past = networks()
    paying = funders()
    for language, url in address_of(NetworksPage).items():
        if not url:
            continue
        for network in [*now, *past]:
            yield Entry(SearchKind.NETWORK, _by_name(f"n.{network.name}"), language, network.name, network.acronym, url)
        for funder in paying:
            former = [f"{name.name} {name.acronym}" for name in funder.former]
            words = joined([funder.acronym, *former])
            yield Entry(SearchKind.NETWORK, _by_name(f"f.{funder.name}"), language, funder.name, words, url)


def read_countries(ids: Ids = None) -> Iterator[Entry]:
    """Yield the countries of the map with what was done there (S35)."""
    for language, url in address_of(MapPage).items():
        with override(language):
            for record in country_records(language) if url else ():
                words = joined(
                    part for tie in record.ties for part in (tie.get_capacity_display(), tie.note_in(language))
                )
                yield Entry(SearchKind.COUNTRY, record.code, language, record.name, words, url)


def read_files(ids: Ids = None) -> Iterator[Entry]:
    """Yield the files that anybody may download; one is found in every language."""
    rows = PublicFile.objects.order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for file in rows.exclude(collection_id__in=_shut_collections()):
        url = reverse("wagtaildocs_serve", args=[file.pk, file.filename])
        for language in LANGUAGES:
            day = UncertainDate(file.dated).for_people(language) if file.dated else ""
            words = joined([file.summary, file.filename, day])
            yield Entry(SearchKind.FILE, str(file.pk), language, file.title, words, url, file.dated)


def _shut_collections() -> set[int]:
    shut: set[int] = set()
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        below = restriction.collection.get_descendants(inclusive=True)
        shut |= set(below.values_list("pk", flat=True))
    return shut


K = SearchKind
SOURCES: tuple[Source, ...] = (
    Source((K.PAGE, K.NEWS), read_pages, frozenset(), by_record="wagtailcore.page"),
    Source((K.ACTIVITY,), read_activities, frozenset({"vocabulary"}), by_record="activities.activity"),
    Source((K.MILESTONE,), read_milestones, frozenset({"history", "vocabulary", "documents"}), "history.milestone"),
    Source((K.FIGURE,), read_figures, frozenset({"history", "vocabulary", "documents"})),
    Source((K.PERSON,), read_people, frozenset({"contacts", "core"})),
    Source((K.MEMBER,), read_members, frozenset({"contacts", "membership"})),
    Source((K.NETWORK,), read_networks, frozenset({"contacts", "core"})),
    Source((K.COUNTRY,), read_countries, frozenset({"history"})),
    Source((K.FILE,), read_files, frozenset({"documents"})),
    *education.SOURCES,
)
