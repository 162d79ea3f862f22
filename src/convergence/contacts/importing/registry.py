"""What higher apps add to an import: columns, row rules, and what is done when it is applied or undone.

`contacts` knows contacts only. An app that wants more from a list (membership: the group, past dues
by period) calls `register` from its `AppConfig.ready`:

    register(Extension(
        name="membership",
        columns=(
            ColumnKind("membership.group", "text", (r"gr|groupes?|groups?|grupos?",)),
            ColumnKind("membership.dues", "money", (r"cotis(?:ation)?s?|dues|cuotas?",), by_period=True),
            ColumnKind("membership.dues_date", "date", (r"recue? le|paid on",), by_period=True,
                       follows="membership.dues"),
        ),
        labels={"membership.group": _("Group")},
        sentences={"membership.group_too_small": _("…%(typed)s…")},
        check=lambda entry: [reason("membership.group_too_small", typed="…")] or [],
        apply=record_past_dues,
        undo=reverse_past_dues,
        depends=what_depends_on_import,
    ))

How values arrive, in `Entry.extra`: a plain column gives `{"membership.group": "B"}`; a column
`by_period` gives a list, one dict for each column that held an amount:
`{"membership.dues": [{"period": "2022-2023", "value": 5000, "column": "Cotis. 2022-2023",
"membership.dues_date": "2022-09-07"}]}` (money in cents, dates ISO, the date absent when unread).

`apply` runs inside the import's one transaction, once per chunk of at most 2 000 lines, and must be
set-based (no query per line) and idempotent: the same list imported again gives the same values for
contacts that already have them. It returns what it wrote, counted by name, for the audit line of the import. `undo` runs inside the undo's transaction and reverses, deletes no
ledger row. `depends` returns sentences; any sentence refuses the undo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .columns import KINDS, ColumnKind

if TYPE_CHECKING:
    from .cells import Reason
    from .entries import Entry


@dataclass(frozen=True, slots=True)
class AppliedLine:
    """One line that an import wrote.

    Attributes:
        row_id: id of the `ImportRow`.
        contact_id: id of the contact that the line is about.
        is_new: whether the import created that contact.
        entry: what the line says; `entry.subject` is ORGANISATION or PERSON.
        sheet: name of the sheet, None for CSV.
        line: as a spreadsheet counts.
    """

    row_id: int
    contact_id: int
    is_new: bool
    entry: Entry
    sheet: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ImportContext:
    """The import in which an extension is called.

    Attributes:
        run_id: id of the `ImportRun`; write it beside what you create, `undo` gets it back.
        source: the words to quote as a source, such as « liste.csv, import no 12 ».
        actor: the user who applies or undoes, None for the system.
        at: when, aware.
    """

    run_id: int
    source: str
    actor: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """What one app adds to imports. Every part but the name is optional."""

    name: str
    columns: tuple[ColumnKind, ...] = ()
    labels: Mapping[str, Any] = field(default_factory=dict)
    sentences: Mapping[str, Any] = field(default_factory=dict)
    check: Callable[[Entry], list[Reason]] | None = None
    apply: Callable[[Sequence[AppliedLine], ImportContext], Mapping[str, int]] | None = None
    undo: Callable[[ImportContext], None] | None = None
    depends: Callable[[ImportContext], list[str]] | None = None


_extensions: dict[str, Extension] = {}


def register(extension: Extension) -> None:
    """Add or replace the extension of one app.

    Raises:
        ValueError: a column's code has no dot, or belongs to another app.
    """
    for column in extension.columns:
        if not column.code.startswith(f"{extension.name}."):
            message = f"column {column.code!r} must be named {extension.name}.something"
            raise ValueError(message)
    _extensions[extension.name] = extension


def extensions() -> list[Extension]:
    """Return what is registered, in order of name."""
    return [_extensions[name] for name in sorted(_extensions)]


def extra_columns() -> tuple[ColumnKind, ...]:
    """Return the columns of every extension."""
    return tuple(column for extension in extensions() for column in extension.columns)


def all_columns() -> dict[str, ColumnKind]:
    """Return every column kind by code, those of extensions included."""
    return {kind.code: kind for kind in (*extra_columns(), *KINDS)}


def row_rules() -> list[Callable[[Entry], list[Reason]]]:
    """Return the checks of every extension."""
    return [extension.check for extension in extensions() if extension.check]


def sentences() -> dict[str, Any]:
    """Return the sentences of every extension, by reason code."""
    return {code: text for extension in extensions() for code, text in extension.sentences.items()}


def labels() -> dict[str, Any]:
    """Return the labels of the columns of every extension, by code."""
    return {code: text for extension in extensions() for code, text in extension.labels.items()}
