"""A small history: a conference of June 1975 with two sources that disagree, and what came after."""

import pytest

from convergence.documents.models import Source
from convergence.history.models import (
    Citation,
    Milestone,
    MilestoneLink,
    MilestoneText,
    StatedFigure,
)


@pytest.fixture
def source(db):
    """Write a source down."""

    def make(title: str, **values: object) -> Source:
        row = Source(title=title, **values)
        row.full_clean()
        row.save()
        return row

    return make


@pytest.fixture
def milestone(db):
    """Write a published milestone down, with a French title."""

    def make(slug: str, kind: str = "LIFE", *, title: str = "", summary: str = "", **values: object) -> Milestone:
        row = Milestone(slug=slug, kind=kind, is_published=True, **values)
        row.full_clean()
        row.save()
        MilestoneText.objects.create(milestone=row, language="fr", title=title or slug, summary=summary)
        return row

    return make


@pytest.fixture
def conference(milestone, source):
    """Two sources state how many people came in June 1975."""
    row = milestone("conference-1975", "CONFERENCE", title="Une conférence ouvrière", start="1975-06")
    own, other = source("Historique", publisher="le centre"), source("Page d’une association", published="2022")
    for one in (own, other):
        Citation.objects.create(milestone=row, source=one)
    kept = {"milestone": row, "what": "workers", "unit_fr": "travailleuses et travailleurs", "unit_en": "workers"}
    StatedFigure.objects.create(value=500, qualifier="APPROX_BELOW", source=own, **kept)
    StatedFigure.objects.create(value=600, qualifier="MORE_THAN", source=other, **kept)
    StatedFigure.objects.create(
        milestone=row, what="delegates", value=44, unit_fr="délégué·es", unit_en="delegates", source=own
    )
    return row


@pytest.fixture
def founding(milestone, conference):
    """What the conference gave rise to."""
    row = milestone("fondation", "FOUNDING", title="La fondation", start="1975")
    MilestoneLink.objects.create(origin=conference, target=row, kind="GAVE_RISE_TO")
    return row
