"""Tables made at once are the tables that the models describe."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from convergence.core.tables import TablesAtOnce


@pytest.mark.django_db
def test_every_table_has_the_columns_indexes_and_constraints_of_its_model() -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model.__module__.startswith("convergence.") or model._meta.proxy:
                continue
            table = model._meta.db_table
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert columns >= {field.column for field in model._meta.local_concrete_fields}, table
            named = {index.name for index in model._meta.indexes} | {one.name for one in model._meta.constraints}
            assert named <= set(connection.introspection.get_constraints(cursor, table)), table


class Other(TablesAtOnce):
    operations = (migrations.AddField("contact", "shade", models.TextField(default="")),)


def test_a_migration_that_alters_a_table_made_before_is_refused() -> None:
    with pytest.raises(TypeError, match="Add field shade to contact adds nothing"):
        Other("0002_shade", "contacts").apply(ProjectState(), None)
