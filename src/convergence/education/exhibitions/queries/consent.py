"""What people portrayed allow, and the kit list (S91)."""

from collections.abc import Iterable
from dataclasses import dataclass

from convergence.education.exhibitions.choices import ItemState, Shown
from convergence.education.exhibitions.models import ConsentEntry, Panel, Portrayed, Version, Work
from convergence.education.exhibitions.rules.consent import allowed


@dataclass(frozen=True)
class KitLine:
    """A panel of a kit list: how its work may be shown, and whether it leaves with the next loan."""

    panel: Panel
    shown: Shown
    leaves: bool


def answers_by_person(work_ids: Iterable[int]) -> dict[int, dict[int, dict[str, str]]]:
    """Return work → person portrayed → use → latest answer, in two queries."""
    found: dict[int, dict[int, dict[str, str]]] = {pk: {} for pk in work_ids}
    for pk, work_id in Portrayed.objects.filter(work__in=found).order_by("pk").values_list("pk", "work_id"):
        found[work_id][pk] = {}
    entries = ConsentEntry.objects.filter(portrayed__work__in=found).order_by("pk")
    for work_id, person, use, answer in entries.values_list("portrayed__work_id", "portrayed_id", "use", "answer"):
        found[work_id][person][use] = answer
    return found


def shown_by_work(work_ids: Iterable[int]) -> dict[int, Shown]:
    """Return how each work may be shown."""
    return {pk: Shown(allowed(people.values())) for pk, people in answers_by_person(work_ids).items()}


def shown_of(work: Work) -> Shown:
    """Return how one work may be shown."""
    return shown_by_work([work.pk])[work.pk]


def kit_list(version: Version) -> list[KitLine]:
    """Return the panels of a version in order; a panel without a work is words only and is shown."""
    panels = list(version.panels.select_related("work", "crate").order_by("number", "pk"))
    shown = shown_by_work({panel.work_id for panel in panels if panel.work_id})
    lines = []
    for panel in panels:
        how = shown.get(panel.work_id or 0, Shown.SHOWN)
        lines.append(KitLine(panel, how, panel.state == ItemState.IN_SERVICE and how != Shown.WITHDRAWN))
    return lines


def leaving(version: Version) -> list[Panel]:
    """Return the panels that leave with a loan."""
    return [line.panel for line in kit_list(version) if line.leaves]
