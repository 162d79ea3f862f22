"""Facts that have no register yet stand on pages of the example, as their sources say them, in three languages."""

import re
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils.translation import override

from convergence.demo.site.kit import LANGUAGES
from convergence.demo.site.pictures import PICTURES
from convergence.documents.models import Picture
from convergence.website.searching import index
from convergence.website.searching.finding import find
from tests.demo.test_site import (
    page_of,
    site,  # noqa: F401  (the small example site, for this module too)
    words_of,
)

# What a page of the example says is the same on every database; that it loads and opens there is tried by the doors.
pytestmark = pytest.mark.one_database


def page(key: str, language: str = "fr") -> str:
    """Return a page as a visitor gets it."""
    return Client().get(page_of(key, language).get_url()).content.decode()


def told(key: str, language: str = "fr") -> str:
    """Return the words of the main part of a page, on one line, with plain spaces."""
    return re.sub(r"\s+", " ", words_of(page(key, language)).replace("\u202f", " "))


@pytest.mark.rule("S1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legal_name_stays_french_in_every_language(language: str) -> None:
    assert "Centre international de solidarité ouvrière" in page("contact", language)


@pytest.mark.rule("S4")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Québec et dans les Amériques. — Luc Allaire, président, et Amélie Nguyen, coordonnatrice, Appel à cotisation"),
        ("en", "Québec and in the Americas. — Luc Allaire"),
        ("es", "Quebec y en las Américas. — Luc Allaire"),
    ],
)  # fmt: skip
def test_the_claim_is_never_shown_without_who_made_it_and_when(language: str, said: str) -> None:
    found = told("mission", language)
    assert said in found
    day = {"fr": "22 février 2024", "en": "February 22, 2024", "es": "22 de febrero de 2024"}[language]
    assert day in found[found.index(said) :][:300]


@pytest.mark.rule("S19")
def test_a_theme_has_its_words_in_each_language() -> None:
    assert "Transición justa" in told("axes/education/transition-juste", "es")


@pytest.mark.rule("S25")
def test_a_collective_needs_no_list_of_people() -> None:
    assert "Responsables du mouvement syndical" in Client().get("/histoire/conference-1975/").content.decode()


@pytest.mark.rule("S26", "S128")
@pytest.mark.parametrize(
    ("query", "first"), [("dictatures", "/histoire/conference-1975/"), ("FTQ", "Fédération des travailleurs")]
)
def test_what_is_searched_is_found(query: str, first: str) -> None:
    with override("fr"):
        index.bring_up_to_date()
        answer = find(query, "fr")
    hits = [f"{hit.url} {hit.title} {hit.snippet}" for group in answer.groups for hit in group.hits]
    assert any(first in hit for hit in hits)


@pytest.mark.rule("S31")
def test_nearly_fifty_years_bears_its_date() -> None:
    assert re.search(r"22 février 2024.{0,120}près de 50 ans", told("cinquante-ans"))


@pytest.mark.rule("S32")
def test_the_booklet_keeps_its_title_in_every_language() -> None:
    for language in LANGUAGES:
        assert "Petite histoire d’un grand réseau de solidarité internationale" in told("cinquante-ans", language)


@pytest.mark.rule("S64")
@pytest.mark.parametrize("language", LANGUAGES)
def test_four_ways_to_act_are_offered_and_nothing_is_ticked(language: str) -> None:
    found = page("agir", language)
    for key in ("agir/faire-un-don", "agir/recevoir-les-nouvelles", "agir/actions-urgentes", "agir/inviter"):
        assert f'href="{page_of(key, language).get_url()}"' in found
    assert "checked" not in found


@pytest.mark.rule("S67", "S68", "S126")
@pytest.mark.parametrize("old", ["/outils/faites-un-don/", "/outils/nouvelle-page-dinscription/", "/ateliersdemisere/"])
def test_a_former_address_ends_on_a_page(old: str) -> None:
    answer = Client().get(old, follow=True)
    assert (answer.redirect_chain[0][1], len(answer.redirect_chain), answer.status_code) == (301, 1, 200)


@pytest.mark.rule("S87")
def test_a_funder_shows_the_name_of_the_time_one_click_away() -> None:
    found = told("reseaux")
    assert "Ministère des Relations internationales et de la Francophonie" in found
    assert "Noms d’autrefois" in found or "Anciens noms" in found
    assert "Relations internationales, de la Francophonie et du Commerce extérieur" in found
    assert found.count(" Bailleurs de fonds ") == 1


@pytest.mark.rule("S89")
def test_a_work_in_french_is_said_to_be_in_french() -> None:
    assert "The work is in French" in told("axes/education/bande-dessinee", "en")
    assert "La obra está en francés" in told("axes/education/bande-dessinee", "es")


