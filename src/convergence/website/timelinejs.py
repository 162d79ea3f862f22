"""The timeline in the JSON that TimelineJS reads; dates keep the precision of their source."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, linebreaks

from convergence.core.dates import UncertainDate
from convergence.history.queries import Moment
from convergence.website.machines import absolute


def timelinejs(moments: Iterable[Moment], language: str) -> dict[str, Any]:
    """Return the dated moments as slides. Undated ones cannot stand on a line of time: TimelineJS refuses them.

    Source: TimelineJS, “JSON data format”: `events[].start_date.{year,month,day}`, `display_date`, `text`,
    `media.{url,credit,alt}`; loaded in version 3.9.11, which drew every slide in three languages.
    """
    return {"scale": "human", "events": [_slide(moment, language) for moment in moments if moment.datetime]}


def _date(text: str) -> dict[str, int]:
    date = UncertainDate(text)
    names = ("year", "month", "day")[: {"year": 1, "month": 2, "day": 3}[date.precision]]
    return dict(zip(names, (int(part) for part in str(date).split("-")), strict=True))


def _slide(moment: Moment, language: str) -> dict[str, Any]:
    milestone = moment.milestone
    body = linebreaks(conditional_escape(moment.body or moment.summary))
    sources = " · ".join(citation.source.in_words(language) for citation in milestone.citations.all())
    slide: dict[str, Any] = {
        "unique_id": milestone.slug,
        "start_date": _date(milestone.start),
        "display_date": moment.when,
        "text": {
            "headline": str(conditional_escape(moment.title)),
            "text": f"{body}<p>{conditional_escape(sources)}</p>",
        },
    }
    picture = milestone.picture
    shown = picture.sized("width-960|format-jpeg") if picture and picture.may_be_shown else None
    if picture and shown:
        slide["media"] = {
            "url": absolute(shown.url),
            "credit": str(conditional_escape(picture.credit)),
            "alt": picture.alt_in(language),
        }
    if milestone.end:
        slide["end_date"] = _date(milestone.end)
    return slide
