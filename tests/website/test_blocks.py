"""What a body refuses, and what it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import StreamBlockValidationError

from convergence.documents.models import Source
from convergence.history.models import DeclaredTotal
from convergence.website.blocks import BodyBlock
from convergence.website.cache import copies

SMALL, SMALLER = "<h3>Une partie</h3><p>Du texte.</p>", "<h4>Un détail</h4>"


def items(*values: object) -> list[dict[str, object]]:
    """Return the stored value of a list of these."""
    return [{"type": "item", "id": str(place), "value": value} for place, value in enumerate(values)]


def cleaned(*blocks: tuple[str, object]) -> object:
    """Clean a body of these blocks."""
    body = BodyBlock()
    return body.clean(body.to_python([{"type": kind, "value": value} for kind, value in blocks]))


@pytest.mark.parametrize(
    "blocks",
    [
        [("heading", "Titre"), ("text", SMALL)],
        [("heading", "Titre"), ("text", SMALL + SMALLER), ("text", SMALL)],
        [("text", "<p>Du texte.</p>")],
    ],
)
def test_headings_that_go_down_by_one_step_are_taken(blocks: list[tuple[str, object]]) -> None:
    assert cleaned(*blocks)


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ([("text", SMALL)], 0),
        ([("heading", "Titre"), ("text", SMALLER)], 1),
        ([("heading", "Titre"), ("text", SMALL), ("heading", "Autre"), ("text", SMALLER)], 3),
    ],
)
def test_a_heading_that_skips_a_step_is_refused(blocks: list[tuple[str, object]], place: int) -> None:
    with pytest.raises(StreamBlockValidationError) as refusal:
        cleaned(*blocks)
    assert list(refusal.value.block_errors) == [place]


def test_a_second_list_of_notes_is_refused() -> None:
    notes = ("notes", items({"text": "Lettre", "url": ""}))
    assert cleaned(notes)
    with pytest.raises(StreamBlockValidationError):
        cleaned(notes, notes)


@pytest.mark.django_db
class TestLinks:
    """What leads to a page that is not published, or is there no more."""

    def test_a_call_to_a_page_that_is_gone_keeps_its_words(self, visitor, text) -> None:
        gone, draft = text("Parti", "parti"), text("Ébauche", "ebauche", live=False)
        call = {"title": "Agissez.", "link_words": "Agir", "kicker": "", "words": ""}
        for page, target in ((text("Une", "une"), gone), (text("Deux", "deux"), draft)):
            page.body = page.body.stream_block.to_python([{"type": "call", "value": call | {"page": target.pk}}])
            page.save_revision().publish()
        gone.delete()
        for path in ("/une/", "/deux/"):
            answer = visitor.get(path)
            assert answer.status_code == 200
            assert "<h2>Agissez.</h2>" in answer.content.decode()
            assert 'class="button"' not in answer.content.decode()

    def test_a_way_to_act_leads_to_what_is_published_in_the_language_of_the_page(
        self, visitor, home, english, text
    ) -> None:
        act, draft = text("Agir", "agir"), text("Ébauche", "ebauche", live=False)
        translated = act.copy_for_translation(english.locale)
        translated.title, translated.slug = "Act", "act"
        translated.save_revision().publish()
        ways = [{"title": "Agir", "words": "", "page": page.pk, "url": ""} for page in (act, draft)]
        ways.append({"title": "Ailleurs", "words": "", "page": None, "url": "https://exemple.example/"})
        stored = [{"type": "doors", "value": items(*ways)}]
        for page in (home, english):
            page.body = page.body.stream_block.to_python(stored)
            page.save_revision().publish()
        found = {path: visitor.get(path).content.decode() for path in ("/", "/en/")}
        assert '<li><a href="/agir/"><b>Agir</b></a></li>' in found["/"]
        assert '<li><a href="/en/act/"><b>Agir</b></a></li>' in found["/en/"]
        assert all("ebauche" not in page and 'href="https://exemple.example/"' in page for page in found.values())

    def test_posters_and_ways_ask_as_little_for_nine_pages_as_for_three(self, visitor, home, text) -> None:
        pages = [text(f"Page {number}", f"page-{number}") for number in range(9)]

        def asked(count: int) -> int:
            ways = [{"title": "Agir", "words": "", "page": page.pk, "url": ""} for page in pages[:count]]
            home.body = home.body.stream_block.to_python(
                [
                    {"type": "doors", "value": items(*ways)},
                    {"type": "posters", "value": items(*(page.pk for page in pages[:count]))},
                ]
            )
            home.save_revision().publish()
            copies.forget()
            with CaptureQueriesContext(connection) as queries:
                main = visitor.get("/").content.decode().split("</main>")[0]
                assert main.count('href="/page-') == 2 * count
            return len(queries)

        asked(1)  # the first copy of a page is one query more
        assert asked(9) == asked(3)

    def test_a_file_that_is_gone_leaves_no_trace(self, visitor, text) -> None:
        page = text(body=[{"type": "file", "value": {"file": 999, "words": "Le guide"}}])
        page.save_revision().publish()
        assert "Le guide" not in visitor.get("/agir/").content.decode()


@pytest.mark.django_db
class TestCounters:
    """Totals that a counter shows."""

    @pytest.fixture
    def total(self) -> DeclaredTotal:
        source = Source.objects.create(title="Historique")
        return DeclaredTotal.objects.create(
            key="tours", wording_fr="plus d’une cinquantaine", unit_fr="tournées", value=50, source=source
        )

    def test_a_counter_is_chosen_among_the_declared_totals(self, total) -> None:
        assert cleaned(("counters", items({"key": "tours"})))
        with pytest.raises(StreamBlockValidationError):
            cleaned(("counters", items({"key": "tournees"})))

    def test_a_counter_is_read_without_counting_what_may_be_chosen(
        self, text, total, django_assert_num_queries
    ) -> None:
        page = text(body=[{"type": "counters", "value": items({"key": "tours"}, {"key": "gone"})}])
        with django_assert_num_queries(0):
            assert [counter["key"] for counter in page.body[0].value] == ["tours", "gone"]

    def test_a_total_that_is_gone_leaves_no_empty_frame(self, visitor, text, total) -> None:
        page = text(body=[{"type": "counters", "value": items({"key": "tours"}, {"key": "gone"})}])
        page.save_revision().publish()
        found = visitor.get("/agir/").content.decode()
        assert found.count('class="figure"') == 1
        assert "plus d’une cinquantaine" in found
        total.delete()
        page.save_revision(log_action=True).publish()
        copies.forget()
        assert 'class="figures"' not in visitor.get("/agir/").content.decode()


@pytest.mark.django_db
class TestRegisters:
    """What no editor writes, reached from a page."""

    def test_a_door_leads_to_what_a_register_shows_in_the_language_of_the_page(self, visitor, text) -> None:
        way = {"title": "Emprunter", "words": "", "page": None, "place": "exhibitions", "url": ""}
        text(body=[{"type": "doors", "value": items(way)}]).save_revision().publish()
        assert 'href="/expositions/"' in visitor.get("/agir/").content.decode()

    @pytest.mark.parametrize("behind", [{}, {"place": "tools", "url": "https://a.example/"}])
    def test_a_door_leads_to_one_place(self, behind: dict[str, str]) -> None:
        way = {"title": "Emprunter", "words": "", "page": None, "place": "", "url": "", **behind}
        with pytest.raises(StreamBlockValidationError):
            cleaned(("doors", items(way)))

    def test_the_text_that_opens_a_page_stands_above_the_pages_below_it(self, visitor, text) -> None:
        page = text(
            lists_children=True,
            body=[{"type": "text", "value": "<p>Pour ouvrir.</p>"}, {"type": "heading", "value": "La suite"}],
        )
        page.save_revision().publish()
        below = type(page)(title="Une page plus bas", slug="plus-bas", locale=page.locale)
        page.add_child(instance=below).save_revision().publish()
        copies.forget()
        found = visitor.get("/agir/").content.decode().split("<main")[1]
        places = [found.index(words) for words in ("Pour ouvrir.", "Une page plus bas", "La suite")]
        assert places == sorted(places)
        assert found.count("Pour ouvrir.") == 1