@pytest.mark.rule("S50")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comic_artist_is_known_by_her_pseudonym(language: str) -> None:
    assert "Chloloula" in told("axes/education/bande-dessinee", language)


@pytest.mark.rule("S106", "S107")
@pytest.mark.parametrize(
    ("language", "workers", "jeans"),
    [
        ("fr", "près de 670", "plus de 180 000"),
        ("en", "nearly 670", "more than 180,000"),
        ("es", "cerca de 670", "más de 180 000"),
    ],
)
def test_qualified_figures_in_three_languages(language: str, workers: str, jeans: str) -> None:
    found = told("axes/cooperation/inisa-2000", language)
    assert workers in found
    assert jeans in found


@pytest.mark.rule("S110")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "4 organisations mexicaines (dont FAT)"),
        ("en", "4 Mexican organisations (including FAT)"),
        ("es", "4 organizaciones mexicanas (entre ellas FAT)"),
    ],
)
def test_a_consortium_counts_those_that_no_source_names(language: str, said: str) -> None:
    found = re.sub(r"\s+([)])", r"\1", told("axes/cooperation/reforme-du-travail", language)).replace("( ", "(")
    assert said in found


@pytest.mark.rule("S112")
def test_the_first_acronym_says_what_it_stands_for() -> None:
    found = unescape(page("axes/cooperation/reforme-du-travail"))
    assert '<abbr title="Syndicat canadien de la fonction publique">SCFP</abbr>' in found


@pytest.mark.rule("S118")
@pytest.mark.parametrize(("language", "said"), [("fr", "plus de 25"), ("en", "more than 25"), ("es", "más de 25")])
def test_more_than_25_organisations(language: str, said: str) -> None:
    assert said in told("axes/coalition/origine", language)


@pytest.mark.rule("S117")
def test_late_january_comes_before_anything_of_february() -> None:
    found = told("histoire")
    assert "fin janvier 2003" in found
    assert found.index("fin janvier 2003") < found.index("2005")


@pytest.mark.rule("S125")
def test_both_beginnings_are_readable_with_their_sources() -> None:
    found = words_of(Client().get("/histoire/coalition-2003/").content.decode())
    assert "depuis sa fondation" in found or "depuis la fondation" in found
    assert "depuis la fin de 2003" in found


@pytest.mark.rule("S39", "S40", "S45", "S46", "S48")
def test_terms_of_office_are_told_as_their_sources_tell_them() -> None:
    found = told("personnes")
    assert "1975 – 1987 Clotilde Bertrand co-coordonnatrice" in found
    assert "1987 – 1995 Clotilde Bertrand coordonnatrice" in found
    assert "1975 – 1987 Robert Quevillon co-coordonnateur" in found
    assert "au plus tard février 2024 Luc Allaire président" in found
    assert "2014 – février 2024 : inconnu" in found


@pytest.mark.rule("L1", "L2", "L3")
@pytest.mark.parametrize(
    ("language", "told_words"),
    [
        ("fr", ("coordination", "Conserver, détruire", "Les rôles", "Se plaindre")),
        ("en", ("coordination", "Keeping, destroying", "The roles", "Complaining")),
        ("es", ("coordinación", "Conservar, destruir", "Las funciones", "Quejarse")),
    ],
)
def test_governance_names_the_person_the_roles_the_end_and_the_complaint(
    language: str, told_words: tuple[str, ...]
) -> None:
    found = told("gouvernance-des-renseignements", language)
    assert [words for words in told_words if words not in found] == []
    assert 'href="mailto:' in page("gouvernance-des-renseignements", language)
    assert '<time datetime="2024-06-03">' in page("confidentialite", language)


@pytest.mark.rule("S51", "S91", "S97")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_bear_their_credit_and_words_and_what_was_not_agreed_to_is_nowhere(language: str) -> None:
    found = unescape(page("axes/education/exposition", language))
    shown = PICTURES["place"]
    assert f'alt="{shown.words.to(language)}"' in found
    assert shown.credit in found
    assert re.findall(r'type="image/(avif|webp)"', found) == ["avif", "webp"]
    assert found.count("<img") == 1
    assert "portrait" not in " ".join(re.findall(r'(?:src|srcset)="[^"]*"', found))


@pytest.mark.rule("S91")
def test_the_portrait_that_may_only_be_printed_waits_in_the_library() -> None:
    kept = Picture.objects.get(title="Portrait à la casquette")
    assert not kept.may_be_shown
    assert kept.missing() == ["l’accord des personnes montrées, pour le web"]
    assert kept.renditions.count() == 0
    assert default_storage.exists(kept.file.name)


def test_the_pictures_are_printed_alike_each_time() -> None:
    assert PICTURES["portrait"].draw() == PICTURES["portrait"].draw()
    assert {(row.width, row.height) for row in Picture.objects.all()} == {(1600, 1200)}
