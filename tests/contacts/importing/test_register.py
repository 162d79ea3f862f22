"""A list enters the register, completes it, and is taken back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from convergence.accounts.choices import Role
from convergence.accounts.models import User
from convergence.contacts.choices import Channel, ConsentAct, ConsentPurpose, Purpose
from convergence.contacts.commands import change_contact
from convergence.contacts.import_models import ImportRun, RowDecision, RunState, Verdict
from convergence.contacts.importing import applying, registry, report, staging, undoing
from convergence.contacts.importing.cells import reason
from convergence.contacts.importing.columns import ColumnKind
from convergence.contacts.importing.errors import CannotUndo, DateOrderNeeded, WrongState
from convergence.contacts.models import Affiliation, ConsentEvent, Contact, ContactPoint, DeclaredCount, DoNotContact
from convergence.core.errors import NotAllowed
from convergence.core.models import AuditEntry
from tests.contacts.conftest import NOW

from .conftest import CEGEP, HEADERS, SHORT, TEXTILE

Run = Callable[..., ImportRun]
Csv = Callable[..., Path]
PEOPLE = ("No", "Nom", "Prénom", "Courriel", "Tél.", "CP", "Langue", "Bulletin")
ZOE = ("I1", "TREMBLAY", "Zoé", "zoe@courriel.example", "514 555-0177", "H2N 8V2", "es", "oui")
LUC = ("I2", "Roy", "Luc", "luc@courriel.example", "", "", "", "non")


def test_an_organisation_enters_with_all_that_its_line_says(applied: Run, csv_file: Csv) -> None:
    run = applied(csv_file([HEADERS, TEXTILE]))
    union = Contact.objects.get(number="1001")
    point = {
        (p.channel, p.purpose, p.normalised, p.person and p.person.name)
        for p in ContactPoint.objects.filter(contact=union)
    }
    address = union.addresses.get()
    count = union.declared_counts.get()
    post = union.posts.get()
    central = union.parents.get().parent
    assert (union.organisation_kind, union.acronym, union.region.slug) == ("UNION", "STTUTVA", "estrie")
    assert point == {
        (Channel.EMAIL, Purpose.GENERAL, "val-joli@syndicat.example", "Étienne Le Bœuf"),
        (Channel.EMAIL, Purpose.BILLING, "tresorerie@syndicat.example", "Étienne Le Bœuf"),
        (Channel.PHONE, Purpose.GENERAL, "+15815550145;ext=20", "Étienne Le Bœuf"),
    }
    assert (address.street, address.city, address.postal_code) == ("12, rue du Moulin", "Val-Joli", "G7L 5W9")
    assert (count.value, count.qualifier, count.source) == (240, "APPROX", f"membres.csv (import {run.pk})")
    assert (post.office, post.title, post.person.family_name) == ("TREASURER", "trésorière", "Le Bœuf")
    assert (central.acronym, central.organisation_kind) == ("CSN", "CONFEDERATION")
    assert list(DoNotContact.objects.values_list("contact", "channel", "reason")) == [
        (union.pk, Channel.PHONE, "NE PLUS APPELER")
    ]


@pytest.mark.rule("S138")
def test_what_was_imported_is_found_without_accents(applied: Run, csv_file: Csv) -> None:
    applied(csv_file([HEADERS, TEXTILE]))
    assert Contact.objects.get(search_text__contains="boeuf").name == "Étienne Le Bœuf"


@pytest.mark.rule("C27")
def test_a_list_proves_no_consent(applied: Run, csv_file: Csv) -> None:
    applied(csv_file([PEOPLE, ZOE, LUC]))
    events = ConsentEvent.objects.values_list("address", "purpose", "act", "proof")
    assert list(events) == [("zoe@courriel.example", ConsentPurpose.NEWSLETTER, ConsentAct.DECLARED, "")]
    marks = DoNotContact.objects.values_list("contact__number", "channel", "purpose")
    assert list(marks) == [("I2", Channel.EMAIL, ConsentPurpose.NEWSLETTER)]


def test_a_person_enters_with_language_and_name(applied: Run, csv_file: Csv) -> None:
    applied(csv_file([PEOPLE, ZOE]))
    zoe = Contact.objects.get()
    assert (zoe.kind, zoe.given_name, zoe.family_name, zoe.language) == ("PERSON", "Zoé", "Tremblay", "es")


def test_the_central_is_matched_by_its_acronym(
    applied: Run, csv_file: Csv, organisation: Callable[..., Contact]
) -> None:
    csn = organisation("Confédération des syndicats nationaux", "CONFEDERATION", acronym="CSN")
    applied(csv_file([HEADERS, TEXTILE]))
    assert list(Affiliation.objects.values_list("parent", flat=True)) == [csn.pk]


def test_a_union_of_the_register_named_as_a_central_is_not_recorded_twice(
    applied: Run, csv_file: Csv, organisation: Callable[..., Contact]
) -> None:
    national = organisation("Syndicat national des métiers publics", "UNION", acronym="SNMP")
    for number in (1, 2):
        organisation(f"Conseil central {number}", "REGIONAL_COUNCIL", acronym="CC")
    under = [{1: "1001", 3: "SNMP"}, {0: "1002", 1: "Syndicat du port", 3: "cc"}]
    lines = [tuple(given.get(place, cell) for place, cell in enumerate(CEGEP)) for given in under]
    applied(csv_file([HEADERS, ("1001", "Syndicat du quai", *lines[0][2:]), lines[1]]))
    links = Affiliation.objects.order_by("child__number").values_list("parent__acronym", "parent__organisation_kind")
    assert list(links) == [("SNMP", "UNION"), ("cc", "CONFEDERATION")]
    assert Affiliation.objects.filter(parent=national).count() == 1


@pytest.mark.rule("R-U2")
def test_a_list_makes_no_circle_of_unions(applied: Run, csv_file: Csv, organisation: Callable[..., Contact]) -> None:
    ids = [organisation(f"Fédération {name}", "FEDERATION", acronym=f"FED{name}", number=name).pk for name in "ABC"]
    Affiliation.objects.create(child_id=ids[0], parent_id=ids[1], source="essai")
    Affiliation.objects.create(child_id=ids[1], parent_id=ids[2], source="essai")
    applied(csv_file([("No", "Nom de l'organisation", "Centrale"), ("C", "Fédération C", "FEDA")]))
    links = Affiliation.objects.order_by("pk").values_list("child__acronym", "parent__acronym")
    assert list(links) == [("FEDA", "FEDB"), ("FEDB", "FEDC")]


def test_the_audit_of_an_import_is_one_line(applied: Run, csv_file: Csv) -> None:
    applied(csv_file([HEADERS, TEXTILE, CEGEP]))
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "contacts.import.uploaded", "contacts.import.applied",
    ]  # fmt: skip


def snapshot() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Contact, ContactPoint, DeclaredCount, Affiliation, DoNotContact, ConsentEvent)
    ]


def test_the_same_list_again_changes_nothing(applied: Run, csv_file: Csv, verdicts: Callable[..., Any]) -> None:
    path = csv_file([HEADERS, TEXTILE, SHORT, CEGEP])
    applied(path)
    before = snapshot()
    again = applied(path)
    assert [verdict for _line, verdict in verdicts(again)] == ["IGNORED", "UPDATE", "DUPLICATE", "UPDATE"]
    assert snapshot() == before


def test_a_line_with_nothing_but_a_name_is_known_again(
    applied: Run, csv_file: Csv, verdicts: Callable[..., Any]
) -> None:
    bare = ["", "Syndicat du port"] + [""] * 12
    path = csv_file([HEADERS, TEXTILE, bare])
    applied(path)
    assert [verdict for _line, verdict in verdicts(applied(path))] == ["IGNORED", "UPDATE", "UPDATE"]


def test_an_update_corrects_and_completes_and_a_blank_erases_nothing(applied: Run, csv_file: Csv) -> None:
    applied(csv_file([HEADERS, TEXTILE]))
    later = list(TEXTILE)
    later[2], later[5], later[8], later[12] = "", "310", "99, rue Neuve", "nouveau@syndicat.example"
    run = applied(csv_file([HEADERS, later]))
    union = Contact.objects.get(number="1001")
    assert union.acronym == "STTUTVA"
    assert list(union.declared_counts.order_by("pk").values_list("value", flat=True)) == [240, 310]
    current = union.addresses.filter(end_date__isnull=True)
    assert list(current.values_list("street", flat=True)) == ["99, rue Neuve"]
    assert union.points.filter(channel=Channel.EMAIL).count() == 3
    said = report.sentences_of(run.rows.get(line=2).reasons)
    assert said[1] == "Changera\u00a0: Courriel, Adresse, Nombre de membres."


def test_a_duplicate_waits_for_a_person(checked: Run, csv_file: Csv, coordinator: User) -> None:
    run = checked(csv_file([HEADERS, TEXTILE, SHORT]))
    row = run.rows.to_settle().get()
    settled = staging.settle(run_id=run.pk, row_ids=[row.pk], decision=RowDecision.ACCEPT, actor=coordinator, at=NOW)
    applying.start_apply(run_id=run.pk, actor=coordinator, at=NOW)
    applying.apply_run(run_id=run.pk, actor=coordinator, at=NOW)
    assert (settled, Contact.objects.filter(name="STT Val-Joli").count()) == (1, 1)


def test_a_merged_line_completes_what_it_resembles(checked: Run, csv_file: Csv, coordinator: User) -> None:
    poor = list(TEXTILE)
    poor[12] = "val-joli@syndicat.example"
    rich = list(SHORT)
    rich[12] = "val-joli@syndicat.example / relais@syndicat.example"
    run = checked(csv_file([HEADERS, poor, rich]))
    row = run.rows.to_settle().get()
    staging.settle(run_id=run.pk, row_ids=[row.pk], decision=RowDecision.MERGE, actor=coordinator, at=NOW)
    applying.start_apply(run_id=run.pk, actor=coordinator, at=NOW)
    applying.apply_run(run_id=run.pk, actor=coordinator, at=NOW)
    union = Contact.objects.get(number="1001")
    assert union.points.filter(normalised="relais@syndicat.example").count() == 1
    assert union.name == TEXTILE[1]


def test_a_number_cannot_go_to_an_organisation_and_a_person(checked: Run, xlsx_file: Callable[..., Path]) -> None:
    zoe = ("1001", *ZOE[1:])
    run = checked(xlsx_file({"Organisations": [HEADERS, TEXTILE], "Individus": [PEOPLE, zoe]}))
    row = run.rows.get(sheet="Individus", line=2)
    assert (row.verdict, row.entry.get("number"), row.reasons[0][0]) == (Verdict.NEW, None, "number_twice")


def test_one_person_for_two_lines_that_name_them_with_one_address(applied: Run, xlsx_file: Callable[..., Path]) -> None:
    line = list(TEXTILE)
    line[6], line[12] = "Zoé Tremblay", "zoe@courriel.example"
    applied(xlsx_file({"Organisations": [HEADERS, line], "Individus": [PEOPLE, ZOE]}))
    zoe = Contact.objects.get(kind="PERSON")
    assert list(zoe.mandates.values_list("held_in__number", flat=True)) == ["1001"]


# --- Undo -----------------------------------------------------------------------------------


def test_an_undo_takes_everything_back(applied: Run, csv_file: Csv, coordinator: User) -> None:
    run = applied(csv_file([HEADERS, TEXTILE, CEGEP]))
    undoing.undo_run(run_id=run.pk, actor=coordinator, at=NOW)
    run.refresh_from_db()
    assert (run.state, Contact.objects.count(), ContactPoint.objects.count()) == (RunState.UNDONE, 0, 0)


@pytest.mark.rule("C27")
def test_an_undo_deletes_no_line_of_the_consent_ledger(applied: Run, csv_file: Csv, coordinator: User) -> None:
    run = applied(csv_file([PEOPLE, ZOE]))
    undoing.undo_run(run_id=run.pk, actor=coordinator, at=NOW)
    assert ConsentEvent.objects.count() == 1
    assert (Contact.objects.current().count(), Contact.objects.get().number) == (0, "")


def test_a_list_may_come_back_after_its_undo(applied: Run, csv_file: Csv, coordinator: User) -> None:
    path = csv_file([PEOPLE, ZOE])
    undoing.undo_run(run_id=applied(path).pk, actor=coordinator, at=NOW)
    applied(path)
    assert Contact.objects.current().get().number == "I1"


def test_an_undo_gives_completed_contacts_their_values_back(applied: Run, csv_file: Csv, coordinator: User) -> None:
    applied(csv_file([HEADERS, TEXTILE]))
    before = snapshot()
    later = list(TEXTILE)
    later[2], later[5], later[6], later[8] = "STTNEUF", "310", "Ana Ríos", "99, rue Neuve"
    run = applied(csv_file([HEADERS, later]))
    assert snapshot() != before
    undoing.undo_run(run_id=run.pk, actor=coordinator, at=NOW)
    assert snapshot() == before


def test_an_undo_is_refused_once_something_depends_on_it(applied: Run, csv_file: Csv, coordinator: User) -> None:
    run = applied(csv_file([HEADERS, TEXTILE]))
    union = Contact.objects.get(number="1001")
    change_contact(contact_id=union.pk, acronym="STTVJ", actor=coordinator, at=NOW + timedelta(days=1))
    with pytest.raises(CannotUndo) as refusal:
        undoing.undo_run(run_id=run.pk, actor=coordinator, at=NOW)
    assert "1 contact a été modifié depuis" in str(refusal.value)


def test_an_earlier_import_is_not_undone_under_a_later_one(applied: Run, csv_file: Csv, coordinator: User) -> None:
    path = csv_file([HEADERS, TEXTILE])
    first = applied(path)
    applied(path)
    with pytest.raises(CannotUndo):
        undoing.undo_run(run_id=first.pk, actor=coordinator, at=NOW)


# --- Rights, steps, extensions --------------------------------------------------------------


def test_only_those_who_may_import_do(checked: Run, csv_file: Csv, user_with: Callable[..., User]) -> None:
    run = checked(csv_file([HEADERS, TEXTILE]))
    stranger = user_with(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        applying.start_apply(run_id=run.pk, actor=stranger, at=NOW)


def test_a_list_is_applied_once(applied: Run, csv_file: Csv) -> None:
    run = applied(csv_file([HEADERS, TEXTILE]))
    with pytest.raises(WrongState):
        applying.start_apply(run_id=run.pk, actor=None, at=NOW)


DUES = ColumnKind("demo.dues", "money", (r"cotis(?:ation)?s?",), by_period=True)
PAID = ColumnKind("demo.paid", "date", (r"recue? le",), by_period=True, follows="demo.dues")


@pytest.fixture
def extension() -> Any:
    seen: list[Any] = []
    kept = dict(registry._extensions)
    registry._extensions.clear()
    registry.register(
        registry.Extension(
            "demo", columns=(DUES, PAID), apply=lambda lines, context: seen.append((lines, context)),
            undo=lambda context: seen.append(("undo", context.run_id)),
            check=lambda entry: [reason("demo.rich", typed="x")] if entry.extra else [],
            sentences={"demo.rich": "riche"},
        )
    )  # fmt: skip
    yield seen
    registry._extensions.clear()
    registry._extensions.update(kept)


def with_dues(*cells: str) -> list[list[str]]:
    return [[*HEADERS, "Cotis. 2022-2023", "Reçue le"], [*TEXTILE, *cells]]


def test_higher_apps_get_their_columns(applied: Run, csv_file: Csv, extension: list[Any], coordinator: User) -> None:
    run = applied(csv_file(with_dues("1 250,00 $", "25/12/2022")))
    [(lines, context)] = extension
    assert lines[0].entry.extra["demo.dues"] == [
        {"period": "2022-2023", "value": 125_000, "column": "Cotis. 2022-2023", "demo.paid": "2022-12-25"}
    ]
    assert (context.run_id, lines[0].is_new) == (run.pk, True)
    assert report.sentences_of(run.rows.get(line=2).reasons) == ["riche"]
    undoing.undo_run(run_id=run.pk, actor=coordinator, at=NOW)
    assert extension[1] == ("undo", run.pk)


def test_an_order_that_no_cell_decides_is_asked_once(
    checked: Run, csv_file: Csv, extension: list[Any], coordinator: User
) -> None:
    with pytest.raises(DateOrderNeeded):
        checked(csv_file(with_dues("50", "05/12/2022")))
    run = ImportRun.objects.get()
    assert run.plan["sheets"][0]["asks"] == ["Reçue le"]
    staging.change_columns(run_id=run.pk, sheets=[{}], date_order="mdy", actor=coordinator, at=NOW)
    staging.check_run(run_id=run.pk)
    assert run.rows.get(line=2).entry["extra"]["demo.dues"][0]["demo.paid"] == "2022-05-12"


def test_a_profile_remembers_what_columns_mean(checked: Run, csv_file: Csv, coordinator: User) -> None:
    strange = ["Kode", *HEADERS[1:]]
    run = checked(csv_file([strange, TEXTILE]))
    columns = [dict(column) for column in run.plan["sheets"][0]["columns"]]
    columns[0] = {"code": "number", "period": ""}
    staging.change_columns(run_id=run.pk, sheets=[{"columns": columns}], date_order="", actor=coordinator, at=NOW)
    staging.save_profile(run_id=run.pk, name="Centrale", actor=coordinator, at=NOW)
    again = checked(csv_file([strange, TEXTILE]))
    assert (again.profile.name, again.rows.get(line=2).entry["number"]) == ("Centrale", "1001")


def test_the_report_escapes_formulas(applied: Run, csv_file: Csv) -> None:
    line = list(TEXTILE)
    line[1] = '=HYPERLINK("http://exemple.invalid";"Syndicat")'
    run = applied(csv_file([HEADERS, line]))
    assert Contact.objects.get(number="1001").name == line[1]
    assert [row[6] for row in report.rows_for_spreadsheet(run)][2] == f"'{line[1]}"


def test_dues_without_a_period_are_left_aside_and_it_is_said(applied: Run, csv_file: Csv, extension: list[Any]) -> None:
    rows = [[*HEADERS, "Cotisation"], [*TEXTILE, "25 $"]]
    run = applied(csv_file(rows))
    amount = {"period": "", "value": 2500, "column": "Cotisation"}
    assert extension[0][0][0].entry.extra == {"demo.dues": [amount]}
    assert [code for code, _values in run.rows.get(line=2).reasons] == ["no_period", "demo.rich"]
