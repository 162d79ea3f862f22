"""When a version is free, and the next days on which it is."""

from datetime import date, timedelta

from convergence.core.dates import long_day
from convergence.education.exhibitions.choices import ItemState
from convergence.education.exhibitions.models import Crate, Exhibition, Hold, Version
from convergence.education.exhibitions.rules.slots import Buffers, Season, Span, fits, is_free, next_free

HORIZON = timedelta(days=5 * 366)
AWAY = (ItemState.REPAIR, ItemState.LOST)


def travelling_crates(version: Version) -> list[Crate]:
    """Return the crates that a loan of a version takes, by number; those retired stay behind."""
    return list(version.crates.exclude(state=ItemState.RETIRED).order_by("pk"))


def missing_crate(version: Version) -> Crate | None:
    """Return a crate without which the version cannot leave, None when all are there."""
    return version.crates.filter(state__in=AWAY).order_by("pk").first()


def busy_of(version: Version, since: date, *, without_loan: int | None = None) -> list[Span]:
    """Return the holds of the crates of a version that end on a day or later, one loan left aside."""
    rows = Hold.objects.filter(crate__versions=version, end_date__gte=since)
    if without_loan is not None:
        rows = rows.exclude(loan=without_loan)
    pairs = rows.order_by().values_list("start_date", "end_date").distinct()
    return [Span(start, end) for start, end in pairs]


def next_stay(
    version: Version, asked: Span, *, today: date, buffers: Buffers | None = None, without_loan: int | None = None
) -> Span | None:
    """Return the earliest free stay as long as the one asked for, None within five years."""
    return next_free(
        asked,
        buffers=buffers or version.buffers,
        busy=busy_of(version, today, without_loan=without_loan),
        season=version.season,
        today=today,
        until=max(asked.start, today) + HORIZON,
    )


def may_be_asked(version: Version, stay: Span, today: date) -> bool:
    """Tell whether a version is offered, whole, in season and free for a stay."""
    if not version.is_offered or missing_crate(version) is not None or stay.days > version.longest_days:
        return False
    if stay.start < version.buffers.earliest_stay(today) or not fits(stay, version.season):
        return False
    return is_free(stay, version.buffers, busy_of(version, today))


def others_free(version: Version, stay: Span, today: date) -> list[Version]:
    """Return the other versions of the exhibition that are free for a stay (S92)."""
    rows = Version.objects.filter(exhibition=version.exhibition_id, is_offered=True).exclude(pk=version.pk)
    return [row for row in rows.select_related("exhibition") if may_be_asked(row, stay, today)]


def offered_versions(exhibition: Exhibition) -> list[Version]:
    """Return the versions that can be asked for."""
    return list(exhibition.versions.filter(is_offered=True).select_related("exhibition").order_by("setting", "pk"))


def season_in_words(season: Season | None, language: str | None = None) -> tuple[str, str] | None:
    """Return the days on which a season opens and closes, without a year; None for the whole year."""
    if season is None:
        return None
    year = season.beginning_in(2023)
    first, last = (_without_year(long_day(day, language)) for day in (year.start, year.end))
    return first, last


def _without_year(words: str) -> str:
    return words.rsplit(" ", 1)[0].rstrip(",").removesuffix(" de")
