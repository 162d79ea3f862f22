"""Links of the graph of unions (S56, R-U1, R-U5)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from convergence.contacts.choices import AffiliationKind
from convergence.contacts.commands.rows import add_row, change_row, note, remove_row, row_of
from convergence.contacts.errors import AffiliationCycle
from convergence.contacts.models import Affiliation, Contact
from convergence.contacts.queries.graph import links
from convergence.contacts.queries.identity import resolve
from convergence.contacts.rules.graph import Link, find_cycle
from convergence.core.models import Counter


def _hold_graph() -> None:
    """Let changes of the graph wait for one another: two of them could close a circle together."""
    Counter.objects.get_or_create(name="contacts.graph")
    Counter.objects.select_for_update().get(name="contacts.graph")


def _refuse_cycle(child: Contact, parent: Contact, start: date | None, end: date | None, but: int | None) -> None:
    others = links() if but is None else links_without(but)
    circle = find_cycle(others, Link(child.pk, parent.pk, start, end))
    if circle:
        names = dict(Contact.objects.filter(pk__in=circle).values_list("pk", "name"))
        way = " → ".join(names.get(pk, str(pk)) for pk in circle)
        raise AffiliationCycle(field="parent", child=child.name, parent=parent.name, circle=way)


def links_without(affiliation_id: int) -> list[Link]:
    """Return all links of the graph but one."""
    gone = Affiliation.objects.select_related("child", "parent").get(pk=affiliation_id)
    low, high = gone.child.merged_into_id or gone.child_id, gone.parent.merged_into_id or gone.parent_id
    found = links()
    found.remove(Link(low, high, gone.start_date, gone.end_date))
    return found


@transaction.atomic
def affiliate(
    *,
    child_id: int,
    parent_id: int,
    actor: Any,
    at: datetime,
    kind: str = AffiliationKind.AFFILIATION,
    start_date: date | None = None,
    end_date: date | None = None,
    source: str = "",
) -> Affiliation:
    """Link an organisation to one it belongs to. Several parents are usual.

    Raises:
        NotAllowed: the actor may not change the organisation.
        AffiliationCycle: the link would close a circle on some day.
        ValidationError: the link exists already, or its end comes before its beginning.
    """
    _hold_graph()
    child, parent = resolve(child_id), resolve(parent_id)
    row = Affiliation(child=child, parent=parent, kind=kind, start_date=start_date, end_date=end_date, source=source)
    _refuse_cycle(child, parent, start_date, end_date, None)
    add_row(row, child, "contacts.affiliation.added", actor=actor, at=at)
    note(parent, "contacts.affiliation.received", actor=actor, at=at, changes={"child": (None, child.name)})
    return row


@transaction.atomic
def change_affiliation(*, affiliation_id: int, actor: Any, at: datetime, **values: Any) -> Affiliation:
    """Change the dates, kind, source or parent of a link; leaving is giving it an `end_date` (R-U5).

    Raises:
        NotFound: there is no such link.
        NotAllowed: the actor may not change the organisation.
        AffiliationCycle: the link would close a circle on some day.
        ValidationError: the link exists already, or its end comes before its beginning.
    """
    _hold_graph()
    row = row_of(Affiliation, affiliation_id)
    child = resolve(row.child_id)
    parent = values.get("parent", row.parent)
    start, end = values.get("start_date", row.start_date), values.get("end_date", row.end_date)
    _refuse_cycle(child, resolve(parent.pk), start, end, row.pk)
    return change_row(row, child, "contacts.affiliation.changed", values, actor=actor, at=at)


@transaction.atomic
def remove_affiliation(*, affiliation_id: int, actor: Any, at: datetime) -> None:
    """Remove a link that never was; one that ended is given its end instead.

    Raises:
        NotFound: there is no such link.
        NotAllowed: the actor may not change the organisation.
    """
    row = row_of(Affiliation, affiliation_id)
    remove_row(row, resolve(row.child_id), "contacts.affiliation.removed", actor=actor, at=at)
