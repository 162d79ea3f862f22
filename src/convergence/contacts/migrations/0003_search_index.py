"""What search reads: a trigram index on PostgreSQL; on SQLite a narrow copy of the column, in the order of the lists.

SQLite reads every folded text of a kind, which takes a third of the time when it need not pass over the wide rows.
Neither index is Django's: a later migration that makes Django remake the table on SQLite puts this one again.
"""

from typing import Any

from django.db import migrations

INDEX = "contacts_search_trigrams"
SCAN = "contacts_search_scan"


def create(apps: Any, schema_editor: Any) -> None:
    """Create the index; on PostgreSQL where the extension is there or may be made by this user: search works without it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {SCAN} ON contacts_contact (kind, sort_name, id, search_text) "
            "WHERE merged_into_id IS NULL AND retracted_at IS NULL"
        )
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm' AND (installed_version IS NOT NULL OR "
            "has_database_privilege(current_database(), 'CREATE'))"
        )
        if cursor.fetchone() is None:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {INDEX} ON contacts_contact USING gin (search_text gin_trgm_ops)"
        )


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop the index."""
    schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX if schema_editor.connection.vendor == 'postgresql' else SCAN}")


class Migration(migrations.Migration):
    """Index."""

    dependencies = [("contacts", "0002_append_only")]
    operations = [migrations.RunPython(create, drop)]
