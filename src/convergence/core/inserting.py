"""Writing many rows at once, without one model object for each; and one row by a statement made once in a process.

A list of 100 000 lines becomes some 800 000 rows. `bulk_create` spends most of its time on model
objects; here rows are values by field, sent by `executemany` (SQLite) or COPY (PostgreSQL). The
constraints and triggers of the tables hold as always; fields left out take the model's default.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import AutoField, Field, Model

M = TypeVar("M", bound=Model)
Statement = tuple[str, list[Field[Any, Any]]]
_statements: dict[tuple[str, type[Model], tuple[str, ...]], Statement] = {}
"""By database, table and the fields written again (none: a new row)."""


def insert_one(instance: M) -> M:
    """Write a new row as `save(force_insert=True)` does, without its signals; return it with its number.

    The statement is made once for each table: for the few rows that are written while everybody waits.
    """
    model = type(instance)
    known = _statements.get((connection.vendor, model, ()))
    if known is None:
        known = _statements[connection.vendor, model, ()] = _insert_statement(model)
    statement, fields = known
    values = [field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        instance.pk = cursor.fetchone()[0]
    instance._state.adding, instance._state.db = False, connection.alias
    return instance


def write_again(instance: Model, *names: str) -> None:
    """Write some fields of a row as `save(update_fields=…)` does, without its signals, by a statement made once."""
    model = type(instance)
    known = _statements.get((connection.vendor, model, names))
    if known is None:
        known = _statements[connection.vendor, model, names] = _update_statement(model, names)
    statement, fields = known
    values = [field.get_db_prep_save(field.pre_save(instance, add=False), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, instance.pk])


def _update_statement(model: type[Model], names: tuple[str, ...]) -> Statement:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if field.attname in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(str(model._meta.pk.column))} = %s", fields  # noqa: S608


def _insert_statement(model: type[Model]) -> Statement:
    quote, key = connection.ops.quote_name, model._meta.pk
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    table, number = quote(model._meta.db_table), quote(str(key.column))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {number}", fields  # noqa: S608


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """Take `count` ids of a table that nobody else will be given, in the current transaction."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return list(range(first, first + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(model: type[Model], rows: Sequence[dict[str, Any]], ids: Sequence[int] | None = None) -> list[int]:
    """Write rows given as values by field (`region_id` for a key); all rows name the same fields.

    Args:
        model: the table.
        rows: values; dates and times as Python objects, JSON as Python values.
        ids: primary keys reserved before; reserved here when left out.

    Returns:
        The primary keys, in the order of the rows.
    """
    if not rows:
        return []
    keys = list(ids) if ids is not None else reserve_ids(model, len(rows))
    named = list(rows[0])
    fields = {field.attname: field for field in model._meta.concrete_fields}
    pk = model._meta.pk.attname
    left = [field for name, field in fields.items() if name not in rows[0] and name != pk]
    constant = tuple(_prepared(field, field.get_default()) for field in left)
    written = [model._meta.pk, *(fields[name] for name in named), *left]
    columns = [str(field.column) for field in written]
    prepare = _preparers([fields[name] for name in named])
    lines = (
        (key, *(prep(row[name]) if prep else row[name] for name, prep in zip(named, prepare, strict=True)), *constant)
        for key, row in zip(keys, rows, strict=True)
    )
    _send(model._meta.db_table, columns, lines)
    return keys


def _prepared(field: Field[Any, Any], value: Any) -> Any:
    if field.get_internal_type() == "JSONField":
        return None if value is None else json.dumps(value, ensure_ascii=False)
    return field.get_db_prep_save(value, connection)


def _preparers(fields: Sequence[Field[Any, Any]]) -> list[Any]:
    """A preparing function for the fields that need one; texts and numbers go as they are."""
    return [_Preparer(field) if field.get_internal_type() in _NEEDS_CARE else None for field in fields]


_NEEDS_CARE = frozenset({"DateField", "DateTimeField", "JSONField", "BooleanField", "DecimalField"})


class _Preparer:
    """Prepares values of one field, each different value once."""

    def __init__(self, field: Field[Any, Any]) -> None:
        self.field = field
        self.is_json = field.get_internal_type() == "JSONField"
        self.known: dict[Any, Any] = {}

    def __call__(self, value: Any) -> Any:
        if self.is_json:
            return None if value is None else json.dumps(value, ensure_ascii=False)
        if value not in self.known:
            self.known[value] = _prepared(self.field, value)
        return self.known[value]


def _send(table: str, columns: Sequence[str], lines: Any) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", lines)  # noqa: S608
