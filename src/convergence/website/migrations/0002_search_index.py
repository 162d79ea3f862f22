"""What search reads: an index over the stems, titles weighing more than words.

SQLite keeps it in a table of its own, which triggers hold in step; a later migration that makes Django remake the table
of entries there puts the triggers again. PostgreSQL keeps it in a column that it computes itself, and answers by
functions that read the index alone: its planner takes a word compared for as cheap as a number, where it lies beside
the row and must be fetched and unpacked, and would sooner read every text than the index.
"""

from typing import Any

from django.db import migrations

ENTRIES = "website_searchentry"
INDEX = "website_searchindex"
COLUMNS = ("folded_title", "folded_words")
FUNCTIONS = {"website_search_all": "stems", "website_search_titles": "title_stems"}


def create(apps: Any, schema_editor: Any) -> None:
    """Create the index."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in sqlite():
            schema_editor.execute(statement)
        return
    schema_editor.execute(
        f"ALTER TABLE {ENTRIES} ADD COLUMN stems tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('simple'::regconfig, folded_title), 'A') || "
        "setweight(to_tsvector('simple'::regconfig, folded_words), 'D')) STORED"
    )
    schema_editor.execute(f"CREATE INDEX {INDEX} ON {ENTRIES} USING gin (stems)")
    # The titles alone once more: a question of weights would read every row that holds the words anywhere.
    schema_editor.execute(
        f"ALTER TABLE {ENTRIES} ADD COLUMN title_stems tsvector GENERATED ALWAYS AS "
        "(to_tsvector('simple'::regconfig, folded_title)) STORED"
    )
    schema_editor.execute(f"CREATE INDEX {INDEX}_titles ON {ENTRIES} USING gin (title_stems)")
    # Long texts beside the rows, not in them: counting reads the rows alone.
    schema_editor.execute(f"ALTER TABLE {ENTRIES} SET (toast_tuple_target = 128)")
    for name, column in FUNCTIONS.items():
        schema_editor.execute(
            f"CREATE FUNCTION {name}(wanted text) RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE "
            "SET enable_seqscan = off SET enable_indexscan = off "
            f"AS $$ SELECT id FROM {ENTRIES} WHERE {column} @@ to_tsquery('simple', wanted) $$"  # noqa: S608
        )


def sqlite() -> list[str]:
    """Return the statements for SQLite."""
    names = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("old", "new"))
    forget = f"INSERT INTO {INDEX}({INDEX}, rowid, {names}) VALUES ('delete', old.id, {old});"
    keep = f"INSERT INTO {INDEX}(rowid, {names}) VALUES (new.id, {new});"
    return [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5({names}, content='{ENTRIES}', content_rowid='id', prefix='4')",
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {ENTRIES} BEGIN {keep} END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {ENTRIES} BEGIN {forget} END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {ENTRIES} BEGIN {forget} {keep} END",
    ]


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop the index."""
    if schema_editor.connection.vendor == "sqlite":
        for act in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {INDEX}_{act}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {INDEX}")
        return
    for name in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION {name}(text)")
    schema_editor.execute(f"ALTER TABLE {ENTRIES} RESET (toast_tuple_target)")
    schema_editor.execute(f"ALTER TABLE {ENTRIES} DROP COLUMN title_stems")
    schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")
    schema_editor.execute(f"ALTER TABLE {ENTRIES} DROP COLUMN stems")


class Migration(migrations.Migration):
    """Index."""

    dependencies = [("website", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
