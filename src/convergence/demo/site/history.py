"""Rows of the vocabulary, of the sources and of history."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from convergence.demo.site import statements, vocabulary
from convergence.demo.site.kit import LANGUAGES, T
from convergence.demo.site.milestones import HAPPENINGS, LINKS, Happening
from convergence.demo.site.sources import SOURCES
from convergence.demo.stage import Stage
from convergence.documents.models import Picture, Source
from convergence.history.models import (
    Citation,
    Claim,
    CountryTie,
    DeclaredTotal,
    Milestone,
    MilestoneActor,
    MilestoneCountry,
    MilestoneLink,
    MilestoneText,
    MissionWording,
    Series,
    StatedFigure,
)
from convergence.vocabulary.models import Acronym, Axis, Place, Theme, WorldRegion

Rows = dict[str, Any]


def load(stage: Stage, pictures: Mapping[str, Picture]) -> dict[str, Source]:
    """Write them, and return the sources by short name."""
    sources = {key: _save(Source(**values)) for key, values in SOURCES.items()}
    words = _vocabulary()
    milestones = {told.slug: _milestone(told, sources, words, stage, pictures) for told in HAPPENINGS}
    for origin, target, kind in LINKS:
        _save(MilestoneLink(origin=milestones[origin], target=milestones[target], kind=kind))
    _statements(sources)
    return sources


def _save(row: Model) -> Any:
    row.full_clean()
    row.save()
    return row


def _in_three(prefix: str, said: T) -> dict[str, str]:
    return {f"{prefix}_{language}": said.to(language) for language in LANGUAGES}


def _where(slug: str) -> dict[str, str]:
    return dict(zip(("latitude", "longitude"), vocabulary.COORDINATES.get(slug, ()), strict=False))


def _vocabulary() -> dict[str, Rows]:
    for short, said in vocabulary.ACRONYMS.items():
        _save(Acronym(short=short, **_in_three("stands_for", said)))
    axes = {
        slug: _save(Axis(slug=slug, position=place, **_in_three("name", name), **_in_three("summary", summary)))
        for place, (slug, name, summary) in enumerate(vocabulary.AXES, 1)
    }
    return {
        "axes": axes,
        "themes": {
            slug: _save(Theme(slug=slug, **_in_three("name", name))) for slug, name in vocabulary.THEMES.items()
        },
        "world_regions": {
            slug: _save(WorldRegion(slug=slug, m49=m49, **_in_three("name", name)))
            for slug, (name, m49) in vocabulary.WORLD_REGIONS.items()
        },
        "places": {
            slug: _save(Place(slug=slug, country=country, **_where(slug), **_in_three("name", name)))
            for slug, (name, country) in vocabulary.PLACES.items()
        },
        "series": {
            slug: _save(Series(slug=slug, **_in_three("name", name))) for slug, name in vocabulary.SERIES.items()
        },
    }


def _milestone(
    told: Happening, sources: dict[str, Source], words: dict[str, Rows], stage: Stage, pictures: Mapping[str, Picture]
) -> Milestone:
    row = Milestone(
        slug=told.slug,
        kind=told.kind,
        start=told.start,
        start_part=told.start_part,
        end=told.end,
        undated_as=told.undated_as,
        place=words["places"].get(told.place),
        axis=words["axes"].get(told.axis),
        series=words["series"].get(told.series),
        picture=pictures.get(told.picture),
        position=told.position,
        is_published=True,
    )
    row.themes = [words["themes"][slug] for slug in told.themes]
    row.world_regions = [words["world_regions"][slug] for slug in told.world_regions]
    _save(row)
    for language in LANGUAGES:
        texts = {name: getattr(told, name).to(language) for name in ("title", "summary", "body")}
        _save(MilestoneText(milestone=row, language=language, **texts))
    for code, capacity in told.countries:
        _save(MilestoneCountry(milestone=row, country=code, capacity=capacity))
    for name, capacity in told.actors:
        known = stage.ids.get(name) if isinstance(name, str) else None
        called = {} if known else _called(name)
        _save(MilestoneActor(milestone=row, contact_id=known, capacity=capacity, **called))
    for number in told.figures:
        _save(
            StatedFigure(
                milestone=row,
                what=number.what,
                value=number.value,
                qualifier=number.qualifier,
                source=sources[number.source],
                **_in_three("unit", number.unit),
            )
        )
    for key, detail in told.cited.items():
        _save(Citation(milestone=row, source=sources[key], **(_in_three("detail", detail) if detail else {})))
    return row


def _called(name: str | T) -> dict[str, str]:
    if isinstance(name, str):
        return {"name": name}
    return {"name": name.to("fr"), "name_en": name.to("en"), "name_es": name.to("es")}


def _statements(sources: dict[str, Source]) -> None:
    for place, (attested, key, text) in enumerate(statements.MISSION):
        _save(MissionWording(attested=attested, source=sources[key], position=place, **_in_three("text", text)))
    slug, said_by, key, text = statements.CLAIM
    _save(Claim(slug=slug, said_by=said_by, source=sources[key], **_in_three("text", text)))
    for country, capacity, start, key, note in statements.TIES:
        tie = CountryTie(
            country=country, capacity=capacity, start=start, source=sources[key], **_in_three("note", note)
        )
        _save(tie)
    for place, (key, value, qualifier, wording, unit, source) in enumerate(statements.TOTALS):
        _save(
            DeclaredTotal(
                key=key,
                value=value,
                qualifier=qualifier,
                source=sources[source],
                position=place,
                **_in_three("wording", wording),
                **_in_three("unit", unit),
            )
        )
