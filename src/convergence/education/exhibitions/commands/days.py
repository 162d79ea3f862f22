"""Which days may be given, and keeping the crates for them (see docs/reference/rules/loans.md)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from convergence.core.dates import long_day
from convergence.core.errors import BadValue, DomainError
from convergence.education.exhibitions.choices import ItemState, Setting
from convergence.education.exhibitions.errors import (
    CrateMissing,
    IndoorVersionOutdoors,
    LastBeforeFirst,
    LongerThanSeason,
    NothingFree,
    NothingOutdoors,
    NotOffered,
    OutOfSeason,
    SlotTaken,
    TooSoon,
)
from convergence.education.exhibitions.models import Crate, Hold, Loan, Version
from convergence.education.exhibitions.queries.availability import (
    busy_of,
    missing_crate,
    next_stay,
    season_in_words,
    travelling_crates,
)
from convergence.education.exhibitions.rules.slots import Buffers, Span, fits, is_free

PROMISE = "exhibitions_crate_once"
LAST_YEAR = 2100


def check_days(
    version: Version,
    stay: Span,
    *,
    setting: str,
    today: date,
    buffers: Buffers | None = None,
    without_loan: int | None = None,
) -> None:
    """Refuse days that cannot be given, each time with the way out; a free stay passes.

    Raises:
        LastBeforeFirst, LongerThanSeason, OutOfSeason, TooSoon, SlotTaken, NothingFree: about the days.
        IndoorVersionOutdoors, NothingOutdoors, NotOffered, CrateMissing: about the version.
    """
    around = buffers or version.buffers
    check_version(version, setting)
    _check_length(version, stay)

    def refused(kind: type[DomainError], **values: Any) -> DomainError:
        found = next_stay(version, stay, today=today, buffers=around, without_loan=without_loan)
        if found is None:
            return NothingFree(field="first_day")
        return kind(field="first_day", first=long_day(found.start), last=long_day(found.end), **values)

    if not fits(stay, version.season):
        opens, closes = season_in_words(version.season) or ("", "")
        raise refused(OutOfSeason, opens=opens, closes=closes)
    if stay.start < around.earliest_stay(today):
        raise refused(TooSoon)
    if not is_free(stay, around, busy_of(version, around.hold(stay).start, without_loan=without_loan)):
        raise refused(SlotTaken)


def check_version(version: Version, setting: str) -> None:
    """Refuse a version that cannot leave, or that does not stand the rain.

    Raises:
        NotOffered, CrateMissing, IndoorVersionOutdoors, NothingOutdoors.
    """
    if setting == Setting.OUTDOOR and version.setting == Setting.INDOOR:
        others = Version.objects.filter(exhibition=version.exhibition_id, setting=Setting.OUTDOOR, is_offered=True)
        other = others.select_related("exhibition").first()
        if other is None:
            raise NothingOutdoors(field="setting")
        raise IndoorVersionOutdoors(field="version", other=other)
    if not version.is_offered or not travelling_crates(version):
        raise NotOffered(field="version")
    missing = missing_crate(version)
    if missing is not None:
        raise CrateMissing(field="version", code=missing.code, state=ItemState(missing.state).label)


def _check_length(version: Version, stay: Span) -> None:
    if stay.days < 1:
        raise LastBeforeFirst(field="last_day")
    if stay.end.year > LAST_YEAR:
        raise BadValue(_("Write a year between 1900 and 2100."), field="last_day")
    season = version.season
    longest = min(version.longest_days, season.longest(stay.start)) if season else version.longest_days
    if stay.days > longest:
        raise LongerThanSeason(field="last_day", days=longest)


def keep_crates(loan: Loan, *, today: date) -> None:
    """Keep every crate of the version for the hold of a loan, in place of what it kept before.

    The crates are locked in the order of their numbers, and the database refuses two holds of one crate that share a day.

    Raises:
        SlotTaken: somebody else was faster.
    """
    crates = travelling_crates(loan.version)
    list(Crate.objects.select_for_update().filter(pk__in=[crate.pk for crate in crates]).order_by("pk"))
    loan.holds.all().delete()
    try:
        with transaction.atomic():
            for crate in crates:
                Hold.objects.create(loan=loan, crate=crate, start_date=loan.hold_start, end_date=loan.hold_end)
    except IntegrityError as error:
        if PROMISE not in str(error):
            raise
        free = next_stay(loan.version, loan.stay, today=today, buffers=buffers_of(loan))
        if free is None:
            raise NothingFree(field="first_day") from error
        raise SlotTaken(field="first_day", first=long_day(free.start), last=long_day(free.end)) from error


def buffers_of(loan: Loan) -> Buffers:
    """Return the days around a loan, with its own legs."""
    version = loan.version
    return Buffers(version.before_days, loan.out_days, loan.back_days, version.after_days)


def draw_hold(loan: Loan) -> None:
    """Write the days on which the crates of a loan cannot be elsewhere."""
    hold = buffers_of(loan).hold(loan.stay)
    loan.hold_start, loan.hold_end = hold.start, hold.end
