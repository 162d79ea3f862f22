"""Terms of office as the public page shows them: in order of time, gaps left as gaps (S39–S47)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.contacts.choices import ContactKind, Office
from convergence.contacts.models import Contact, Mandate
from convergence.contacts.queries.terms import Holder, title_of, who_held
from convergence.contacts.rules.titles import office_label, offices_of
from convergence.core.dates import UncertainDate
from convergence.core.profile import current_profile

SHOWN = (Office.PRESIDENCY, Office.COORDINATION)


@dataclass(frozen=True)
class Term:
    """A term of office, or a gap between two (then `name` is empty)."""

    name: str
    title: str
    when: str
    is_interim: bool
    source: str

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody is known for this time."""
        return not self.name


@dataclass(frozen=True)
class OfficeHistory:
    """One office with its terms, the latest first. `label` is the neutral name of the office (S48)."""

    code: str
    label: str
    terms: tuple[Term, ...]


def own_organisation() -> Contact | None:
    """Return the organisation itself among the contacts: the one that bears the name of the profile."""
    profile = current_profile()
    rows = Contact.objects.filter(kind=ContactKind.ORGANISATION, merged_into=None)
    return rows.filter(name=profile.name).order_by("pk").first() if profile.name else None


def public_name(person: Contact) -> str:
    """Return the name to show: the pseudonym alone for who has one (S50)."""
    return person.pseudonym or person.name


def _when(mandate: Mandate, language: str) -> str:
    with override(language):
        start = UncertainDate(mandate.start).for_people(language) if mandate.start else ""
        end = UncertainDate(mandate.end).for_people(language) if mandate.end else ""
        if start and end:
            return start if start == end else f"{start} – {end}"
        if start:
            return _("since %(start)s, as its source says") % {"start": start}
        if end:
            return _("until %(end)s") % {"end": end}
        attested = UncertainDate(mandate.attested[:7]).for_people(language) if mandate.attested else ""
        return _("at the latest %(date)s") % {"date": attested} if attested else _("undated")


def _known_from(mandate: Mandate) -> date | None:
    text = mandate.start or mandate.attested
    return UncertainDate(text).earliest if text else None


def _gap(before: Mandate, after: Mandate, language: str) -> Term | None:
    """Return the gap between two terms: from the end of the one to what is known of the other."""
    following = _known_from(after)
    if not before.end or following is None:
        return None
    last = UncertainDate(before.end)
    if following <= last.latest + timedelta(days=1):
        return None
    with override(language):
        until = UncertainDate(after.start or after.attested[:7]).for_people(language)
        words = _("%(start)s – %(end)s: unknown") % {"start": last.for_people(language), "end": until}
    return Term("", "", words, is_interim=False, source="")


def _terms(rows: list[Mandate], language: str) -> tuple[Term, ...]:
    rows = sorted(rows, key=lambda row: (_known_from(row) or date.min, row.pk))
    found: list[Term] = []
    furthest: Mandate | None = None
    for row in rows:
        gap = _gap(furthest, row, language) if furthest else None
        if gap:
            found.append(gap)
        person = row.person.merged_into or row.person
        found.append(
            Term(public_name(person), title_of(row, language), _when(row, language), row.is_interim, row.source)
        )
        if furthest is None or _ends(row) >= _ends(furthest):
            furthest = row
    return tuple(reversed(found))


def _ends(mandate: Mandate) -> date:
    return UncertainDate(mandate.end).latest if mandate.end else date.max


def office_histories(language: str = "fr") -> list[OfficeHistory]:
    """Return the offices of the organisation that its site shows, each with its terms and its gaps."""
    own = own_organisation()
    if own is None:
        return []
    family = {code: str(office) for office in SHOWN for code in offices_of(str(office))}
    rows = Mandate.objects.filter(held_in=own, office__in=family).select_related("person", "person__merged_into")
    by_office: dict[str, list[Mandate]] = {}
    for row in rows.order_by("pk"):
        by_office.setdefault(family[row.office], []).append(row)
    return [
        OfficeHistory(code, office_label(code, language), _terms(by_office[code], language))
        for code in map(str, SHOWN)
        if code in by_office
    ]


def holders_on(day: date, language: str = "fr") -> list[tuple[str, list[Holder]]]:
    """Return, for each office that the site shows, who held it on a day; nobody means that no source says."""
    own = own_organisation()
    if own is None:
        return []
    return [
        (office_label(code, language), who_held(own, day, office=code, language=language)) for code in map(str, SHOWN)
    ]
