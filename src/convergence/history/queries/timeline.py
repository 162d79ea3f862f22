"""The timeline: milestones in order, each with its date in words as sure as its sources."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.dates import UncertainDate
from convergence.history.choices import PartOf, Precedence
from convergence.history.models import Milestone, StatedFigure


@dataclass(frozen=True)
class Statement:
    """What sources say of one thing: one figure, or several that disagree, each with its source."""

    what: str
    figures: tuple[StatedFigure, ...]

    @property
    def disagree(self) -> bool:
        """Tell whether the sources state different figures."""
        return len({(figure.value, figure.qualifier) for figure in self.figures}) > 1


@dataclass(frozen=True)
class Moment:
    """A milestone ready to be shown in one language.

    `when` is in words (« fin janvier 2003 », « depuis 2020 », « dans le passé »); `datetime` is the machine's form with
    the precision of the source (`2003-01`), empty when nobody dated it.
    """

    milestone: Milestone
    title: str
    summary: str
    body: str
    text_language: str
    when: str
    datetime: str
    statements: tuple[Statement, ...]


def _one(text: str, part: str, language: str) -> str:
    words = UncertainDate(text).for_people(language)
    with override(language):
        patterns = {PartOf.EARLY: _("early %(date)s"), PartOf.MID: _("mid %(date)s"), PartOf.LATE: _("late %(date)s")}
    return patterns[PartOf(part)] % {"date": words} if part else words


def when_of(milestone: Milestone, language: str) -> str:
    """Say when a milestone was: never more than its sources say (S21, S37)."""
    start = _one(milestone.start, milestone.start_part, language) if milestone.start else ""
    end = _one(milestone.end, milestone.end_part, language) if milestone.end else ""
    with override(language):
        if start and end:
            return _("%(start)s to %(end)s") % {"start": start, "end": end}
        if start and milestone.undated_as == Precedence.ONGOING:
            return _("since %(start)s") % {"start": start}
        if start:
            return start
        if end:
            return _("until %(end)s") % {"end": end}
        return _("in the past") if milestone.undated_as == Precedence.PAST else _("undated")


def moment_of(milestone: Milestone, language: str) -> Moment:
    """Return a milestone ready to be shown; give it with its rows fetched (`with_everything`)."""
    text = milestone.text_in(language)
    figures = sorted(milestone.figures.all(), key=lambda figure: (figure.what, figure.pk))
    return Moment(
        milestone=milestone,
        title=text.title if text else milestone.slug,
        summary=text.summary if text else "",
        body=text.body if text else "",
        text_language=text.language if text else "fr",
        when=when_of(milestone, language),
        datetime=milestone.start,
        statements=tuple(Statement(what, tuple(rows)) for what, rows in groupby(figures, key=lambda row: row.what)),
    )


def timeline(
    language: str = "fr", *, theme: str = "", country: str = "", world_region: str = "", series: str = ""
) -> list[Moment]:
    """Return the published milestones in order of time, narrowed by short names when given (S24)."""
    rows = Milestone.objects.published().with_everything().in_order()
    if theme:
        rows = rows.filter(themes__slug=theme)
    if country:
        rows = rows.filter(countries__country=country.upper())
    if world_region:
        rows = rows.filter(world_regions__slug=world_region)
    if series:
        rows = rows.filter(series__slug=series)
    return [moment_of(milestone, language) for milestone in rows.distinct()]
