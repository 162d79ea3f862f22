"""Search: everything public and nothing else, whatever is typed (S138)."""

from datetime import date

import pytest
from django.db import connection
from django.utils.translation import override

from convergence.contacts.models import Affiliation, Contact
from convergence.core import audit
from convergence.documents.models import PublicFile, Source
from convergence.history.models import Milestone, MilestoneText, StatedFigure
from convergence.membership.models import DirectoryConsent, GroupMembership
from convergence.website.models import DirectoryPage, NetworksPage, PageCopy, SearchEntry, SearchKind
from convergence.website.searching import databases, index
from convergence.website.searching.entries import joined
from convergence.website.searching.finding import A_PAGE, find
from convergence.website.searching.shelves import span_of
from convergence.website.searching.snippets import marked
from convergence.website.searching.words import asked, folded, stem
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db


def told(milestone: Milestone) -> Milestone:
    """Leave the audit line that every act on a milestone leaves."""
    audit.record(actor=None, verb="history.milestone.changed", obj=milestone, at=MOMENT)
    return milestone


def titles(query: str, language: str = "fr", **asked_for: object) -> list[str]:
    """Return the titles found, without marks."""
    index.bring_up_to_date()
    answer = find(query, language, **asked_for)
    return [hit.title.replace("<mark>", "").replace("</mark>", "") for group in answer.groups for hit in group.hits]


@pytest.mark.rule("S138")
@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("les invité-e-s", ("invitées", "invites", "INVITÉS", "invité·e·s", "invite")),
        ("Travailleurs/euses du Québec", ("travailleuse quebec", "travailleurs", "travailleur·euse", "Québec")),
        ("certain.e.s délégué(e)s", ("certaines", "deleguees", "délégués")),
        ("L’œuvre d’Émilie", ("oeuvre", "emilie", "l'œuvre", "d’émilie")),
        ("Droits syndicaux", ("syndical", "syndicales", "droit")),
        ("Las mujeres mayas", ("mujer", "maya")),
        ("Many countries", ("country",)),
        ("Solidarité", ("solid", "solidarités")),
    ],
)
def test_accents_endings_and_inclusive_forms(text, written, searched) -> None:
    page = text(written, "une-page")
    page.save_revision().publish()
    for query in searched:
        assert titles(query, kind="PAGE") == [written], query


def test_short_words_do_not_find_longer_ones(text) -> None:
    text("Merci", "merci").save_revision().publish()
    assert titles("mer") == []
    assert titles("merci") == ["Merci"]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "\x00",
        "%",
        "_",
        "*",
        "a" * 10_000,
        '" OR 1=1 --',
        "NEAR(a b)",
        "-",
        "AND",
        "fr:*",
        "&|!()",
        "é\x00é",
        "😀",
        "\\",
    ],
)
def test_no_query_does_harm(visitor, text, query: str) -> None:
    text("Une page", "une-page").save_revision().publish()
    answer = visitor.get("/recherche/", {"q": query})
    assert answer.status_code == 200
    assert "Chercher sur le site" in answer.content.decode()


def test_an_empty_query_asks_nothing(visitor, home) -> None:
    for address in ("/recherche/", "/recherche/?q=", "/recherche/?q=%20", "/recherche/?page=-1&genre=x&langue=y"):
        found = visitor.get(address)
        assert found.status_code == 200
        assert "found__count" not in found.content.decode()
    assert "Écrivez au moins un mot" in visitor.get("/recherche/", {"q": "?!"}).content.decode()


def test_the_address_can_be_shared_and_no_copy_is_kept(visitor, text) -> None:
    text("Salaire décent", "salaire").save_revision().publish()
    page = visitor.get("/recherche/?q=salaires")
    found = page.content.decode()
    assert '<a href="/salaire/"><mark>Salaire</mark> décent</a>' in found
    assert 'value="salaires"' in found
    assert "1 résultat pour « salaires »" in found.replace("\xa0", " ").replace("\u202f", " ")
    assert '<meta name="robots" content="noindex, follow">' in found
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert not PageCopy.objects.exists()


