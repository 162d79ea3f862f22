"""Making many new tables without rendering every model again for each of them."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class TablesAtOnce(migrations.Migration):
    """A migration that only makes new tables; they are made as they are after its last operation.

    For each operation Django renders anew every model that relations lead to, which in a graph as dense as ours takes
    longer than all the SQL together. Here the state is taken to its end first and rendered once, and each table is then
    made whole: with the columns, indexes and constraints that later operations of the same migration give it.

    Raises:
        TypeError: an operation does something else than adding to a table made here. Use a plain migration for it.
    """

    parts: ClassVar[tuple[type[Operation], ...]] = (
        migrations.AddField,
        migrations.AddIndex,
        migrations.AddConstraint,
    )

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        """Make the tables; printing SQL is left to Django, whose order is that of the file."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        tables = [operation for operation in self.operations if isinstance(operation, migrations.CreateModel)]
        made = {table.name_lower for table in tables}
        for operation in self.operations:
            changed = operation.model_name_lower if isinstance(operation, self.parts) else ""  # type: ignore[attr-defined]
            if operation not in tables and changed not in made:
                message = f"{self}: {operation.describe()} adds nothing to a table that is made here"
                raise TypeError(message)
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for table in tables:
            table.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
