"""The example organisation: what it holds, that it is the same each time, and that everything in it can be proved."""

import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.test import Client, TestCase, override_settings
from django.utils.module_loading import module_has_submodule

from convergence.accounts.models import User
from convergence.contacts.import_models import ImportRun
from convergence.contacts.models import Affiliation, Contact
from convergence.core.db import AppendOnly
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.core.verification import verify
from convergence.demo.sheets import MEMBERS_FILE, PEOPLE_FILE, last_dues, members_file, people_file, was_paid
from convergence.demo.unions import draw
from convergence.finance.models import BankLine, Payment, Receipt
from convergence.membership.models import CallRecipient, DuesCall, DuesScale
from convergence.membership.queries.results import received_last_year, result_of, summaries
from tests.plugins.example import example


@pytest.fixture(scope="module", autouse=True)
def loaded(
    database_copies: Any, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Take the example; undo what the tests do to it after the last of them."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), example(database_copies, media):
        atomics = TestCase._enter_atomics()
        yield
        TestCase._rollback_atomics(atomics)


def test_the_draw_is_the_same_each_time():
    assert draw() == draw()
    names = [union.name for union in draw().unions]
    assert len(set(names)) == len(names)


def test_addresses_and_numbers_are_made_up():
    world = draw()
    people = [person for union in world.unions for person in union.people] + list(world.individuals)
    assert {person.email.endswith(".example") for person in people} == {True}
    assert {"-555-01" in person.phone for person in people} == {True}


def test_it_holds_what_it_promises():
    assert current_profile().is_demo
    assert len([union for union in draw().unions if union.group in "AB" and union.group]) >= 70
    assert Contact.objects.persons().count() >= 300
    assert Affiliation.objects.count() >= 100
    assert DuesScale.objects.filter(is_example=False).count() == 0


def test_the_lists_come_in_through_the_import():
    runs = ImportRun.objects.order_by("pk")
    assert [(run.state, run.file_name) for run in runs] == [("APPLIED", PEOPLE_FILE), ("APPLIED", MEMBERS_FILE)]
    people, members = [dict(run.totals) for run in runs]
    world = draw()
    grouped = [union for union in world.unions if union.group]
    dues = [cents for index, (_union, cents) in enumerate(last_dues(grouped)) if was_paid(index)]
    assert (people["NEW"], people["applied_groups"]) == (people["applied_new"], len(world.individuals))
    assert (members["NEW"], members["applied_groups"]) == (len(world.unions), len(grouped))
    assert (members["applied_past_dues"], members["applied_past_dues_cents"]) == (len(dues), sum(dues))
    assert {verdict for totals in (people, members) for verdict in totals if verdict.isupper()} == {"NEW", "IGNORED"}


def test_each_imported_union_is_what_was_drawn():
    rows = Contact.objects.organisations().filter(import_rows__isnull=False).select_related("region")
    found = {
        row.acronym: (row.name, row.number, row.organisation_kind, row.region.name_fr, row.posts.count())
        for row in rows
    }
    assert found == {
        union.acronym: (
            union.name,
            union.number if union.group else "",
            union.kind,
            union.region,
            min(len(union.people), 4),
        )
        for union in draw().unions
    }
    named = Contact.objects.persons().values_list("name", flat=True)
    assert len(set(named)) == len(named)


def test_the_command_reads_the_same_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    world = draw()
    for name, content in ((MEMBERS_FILE, members_file(world)), (PEOPLE_FILE, people_file(world))):
        (tmp_path / name).write_bytes(content)
        call_command("import_contacts", str(tmp_path / name), "--dry-run", "--json")
        rows = json.loads(capsys.readouterr().out)["rows"]
        assert {row["verdict"] for row in rows} == {"UPDATE", "IGNORED"}


def test_the_call_is_half_answered_and_the_statement_half_matched():
    call = DuesCall.objects.get(period="2023-2024")
    called = call.recipients.count()
    answered = call.recipients.filter(confirmed_at__isnull=False).count()
    assert (call.state, called // 2 - 2 <= answered <= called // 2 + 2) == ("ISSUED", True)
    waiting = BankLine.objects.waiting().count()
    assert 0 < waiting < BankLine.objects.count()
    assert Receipt.objects.count() > 0


def test_the_call_has_members_in_every_standing_that_its_result_tells():
    actor = User.objects.filter(assignments__role="COORDINATOR").get()
    total = result_of(DuesCall.objects.get(), actor=actor).total
    assert (total.paid > 0, total.promised > 0, total.late > 0) == (True, True, True)


def test_last_year_and_this_year_can_be_compared():
    assert set(Payment.objects.values_list("entries__period", flat=True)) >= {"2022-2023", "2023-2024"}
    assert CallRecipient.objects.filter(amount_cents=None).count() == 0


def test_figures_of_the_home_page_are_those_of_the_result():
    call = DuesCall.objects.get(period="2023-2024")
    actor = User.objects.filter(assignments__role="COORDINATOR").first()
    total = result_of(call, actor=actor).total
    found = summaries([call], actor=actor)[0]
    assert received_last_year(call, actor=actor) == total.last_year_cents > 0
    assert (found.called, found.paid, found.charged_cents, found.received_cents) == (
        total.called,
        total.paid,
        total.charged_cents,
        total.received_cents,
    )


def test_the_page_of_the_result_tells_last_year():
    call = DuesCall.objects.get(period="2023-2024")
    actor = User.objects.filter(assignments__role="COORDINATOR").get()
    total = result_of(call, actor=actor).total
    client = Client()
    client.force_login(actor, backend="convergence.accounts.backends.RoleBackend")
    page = client.get(f"/gestion/cotisations/{call.pk}/resultat/").content.decode()
    assert "2022-2023" in page
    assert page.count(format_cents(total.last_year_cents)) >= 1
    assert total.last_year_cents == sum(
        cents
        for index, (_union, cents) in enumerate(last_dues([union for union in draw().unions if union.group]))
        if was_paid(index)
    )


def test_everything_can_be_proved():
    assert {verdict.name: verdict.faults for verdict in verify()} == {
        "core.audit": (),
        "finance.ledger": (),
        "finance.papers": (),
    }


def test_an_example_is_never_mixed_with_real_data(capsys):
    with pytest.raises(CommandError, match="never mixed"):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")
    assert "demo/entrer" not in capsys.readouterr().out


@pytest.mark.rule("S89")
@pytest.mark.one_database
def test_whatever_the_example_says_in_french_it_says_in_english_and_spanish():
    missing = []
    owned = {"owner": None}
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        if model._meta.app_label == "vocabulary":  # names of regions and of organisations stay as they are
            continue
        for name in sorted(one.removesuffix("_fr") for one in names if one.endswith("_fr")):
            if {f"{name}_en", f"{name}_es"} <= names:
                rows = model._default_manager.exclude(**{f"{name}_fr": ""})
                rows = rows.filter(**owned) if "owner" in names else rows  # what a union offers is in its own words
                alone = rows.filter(**{f"{name}_en": ""}) | rows.filter(**{f"{name}_es": ""})
                missing += [f"{model._meta.label} {row.pk} {name}" for row in alone.order_by("pk")]
    assert missing == []


def own_migrations() -> Iterator[type[Migration]]:
    """Yield the product's own migrations; some of others' ask the database when they are read."""
    for app in apps.get_app_configs():
        if app.name.startswith("convergence.") and module_has_submodule(app.module, "migrations"):
            folder = import_module(f"{app.name}.migrations")
            for found in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
                yield import_module(found.name).Migration


def append_only_tables() -> list[str]:
    steps = [step for migration in own_migrations() for step in migration.operations]
    return sorted({step.table for step in steps if isinstance(step, AppendOnly) and not step.may_change})


@pytest.mark.rule("K8")
@pytest.mark.parametrize("table", append_only_tables())
def test_the_database_refuses_to_change_or_delete(table: str):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        if not cursor.fetchone()[0]:
            pytest.skip("the example has no such row; the triggers are looked for below")
        column = connection.introspection.get_table_description(cursor, table)[0].name
        connection.check_constraints()
        vendor = connection.vendor
        around = (
            f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"'
            if vendor == "sqlite"
            else f'TRUNCATE "{table}" CASCADE'
        )
        for statement in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"', around):
            with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
                cursor.execute(statement)


def test_every_append_only_table_still_has_its_triggers():
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        found = {row[0] for row in cursor.fetchall()}
    acts = ("update", "delete", "replace" if connection.vendor == "sqlite" else "truncate")
    wanted = {f"{table}_no_{act}" for table in append_only_tables() for act in acts}
    assert wanted - found == set()
