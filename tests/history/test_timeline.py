"""The timeline: dates as sure as their sources, disagreements shown, links both ways."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from convergence.documents.models import Source
from convergence.history.models import CountryTie, Milestone, MilestoneCountry, MissionWording, Series
from convergence.history.queries import countries_by_capacity, mission_on, timeline
from convergence.vocabulary.models import WorldRegion

pytestmark = pytest.mark.django_db


@pytest.mark.rule("S21")
def test_a_month_stays_a_month(conference) -> None:
    [moment] = timeline("fr")
    assert (moment.when, moment.datetime) == ("juin 1975", "1975-06")
    assert timeline("en")[0].when == "June 1975"
    assert timeline("es")[0].when == "junio de 1975"


@pytest.mark.rule("S37")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"undated_as": "PAST"}, "dans le passé"),
        ({}, "non datée"),
        ({"start": "2020", "undated_as": "ONGOING"}, "depuis 2020"),
        ({"start": "2003-01", "start_part": "LATE"}, "fin janvier 2003"),
        ({"start": "2003", "start_part": "MID"}, "mi-2003"),
        ({"start": "1975", "end": "1987"}, "de 1975 à 1987"),
        ({"end": "1987"}, "jusqu’à 1987"),
    ],
)
def test_no_date_says_more_than_its_source(milestone, values: dict[str, str], words: str) -> None:
    milestone("reseau", **values)
    [moment] = timeline("fr")
    assert moment.when == words


@pytest.mark.rule("S22", "S23")
def test_sources_that_disagree_are_both_shown(conference) -> None:
    [moment] = timeline("fr")
    by_what = {statement.what: statement for statement in moment.statements}
    workers = by_what["workers"]
    assert workers.disagree
    assert [(figure.in_words("fr"), figure.source.title) for figure in workers.figures] == [
        ("près de 500", "Historique"),
        ("plus de 600", "Page d’une association"),
    ]
    assert [figure.in_words("en") for figure in workers.figures] == ["nearly 500", "more than 600"]
    assert [figure.in_words("en") for figure in by_what["delegates"].figures] == ["44"]
    assert not by_what["delegates"].disagree


@pytest.mark.rule("S27", "S3", "S38")
def test_a_link_is_seen_from_both_ends(conference, founding) -> None:
    first, second = timeline("fr")
    assert {first.title, second.title} == {"Une conférence ouvrière", "La fondation"}
    assert [link.target for link in conference.links_out.all()] == [founding]
    assert [link.origin for link in founding.links_in.all()] == [conference]


@pytest.mark.rule("S24")
def test_history_is_found_by_part_of_the_world(conference, founding) -> None:
    caribbean = WorldRegion.objects.create(slug="caraibes", name_fr="Caraïbes")
    conference.world_regions.add(caribbean)
    conference.save()
    assert [moment.milestone for moment in timeline("fr", world_region="caraibes")] == [conference]


@pytest.mark.rule("S28", "S75")
def test_a_series_keeps_order_and_undated_entries(milestone) -> None:
    series = Series.objects.create(slug="dette", name_fr="Dette extérieure")
    late = milestone("soiree", series=series, start="2005")
    undated = milestone("colloque", series=series, undated_as="PAST")
    early = milestone("premier", series=series, start="1990")
    milestone("autre", start="1991")
    assert [moment.milestone for moment in timeline("fr", series="dette")] == [early, late, undated]


def test_a_draft_stays_inside(milestone) -> None:
    row = milestone("brouillon", start="1999")
    Milestone.objects.filter(pk=row.pk).update(is_published=False)
    assert timeline("fr") == []


@pytest.mark.rule("S35", "S36")
def test_a_country_of_internships_is_not_one_of_support(source) -> None:
    own = source("Historique")
    for code in ("GT", "HT"):
        CountryTie.objects.create(country=code, capacity="SUPPORT", start="1995", source=own)
    CountryTie.objects.create(country="NE", capacity="INTERNSHIP", source=own)
    found = countries_by_capacity("fr")
    assert {record.name for record in found["SUPPORT"]} == {"Guatemala", "Haïti"}
    assert [record.name for record in found["INTERNSHIP"]] == ["Niger"]


@pytest.mark.rule("S5")
def test_the_mission_of_a_day(source) -> None:
    letter = source("Lettre", published="2024-02-22")
    page = source("Page")
    new = MissionWording.objects.create(text_fr="nouvelle", attested="2024-02-22", source=letter)
    old = MissionWording.objects.create(text_fr="ancienne", attested="2010", source=page)
    MissionWording.objects.create(text_fr="sans date", source=page)
    assert mission_on(date(2024, 2, 22)) == new
    assert mission_on(date(2015, 1, 1)) == old
    assert mission_on(date(1980, 1, 1)) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": "2023-02-31"}, "start"),
        ({"start": "vers 1975"}, "start"),
        ({"start": "1990", "end": "1985"}, "end"),
        ({"start": "1990-05-01", "start_part": "LATE"}, "start_part"),
    ],
)
def test_a_date_that_cannot_be_is_refused(values: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Milestone(slug="x", kind="LIFE", **values).full_clean()
    assert field in refusal.value.message_dict


@pytest.mark.parametrize("address", ["javascript:alert(1)", "pas une adresse", "ftp://exemple.example/x"])
def test_a_source_address_must_be_of_the_web(address: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Source(title="Page", url=address).full_clean()
    assert "url" in refusal.value.message_dict


def test_a_country_that_does_not_exist_is_refused(milestone) -> None:
    with pytest.raises(ValidationError):
        MilestoneCountry(milestone=milestone("x"), country="ZQ", capacity="PLACE").full_clean()


@pytest.mark.rule("S29")
def test_an_undated_source_says_so() -> None:
    assert Source(title="Page", publisher="Éditeur").in_words("fr").endswith("non datée")
    assert Source(title="Lettre", published="2024-02-22").in_words("fr") == "Lettre, 22 février 2024"
