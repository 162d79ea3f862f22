"""The example site: complete in three languages, each fact in its place, nothing that its sources do not say."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client, TestCase
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail_localize.models import Translation

from convergence.contacts.models import Affiliation, Contact, Mandate
from convergence.core.figures import Figure
from convergence.core.models import OrganisationProfile
from convergence.demo import register, staff
from convergence.demo.site import load, pages, rows, statements
from convergence.demo.site.kit import LANGUAGES, T, html, parts
from convergence.demo.site.milestones import HAPPENINGS
from convergence.demo.site.sources import SOURCES
from convergence.demo.stage import Stage
from convergence.demo.unions import World, draw
from convergence.documents.models import Source
from convergence.history.models import Claim, CountryTie, DeclaredTotal, Milestone, MissionWording, Series
from convergence.history.queries import counter, countries_by_capacity, mission_on, mission_wordings, timeline
from convergence.vocabulary.models import Axis, Theme, WorldRegion
from convergence.website.cache import copies

# What a page of the example says is the same on every database; that it loads and opens there is tried by the doors.
pytestmark = pytest.mark.one_database

SUPPORTED = {"GT", "HT", "MX", "CU", "ML", "BF", "DZ"}
INTERNSHIPS = {"CU", "NE", "MX", "BF", "CO"}
# Common French words that no English or Spanish sentence holds.
FRENCH = re.compile(r"\b(?:nous|avec|pour|dans|sont|leurs?|cette|depuis|plusieurs|travailleuses|notre|votre|aussi)\b")
# Names that stay French wherever they are written: titles of sources, bodies, publications.
NAMES = (
    "Fédération des travailleurs et travailleuses du Québec",
    "Coalition québécoise contre les ateliers de misère",
    "Petite histoire d’un grand réseau de solidarité internationale",
    *(str(values[name]) for values in SOURCES.values() for name in ("title", "publisher", "author") if name in values),
)


@pytest.fixture(scope="module", autouse=True)
def site(media_folder: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the site beside a small register; roll both back after the last test."""
    with django_db_blocker.unblock():
        atomics = TestCase._enter_atomics()
        stage = Stage(datetime(2024, 6, 3, 15, tzinfo=UTC), World(draw().unions[:11], ()))
        with override("fr"):
            staff.load(stage)
            register.load(stage)
            load.load(stage)
        Site.objects.update(hostname="testserver")
        Site.clear_site_root_paths_cache()
        copies.forget()
        yield
        TestCase._rollback_atomics(atomics)
        Site.clear_site_root_paths_cache()
        copies.forget()


def page_of(key: str, language: str = "fr") -> Page:
    """Return the page of a key in a language: found by its slugs, from the home page down."""
    by_key = {leaf.key: leaf for leaf in pages.PAGES}
    found = Page.objects.get(depth=2, locale__language_code=language)
    steps = key.split("/") if key else []
    for depth in range(1, len(steps) + 1):
        leaf = by_key["/".join(steps[:depth])]
        found = found.get_children().get(slug=getattr(leaf.slug, language))
    return found


def words_of(text: str) -> str:
    """Return the words of the main part of a page."""
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", main[0] if main else text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_its_language(language: str):
    client = Client()
    prefix = "/" if language == "fr" else f"/{language}/"
    wrong = {}
    for leaf in pages.PAGES:
        page = page_of(leaf.key, language)
        url = page.get_url() or ""
        answer = client.get(url) if url.startswith(prefix) else None
        if answer is None or answer.status_code != 200 or f'<html lang="{language}' not in answer.content.decode():
            wrong[leaf.key] = (url, answer and answer.status_code)
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_french_is_left_in_a_translation(language: str):
    left = {}
    for leaf in pages.PAGES:
        page = page_of(leaf.key, language).specific
        told = " ".join([page.title, page.kicker, page.lede, words_of(str(page.body.get_prep_value()))])
        for name in NAMES:
            told = told.replace(name, "")
        if FRENCH.search(told.lower()):
            left[leaf.key] = FRENCH.findall(told.lower())
    assert left == {}


@pytest.mark.parametrize("told", HAPPENINGS, ids=lambda told: told.slug)
def test_milestones_are_told_in_three_languages(told: Any):
    for text in (told.title, told.summary, told.body):
        assert len({bool(words) for words in text}) == 1
        assert not text.fr or text.fr not in {text.en, text.es} or len(text.fr) < 12
    assert told.cited


def test_every_body_is_one_that_an_editor_may_save():
    for page in Page.objects.filter(depth__gt=1).specific():
        page.full_clean()
        page._meta.get_field("body").stream_block.clean(page.body)


