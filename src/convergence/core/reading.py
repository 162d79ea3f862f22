"""Several small reads in one trip to the database.

A page of many parts asks for a dozen short lists and numbers; each trip costs more than what it brings back.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, DecimalField, Field, ForeignKey, Model, QuerySet, TextField, Value
from django.db.models.functions import JSONObject


class Prepared:
    """A read whose SQL is made by the ORM once in a process: making it costs more than the database's answer.

    For the few reads that hundreds of people wait for at once. Rows come as tuples, converted as the ORM converts them.

    Args:
        make: returns the queryset of `values_list` for some values.
        lock: table whose rows are locked until the end of the transaction, on databases that lock rows; empty for none.
        samples: a value for each name that `make` takes, by which its place among the parameters is found: values that
            occur nowhere else in the query.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, lock: str = "", **samples: Any) -> None:
        self._make, self._lock, self._samples = make, lock, samples
        self._made: dict[str, tuple[str, list[Any], list[Any]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for some values."""
        database = connections[DEFAULT_DB_ALIAS]  # the proxy looks it up again each time that it is asked for anything
        made = self._made.get(database.vendor)
        if made is None:
            made = self._made[database.vendor] = self._prepared()
        statement, names, converters = made
        with database.cursor() as cursor:
            cursor.execute(statement, [values[one.name] if isinstance(one, _Place) else one for one in names])
            found = cursor.fetchall()
        return [self._converted(row, converters, database) for row in found] if converters else found

    @staticmethod
    def _converted(row: tuple[Any, ...], converters: list[Any], database: BaseDatabaseWrapper) -> tuple[Any, ...]:
        kept = list(row)
        for place, expression, functions in converters:
            for function in functions:
                kept[place] = function(kept[place], expression, database)
        return tuple(kept)

    def _prepared(self) -> tuple[str, list[Any], list[Any]]:
        compiler = self._make(**self._samples).query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        if self._lock and connection.features.has_select_for_update_of:
            statement += f" FOR UPDATE OF {connection.ops.quote_name(self._lock)}"
        by_value = {value: _Place(name) for name, value in self._samples.items()}
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        kept = [(place, expression, functions) for place, (functions, expression) in converters.items()]
        return statement, [by_value.get(one, one) for one in parameters], kept


@dataclass(frozen=True)
class _Place:
    name: str


class _Joined(Aggregate):
    """The values of a column as one text, empty ones too."""

    function = "STRING_AGG"
    template = "%(function)s(COALESCE(%(expressions)s::text, ''), chr(31))"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Say it as SQLite does, which makes texts of numbers by itself, in half the time of a cast."""
        template = "%(function)s(COALESCE(%(expressions)s, ''), char(31))"
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", template=template, **more)


def columns_of(rows: QuerySet[Any], *names: str) -> list[list[str]]:
    """Return columns of a queryset as texts, empty for none, in the same order of rows: in one row of the answer.

    For tens of thousands of numbers, codes and dates that are counted: making rows of them takes most of the time.
    """
    joined = {f"column_{place}": _Joined(name) for place, name in enumerate(names)}
    found = rows.order_by().aggregate(**joined)
    return [[] if text is None else text.split(chr(31)) for text in found.values()]


def counts_of(*querysets: QuerySet[Any]) -> list[int]:
    """Return how many rows each queryset has, in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in querysets:
        try:
            statement, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            statement, given = "", ()
        parts.append(f"(SELECT COUNT(*) FROM ({statement}) AS counted)" if statement else "0")  # noqa: S608 (the ORM's)
        values += given
    if not values and all(part == "0" for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())


def read_together(*querysets: QuerySet[Any]) -> list[list[Any]]:
    """Return the rows of each queryset, in one statement: whole instances, in the order of their model's `Meta`.

    For a few hundred rows: each travels as JSON. A queryset's own order, annotations and related rows are left out.

    Raises:
        TypeError: a model holds JSON or bytes, which would not come back as they were.
    """
    asked: list[Any] = []
    for place, rows in enumerate(querysets):
        row = JSONObject(**{field.attname: field.attname for field in _fields(rows.model)})
        asked.append(rows.order_by().annotate(_part=Value(place), _row=row).values_list("_part", "_row"))
    found: list[list[Any]] = [[] for _rows in querysets]
    if not asked:
        return found
    for place, row in asked[0].union(*asked[1:], all=True):
        found[place].append(_instance(querysets[place], json.loads(row) if isinstance(row, str) else row))
    return [_in_order(rows.model, instances) for rows, instances in zip(querysets, found, strict=True)]


def keep_read(owner: Model, **relations: Iterable[Model]) -> None:
    """Let `owner.<name>.all()` answer from rows that were already read, as a prefetch does."""
    for name, rows in relations.items():
        answer = getattr(owner, name).all()
        answer._result_cache = list(rows)  # noqa: SLF001 (as Django does itself)
        answer._prefetch_done = True  # noqa: SLF001
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    fields = model._meta.concrete_fields
    if any(field.get_internal_type() in {"JSONField", "BinaryField"} for field in fields):
        message = f"{model.__name__} cannot travel as JSON"
        raise TypeError(message)
    return list(fields)


def _instance(rows: QuerySet[Any], row: dict[str, Any]) -> Any:
    fields = _fields(rows.model)
    values = [_typed(field, row[field.attname]) for field in fields]
    return rows.model.from_db(rows.db, [field.attname for field in fields], values)


def _typed(field: Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    typed = (field.target_field if isinstance(field, ForeignKey) else field).to_python(value)
    if isinstance(field, DecimalField):
        return typed.quantize(Decimal(1).scaleb(-field.decimal_places), context=field.context)
    return typed.replace(tzinfo=UTC) if isinstance(typed, datetime) and typed.tzinfo is None else typed


def _in_order(model: type[Model], rows: list[Any]) -> list[Any]:
    rows.sort(key=lambda row: row.pk)
    for name in reversed(list(model._meta.ordering or ())):
        bare = str(name).removeprefix("-")
        rows.sort(
            key=lambda row, bare=bare: ((value := getattr(row, bare)) is not None, value),  # type: ignore[misc]
            reverse=str(name).startswith("-"),
        )
    return rows