def test_what_was_typed_is_only_text(visitor, home) -> None:
    found = visitor.get("/recherche/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in found


def test_drafts_and_shut_pages_are_not_found(text) -> None:
    page = text("Ouverte", "ouverte")
    page.save_revision().publish()
    draft = text("Brouillon ouvert", "brouillon", live=False)
    draft.save_revision()
    assert titles("ouvert") == ["Ouverte"]
    page.unpublish()
    assert titles("ouvert") == []


def test_what_the_worker_has_not_read_yet_is_not_shown(text) -> None:
    page = text("Ouverte", "ouverte")
    page.save_revision().publish()
    index.bring_up_to_date()
    type(page).objects.update(live=False)  # no line in any log
    assert find("ouverte", "fr").groups == ()


def test_a_moved_page_is_found_at_its_new_address(text, home) -> None:
    above, page = text("Section", "section"), text("Dedans", "dedans")
    above.save_revision().publish()
    page.save_revision().publish()
    index.bring_up_to_date()
    page.move(above, pos="last-child")
    index.bring_up_to_date()
    assert find("dedans", "fr").groups[0].hits[0].url == "/section/dedans/"
    above.refresh_from_db()
    above.slug = "autre"
    above.save_revision().publish()
    index.bring_up_to_date()
    assert find("dedans", "fr").groups[0].hits[0].url == "/autre/dedans/"


def test_each_language_finds_its_own_and_says_what_the_others_hold(visitor, home, english) -> None:
    home.save_revision().publish()
    assert titles("together", "en") == ["Home"]
    assert titles("together", "fr") == []
    assert find("together", "fr").elsewhere == 1
    assert titles("together", "fr", everywhere=True) == ["Home"]
    found = visitor.get("/en/recherche/?q=together").content.decode()
    assert "1 result for “together”" in found
    assert 'href="/recherche/?q=together"' in found
    assert '<a href="/en/">' in found
    assert 'lang="en"' in visitor.get("/recherche/?q=together&langue=toutes").content.decode()


def test_milestones_and_their_figures(history_page, visitor) -> None:
    source = Source.objects.create(title="Bulletin", publisher="Ligue")
    milestone = Milestone.objects.create(slug="colloque", kind="COLLOQUIUM", start="1987-10", is_published=True)
    MilestoneText.objects.create(
        milestone=milestone, language="fr", title="Colloque sur la dette", summary="À Montréal."
    )
    StatedFigure.objects.create(
        milestone=milestone, what="people", value=500, qualifier="APPROX_BELOW", unit_fr="personnes", source=source
    )
    history_page.save_revision().publish()
    told(milestone)
    assert titles("dette")[:1] == ["Colloque sur la dette"]
    assert titles("1987", kind="MILESTONE") == ["Colloque sur la dette"]
    assert [title.replace("\xa0", " ") for title in titles("personnes", kind="FIGURE")] == ["près de 500 personnes"]
    assert find("dette", "fr").groups[0].hits[0].url == "/histoire/colloque/"
    milestone.is_published = False
    milestone.save()
    told(milestone)
    assert titles("dette") == []


@pytest.mark.rule("S55")
def test_members_that_agreed_alone(home, cast_members) -> None:
    page = home.add_child(instance=DirectoryPage(title="Nos membres", slug="membres", locale=home.locale))
    page.save_revision().publish()
    agreed, silent = cast_members
    assert titles(agreed.name, kind="MEMBER") == [agreed.name]
    assert titles(silent.name, kind="MEMBER") == []


@pytest.fixture
def cast_members(profile):
    """Make two member organisations, of which one agreed to be named."""
    found = []
    for name in ("Syndicat des postes", "Syndicat discret"):
        one = Contact.objects.create(
            kind="ORGANISATION",
            organisation_kind="UNION",
            name=name,
            sort_name=name.lower(),
            created_at=MOMENT,
            changed_at=MOMENT,
        )
        GroupMembership.objects.create(member=one, group="B", start_date=date(2000, 1, 1), created_at=MOMENT)
        found.append(one)
    DirectoryConsent.objects.create(member=found[0], agreed=True, said_by="x", wording="x", at=MOMENT)
    return found


def test_a_network_joined_twice_is_found_once(home, profile) -> None:
    page = home.add_child(instance=NetworksPage(title="Réseaux", slug="reseaux", locale=home.locale))
    page.save_revision().publish()
    dates = {"created_at": MOMENT, "changed_at": MOMENT}
    own = Contact.objects.create(
        kind="ORGANISATION", organisation_kind="NGO", name=profile.name, sort_name="l", **dates
    )
    name = "Réseau pour les droits " + "du travail, " * 12 + "fin"
    network = Contact.objects.create(kind="ORGANISATION", organisation_kind="NGO", name=name, sort_name="r", **dates)
    for start, end in ((date(1980, 1, 1), date(1990, 1, 1)), (date(2000, 1, 1), None)):
        Affiliation.objects.create(parent=network, child=own, start_date=start, end_date=end)
    assert titles("réseau droits", kind="NETWORK") == [name]


def test_files_are_found_by_title_and_summary(home) -> None:
    PublicFile.objects.create(title="Guide des achats", summary="Équitables", file="guide.pdf")
    assert titles("achat equitable") == ["Guide des achats"]
    assert titles("guide", "es") == ["Guide des achats"]


def test_more_than_a_group_is_given_by_pages(visitor, home) -> None:
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind=SearchKind.COUNTRY,
            record=str(number),
            language="fr",
            title=f"Pays {number}",
            url="/carte/",
            id=span_of("COUNTRY", "fr")[0] + number,
            folded_title=folded(f"Pays {number}"),
            digest="x",
        )
        for number in range(50)
    )
    answer = find("pays", "fr")
    assert [(group.total, len(group.hits)) for group in answer.groups] == [(50, 5)]
    answer = find("pays", "fr", kind="COUNTRY", page=3)
    assert (answer.pages, answer.page, len(answer.groups[0].hits)) == (3, 3, 50 - 2 * A_PAGE)
    assert find("pays", "fr", kind="COUNTRY", page=10**17).page == 3


