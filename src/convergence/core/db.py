"""Promises that the database itself keeps: append-only tables, on SQLite and on PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.db import IntegrityError, connection, models
from django.db.migrations.operations.base import Operation

from convergence.core.errors import DomainError

APPEND_ONLY_MESSAGE = "append_only"
PATIENCE_SECONDS = 20.0
_turns: defaultdict[str, Lock] = defaultdict(Lock)


class AppendOnly(Operation):
    """Migration operation: refuse UPDATE and DELETE on a table by trigger, and the ways round them.

    SQLite's `INSERT OR REPLACE` deletes a row without asking the trigger of DELETE, PostgreSQL's `TRUNCATE` all of them.

    Args:
        table: name of the table.
        may_change: columns that may still be changed (a fate, a mark that is empty when written); all others are frozen.

    Django remakes tables on SQLite when it alters them and then loses their triggers: put this operation again in any
    later migration that alters the table (a test tries every append-only table after all migrations).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, may_change: tuple[str, ...] = ()) -> None:
        self.table = table
        self.may_change = may_change

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers."""
        vendor = schema_editor.connection.vendor
        frozen = self._frozen_columns(app_label, to_state)
        for statement in _sqlite(self.table, frozen) if vendor == "sqlite" else _postgresql(self.table, frozen):
            schema_editor.execute(statement, params=None)  # a % of PL/pgSQL is no placeholder

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        suffix = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        for act in ("update", "delete", "replace", "truncate"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{act}{suffix}")

    def describe(self) -> str:
        """Say what it does."""
        return f"Refuse update and delete on {self.table}"

    def _frozen_columns(self, app_label: str, state: Any) -> list[str]:
        if not self.may_change:
            return []
        for model in state.apps.get_app_config(app_label).get_models():
            if model._meta.db_table == self.table:
                columns = [field.column for field in model._meta.concrete_fields]
                return [column for column in columns if column not in self.may_change]
        message = f"no model of {app_label} has the table {self.table}"
        raise LookupError(message)


def _changed(frozen: list[str], operator: str) -> str:
    return " OR ".join(f'NEW."{column}" {operator} OLD."{column}"' for column in frozen)


def _sqlite(table: str, frozen: list[str]) -> list[str]:
    when = f"WHEN {_changed(frozen, 'IS NOT')}" if frozen else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY_MESSAGE}: {table}'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f"DROP TRIGGER IF EXISTS {table}_no_replace",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid) {refuse}",
    ]


def _postgresql(table: str, frozen: list[str]) -> list[str]:
    when = f"WHEN ({_changed(frozen, 'IS DISTINCT FROM')})" if frozen else ""
    return [
        "CREATE OR REPLACE FUNCTION convergence_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{APPEND_ONLY_MESSAGE}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$",
        f"DROP TRIGGER IF EXISTS {table}_no_update ON {table}",
        f"DROP TRIGGER IF EXISTS {table}_no_delete ON {table}",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {when} "
        "EXECUTE FUNCTION convergence_append_only()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION convergence_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION convergence_append_only()",
    ]


class NoOverlap(Operation):
    """Migration operation: refuse two rows of one key whose days overlap, both ends included; an empty end is open.

    Of moments instead of days (`moments`), one row may begin when the other ends.

    The database raises IntegrityError with the name of the promise (see `keeping`). On PostgreSQL a lock for the
    transaction makes two writers at once wait for one another; on SQLite there is one writer at a time.

    Args:
        table: name of the table.
        name: name of the promise.
        key: column of what may have one row a day.
        start: column of the first day.
        end: column of the last day, may be NULL.
        only: a column and its values: rows with another value bind nobody.
        moments: the ends are moments, not days.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        name: str,
        key: str,
        start: str,
        end: str,
        *,
        only: tuple[str, tuple[str, ...]] = ("", ()),
        moments: bool = False,
    ) -> None:
        self.table, self.name, self.key, self.start, self.end = table, name, key, start, end
        self.only, self.moments = only, moments

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers."""
        statements = self._sqlite() if schema_editor.connection.vendor == "sqlite" else self._postgresql()
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        if schema_editor.connection.vendor == "sqlite":
            for act in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{act}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()")

    def describe(self) -> str:
        """Say what it does."""
        return f"Refuse overlapping days on {self.table} ({self.name})"

    def _taken(self, last: str) -> str:
        before, after = ("<", ">") if self.moments else ("<=", ">=")
        column, values = self.only
        words = ", ".join(f"'{value}'" for value in values)
        bound = f"AND other.{column} IN ({words}) AND NEW.{column} IN ({words}) " if column else ""
        return (
            f"EXISTS (SELECT 1 FROM {self.table} AS other WHERE other.{self.key} = NEW.{self.key} {bound}"  # noqa: S608
            f"AND other.{self.start} {before} COALESCE(NEW.{self.end}, {last}) "
            f"AND COALESCE(other.{self.end}, {last}) {after} NEW.{self.start}"
        )

    @property
    def _columns(self) -> str:
        return ", ".join(filter(None, (self.key, self.start, self.end, self.only[0])))

    def _sqlite(self) -> list[str]:
        taken = self._taken("'9999-12-31'")
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
        return [
            f"CREATE TRIGGER {self.name}_insert BEFORE INSERT ON {self.table} WHEN {taken}) {refuse}",
            f"CREATE TRIGGER {self.name}_update BEFORE UPDATE OF {self._columns} ON {self.table} "
            f"WHEN {taken} AND other.id <> OLD.id) {refuse}",
        ]

    def _postgresql(self) -> list[str]:
        taken = self._taken("DATE '9999-12-31'")
        return [
            # 1024 locks at most in one transaction, however many rows it writes.
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"PERFORM pg_advisory_xact_lock(hashtext('{self.name}'), hashtext(NEW.{self.key}::text) & 1023); "
            f"IF {taken} AND other.id <> NEW.id) THEN "
            f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{self.name}'; "
            "END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE OF {self._columns} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


@contextmanager
def keeping(promise: str, refusal: DomainError) -> Iterator[None]:
    """Say a promise of the database that was not kept as the refusal of a person's act.

    Args:
        promise: name of the constraint or of the `NoOverlap`.
        refusal: raised in its place.
    """
    try:
        yield
    except IntegrityError as error:
        if promise in str(error):
            raise refusal from error
        raise


@contextmanager
def in_turn(name: str) -> Iterator[None]:
    """Let the threads of this process come one after the other, before they ask the database for a lock they all want.

    The lock of the database is what keeps its promises; this only spares the wait for it. SQLite has one writer and
    lets the others sleep and try again, so there the name counts for nothing. Within a transaction nobody waits: who
    holds a lock of the database must not wait for somebody who waits for it.

    Args:
        name: what they all want, as `gathering:12`.
    """
    if connection.in_atomic_block:
        yield
        return
    turn = _turns["" if connection.vendor == "sqlite" else name[:40]]
    is_mine = turn.acquire(timeout=PATIENCE_SECONDS)  # after that the database alone decides
    try:
        yield
    finally:
        if is_mine:
            turn.release()


class UncertainDateField(models.CharField):  # type: ignore[type-arg]
    """A date of uncertain precision, kept as its own text (`1975-06`); empty when unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Refuse what is neither empty nor a date of uncertain precision."""
        from django.core.exceptions import ValidationError  # noqa: PLC0415
        from django.utils.translation import gettext as _  # noqa: PLC0415

        from convergence.core.dates import UncertainDate  # noqa: PLC0415

        value = super().clean(value, model_instance)
        try:
            return str(UncertainDate(value)) if value else ""
        except ValueError as error:
            sentence = _("Write a year (1975), a month (1975-06) or a day (1975-06-12).")
            raise ValidationError(sentence, code="bad_date") from error
