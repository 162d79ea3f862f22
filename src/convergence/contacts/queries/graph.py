"""Reads of the graph of unions (S56, R-U1, R-U5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from convergence.contacts.models import Affiliation, Contact, DeclaredCount
from convergence.contacts.queries.identity import family_of, of_family
from convergence.contacts.rules.graph import Headcount, Link, children_map, count_members_once, descendants


def in_force(on: date) -> Q:
    """Return the filter of dated rows that hold on a day."""
    return Q(Q(start_date__isnull=True) | Q(start_date__lte=on)) & Q(Q(end_date__isnull=True) | Q(end_date__gte=on))


def links(on: date | None = None) -> list[Link]:
    """Return the links of the graph, absorbed contacts resolved; all of them, or those in force on a day."""
    rows = Affiliation.objects.all() if on is None else Affiliation.objects.filter(in_force(on))
    ends = rows.annotate(
        low=Coalesce(F("child__merged_into_id"), F("child_id")),
        high=Coalesce(F("parent__merged_into_id"), F("parent_id")),
    )
    found = ends.order_by("pk").values_list("low", "high", "start_date", "end_date")
    return [Link(low, high, start, end) for low, high, start, end in found if low != high]


def parents_of(contact: Contact, on: date | None = None) -> QuerySet[Affiliation]:
    """Return the links of an organisation to what it belongs to."""
    rows = Affiliation.objects.filter(of_family(contact, "child")).select_related("parent", "parent__merged_into")
    rows = rows if on is None else rows.filter(in_force(on))
    return rows.order_by(F("end_date").desc(nulls_first=True), "parent__sort_name", "pk")


def children_of(contact: Contact, on: date | None = None) -> QuerySet[Affiliation]:
    """Return the links of an organisation to what belongs to it."""
    rows = Affiliation.objects.filter(of_family(contact, "parent")).select_related("child", "child__merged_into")
    rows = rows if on is None else rows.filter(in_force(on))
    return rows.order_by(F("end_date").desc(nulls_first=True), "child__sort_name", "pk")


def counts_of(contact: Contact) -> QuerySet[DeclaredCount]:
    """Return the declarations of an organisation, the latest first."""
    return DeclaredCount.objects.filter(of_family(contact, "organisation")).order_by("-as_of", "-pk")


def latest_counts(on: date, organisation_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return {organisation: members}, by its latest declaration not later than a day."""
    rows = DeclaredCount.objects.filter(as_of__lte=on)
    if organisation_ids is not None:
        rows = rows.filter(organisation__in=family_of(organisation_ids).values("pk"))
    rows = rows.annotate(whose=Coalesce(F("organisation__merged_into_id"), F("organisation_id")))
    return dict(rows.order_by("as_of", "pk").values_list("whose", "value"))


def members_under(organisation_id: int, on: date, *, hidden: frozenset[int] = frozenset()) -> Headcount:
    """Return the members under an organisation on a day, each counted once (R-U1); those hidden are not counted."""
    return count_members_once(organisation_id, seen_links(links(on), hidden), latest_counts(on))


def seen_links(all_links: list[Link], hidden: frozenset[int]) -> list[Link]:
    """Return the links neither end of which is hidden."""
    if not hidden:
        return all_links
    return [link for link in all_links if link.child not in hidden and link.parent not in hidden]


@dataclass(frozen=True)
class GraphNode:
    """An organisation of the graph.

    Attributes:
        contact: the organisation.
        declared: its own latest declaration, None without one.
        parents: ids of what it belongs to on the day.
        below: how many organisations are under it, at any depth.
    """

    contact: Contact
    declared: int | None
    parents: tuple[int, ...]
    below: int


def neighbourhood(
    focus: Contact | None, on: date, visible: QuerySet[Contact], *, hidden: frozenset[int] = frozenset()
) -> dict[int, GraphNode]:
    """Return the organisations to draw: the focus with all above and below it, or the whole graph without a focus.

    Only visible organisations come back, and only those that have a link on the day (the focus always).
    """
    all_links = seen_links(links(on), hidden)
    downward = children_map(all_links)
    upward = children_map([Link(link.parent, link.child) for link in all_links])
    if focus is None:
        wanted = frozenset(link.child for link in all_links) | {link.parent for link in all_links}
    else:
        wanted = descendants(focus.pk, downward) | descendants(focus.pk, upward) | {focus.pk}
    contacts = visible.filter(pk__in=wanted)
    counts = latest_counts(on)
    return {
        contact.pk: GraphNode(
            contact=contact,
            declared=counts.get(contact.pk),
            parents=upward.get(contact.pk, ()),
            below=len(descendants(contact.pk, downward)),
        )
        for contact in contacts
    }
