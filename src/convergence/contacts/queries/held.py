"""What was collected from a person, as a machine can read it again (L12), and what keeps it from being erased (L10).

Higher apps know more than this register: they add what they collected, and the reasons to keep, from their
`AppConfig.ready`. What we concluded (scores, duplicates, standings) is not collected and is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from convergence.contacts.models import ConsentEvent, Contact, ContactPoint, FormerName, Mandate, PostalAddress
from convergence.contacts.queries.identity import family_ids

Rows = Iterable[Mapping[str, Any]]
Collector = Callable[[Sequence[int]], Mapping[str, Rows]]
Keeper = Callable[[Contact, Sequence[int]], str]
_collectors: list[Collector] = []
_keepers: list[Keeper] = []
Eraser = Callable[[Sequence[int], datetime], None]
_erasers: list[Eraser] = []
IDENTITY = (
    "name",
    "given_name",
    "family_name",
    "pseudonym",
    "language",
    "form_of_address",
    "title_gender",
    "country",
    "website",
    "number",
)


def register_collected(collector: Collector) -> None:
    """Add what a higher app collected: ids of the person and of its aliases in, rows by name out."""
    if collector not in _collectors:
        _collectors.append(collector)


def register_keeper(keeper: Keeper) -> None:
    """Add a reason not to erase: a sentence with the way out, empty when there is none."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def register_eraser(eraser: Eraser) -> None:
    """Add what a higher app empties when a person is erased: ids of the person and of its aliases in, and when."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def erase_elsewhere(ids: Sequence[int], *, at: datetime) -> None:
    """Let every higher app empty what it holds of a person, whose record is nameless already (L10)."""
    for erase in _erasers:
        erase(ids, at)


def rows_of(rows: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    """Return the named columns of rows, dates and times as ISO texts."""
    found = rows.order_by("pk").values(*names)
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def collected_from(person: Contact) -> dict[str, Any]:
    """Return what was collected from a person, merged records included, ready for JSON (L12)."""
    ids = family_ids(person)
    found: dict[str, Any] = {
        "identity": {name: getattr(person, name) for name in IDENTITY if getattr(person, name)},
        "former_names": rows_of(FormerName.objects.filter(contact__in=ids), "name", "until"),
        "contact_points": rows_of(
            ContactPoint.objects.filter(contact__in=ids), "channel", "purpose", "value", "start_date", "end_date"
        ),
        "addresses": rows_of(
            PostalAddress.objects.filter(contact__in=ids),
            *("purpose", "attention", "street", "city", "province", "postal_code", "country", "start_date", "end_date"),
        ),
        "posts": rows_of(
            Mandate.objects.filter(person__in=ids), "held_in__name", "office", "title", "start", "end", "attested"
        ),
        "consents": rows_of(
            ConsentEvent.objects.filter(contact__in=ids),
            *("address", "channel", "purpose", "act", "at", "method", "wording", "source"),
        ),
    }
    for collect in _collectors:
        found |= {name: list(rows) for name, rows in collect(ids).items()}
    return found


def reasons_to_keep(person: Contact) -> list[str]:
    """Return what keeps a person's data from being erased today, in sentences; empty when nothing does (L10)."""
    ids = family_ids(person)
    return [reason for keep in _keepers if (reason := keep(person, ids))]
