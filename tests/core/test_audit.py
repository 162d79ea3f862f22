"""The audit log is chained and cannot be changed."""

import base64
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from convergence.accounts.models import User
from convergence.core import audit
from convergence.core.models import AuditDetail, AuditEntry, AuditSeal
from convergence.core.profile import change_profile, current_profile

AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)


@pytest.mark.rule("L13")
@pytest.mark.django_db
def test_a_change_names_the_field_before_and_after() -> None:
    change_profile(actor=None, at=AT, name="Centre A")
    change_profile(actor=None, at=AT, name="Centre B")
    entry = AuditEntry.objects.order_by("pk").last()
    assert entry is not None
    assert entry.verb == "core.profile.changed"
    assert entry.detail.changes == {"name": ["Centre A", "Centre B"]}
    assert current_profile().name == "Centre B"


@pytest.mark.django_db
def test_the_chain_is_unbroken_then_shows_a_changed_value() -> None:
    change_profile(actor=None, at=AT, name="Centre A")
    change_profile(actor=None, at=AT, name="Centre B")
    assert audit.faults() == []
    entry = AuditEntry.objects.order_by("pk").first()
    assert entry is not None
    entry.detail.changes = {"name": ["", "Autre"]}
    entry.detail.save()
    assert audit.faults() == [f"audit line {entry.pk}: its values were changed"]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE core_auditentry SET verb = 'x'", "DELETE FROM core_auditentry"])
def test_the_database_refuses_to_change_a_line(statement: str) -> None:
    change_profile(actor=None, at=AT, name="Centre A")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.django_db
def test_a_file_is_named_before_and_after() -> None:
    change_profile(actor=None, at=AT, name="Centre A")
    change_profile(actor=None, at=AT, mark=SimpleUploadedFile("marque.png", PNG))
    change_profile(actor=None, at=AT, mark=SimpleUploadedFile("autre.png", PNG))
    change_profile(actor=None, at=AT, mark="")
    changes = [row.detail.changes for row in AuditEntry.objects.order_by("pk")][1:]
    first, second = changes[0]["mark"][1], changes[1]["mark"][1]
    assert (first.startswith("organisation/marque"), second.startswith("organisation/autre")) == (True, True)
    assert changes == [{"mark": ["", first]}, {"mark": [first, second]}, {"mark": [second, ""]}]
    assert audit.faults() == []


@pytest.mark.django_db
def test_amounts_days_tables_and_words_of_any_script_are_written_and_proved() -> None:
    values = {
        "amount": (Decimal("1.10"), Decimal("2.20")),
        "day": (None, date(2024, 2, 22)),
        "moment": (None, AT),
        "table": ({"a": [1, {"b": None}]}, ["é", "\u202f", 1.5]),
        "words": ("œuvre", "Ñandú 中"),
    }
    entry = audit.record(actor=None, verb="core.test.done", object_type="x", object_id=1, changes=values, at=AT)
    assert AuditDetail.objects.get(entry=entry).changes == {
        "amount": ["1.10", "2.20"],
        "day": [None, "2024-02-22"],
        "moment": [None, "2024-02-22T15:00:00Z"],
        "table": [{"a": [1, {"b": None}]}, ["é", "\u202f", 1.5]],
        "words": ["œuvre", "Ñandú 中"],
    }
    assert audit.faults() == []


@pytest.mark.django_db
def test_a_change_inside_a_table_is_seen() -> None:
    detail = AuditDetail(changes={"a": [1]})
    before = audit.snapshot(detail)
    detail.changes["a"].append(2)
    assert audit.changes_between(before, audit.snapshot(detail)) == {"changes": ({"a": [1]}, {"a": [1, 2]})}


@pytest.mark.django_db
def test_links_to_many_are_seen_and_a_password_is_not_shown() -> None:
    user = User.objects.create_user("a@centre.example", password="tr0mpette")
    before = audit.snapshot(user)
    group = Group.objects.create(name="g")
    user.groups.add(group)
    user.set_password("cl4rinette")
    changes = audit.changes_between(before, audit.snapshot(user))
    assert changes["groups"] == ([], [group.pk])
    assert all("$" not in str(value) for value in changes["password"])


