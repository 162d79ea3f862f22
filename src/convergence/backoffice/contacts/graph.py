"""The graph of unions: a drawing, and the same thing as a nested list."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import visible
from convergence.backoffice.contacts.base import ContactsView, contact_url
from convergence.contacts.models import Contact
from convergence.contacts.policies import sensitive_ids
from convergence.contacts.queries.graph import GraphNode, latest_counts, neighbourhood, seen_links
from convergence.contacts.queries.graph import links as links_on
from convergence.contacts.rules.drawing import draw
from convergence.contacts.rules.graph import count_members_once
from convergence.core.identifiers import id_from

ROW, COLUMN, MARGIN, KNOT = 30, 300, 24, 6
MANY = 120
FOLDED = 15
LABEL = 34


@dataclass(frozen=True)
class Knot:
    """An organisation in the drawing: where, what it says, where it leads."""

    x: int
    y: int
    label: str
    name: str
    figure: str
    url: str
    is_focus: bool
    is_leaf: bool


@dataclass(frozen=True)
class Strand:
    """A link in the drawing, as the path of a thread."""

    path: str
    main: bool


@dataclass
class Branch:
    """An organisation in the nested list, with what is under it."""

    node: GraphNode
    url: str
    others: list[str] = field(default_factory=list)
    under: list["Branch"] = field(default_factory=list)
    hidden: int = 0
    more: str = ""


def strand(x1: int, y1: int, x2: int, y2: int, trunk: int = 0) -> str:
    """Return a thread from a parent's knot to a child's: straight under the parent's label, then a soft curve."""
    start = x1 + trunk
    bend = max(x2 - start, 0) // 2
    return f"M{x1},{y1} H{start} C{start + bend},{y1} {x2 - bend},{y2} {x2},{y2}"


def trunk(label: str) -> int:
    """Return how far a thread runs straight under a label, in pixels."""
    return min(8 * len(label) + 16, COLUMN - 80)


def short(text: str) -> str:
    """Return a label that fits its column."""
    return text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}…"


