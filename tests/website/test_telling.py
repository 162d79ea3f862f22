"""Small words of the pages: where something is, and how to telephone."""

import pytest
from django.utils.translation import override

from convergence.activities.queries.telling import told_where
from convergence.website.templatetags.website import telephone


@pytest.mark.parametrize(
    ("venue", "place", "said"),
    [
        ("Hall du local (exemple), Montréal", "Montréal", "Hall du local (exemple), Montréal"),
        ("Hall du local, Montréal", "Montreal", "Hall du local, Montréal"),
        (
            "Place Émilie-Gamelin (exemple)",
            "Place Émilie-Gamelin, Montréal",
            "Place Émilie-Gamelin (exemple), Montréal",
        ),
        ("Salle Montréal", "Montréal", "Salle Montréal, Montréal"),
        ("", "Estrie", "Estrie"),
        ("Salle B", "", "Salle B"),
        ("", "", ""),
    ],
)
def test_a_city_is_named_once(venue: str, place: str, said: str) -> None:
    assert told_where(venue, place) == said


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("514-555-0123 poste 225", "en", "514-555-0123 ext. 225"),
        ("514-555-0123, ext 225", "fr", "514-555-0123 poste 225"),
        ("514-555-0123", "en", "514-555-0123"),
    ],
)
def test_an_extension_speaks_the_language_of_the_page(written: str, language: str, said: str) -> None:
    with override(language):
        assert telephone(written) == said