def _unlocked(*statements: str) -> None:
    """Do what only somebody who holds the whole database can: take the triggers away first."""
    with connection.cursor() as cursor:
        for table in ("core_auditentry", "core_auditdetail", "core_auditseal"):
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{suffix}")
        for statement in statements:
            cursor.execute(statement)


def _three() -> list[int]:
    for name in ("A", "B", "C"):
        change_profile(actor=None, at=AT, name=name)
    assert audit.faults() == []
    return list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))


def _gone(pk: int) -> list[str]:
    return [
        f"DELETE FROM core_auditseal WHERE entry_id = {pk}",
        f"DELETE FROM core_auditdetail WHERE entry_id = {pk}",
        f"DELETE FROM core_auditentry WHERE id = {pk}",
    ]


@pytest.mark.rule("L13")
@pytest.mark.django_db
def test_verify_finds_a_row_that_was_changed() -> None:
    _, middle, _ = _three()
    _unlocked(f"UPDATE core_auditentry SET verb = 'x.y.z' WHERE id = {middle}")
    assert audit.faults() == [f"audit line {middle}: the line was changed"]


@pytest.mark.rule("L13")
@pytest.mark.django_db
@pytest.mark.parametrize("place", [0, 1, 2])
def test_verify_finds_a_row_that_was_deleted_even_the_last(place: int) -> None:
    keys = _three()
    _unlocked(*_gone(keys[place]))
    missing = [f"audit line {keys[place + 1]}: a line before it is missing or was changed"] if place < 2 else []
    assert audit.faults() == [*missing, "audit log: 2 lines are sealed, 3 were"]


@pytest.mark.rule("L13")
@pytest.mark.django_db
def test_verify_finds_values_taken_away_and_a_row_that_was_inserted() -> None:
    _, middle, last = _three()
    _unlocked(f"DELETE FROM core_auditdetail WHERE entry_id = {middle}")
    assert audit.faults() == [f"audit line {middle}: its values are missing"]
    entry = AuditEntry.objects.create(at=AT, verb="x.y.z", object_type="x", digest="0" * 64)
    AuditDetail.objects.create(entry=entry, salt="s")
    seal = AuditSeal.objects.get(entry_id=last)
    AuditSeal.objects.create(entry=entry, previous_hash=seal.hash, hash="f" * 64)
    assert audit.faults() == [
        f"audit line {entry.pk}: the line was changed",
        f"audit line {entry.pk}: its values were changed",
        "audit log: 4 lines are sealed, 3 were",
        f"audit line {middle}: its values are missing",
    ]


@pytest.mark.django_db
def test_the_command_says_the_faults_and_the_head_and_ends_with_1() -> None:
    _three()
    said = StringIO()
    call_command("verify", stdout=said)
    lines, last = audit.head()
    assert (lines, f"audit head: 3 lines, {last}" in said.getvalue()) == (3, True)
    _unlocked(*_gone(AuditEntry.objects.order_by("pk").last().pk))  # type: ignore[union-attr]
    faults = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=StringIO(), stderr=faults)
    assert (ended.value.code, "2 lines are sealed, 3 were" in faults.getvalue()) == (1, True)


@pytest.mark.rule("L13")
@pytest.mark.django_db(transaction=True)
def test_in_a_rush_lines_wait_for_the_next_act_or_the_sweep_and_are_never_lost() -> None:
    sealed = []
    for name, sealed_at in (("A", 0.0), ("B", time.monotonic() + 60), ("C", 0.0), ("D", time.monotonic() + 60)):
        audit._sealed["at"] = sealed_at
        change_profile(actor=None, at=AT, name=name)
        sealed.append(AuditSeal.objects.count())
    assert sealed == [1, 1, 3, 3]
    audit._sealed.clear()
    audit.seal_left_behind()
    assert (AuditSeal.objects.count(), audit.faults()) == (4, [])
