"""Trigram index of the searched text on PostgreSQL; SQLite reads the column, which is fast enough there."""

from typing import Any

from django.db import migrations

INDEX = "contacts_search_trigrams"


def create(apps: Any, schema_editor: Any) -> None:
    """Create the index where the extension is there or may be made by this user; search works without it too."""
    if schema_editor.connection.vendor != "postgresql":
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
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    """Index."""

    dependencies = [("contacts", "0002_append_only")]
    operations = [migrations.RunPython(create, drop)]