def test_words_that_are_everywhere_are_given_in_plain_order(home, monkeypatch) -> None:
    monkeypatch.setattr(databases, "MOST_WEIGHED", 10)
    index.bring_up_to_date()
    first = span_of("COUNTRY", "fr")[0]
    SearchEntry.objects.bulk_create(
        SearchEntry(
            id=first + number,
            kind=SearchKind.COUNTRY,
            record=str(number),
            language="fr",
            title=f"{'Pays' if number % 2 else 'Titre'} {number}",
            url="/carte/",
            folded_title=folded("pays" if number % 2 else "titre"),
            folded_words=folded("pays"),
            digest="x",
        )
        for number in range(50)
    )
    shown = [titles("pays", kind="COUNTRY", page=page) for page in (1, 2, 3)]
    expected = [f"Pays {n}" for n in range(49, 0, -2)] + [f"Titre {n}" for n in range(48, -1, -2)]
    assert [title for page in shown for title in page] == expected


def test_titles_come_before_words(text) -> None:
    text("Autre chose", "autre", lede="On y parle de dette, de dette et de dette.").save_revision().publish()
    text("La dette", "dette").save_revision().publish()
    assert titles("dette") == ["La dette", "Autre chose"]


def test_nothing_is_written_when_nothing_changed(text, django_assert_max_num_queries) -> None:
    text("Une page", "une-page").save_revision().publish()
    index.bring_up_to_date()
    with django_assert_max_num_queries(2):
        assert index.bring_up_to_date()


def test_a_great_change_is_left_to_the_worker(text, monkeypatch) -> None:
    text("Une page", "une-page").save_revision().publish()
    monkeypatch.setattr(index, "SMALL_SITE", 0)
    assert not index.bring_up_to_date()
    assert find("page", "fr").groups == ()
    assert index.bring_up_to_date(whole=True)
    assert len(find("page", "fr").groups) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="its planner would rather read every text")
def test_words_are_looked_for_in_the_index_alone(text) -> None:
    text("Une page", "une-page").save_revision().publish()
    assert index.bring_up_to_date(whole=True)

    def reads() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = %s", ["website_searchentry"]
            )
            return list(cursor.fetchone())

    before = reads()
    assert databases.index_of_database().totals(asked("page")) == {10: 1}
    assert reads() == [before[0], before[1] + 1]


def test_the_words_around_what_is_found() -> None:
    text = "a " * 200 + "la solidarité <b>entre</b> les peuples " + "z " * 200
    shown = marked(text, asked("solidarités"), around=40)
    assert shown.startswith("… ")
    assert "<mark>solidarité</mark> &lt;b&gt;" in shown
    assert shown.endswith(" …")
    assert len(shown) < 160


def test_stems() -> None:
    assert [stem(word) for word in ("syndicaux", "bureaux", "axes", "axe", "1975", "pays")] == [
        "syndical",
        "bureau",
        "axe",
        "axe",
        "1975",
        "pay",
    ]
    assert asked("l'") == ("l",)
    assert asked("?") == ()
    assert len(asked(" ".join(f"mot{n}" for n in range(50)))) == 8


def test_a_page_is_read_in_its_own_words(home, english) -> None:
    english.body = [("figure", {"value": 500, "qualifier": "MORE_THAN", "unit": "guests", "source": "A letter"})]
    english.save_revision().publish()
    with override("fr"):
        index.bring_up_to_date()
    words = SearchEntry.objects.get(record=str(english.pk)).words
    assert "more than 500 guests" in words.replace("\xa0", " ")
    assert "plus de" not in words


def test_what_does_not_end_as_a_sentence_is_told_apart() -> None:
    assert joined(["Une phrase.", "<b>Pour</b>  qui", None, "", "Mexique"]) == "Une phrase. Pour qui · Mexique"
