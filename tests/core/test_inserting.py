"""Rows written by a statement made once are the rows that `save` writes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.safestring import mark_safe

from convergence.core.inserting import insert_beside, insert_one, insert_with_detail, write_again
from convergence.core.models import AuditDetail, AuditEntry, Counter

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 22, 15, 4, 5, 678_000, tzinfo=UTC)


def values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def entry(**more: Any) -> AuditEntry:
    return AuditEntry(at=AT, actor_id=None, verb="v", object_type="t", object_id="1", digest="d", **more)


def test_a_row_and_its_detail_are_written_with_one_number(django_assert_num_queries: Any) -> None:
    detail = AuditDetail(salt="s", object_label=mark_safe("L’été"), changes={"a": [None, "é"], "b": [1, True]})
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        made = insert_with_detail(entry(), detail)
    assert made.pk
    assert made.pk == detail.entry_id
    assert values(AuditEntry.objects.get(pk=made.pk)) == values(made)
    assert values(AuditDetail.objects.get(pk=made.pk)) == values(detail)


def test_a_row_is_written_beside_another_that_changes(django_assert_num_queries: Any) -> None:
    counter = Counter.objects.create(name="n", value=1)
    counter.value = 7
    made = entry()
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        insert_beside(made, counter, "value")
    assert Counter.objects.get(name="n").value == 7
    assert values(AuditEntry.objects.get(pk=made.pk)) == values(made)
    counter.value = 8
    write_again(counter, "value")
    assert Counter.objects.get(name="n").value == 8


def test_a_promise_not_kept_undoes_both() -> None:
    counter = Counter.objects.create(name="n", value=1)
    first = insert_one(entry())
    counter.value = 2
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_beside(Counter(name="n", value=3), counter, "value")
    assert Counter.objects.get(name="n").value == 1
    assert AuditEntry.objects.filter(pk=first.pk).exists()
