"""Writing many rows at once, without one model object for each; and one row by a statement made once in a process.

A list of 100 000 lines becomes some 800 000 rows. `bulk_create` spends most of its time on model
objects; here rows are values by field, sent by `executemany` (SQLite) or COPY (PostgreSQL). The
constraints and triggers of the tables hold as always; fields left out take the model's default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, CharField, Field, Model, TextField

M = TypeVar("M", bound=Model)
Statement = tuple[str, list[tuple[Field[Any, Any], bool]]]
"""What is said, and each field written with whether its texts are written as they are."""
_statements: dict[tuple[object, ...], Statement] = {}
"""By database, what is done, tables, and the fields written again."""


def insert_one(instance: M) -> M:
    """Write a new row as `save(force_insert=True)` does, without its signals; return it with its number.

    The statement is made once for each table: for the few rows that are written while everybody waits.
    """
    model, database = type(instance), _database()
    statement, fields = _made(database, ("insert", model), lambda: _insert_statement(model))
    return _inserted(database, statement, _values(database, instance, fields, add=True), instance)


def write_again(instance: Model, *names: str) -> None:
    """Write some fields of a row as `save(update_fields=…)` does, without its signals, by a statement made once."""
    model, database = type(instance), _database()
    statement, fields = _made(database, ("update", model, names), lambda: _update_statement(model, names))
    with database.cursor() as cursor:
        cursor.execute(statement, [*_values(database, instance, fields, add=False), instance.pk])


def insert_beside(instance: M, kept: Model, *names: str) -> M:
    """Write some fields of `kept` again, then `instance` as a new row; return it with its number.

    PostgreSQL does both in one statement: a trip less for those who wait.
    """
    database = _database()
    if database.vendor == "sqlite":
        write_again(kept, *names)
        return insert_one(instance)
    model, other = type(instance), type(kept)
    update, fields = _made(database, ("update", other, names), lambda: _update_statement(other, names))
    insert, new = _made(database, ("insert", model), lambda: _insert_statement(model))
    values = [*_values(database, kept, fields, add=False), kept.pk, *_values(database, instance, new, add=True)]
    return _inserted(database, f"WITH kept AS ({update}) {insert}", values, instance)


def insert_with_detail(instance: M, detail: Model) -> M:
    """Write a new row, then the one that has its number for key; return the first with its number.

    PostgreSQL does both in one statement.
    """
    key = detail._meta.pk
    database, model, other = _database(), type(instance), type(detail)
    if database.vendor == "sqlite":
        insert_one(instance)
        setattr(detail, key.attname, instance.pk)
        insert_one(detail)
        return instance
    insert, fields = _made(database, ("insert", model), lambda: _insert_statement(model))
    beside, others = _made(database, ("detail", model, other), lambda: _detail_statement(model, other))
    values = [*_values(database, instance, fields, add=True), *_values(database, detail, others, add=True)]
    _inserted(database, f"WITH made AS ({insert}) {beside}", values, instance)
    setattr(detail, key.attname, instance.pk)
    detail._state.adding, detail._state.db = False, database.alias
    return instance


def _database() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]  # the proxy looks it up again each time that it is asked for anything


def _made(database: BaseDatabaseWrapper, what: tuple[object, ...], make: Callable[[], Statement]) -> Statement:
    key = (database.vendor, *what)
    known = _statements.get(key)
    if known is None:
        known = _statements[key] = make()
    return known


def _values(
    database: BaseDatabaseWrapper, instance: Model, fields: list[tuple[Field[Any, Any], bool]], *, add: bool
) -> list[Any]:
    found = []
    for field, is_text in fields:
        value = field.pre_save(instance, add)
        found.append(value if is_text and type(value) is str else field.get_db_prep_save(value, database))
    return found


def _inserted(database: BaseDatabaseWrapper, statement: str, values: list[Any], instance: M) -> M:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        instance.pk = cursor.fetchone()[0]
    instance._state.adding, instance._state.db = False, database.alias
    return instance


def _with_kinds(fields: Iterable[Field[Any, Any]]) -> list[tuple[Field[Any, Any], bool]]:
    as_they_are = {CharField.get_prep_value, TextField.get_prep_value}
    return [
        (
            field,
            type(field).get_prep_value in as_they_are
            and type(field).get_db_prep_value is Field.get_db_prep_value
            and type(field).get_db_prep_save is Field.get_db_prep_save,
        )
        for field in fields
    ]


def _update_statement(model: type[Model], names: tuple[str, ...]) -> Statement:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if field.attname in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(model._meta.pk.column))
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s", _with_kinds(fields)  # noqa: S608


def _insert_statement(model: type[Model]) -> Statement:
    quote, key = connection.ops.quote_name, model._meta.pk
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    table, number = quote(model._meta.db_table), quote(str(key.column))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {number}", _with_kinds(fields)  # noqa: S608


def _detail_statement(model: type[Model], detail: type[Model]) -> Statement:
    quote, key = connection.ops.quote_name, detail._meta.pk
    fields = [field for field in detail._meta.concrete_fields if field is not key]
    columns = ", ".join(quote(str(field.column)) for field in (key, *fields))
    marks = ", ".join([f"made.{quote(str(model._meta.pk.column))}", *["%s"] * len(fields)])
    table, number = quote(detail._meta.db_table), quote(str(key.column))
    statement = f"INSERT INTO {table} ({columns}) SELECT {marks} FROM made RETURNING {number}"  # noqa: S608
    return statement, _with_kinds(fields)


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
