"""Several reads in one statement bring back what each would alone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from convergence.contacts.models import Contact, Merge
from convergence.core.reading import columns_of, counts_of, keep_read, read_together
from convergence.membership.models import DuesScale, DuesTier

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 22, 15, 4, 5, 678_000, tzinfo=UTC)


@pytest.fixture
def scale() -> DuesScale:
    """A scale with amounts of every sort, and its tiers written from the last to the first."""
    found = DuesScale.objects.create(
        group="B",
        basis="TIERS",
        rate_cents=Decimal("12.5"),
        ceiling_cents=90_000,
        valid_from=date(2020, 1, 1),
        adopted_by="Assemblée « générale »",
        adopted_date=date(2019, 12, 31),
        pro_rata=True,
    )
    for start, cents in ((500, 15_000), (0, 5_000)):
        DuesTier.objects.create(scale=found, from_members=start, amount_cents=cents)
    return found


def values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_of_several_models_come_back_as_each_would_alone(scale: DuesScale, django_assert_num_queries: Any) -> None:
    Contact.objects.create(kind="PERSON", name="Ida", is_sensitive=True, created_at=AT, changed_at=AT)
    asked = [
        DuesScale.objects.all(),
        DuesTier.objects.filter(scale=scale),
        Contact.objects.all(),
        Contact.objects.none(),
    ]
    assert connection.features.supports_json_field  # Django asks the database once in a process
    with django_assert_num_queries(1):
        scales, tiers, contacts, nobody = read_together(*asked)
    for found, alone in ((scales, asked[0]), (tiers, asked[1]), (contacts, asked[2])):
        assert [values(row) for row in found] == [values(row) for row in alone]
    assert str(scales[0].rate_cents) == str(DuesScale.objects.get().rate_cents)
    assert nobody == []
    assert not scales[0]._state.adding


def test_rows_that_were_read_answer_for_their_owner(scale: DuesScale, django_assert_num_queries: Any) -> None:
    [tiers] = read_together(DuesTier.objects.filter(scale=scale))
    keep_read(scale, tiers=tiers)
    with django_assert_num_queries(0):
        assert [tier.from_members for tier in scale.tiers.all()] == [tier.from_members for tier in tiers]
    assert scale.tiers.filter(from_members=0).count() == 1


def test_what_cannot_travel_is_refused() -> None:
    with pytest.raises(TypeError, match="Merge"):
        read_together(Merge.objects.all())


def test_nothing_asked_is_nothing_read(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert read_together() == []
        assert counts_of() == []
        assert counts_of(Contact.objects.none()) == [0]


def test_rows_are_counted_in_one_statement(scale: DuesScale, django_assert_num_queries: Any) -> None:
    few = DuesTier.objects.filter(amount_cents__gt=5_000)
    with django_assert_num_queries(1):
        assert counts_of(DuesTier.objects.all(), few, Contact.objects.none(), DuesScale.objects.all()) == [2, 1, 0, 1]


def test_columns_come_as_texts_in_the_same_order_of_rows(scale: DuesScale, django_assert_num_queries: Any) -> None:
    tiers = DuesTier.objects.filter(scale=scale)
    with django_assert_num_queries(1):
        keys, starts = columns_of(tiers, "pk", "from_members")
    rows = {str(pk): str(start) for pk, start in tiers.values_list("pk", "from_members")}
    assert dict(zip(keys, starts, strict=True)) == rows
    one = Contact.objects.create(kind="PERSON", name="Ida, l’aînée", created_at=AT, changed_at=AT)
    mine = Contact.objects.filter(pk=one.pk)
    assert columns_of(mine, "name", "part_of_id", "is_sensitive")[:2] == [["Ida, l’aînée"], [""]]
    assert columns_of(mine.none(), "name") == columns_of(mine.filter(name="x"), "name") == [[]]
