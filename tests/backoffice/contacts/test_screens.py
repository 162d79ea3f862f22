"""The screens of contacts: lists, page, forms, graph, merges, visits, proofs."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from convergence.accounts.choices import Role
from convergence.backoffice.contacts import graph
from convergence.contacts import commands
from convergence.contacts.models import Contact, Merge, NotDuplicate
from tests.backoffice.contacts.conftest import user_of

pytestmark = pytest.mark.django_db
ROW = '<th scope="row" class="cv-list__name"'
LISTS = ("organisations", "people", "bodies")


@pytest.fixture
def boss(world: SimpleNamespace, client: Any) -> Any:
    """A browser in which the coordinator is signed in."""
    client.force_login(world.boss)
    return client


def text(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("listing", LISTS)
def test_list_takes_at_most_fifteen_queries_and_does_not_grow(
    listing: str, world: SimpleNamespace, boss: Any, django_assert_max_num_queries: Any
) -> None:
    address = reverse(f"{listing}:index")
    boss.get(address)
    with django_assert_max_num_queries(15):
        boss.get(address)
    for number in range(30):
        commands.create_organisation(name=f"Syndicat {number}", organisation_kind="UNION", **world.who)
        commands.create_person(given_name="Ida", family_name=f"Roy {number}", **world.who)
    with django_assert_max_num_queries(15):
        page = text(boss.get(address))
    assert page.count(ROW) in {25, 2}


def test_list_shows_what_it_must_in_french(boss: Any) -> None:
    page = text(boss.get(reverse("organisations:index")))
    for words in ("Syndicat Près", "PRÈS", "Estrie", "1 234", "2024-02-22"):
        assert words in page
    assert "Synd. Près" not in page


@pytest.mark.rule("S138", "R-U2")
@pytest.mark.parametrize("query", ["pres", "PRÈS", "vieux près", "pres@syndicat.example", "synd. pres", "l’près"])
def test_search_box_ignores_accents_and_finds_acronyms_former_names_emails_and_aliases(query: str, boss: Any) -> None:
    page = text(boss.get(reverse("organisations:index"), {"q": query}))
    assert "Syndicat Près" in page
    assert "Syndicat Loin" not in page


@pytest.mark.parametrize("query", ['"', "'", "\x00", "%", "a" * 5000, "'; --\x00"])
def test_no_search_does_harm(query: str, boss: Any) -> None:
    for listing in LISTS:
        for view in ("index", "index_results"):
            assert boss.get(reverse(f"{listing}:{view}"), {"q": query}).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"organisation_kind": "FEDERATION"}, ["Fédération du textile"]),
        ({"region": "estrie"}, ["Syndicat Près"]),
        ({"reach": "no_email"}, ["Fédération du textile"]),
        ({"reach": "marked"}, ["Syndicat Loin", "Syndicat Près"]),
        ({"state": "closed"}, []),
    ],
)
def test_filters(query: dict[str, str], expected: list[str], world: SimpleNamespace, boss: Any) -> None:
    query = query | ({"region": world.estrie.pk} if "region" in query else {})
    page = text(boss.get(reverse("organisations:index"), query))
    names = ["Fédération du textile", "Syndicat Loin", "Syndicat Près"]
    assert [name for name in names if f">{name}</a>" in page] == expected


def test_order_can_be_turned(boss: Any) -> None:
    page = text(boss.get(reverse("organisations:index"), {"ordering": "-sort_name"}))
    assert page.index("Syndicat Près") < page.index("Syndicat Loin") < page.index("Fédération du textile")


def test_last_page_reads_from_the_end(world: SimpleNamespace, boss: Any) -> None:
    for number in range(60):
        commands.create_organisation(name=f"Union {number:02}", organisation_kind="UNION", **world.who)
    page = text(boss.get(reverse("organisations:index"), {"p": 3}))
    assert [number for number in range(60) if f"Union {number:02}" in page] == list(range(47, 60))
    assert text(boss.get(reverse("organisations:index"), {"p": 9999})).count(ROW) == 13


def test_csv_export_escapes_formulas(world: SimpleNamespace, boss: Any) -> None:
    commands.create_organisation(name='=HYPERLINK("http://x.example")', organisation_kind="UNION", **world.who)
    response = boss.get(reverse("organisations:index"), {"export": "csv", "q": "hyperlink"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]


def test_xlsx_export_holds_texts_and_numbers(boss: Any) -> None:
    response = boss.get(reverse("organisations:index"), {"export": "xlsx", "q": "près"})
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [cell.value for cell in list(book.active.rows)[1]]
    assert "Syndicat Près" in cells
    assert 1234 in cells


def test_page_of_an_organisation_shows_everything(world: SimpleNamespace, boss: Any) -> None:
    page = text(boss.get(reverse("organisations:inspect", args=(world.near.union.pk,))))
    for words in (
        "pres@syndicat.example",
        "1, rue du Fil",
        "Fédération du textile",
        "1 234",
        "présidente",
        "NE PLUS APPELER",
        "Rencontre",
        "Vieux Près",
        "Synd. Près",
        "Comité Près",
    ):
        assert words in page, words


def test_alias_leads_to_the_contact_that_stands(world: SimpleNamespace, boss: Any) -> None:
    page = text(boss.get(reverse("organisations:inspect", args=(world.near.double.pk,))))
    assert reverse("organisations:inspect", args=(world.near.union.pk,)) in page


def test_pages_of_people_and_bodies(world: SimpleNamespace, boss: Any) -> None:
    page = text(boss.get(reverse("people:inspect", args=(world.near.person.pk,))))
    assert "présidente" in page
    assert "Syndicat Près" in page
    assert "Syndicat Près" in text(boss.get(reverse("bodies:inspect", args=(world.near.body.pk,))))


def test_organisation_is_added_and_changed(world: SimpleNamespace, boss: Any) -> None:
    values = {"name": "Syndicat du papier", "organisation_kind": "UNION", "country": "CA", "acronym": "SP"}
    response = boss.post(reverse("organisations:add"), values)
    made = Contact.objects.get(name="Syndicat du papier")
    assert response["Location"] == reverse("organisations:inspect", args=(made.pk,))
    address = reverse("organisations:edit", args=(made.pk,))
    boss.post(address, values | {"name": "Syndicat du carton", "keep_former_name": "on"})
    made.refresh_from_db()
    assert (made.name, made.former_names.get().name) == ("Syndicat du carton", "Syndicat du papier")


def test_person_and_body_are_added(world: SimpleNamespace, boss: Any) -> None:
    boss.post(reverse("people:add"), {"given_name": "Ida", "family_name": "Côté", "form_of_address": "MADAM"})
    assert Contact.objects.get(name="Ida Côté").sort_name == "cote ida"
    values = {"name": "Exécutif", "body_kind": "EXECUTIVE", "part_of": world.near.union.pk}
    boss.post(reverse("bodies:add"), values)
    assert Contact.objects.get(name="Exécutif").part_of == world.near.union


def test_what_is_wrong_is_said_beside_the_field(world: SimpleNamespace, boss: Any) -> None:
    commands.create_organisation(name="A", organisation_kind="UNION", number="77", **world.who)
    response = boss.post(
        reverse("organisations:add"), {"name": "B", "organisation_kind": "UNION", "country": "CA", "number": "77"}
    )
    assert "Un autre contact porte déjà ce numéro de membre." in text(response)
    response = boss.post(reverse("people:add"), {"given_name": ""})
    assert "Écrivez un nom" in text(response)


def test_delete_says_what_depends_on_the_contact(world: SimpleNamespace, boss: Any) -> None:
    response = boss.post(reverse("organisations:delete", args=(world.near.union.pk,)), follow=True)
    assert "ne peut pas être supprimé" in text(response)
    alone = commands.create_organisation(name="Erreur", organisation_kind="UNION", **world.who)
    boss.post(reverse("organisations:delete", args=(alone.pk,)))
    assert not Contact.objects.filter(pk=alone.pk).exists()


NEW_ROWS = {
    "points": {"channel": "PHONE", "value": "514-383-2266 poste 225", "purpose": "BILLING"},
    "adresses": {"purpose": "GENERAL", "street": "2, rue du Fil", "city": "Sherbrooke", "postal_code": "j1h1a1"},
    "effectifs": {"value": "500", "qualifier": "APPROX", "as_of": "2024-01-01", "source": "lettre"},
    "marques": {"channel": "ALL", "reason": "a demandé", "since": "2024-01-01"},
    "relations": {"kind": "CALL", "on": "2024-02-01", "text": "Appel"},
    "anciens-noms": {"name": "Ancien", "until": "1999"},
    "consentements": {
        "act": "GIVEN",
        "purpose": "NEWSLETTER",
        "address": "pres@syndicat.example",
        "method": "papier",
        "wording": "Oui, le bulletin.",
        "source": "fiche 12",
    },
}


@pytest.mark.parametrize("section", NEW_ROWS)
def test_rows_are_added_from_their_section(section: str, world: SimpleNamespace, boss: Any) -> None:
    values = NEW_ROWS[section] | ({"country": "CA"} if section == "adresses" else {})
    response = boss.post(reverse("contacts:add_row", args=(world.near.union.pk, section)), values)
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"].endswith(f"#{section}")


def test_links_and_posts_are_added_and_cycles_refused_in_french(world: SimpleNamespace, boss: Any) -> None:
    address = reverse("contacts:add_row", args=(world.parent.pk, "affiliations"))
    response = boss.post(address, {"parent": world.near.union.pk, "kind": "AFFILIATION"})
    assert response.status_code == 422
    assert "tourneraient en rond" in response.content.decode()
    address = reverse("contacts:add_row", args=(world.near.person.pk, "postes"))
    boss.post(address, {"held_in": world.near.body.pk, "office": "MEMBER", "start": "2021"})
    assert world.near.person.mandates.count() == 2


@pytest.mark.parametrize(
    ("section", "values", "sentence"),
    [
        ("points", {"channel": "PHONE", "value": "demander Line", "purpose": "GENERAL"}, "demander Line"),
        ("points", {"channel": "EMAIL", "value": "a@", "purpose": "GENERAL"}, "adresse de courriel"),
        ("adresses", {"purpose": "GENERAL", "postal_code": "12345", "country": "CA"}, "code postal canadien"),
        ("effectifs", {"value": "-5", "qualifier": "EXACT", "as_of": "2024-01-01", "source": "x"}, "0"),
        ("mandats", {"person": "", "office": "OTHER"}, "À remplir pour continuer"),
        (
            "consentements",
            {"act": "GIVEN", "purpose": "NEWSLETTER", "address": "a@b.example", "method": "téléphone"},
            "déclaré, sans preuve",
        ),
    ],
)
def test_refusals_are_said_in_the_form(
    section: str, values: dict[str, str], sentence: str, world: SimpleNamespace, boss: Any
) -> None:
    response = boss.post(reverse("contacts:add_row", args=(world.near.union.pk, section)), values)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_row_is_changed_and_removed(world: SimpleNamespace, boss: Any) -> None:
    point = world.near.rows["points"]
    values = {"channel": "EMAIL", "value": "neuf@syndicat.example", "purpose": "GENERAL", "end_date": "2030-01-01"}
    boss.post(reverse("contacts:change_row", args=("points", point.pk)), values)
    point.refresh_from_db()
    assert (point.normalised, point.end_date) == ("neuf@syndicat.example", date(2030, 1, 1))
    boss.post(reverse("contacts:remove_row", args=("points", point.pk)))
    assert not world.near.union.points.exists()


@pytest.mark.parametrize("section", ["effectifs", "consentements", "inconnu"])
def test_rows_that_are_never_changed_have_no_such_page(section: str, world: SimpleNamespace, boss: Any) -> None:
    pk = world.near.rows[section].pk if section in world.near.rows else 1
    assert boss.get(reverse("contacts:change_row", args=(section, pk))).status_code == 404
    assert boss.post(reverse("contacts:remove_row", args=(section, pk))).status_code == 404


def test_history_names_the_actor_and_the_field_before_and_after(world: SimpleNamespace, boss: Any) -> None:
    commands.change_contact(contact_id=world.near.union.pk, acronym="NEUF", **world.who)
    page = text(boss.get(reverse("organisations:history", args=(world.near.union.pk,))))
    for words in ("coordinator@centre.example", "<del>PRÈS</del>", "<ins>NEUF</ins>", "Sigle"):
        assert words in page


def test_history_says_choices_and_places_in_words(world: SimpleNamespace, boss: Any) -> None:
    page = text(boss.get(reverse("organisations:history", args=(world.near.union.pk,))))
    assert "Canada" in page
    for raw in ("ORGANISATION<", "UNION<", "VISIT<", "MEETING<", "Normalised", "Person<"):
        assert raw not in page, raw


def test_the_order_of_a_list_is_asked_once_in_its_address(boss: Any) -> None:
    page = text(boss.get(reverse("organisations:index"), {"ordering": "sort_name", "q": "pres"}))
    assert 'href="?q=pres&amp;ordering=-sort_name"' in page


@pytest.mark.rule("S56")
def test_a_large_graph_folds_its_locals_and_leads_to_them(
    world: SimpleNamespace, boss: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "MANY", 1)
    monkeypatch.setattr(graph, "FOLDED", 1)
    for number in range(4):
        local = commands.create_organisation(name=f"Section {number}", organisation_kind="UNION", **world.who)
        commands.affiliate(child_id=local.pk, parent_id=world.parent.pk, **world.who)
    page = text(boss.get(reverse("contacts:graph")))
    assert f'<a href="{reverse("contacts:graph")}?autour={world.parent.pk}">et ' in page
    assert "Section 3" in text(boss.get(reverse("contacts:graph"), {"autour": world.parent.pk}))


def test_graph_shows_the_drawing_and_the_same_as_a_list(world: SimpleNamespace, boss: Any) -> None:
    page = text(boss.get(reverse("contacts:graph")))
    assert page.count("cv-strand--main") >= 2
    assert page.index("<svg") < page.index("cv-tree") < page.rindex("Syndicat Près")
    page = text(boss.get(reverse("contacts:graph"), {"autour": world.parent.pk}))
    assert "<strong>2 468</strong>" in page
    assert text(boss.get(reverse("contacts:graph"), {"date": "2024-02-22"})).count('class="cv-knot') == 3
    for nonsense in ({"autour": "x"}, {"autour": "999999"}, {"date": "hier"}):
        assert boss.get(reverse("contacts:graph"), nonsense).status_code == 200


def test_merge_compare_confirm_and_undo(world: SimpleNamespace, boss: Any) -> None:
    twin = commands.create_organisation(name="Syndicat Prés", organisation_kind="UNION", number="9", **world.who)
    kept = world.near.union
    assert f"absorbed={twin.pk}" in text(boss.get(reverse("contacts:merge"), {"kept": kept.pk, "q": "syndicat prés"}))
    page = text(boss.get(reverse("contacts:merge"), {"kept": kept.pk, "absorbed": twin.pk}))
    assert 'name="from_name" value="absorbed"' in page
    values = {"kept": kept.pk, "absorbed": twin.pk, "act": "merge", "from_name": "absorbed"}
    boss.post(reverse("contacts:merge"), values)
    kept.refresh_from_db()
    assert (kept.name, kept.number) == ("Syndicat Prés", "9")
    merge = Merge.objects.get(absorbed=twin)
    assert "Syndicat Prés" in text(boss.get(reverse("contacts:merges")))
    assert boss.get(reverse("contacts:merge_undo", args=(merge.pk,))).status_code == 200
    boss.post(reverse("contacts:merge_undo", args=(merge.pk,)))
    kept.refresh_from_db()
    assert kept.name == "Syndicat Près"
    response = boss.post(reverse("contacts:merge_undo", args=(merge.pk,)), follow=True)
    assert "déjà été annulée" in text(response)


@pytest.mark.rule("S142")
def test_merge_of_different_kinds_is_refused_with_the_way_out(world: SimpleNamespace, boss: Any) -> None:
    company = commands.create_organisation(name="Près inc.", organisation_kind="COMPANY", **world.who)
    pair = {"kept": world.near.union.pk, "absorbed": company.pk}
    page = text(boss.get(reverse("contacts:merge"), pair))
    assert "ne sont pas du même type" in page
    response = boss.post(reverse("contacts:merge"), pair | {"act": "merge"})
    assert response.status_code == 422
    company.refresh_from_db()
    assert company.merged_into_id is None


def test_pair_can_be_marked_as_different(world: SimpleNamespace, boss: Any) -> None:
    pair = {"kept": world.near.union.pk, "absorbed": world.far.union.pk, "act": "different"}
    boss.post(reverse("contacts:merge"), pair)
    assert NotDuplicate.objects.count() == 1


@pytest.mark.rule("S66")
def test_to_visit_lists_unions_not_seen_for_the_months_of_the_setting(
    world: SimpleNamespace, boss: Any, time_machine: Any
) -> None:
    time_machine.move_to("2025-02-22T15:00:00+00:00")
    boss.force_login(world.boss)
    assert "Syndicat Près" in text(boss.get(reverse("contacts:to_visit")))
    commands.log_interaction(contact_id=world.near.union.pk, kind="CALL", on=date(2025, 1, 1), **world.who)
    page = text(boss.get(reverse("contacts:to_visit")))
    assert "Syndicat Près" not in page
    assert "Syndicat Loin" in page
    page = text(boss.get(reverse("organisations:inspect", args=(world.far.union.pk,))))
    assert "À visiter" in page
    for nonsense in ("x", "0", "99999999"):
        assert boss.get(reverse("contacts:to_visit"), {"mois": nonsense}).status_code == 200


@pytest.mark.rule("C28")
def test_proof_screen_says_what_when_where_and_what_may_be_sent(world: SimpleNamespace, boss: Any) -> None:
    page = text(boss.get(reverse("contacts:proof"), {"adresse": world.near.email}))
    for words in ("Je veux le bulletin.", "https://centre.example/bulletin", "formulaire", "NE PLUS APPELER"):
        assert words in page
    assert "cv-yes" in page
    for nonsense in ("", "\x00", "'", "x" * 5000):
        assert boss.get(reverse("contacts:proof"), {"adresse": nonsense}).status_code == 200


def test_choosers_tell_namesakes_apart(world: SimpleNamespace, boss: Any) -> None:
    page = boss.get(reverse("choose_organisation:choose_results"), {"q": "pres"}).content.decode()
    for words in ("Syndicat Près", "Granby", "pres@syndicat.example"):
        assert words in page
    assert boss.get(reverse("choose_organisation:create")).status_code == 404


def test_filter_is_kept_under_a_name_by_its_owner_only(world: SimpleNamespace, boss: Any) -> None:
    keep = reverse("contacts:saved_filters", args=("organisations",))
    query = "organisation_kind=FEDERATION"
    boss.post(keep, {"name": "Fédérations", "query": query})
    assert f"?{query}" in text(boss.get(reverse("organisations:index")))
    boss.post(keep, {"name": " ", "query": query})
    assert world.boss.saved_filters.count() == 1
    kept = world.boss.saved_filters.get()
    stranger = user_of(Role.TREASURER)
    boss.force_login(stranger)
    boss.post(keep, {"forget": kept.pk})
    assert "Fédérations" not in text(boss.get(reverse("organisations:index")))
    boss.force_login(world.boss)
    boss.post(keep, {"forget": kept.pk})
    assert world.boss.saved_filters.count() == 0
    assert boss.post(reverse("contacts:saved_filters", args=("autre",))).status_code == 404


@pytest.fixture
def presidents(world: SimpleNamespace) -> Contact:
    """A centre, its presidents as an encyclopaedia names them, and the one who signed a letter in 2024."""
    centre: Contact = commands.create_organisation(name="Centre", organisation_kind="NGO", **world.who)
    turns = [("Lachance", "1997", "1999"), ("Laurent", "1999", "2001"), ("Boisclair", "2008", "2014")]
    turns.insert(2, ("Lapointe", "2001", "2008"))
    for name, start, end in turns:
        person = commands.create_person(given_name="Jo", family_name=name, **world.who)
        commands.record_mandate(
            person_id=person.pk, held_in_id=centre.pk, office="PRESIDENCY", start=start, end=end, **world.who
        )
    luc = commands.create_person(given_name="Luc", family_name="Allaire", title_gender="M", **world.who)
    commands.record_mandate(
        person_id=luc.pk, held_in_id=centre.pk, office="PRESIDENCY", attested="2024-02-22", source="lettre", **world.who
    )
    return centre


def test_an_abbreviation_keeps_its_capitals(presidents: Contact, boss: Any) -> None:
    assert '<p class="cv-kind">ONG' in text(boss.get(reverse("organisations:inspect", args=(presidents.pk,))))


@pytest.mark.rule("S46")
def test_gaps_between_terms_are_shown_and_exported_never_filled(presidents: Contact, boss: Any) -> None:
    address = reverse("contacts:succession", args=(presidents.pk,))
    page = text(boss.get(address, {"depuis": "1995"}))
    assert "inconnu</em> <small>1995 – 1997</small>" in page
    assert "inconnu</em> <small>2014 – 22 février 2024</small>" in page
    sent = b"".join(boss.get(address, {"depuis": "1995", "export": "csv"}).streaming_content).decode("utf-8-sig")
    rows = [line.split(";")[1:5] for line in sent.splitlines()[1:]]
    assert rows == [
        ["1995", "1997", "", "inconnu"],
        ["1997", "1999", "", "Jo Lachance"],
        ["1999", "2001", "", "Jo Laurent"],
        ["2001", "2008", "", "Jo Lapointe"],
        ["2008", "2014", "", "Jo Boisclair"],
        ["2014", "2024-02-22", "", "inconnu"],
        ["", "", "2024-02-22", "Luc Allaire"],
    ]


@pytest.mark.rule("S45")
def test_a_term_of_unknown_beginning_starts_at_the_latest_when_it_is_attested(presidents: Contact, boss: Any) -> None:
    page = text(boss.get(reverse("contacts:succession", args=(presidents.pk,))))
    assert "au plus tard février 2024 – aujourd’hui" in page, page[page.index("Allaire") :][:300]


def test_the_succession_is_for_those_who_see_the_organisation(
    presidents: Contact, world: SimpleNamespace, client: Any
) -> None:
    address = reverse("contacts:succession", args=(presidents.pk,))
    client.force_login(user_of(Role.ANIMATOR, "estrie"))
    assert client.get(address).status_code == 404
    near = reverse("contacts:succession", args=(world.near.union.pk,))
    assert client.get(near, {"depuis": "²", "poste": "x"}).status_code == 200
    assert client.get(near, {"export": "csv"}).status_code == 302


def test_each_row_leads_to_its_change(world: SimpleNamespace, boss: Any) -> None:
    contact = Contact.objects.get(name="Syndicat Près")
    page = text(boss.get(reverse("organisations:inspect", args=[contact.pk])))
    point = contact.points.order_by("pk").first()
    assert reverse("contacts:change_row", args=["points", point.pk]) in page
    changed = text(boss.get(reverse("contacts:change_row", args=["points", point.pk])))
    assert reverse("contacts:remove_row", args=["points", point.pk]) in changed


def test_a_merge_proposes_the_names_that_say_nearly_the_same(world: SimpleNamespace, boss: Any) -> None:
    common = {"organisation_kind": "LOCAL"} | world.who
    name = "Syndicat des travailleuses et travailleurs du cégep de Saint-Aurèle–FTQ"
    kept = commands.create_organisation(name=f"{name} (exemple)", **common)
    twin = commands.create_organisation(name=name.replace("é", "e").upper(), **common)
    other = commands.create_organisation(name=name.replace("cégep de Saint-Aurèle", "port de Lac-Fanal"), **common)
    page = text(boss.get(reverse("contacts:merge"), {"kept": kept.pk}))
    assert f"absorbed={twin.pk}" in page
    assert f"absorbed={other.pk}" not in page
