"""The audit log is chained and cannot be changed."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from convergence.core import audit
from convergence.core.models import AuditEntry
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
