"""What an error of the database means for who waits: it is busy or away, it has this already, or the fault is ours.

SQLite tells its result code (https://www.sqlite.org/rescode.html), PostgreSQL its SQLSTATE
(https://www.postgresql.org/docs/current/errcodes-appendix.html); a connection that was lost has none.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from convergence.core.errors import Busy, DatabaseAway, DomainError, SameMoment

# SQLite: busy, locked. A generic error (a table that is not there) is a fault of ours: it is in neither set.
SQLITE_BUSY = frozenset({5, 6})
# Permission, memory, read-only, disk or file error, damaged, full, cannot be opened, protocol, no database.
SQLITE_AWAY = frozenset({3, 7, 8, 10, 11, 13, 14, 15, 26})
# SQLite: a unique column or key that is taken. Checks, foreign keys and triggers are promises that our code should keep.
SQLITE_TAKEN = frozenset({1555, 2067})
# PostgreSQL: the same, and days that overlap (see `core.db.NoOverlap`).
POSTGRES_TAKEN = frozenset({"23505", "23P01"})
# PostgreSQL: a transaction that another stopped, a lock that was not given.
POSTGRES_BUSY = frozenset({"40001", "40P01", "55P03"})
# Connection, resources (disk full, too many connections), operator (shut down, starting), system; read-only.
POSTGRES_AWAY = ("08", "53", "57", "58", "25006")


def refusal_of(error: BaseException) -> DomainError | None:
    """Return the refusal to show for an error of the database that is no fault of ours; None for another."""
    for one in _chain(error):
        if isinstance(one, DatabaseError | InterfaceError):
            return _judged(one)
    return None


def let_go() -> None:
    """Close connections, so that the next request opens its own: one to a file that was read-only would stay so."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _step in range(20):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _judged(error: DatabaseError | InterfaceError) -> DomainError | None:
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        kind = code & 0xFF
        if code in SQLITE_TAKEN:
            return SameMoment()
        return Busy() if kind in SQLITE_BUSY else DatabaseAway() if kind in SQLITE_AWAY else None
    state = getattr(cause, "sqlstate", None)
    if state in POSTGRES_TAKEN:
        return SameMoment()
    if state:
        return Busy() if state in POSTGRES_BUSY else DatabaseAway() if state.startswith(POSTGRES_AWAY) else None
    if "locked" in str(error):
        return Busy()
    return DatabaseAway() if cause is not None and isinstance(error, OperationalError | InterfaceError) else None
