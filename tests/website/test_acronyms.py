"""Acronyms: what they stand for, the first time a page writes them (S112)."""

import pytest
from django.core.exceptions import ValidationError

from convergence.vocabulary.models import Acronym
from convergence.website.acronyms import explained

SCFP = {"SCFP": ("Syndicat canadien de la fonction publique", "fr")}


@pytest.mark.rule("S112")
def test_the_first_occurrence_says_what_it_stands_for() -> None:
    said = explained("<p>Le SCFP, le SCFP encore.</p>", SCFP, set(), "fr")
    assert said == ('<p>Le <abbr title="Syndicat canadien de la fonction publique">SCFP</abbr>, le SCFP encore.</p>')


@pytest.mark.rule("S112")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p><abbr>SCFP</abbr></p>", '<p><abbr title="Syndicat canadien de la fonction publique">SCFP</abbr></p>'),
        ("<p><abbr>XYZ</abbr></p>", "<p><abbr>XYZ</abbr></p>"),
        ("<p>SCFPQ et PRE-SCFP</p>", "<p>SCFPQ et PRE-SCFP</p>"),
        ('<p><a href="/SCFP/">SCFP</a></p>', '<p><a href="/SCFP/">SCFP</a></p>'),
        ("<h3>SCFP</h3><p>b</p>", "<h3>SCFP</h3><p>b</p>"),
    ],
)
def test_marked_unknown_linked_and_headed(text: str, expected: str) -> None:
    assert explained(text, SCFP, set(), "fr") == expected


@pytest.mark.rule("S112")
def test_another_language_is_said_and_quotes_end_nothing() -> None:
    told = explained("<p>FAT</p>", {"FAT": ('Frente "Auténtico"', "es")}, set(), "fr")
    assert told == '<p><abbr title="Frente &quot;Auténtico&quot;" lang="es">FAT</abbr></p>'
    assert explained("<p>FAT</p>", {}, set(), "fr") == "<p>FAT</p>"


@pytest.mark.rule("S112")
@pytest.mark.django_db
def test_a_page_says_it_once_over_all_its_blocks(visitor, text) -> None:
    Acronym.objects.create(short="CTC", stands_for_fr="Congrès du travail du Canada")
    page = text(body=[{"type": "text", "value": "<p>Le CTC.</p>"}, {"type": "text", "value": "<p>Le CTC et LDF.</p>"}])
    page.save_revision().publish()
    found = visitor.get(page.get_url()).content.decode()
    assert found.count('<abbr title="Congrès du travail du Canada">CTC</abbr>') == 1
    assert "<p>Le CTC et" in found
    assert '<abbr title="Ligue des fils">LDF</abbr>' in found


@pytest.mark.rule("S112")
@pytest.mark.django_db
def test_an_acronym_stands_for_something_and_is_one_word() -> None:
    with pytest.raises(ValidationError, match="stands_for_fr"):
        Acronym(short="ABC").full_clean()
    with pytest.raises(ValidationError):
        Acronym(short="A B", stands_for_fr="Alpha").full_clean()
    assert Acronym(short="FAT", stands_for_es="Frente").stands_for("en") == ("Frente", "es")
