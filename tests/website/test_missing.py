"""What answers where no page is: the menu of the site and a search, in the language of the address."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convergence.website.views import words_of

pytestmark = pytest.mark.django_db


def test_nothing_at_an_address_still_has_the_menu_and_a_search(visitor: Client, home, text) -> None:
    text("Mission", "mission", show_in_menus=True)
    text("Contact", "contact")
    answer = visitor.get("/vieille/page-de-don/")
    found = answer.content.decode()
    assert answer.status_code == 404
    assert '<li><a href="/mission/">Mission</a></li>' in found
    assert '<li><a href="/contact/">Contact</a></li>' in found
    assert '<form class="search" action="/recherche/" method="get">' in found
    assert 'value="page de don"' in found
    assert '<meta name="robots" content="noindex">' in found


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("/rien/", "fr", "Il n’y a rien à cette adresse"), ("/en/none/", "en", "Nothing is at this address")],
)
def test_it_speaks_the_language_of_the_address(visitor: Client, home, english, path, language, words) -> None:
    found = visitor.get(path).content.decode()
    assert f'<html lang="{language}">' in found
    assert f"<h1>{words}</h1>" in found
    assert 'href="/es/"' in found


def test_what_is_written_in_an_address_stays_words(visitor: Client, home) -> None:
    found = visitor.get('/"><script>alert(1)</script>/').content.decode()
    assert "<script>alert" not in found


@pytest.mark.parametrize("path", ["/gestion/rien/", "/media/images/rien.jpg"])
def test_the_other_faces_have_no_menu_of_the_site(visitor: Client, home, text, path: str) -> None:
    text("Mission", "mission", show_in_menus=True)
    answer = visitor.get(path, follow=True)
    assert 'href="/mission/"' not in answer.content.decode()


def test_it_asks_the_database_little(visitor: Client, home, text) -> None:
    for number in range(3):
        text(f"Page {number}", f"page-{number}", show_in_menus=True)
    visitor.get("/rien/")
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/rien/")
    assert len(queries) <= 10


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/outils/faites-un-don-2/", "faites un don 2"),
        ("/2016/03/ecole_d’ete.html", "ecole d ete html"),
        ("/", ""),
        ("/" + "a" * 900, "a" * 200),
        ("/%00--/", "00"),
    ],
)
def test_the_last_part_of_an_address_may_say_what_was_looked_for(path: str, words: str) -> None:
    assert words_of(path) == words