def test_editors_see_french_and_translation_side_by_side():
    assert Translation.objects.count() == 2 * len(pages.PAGES)
    assert {translation.get_progress()[0] > 0 for translation in Translation.objects.all()[:5]} == {True}
    assert [translation for translation in Translation.objects.all() if len(set(translation.get_progress())) > 1] == []


def test_saving_a_translation_again_changes_nothing():
    french = page_of("axes/cooperation/reforme-du-travail")
    spanish = page_of("axes/cooperation/reforme-du-travail", "es").specific
    translation = Translation.objects.get(source__object_id=french.translation_key, target_locale=spanish.locale)
    again = translation.source.get_ephemeral_translated_instance(spanish.locale)
    assert str(again.body) == str(spanish.body)
    assert (again.title, again.lede, again.slug) == (spanish.title, spanish.lede, spanish.slug)


def test_no_link_leads_nowhere():
    client = Client()
    hrefs = set()
    for leaf in pages.PAGES:
        for language in LANGUAGES:
            answer = client.get(page_of(leaf.key, language).get_url())
            main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
            hrefs |= set(re.findall(r'href="([^"]*)"', main[0] if main else ""))
    inner = {href.partition("#")[0].partition("?")[0] for href in hrefs if href.startswith("/")}
    assert [href for href in hrefs if href in {"", "#"}] == []
    assert {href: code for href in sorted(inner) if (code := client.get(href).status_code) != 200} == {}


def test_the_menu_has_six_places():
    found = page_of("").get_children().live().in_menu()
    assert [page.title for page in found] == ["Mission", "Nos axes", "Histoire", "Membres", "Agir", "Nouvelles"]


def test_addresses_of_the_former_site_lead_to_the_page_of_today():
    client = Client()
    for old, key in load.FORMER:
        answer = client.get(f"{old}/")
        assert (answer.status_code, answer["Location"]) == (301, page_of(key).get_url())


def looked_for(where: rows.Where) -> Any:
    """Return the query that finds a record named by the table."""
    return {
        "page": lambda name: [page_of(name)],
        "Milestone": lambda name: Milestone.objects.published().filter(slug=name),
        "OrganisationProfile": lambda name: OrganisationProfile.objects.filter(acronym=name),
        "Claim": lambda name: Claim.objects.filter(slug=name),
        "MissionWording": lambda _name: MissionWording.objects.all(),
        "Theme": lambda name: Theme.objects.filter(slug=name),
        "Affiliation": lambda name: Affiliation.objects.filter(
            child__acronym=name.split(" → ")[0], parent__acronym=name.split(" → ")[1]
        ),
        "Axis": lambda name: Axis.objects.filter(slug=name),
        "WorldRegion": lambda name: WorldRegion.objects.filter(slug=name),
        "Series": lambda name: Series.objects.filter(slug=name),
        "CountryTie": lambda name: CountryTie.objects.filter(capacity=name),
        "Mandate": lambda name: Mandate.objects.filter(office=name, held_in__acronym="CISO"),
        "DeclaredTotal": lambda name: DeclaredTotal.objects.filter(key=name),
        "Contact": lambda name: Contact.objects.filter(acronym=name),
        "Redirect": lambda name: Redirect.objects.filter(old_path=name),
    }[where.kind](where.name)


def test_every_public_row_has_its_place_and_every_place_exists():
    wanted = {f"S{number}" for number in (*range(1, 53), 55, *range(71, 130))} | {"L1", "L2", "L3", "L4"}
    places = rows.places()
    assert wanted - places.keys() - rows.NOT_PUBLIC.keys() == set()
    missing = [(row, where) for row, found in places.items() for where in found if not looked_for(where)]
    assert missing == []
    assert {key for found in places.values() for where in found for key in where.sources} - SOURCES.keys() == set()


@pytest.mark.rule("S21", "S24")
def test_the_conference_is_dated_by_its_month_and_found_by_part_of_the_world():
    found = timeline("fr", world_region="caraibes")
    assert [(moment.milestone.slug, moment.datetime) for moment in found] == [("conference-1975", "1975-06")]


@pytest.mark.rule("S22", "S23")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["près de 500", "plus de 600", "44"]),
        ("en", ["nearly 500", "more than 600", "44"]),
        ("es", ["cerca de 500", "más de 600", "44"]),
    ],
)
def test_sources_that_disagree_are_both_shown(language: str, said: list[str]):
    with override(language):
        conference = next(moment for moment in timeline(language) if moment.milestone.slug == "conference-1975")
        figures = {
            figure.in_words(language).replace("\u00a0", " "): figure.source.published
            for statement in conference.statements
            for figure in statement.figures
        }
    assert sorted(figures) == sorted(said)
    assert figures[said[1]] == "2022"


