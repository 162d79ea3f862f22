"""The counters of the public site: a declared total until the records exceed it (S71–S76)."""

from dataclasses import dataclass

from convergence.core.counts import recorded
from convergence.core.figures import Figure
from convergence.history.models import DeclaredTotal
from convergence.history.rules.counters import reading


@dataclass(frozen=True)
class Counter:
    """A counter as shown: « plus d’une cinquantaine » + « tournées », and where it comes from.

    `basis` is `declared` or `recorded`; `source` names the source of a declared total, empty for a recorded one.
    """

    key: str
    number: int | None
    words: str
    unit: str
    basis: str
    source: str
    source_url: str


def _shown(total: DeclaredTotal, language: str) -> Counter:
    shown = reading(total.value, total.qualifier, recorded(total.key))
    if shown.basis == "recorded" and shown.number is not None:
        words = Figure(shown.number).for_people(language)
        return Counter(total.key, shown.number, words, total.unit_in(language), "recorded", "", "")
    return Counter(
        total.key,
        total.value,
        total.wording_in(language),
        total.unit_in(language),
        "declared",
        total.source.in_words(language),
        total.source.url,
    )


def counters(language: str = "fr") -> list[Counter]:
    """Return every counter, one per key: where several sources state a total, the one stated last."""
    latest: dict[str, DeclaredTotal] = {}
    for total in DeclaredTotal.objects.select_related("source").order_by("stated", "pk"):
        latest[total.key] = total
    return [_shown(total, language) for total in sorted(latest.values(), key=lambda row: (row.position, row.pk))]


def counter(key: str, language: str = "fr") -> Counter | None:
    """Return one counter, or None when nobody declared such a total."""
    return next((shown for shown in counters(language) if shown.key == key), None)