class GraphView(ContactsView):
    """The whole graph, or one organisation with all above and below it, on a day."""

    template_name = "backoffice/contacts/graph.html"
    page_title = _("Graph of unions")
    header_icon = "sitemap"

    @cached_property
    def on(self) -> date:
        """The day that is asked for, today without one."""
        try:
            return date.fromisoformat(self.request.GET.get("date", ""))
        except ValueError:
            return timezone.localdate()

    @cached_property
    def rows(self) -> Any:
        """Organisations that the user may see."""
        rows = Contact.objects.organisations().current()
        return visible(self.request.user, "contacts.view_contact", rows)

    @cached_property
    def focus(self) -> Contact | None:
        """The organisation in the middle, None for the whole graph."""
        asked = id_from(self.request.GET.get("autour"))
        return None if asked is None else self.rows.filter(pk=asked).first()

    def url(self, pk: int) -> str:
        """Return the address of the drawing around an organisation."""
        query = f"?autour={pk}"
        if self.request.GET.get("date"):
            query += f"&date={self.on.isoformat()}"
        return reverse("contacts:graph") + query

    def shown(self, nodes: dict[int, GraphNode]) -> dict[int, GraphNode]:
        """Return the organisations to draw: all, or without the locals when there are too many to read."""
        if len(nodes) <= MANY:
            return nodes
        return {pk: node for pk, node in nodes.items() if node.below or (self.focus and pk == self.focus.pk)}

    def knots(self, nodes: dict[int, GraphNode], all_nodes: dict[int, GraphNode]) -> dict[str, Any]:
        """Return the drawing."""
        pairs = [(pk, parent) for pk, node in nodes.items() for parent in node.parents]
        placed = draw({pk: node.contact.sort_name for pk, node in nodes.items()}, pairs)
        at = {one.node: (MARGIN + one.column * COLUMN, MARGIN + int(one.row * ROW)) for one in placed.places}
        hidden: dict[int, int] = defaultdict(int)
        for pk, node in all_nodes.items():
            if pk not in nodes:
                for parent in node.parents:
                    hidden[parent] += 1
        knots = [self.knot(nodes[one.node], at[one.node], hidden[one.node]) for one in placed.places]
        trunks = {one.node: trunk(knot.label) for one, knot in zip(placed.places, knots, strict=True)}
        strands = [
            Strand(strand(*at[thread.parent], *at[thread.child], trunks[thread.parent]), thread.main)
            for thread in placed.threads
        ]
        return {
            "knots": knots,
            "strands": sorted(strands, key=lambda one: one.main),
            "width": MARGIN * 2 + max(placed.columns, 1) * COLUMN,
            "height": MARGIN * 2 + max(placed.rows - 1, 0) * ROW,
        }

    def knot(self, node: GraphNode, at: tuple[int, int], hidden: int) -> Knot:
        """Return one organisation of the drawing."""
        contact = node.contact
        figure = str(node.declared) if node.declared is not None else ""
        label = contact.acronym or contact.name
        return Knot(
            *at,
            label=short(label) + (f" +{hidden}" if hidden else ""),
            name=contact.name,
            figure=figure,
            url=contact_url(contact) if self.focus and contact.pk == self.focus.pk else self.url(contact.pk),
            is_focus=bool(self.focus and contact.pk == self.focus.pk),
            is_leaf=not node.below,
        )

    def tree(self, nodes: dict[int, GraphNode]) -> list[Branch]:
        """Return the nested list: every organisation once, under its nearest parent, the others named beside it."""
        pairs = [(pk, parent) for pk, node in nodes.items() for parent in node.parents]
        placed = draw({pk: node.contact.sort_name for pk, node in nodes.items()}, pairs)
        branches = {pk: Branch(node, contact_url(node.contact)) for pk, node in nodes.items()}
        main = {thread.child: thread.parent for thread in placed.threads if thread.main}
        for thread in placed.threads:
            if not thread.main:
                parent = nodes[thread.parent].contact
                branches[thread.child].others.append(parent.acronym or parent.name)
        roots: list[Branch] = []
        for one in placed.places:
            branch = branches[one.node]
            (branches[main[one.node]].under if one.node in main else roots).append(branch)
        if len(nodes) > MANY:
            self.fold(branches)
        return roots

    def fold(self, branches: dict[int, Branch]) -> None:
        """Keep the first locals of each branch of a large graph, and lead to the rest; never fold the middle."""
        for pk, branch in branches.items():
            if self.focus and pk == self.focus.pk:
                continue
            leaves = [one for one in branch.under if not one.under]
            if len(leaves) > FOLDED:
                gone = {id(one) for one in leaves[FOLDED:]}
                branch.under = [one for one in branch.under if id(one) not in gone]
                branch.hidden, branch.more = len(gone), self.url(pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the drawing, the list and the choice of the middle."""
        hidden = sensitive_ids(self.request.user)
        nodes = neighbourhood(self.focus, self.on, self.rows, hidden=hidden)
        shown = self.shown(nodes)
        roots = sorted((node for node in nodes.values() if not node.parents), key=lambda node: -node.below)
        counts = latest_counts(self.on)
        around = self.focus.pk if self.focus else None
        return super().get_context_data(
            **kwargs,
            drawing=self.knots(shown, nodes),
            tree=self.tree(nodes),
            focus=self.focus,
            focus_node=nodes.get(around) if around else None,
            focus_url=contact_url(self.focus) if self.focus else "",
            headcount=count_members_once(around, seen_links(links_on(self.on), hidden), counts) if around else None,
            on=self.on,
            roots=roots[:12],
            total=len(nodes),
            are_locals_hidden=len(shown) != len(nodes),
            graph_url=reverse("contacts:graph"),
        )