@pytest.mark.rule("S3", "S27", "S38")
def test_the_founding_and_the_conference_are_two_entries_that_show_each_other():
    first, second = timeline("fr", series="")[:2]
    assert [first.milestone.slug, second.milestone.slug] == ["conference-1975", "fondation-1975"]
    assert [link.target for link in first.milestone.links_out.all()] == [second.milestone]
    assert all(moment.milestone.citations.count() for moment in (first, second))


@pytest.mark.rule("S28")
def test_anniversaries_come_in_order():
    assert [moment.datetime for moment in timeline("fr", series="anniversaires")] == ["2005", "2025"]


@pytest.mark.rule("S5")
def test_the_mission_of_the_day_of_the_letter_is_that_of_the_letter():
    wording = mission_on(date(2024, 2, 22))
    assert wording is not None
    assert (wording.source.published, "pour un monde plus juste et démocratique" in wording.text_fr) == (
        "2024-02-22",
        True,
    )
    assert len(mission_wordings()) == len(statements.MISSION) == 4


@pytest.mark.rule("S29")
def test_what_bears_no_date_says_so():
    with override("fr"):
        undated = [str(source) for source in Source.objects.filter(published="")]
    assert [said.rpartition(", ")[2] for said in undated] == ["non datée"] * len(undated)
    assert len(undated) == 4


@pytest.mark.rule("S35", "S36")
def test_countries_of_support_are_the_seven_and_internships_are_apart():
    found = {capacity: {record.code for record in records} for capacity, records in countries_by_capacity("fr").items()}
    assert found == {"SUPPORT": SUPPORTED, "INTERNSHIP": INTERNSHIPS, "SUBJECT": {"BD"}}
    assert set(CountryTie.objects.filter(capacity="SUPPORT").values_list("start", flat=True)) == {"1995"}


@pytest.mark.rule("S88")
def test_internships_name_five_countries_out_of_more_than_ten():
    text = Client().get(page_of("axes/education/stages", "en").get_url()).content.decode()
    assert Figure(10, "MORE_THAN").for_people("en") == "more than 10"
    assert "more than 10" in text.replace("\u00a0", " ")
    assert all(name in text for name in ("Cuba", "Niger", "Mexico", "Burkina Faso", "Colombia"))


@pytest.mark.rule("S37")
def test_nobody_invents_a_year_for_the_hosted_network():
    hosted = next(moment for moment in timeline("fr") if moment.milestone.slug == "rqic-heberge")
    assert (hosted.when, hosted.datetime) == ("dans le passé", "")


@pytest.mark.rule("S75")
def test_three_colloquia_on_debt_exist_without_dates():
    assert [moment.datetime for moment in timeline("fr", series="dette-exterieure")] == ["", "", ""]


@pytest.mark.rule("S34", "S71", "S72", "S73", "S74", "S76")
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("tours", "plus d’une cinquantaine"),
        ("short-internships", "une quarantaine"),
        ("long-internships", "une dizaine"),
        ("missions", "plusieurs"),
        ("trainings", "plusieurs centaines"),
    ],
)
def test_counters_say_the_declared_total_and_where_it_was_declared(key: str, said: str):
    shown = counter(key, "fr")
    assert shown is not None
    assert (shown.words, shown.basis, shown.source.startswith("Historique, ")) == (said, "declared", True)


def test_the_coalition_keeps_both_statements_of_its_beginning():
    coalition = Milestone.objects.get(slug="coalition-2003")
    assert coalition.citations.exclude(detail_fr="").count() == 2
    order = [moment.milestone.slug for moment in timeline("fr")]
    assert order.index("colloque-ateliers-de-misere-2003") < order.index("coalition-2003")


def test_light_markdown_becomes_what_the_editor_stores():
    said = T("Un *mot* et **deux** : ~CTC~ [ici](page:x)\n\n- a\n- b < c", "", "").to("fr")
    assert html(said, lambda target: f'<a id="{target}">') == (
        "<p>Un <i>mot</i> et <b>deux</b>\u00a0: <abbr>CTC</abbr> "
        '<a id="page:x">ici</a></p><ul><li>a</li><li>b &lt; c</li></ul>'
    )


def test_a_longer_text_becomes_headings_and_running_texts():
    said = "Avant.\n\n### Un\n\nPremier.\n\n### Deux\n\nSecond."
    for text, kinds in (
        (said, ["text", "heading", "text", "heading", "text"]),
        (said.removeprefix("Avant.\n\n"), ["heading", "text", "heading", "text"]),
    ):
        assert [block.kind for block in parts(text, text, text)] == kinds
