"""What search finds of education and of what the registers make: each answers what its public page shows, no more.

Note on care. What is told of a tour, an exhibition, a stay or a project hangs on several records: a guest who turns out
to be at risk, a stop under guard, a funder that is kept. An act on any of them has it read again before the next
search, and what a search is about to show of them is read once more, so that nothing lags behind a refusal.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from convergence.activities.models import Activity
from convergence.education.exhibitions.models import Exhibition
from convergence.education.gatherings.models import Series
from convergence.education.projects.models import Project
from convergence.education.projects.queries.public import funders_of, with_funders
from convergence.education.stays.models import Finding, Programme, Stay, StayCall
from convergence.education.tools.models import Tool
from convergence.education.tools.queries.catalogue import catalogue
from convergence.education.tours.queries.public import PublicTour, public_tours, told_tour, with_all_told
from convergence.education.trainings.models import Training
from convergence.history.models import Milestone
from convergence.vocabulary.countries import country_name
from convergence.vocabulary.models import Theme
from convergence.website.models import NewsPage, SearchKind
from convergence.website.places import PLACES
from convergence.website.searching.entries import LANGUAGES, Entry, Ids, Source, joined


def read_trainings(ids: Ids = None) -> Iterator[Entry]:
    """Yield the trainings of the public catalogue (S83)."""
    rows = Training.objects.published().select_related("series").prefetch_related("themes").order_by("pk")
    for language in LANGUAGES:
        with override(language):
            for row in rows:
                texts = [row.text_in(name, language) for name in ("summary", "objectives", "audience")]
                words = joined([*texts, row.series or "", *row.themes.all()])
                url = reverse("website:training", args=[row.slug])
                yield Entry(SearchKind.TRAINING, str(row.pk), language, row.title_in(language), words, url)


def read_tools(ids: Ids = None) -> Iterator[Entry]:
    """Yield the tools of the public catalogue, under the title of each language (S89)."""
    rows = catalogue().prefetch_related("credits__person", "places__place")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    tools = list(rows)
    for language in LANGUAGES:
        with override(language):
            for tool in tools:
                around: list[Any] = [tool.title, tool.get_kind_display(), tool.summary_in(language)[0]]
                around += [row.shown_name for row in tool.credits.all()]
                around += [row.place.name_in(language) for row in tool.places.all()]
                around += [theme.name_in(language) for theme in tool.themes.all()]
                url = reverse("website:tool", args=[tool.slug])
                yield Entry(SearchKind.TOOL, str(tool.pk), language, tool.shown(language)[0], joined(around), url)


def read_projects(ids: Ids = None) -> Iterator[Entry]:
    """Yield the education projects of the site with their themes and the funders that are not kept (S93)."""
    rows = with_funders(Project.objects.in_public()).prefetch_related("themes").order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for row in rows:
        funders = funders_of(row)
        for language in LANGUAGES:
            words = joined([row.summary_in(language), *(one.name_in(language) for one in row.themes.all()), *funders])
            with override(language):
                url = reverse("website:project", args=[row.slug])
            day = row.first_day.isoformat()
            yield Entry(SearchKind.PROJECT, str(row.pk), language, row.title_in(language), words, url, day)


def read_exhibitions(ids: Ids = None) -> Iterator[Entry]:
    """Yield the exhibitions of the site with their works and authors."""
    rows = Exhibition.objects.filter(is_public=True).prefetch_related("themes", "works").order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for row in rows:
        for language in LANGUAGES:
            around: list[Any] = [row.summary_in(language)]
            for work in row.works.all():
                around += [work.title_in(language), work.author]
            around += [theme.name_in(language) for theme in row.themes.all()]
            with override(language):
                url = reverse("website:exhibition", args=[row.slug])
            yield Entry(SearchKind.EXHIBITION, str(row.pk), language, row.title_in(language), joined(around), url)


def read_tours(ids: Ids = None) -> Iterator[Entry]:
    """Yield the tours that anybody may know of, guests and hosts as they agreed to be told (S71, S95); by activity."""
    today = timezone.localdate()
    rows = with_all_told(public_tours(today))
    if ids is not None:
        rows = rows.filter(activity__in=ids)
    for tour in rows:
        told = told_tour(tour, today)
        for language in LANGUAGES:
            activity = tour.activity
            words = joined([activity.summary_in(language), *_told_of(told, language)])
            with override(language):
                url = reverse("website:tour", args=[activity.slug])
            title = activity.title_in(language)
            yield Entry(SearchKind.TOUR, str(activity.pk), language, title, words, url, activity.start)


def _told_of(told: PublicTour, language: str) -> Iterator[Any]:
    for guest in told.guests:
        yield from (
            guest.name,
            guest.presents.get(language, guest.presents.get("fr", "")),
            country_name(guest.country, language) if guest.country else "",
        )
    for leg in told.legs:
        yield leg.city
        yield "" if leg.host is not None and leg.host.is_sensitive else leg.shown_host
    for mention in told.mentions:
        yield from (mention.title, mention.medium)


def read_stays(ids: Ids = None) -> Iterator[Entry]:
    """Yield the calls for applications and the programmes, with what missions found and anybody may read (S72–S74)."""
    calls = list(StayCall.objects.announced().select_related("programme").order_by("pk"))
    programmes = list(Programme.objects.filter(is_public=True).order_by("pk"))
    public = Activity.objects.in_public(timezone.localdate())
    stays = Stay.objects.filter(activity__in=public)
    findings: dict[int, list[Finding]] = {}
    for one in Finding.objects.filter(stay__in=stays, is_public=True).select_related("stay").order_by("pk"):
        findings.setdefault(one.stay.programme_id, []).append(one)
    for language in LANGUAGES:
        with override(language):
            for call in calls:
                words = joined([call.words_in(language), call.country_in(language), call.programme.title_in(language)])
                url = reverse("website:stay_call", args=[call.slug])
                yield Entry(SearchKind.STAY, f"call.{call.pk}", language, call.title_in(language), words, url)
            for row in programmes:
                found = [one.text_in(language) for one in findings.get(row.pk, ())]
                words = joined([row.summary_in(language), row.get_kind_display(), *found])
                url = reverse("website:stay_programme", args=[row.slug])
                yield Entry(SearchKind.STAY, f"programme.{row.pk}", language, row.title_in(language), words, url)


def read_series(ids: Ids = None) -> Iterator[Entry]:
    """Yield the series of events that hold something public (S75, S86)."""
    public = Activity.objects.in_public(timezone.localdate()).order_by().values("pk")
    rows = list(Series.objects.filter(gatherings__activity__in=public).distinct().order_by("pk"))
    for language in LANGUAGES:
        with override(language):
            for row in rows:
                url = reverse("website:series", args=[row.slug])
                yield Entry(SearchKind.SERIES, str(row.pk), language, row.name_in(language), "", url)


def read_themes(ids: Ids = None) -> Iterator[Entry]:
    """Yield the themes that something public bears (S96)."""
    bearers = (
        Activity.objects.in_public(timezone.localdate()),
        Training.objects.published(),
        Tool.objects.in_public(),
        Exhibition.objects.filter(is_public=True),
        Project.objects.in_public(),
        Milestone.objects.published(),
        NewsPage.objects.live().public(),
    )
    borne = Q()
    for rows in bearers:
        borne |= Q(pk__in=rows.order_by().values("themes"))
    themes = list(Theme.objects.filter(borne).order_by("pk"))
    for language in LANGUAGES:
        with override(language):
            for theme in themes:
                url = reverse("website:theme", args=[theme.slug])
                yield Entry(SearchKind.THEME, str(theme.pk), language, theme.name_in(language), "", url)


def read_places(ids: Ids = None) -> Iterator[Entry]:
    """Yield the lists that the registers make."""
    for language in LANGUAGES:
        with override(language):
            for place in PLACES:
                title, words = str(place.chosen_as), str(place.title)
                yield Entry(SearchKind.PLACE, place.name, language, title, words, place.href)


K = SearchKind
SOURCES: tuple[Source, ...] = (
    Source((K.TRAINING,), read_trainings, frozenset({"trainings", "vocabulary"})),
    Source((K.TOOL,), read_tools, frozenset({"contacts", "vocabulary"}), "tools.tool"),
    Source((K.PROJECT,), read_projects, frozenset({"contacts", "vocabulary"}), "projects.project", careful=True),
    Source((K.EXHIBITION,), read_exhibitions, frozenset({"exhibitions", "vocabulary"}), careful=True),
    Source((K.TOUR,), read_tours, frozenset({"contacts", "tours"}), "activities.activity", careful=True),
    Source((K.STAY,), read_stays, frozenset({"activities", "stays"}), careful=True),
    Source((K.SERIES,), read_series, frozenset({"activities", "gatherings"}), careful=True),
    Source(
        (K.THEME,),
        read_themes,
        frozenset({"activities", "exhibitions", "history", "projects", "tools", "trainings", "vocabulary"}),
    ),
    Source((K.PLACE,), read_places, frozenset()),
)
