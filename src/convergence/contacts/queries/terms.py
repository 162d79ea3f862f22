"""Who held an office on a day, as surely as the sources say (S39-S49)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from convergence.contacts.models import Contact, Mandate
from convergence.contacts.queries.identity import of_family
from convergence.contacts.rules.terms import Gap, Term, gaps
from convergence.contacts.rules.titles import office_label, office_title, offices_of
from convergence.core.dates import held_on


@dataclass(frozen=True)
class Holder:
    """Somebody in office. `certainty` is `yes` or `possible`; `title` follows the gender they chose (S48)."""

    mandate: Mandate
    person: Contact
    title: str
    certainty: str


def title_of(mandate: Mandate, language: str = "fr") -> str:
    """Return the title of a person in office: as written, else in the gender the person chose (S48)."""
    return mandate.title or office_title(mandate.office, mandate.person.title_gender, language)


def terms_in(held_in: Contact, *, with_bodies: bool = False) -> QuerySet[Mandate]:
    """Return the terms of office in an organisation or body, the latest first."""
    where = of_family(held_in, "held_in")
    if with_bodies:
        where |= Q(held_in__part_of=held_in)
    rows = Mandate.objects.filter(where).select_related("person", "person__merged_into", "held_in")
    return rows.order_by("-start", "-attested", "person__sort_name", "pk")


def terms_of(person: Contact) -> QuerySet[Mandate]:
    """Return the terms of office of a person, the latest first; both roles of a merged person are there (S49)."""
    rows = Mandate.objects.filter(of_family(person, "person")).select_related("held_in", "held_in__part_of", "person")
    return rows.order_by("-start", "-attested", "pk")


def who_held(held_in: Contact, on: date, *, office: str = "", language: str = "fr") -> list[Holder]:
    """Return who held an office (any when empty) on a day: the sure ones first, then the possible.

    Who shares an office holds it too. A term whose beginning is unknown counts from the day on which a source attests it; nobody is returned for a day
    that no source covers.
    """
    found: list[Holder] = []
    rows = terms_in(held_in)
    for mandate in rows.filter(office__in=offices_of(office)) if office else rows:
        certainty = held_on(mandate.start or mandate.attested, mandate.end, on)
        if certainty == "no" or not (mandate.start or mandate.attested):
            continue
        person = mandate.person.merged_into or mandate.person
        found.append(Holder(mandate, person, title_of(mandate, language), certainty))
    return sorted(found, key=lambda holder: (holder.certainty != "yes", holder.person.sort_name, holder.mandate.pk))


@dataclass(frozen=True)
class Turn:
    """One line of the succession in an office: a term, or a gap in which nobody is known (S46)."""

    mandate: Mandate | None
    gap: Gap | None = None

    @property
    def begins(self) -> str:
        """The date by which it is sorted; empty when nothing is known."""
        if self.gap is not None:
            return self.gap.start
        return (self.mandate.start or self.mandate.attested) if self.mandate else ""


def succession(held_in: Contact, office: str, *, since: str = "") -> list[Turn]:
    """Return who held an office one after another, the oldest first, the gaps in their place.

    Args:
        held_in: the organisation or body.
        office: a code of `Office`.
        since: a year, month or day from which a gap before the first term is shown.
    """
    rows = list(terms_in(held_in).filter(office__in=offices_of(office)))
    turns = [Turn(row) for row in rows]
    turns += [Turn(None, gap) for gap in gaps((Term(r.start, r.end, r.attested) for r in rows), since=since)]
    return sorted(turns, key=lambda turn: (turn.begins, turn.gap is not None, turn.mandate.pk if turn.mandate else 0))


def neutral_office(mandate: Mandate, language: str = "fr") -> str:
    """Return the name of the office for a list: « Coordination » (S48)."""
    label = office_label(mandate.office, language)
    return mandate.title if label == mandate.office or mandate.office == "OTHER" else label
