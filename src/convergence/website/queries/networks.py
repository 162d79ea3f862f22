"""Networks and funders, under the name of each time (S14, S87)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from convergence.contacts.choices import OrganisationKind
from convergence.contacts.models import Affiliation, Contact, FormerName
from convergence.core.dates import UncertainDate
from convergence.website.queries.offices import own_organisation


@dataclass(frozen=True)
class Network:
    """A network that the organisation belongs, or belonged, to."""

    name: str
    acronym: str
    website: str
    start: date | None
    end: date | None
    source: str


@dataclass(frozen=True)
class Named:
    """An organisation under today's name, with the names it bore: (name, until when)."""

    name: str
    acronym: str
    website: str
    former: tuple[FormerName, ...]


def networks(on: date | None = None) -> tuple[list[Network], list[Network]]:
    """Return the networks of today and those of the past; an ended membership leaves the first list only (S14)."""
    day = on or timezone.localdate()
    own = own_organisation()
    if own is None:
        return [], []
    rows = Affiliation.objects.filter(child=own, parent__is_sensitive=False).select_related("parent")
    now: list[Network] = []
    past: list[Network] = []
    for row in rows.order_by("parent__sort_name", "pk"):
        shown = Network(
            row.parent.name, row.parent.acronym, row.parent.website, row.start_date, row.end_date, row.source
        )
        (past if row.end_date and row.end_date < day else now).append(shown)
    return now, past


def funders() -> list[Named]:
    """Return the funders with the names they bore."""
    rows = Contact.objects.filter(
        Q(organisation_kind=OrganisationKind.FUNDER), merged_into=None, is_sensitive=False
    ).prefetch_related("former_names")
    return [
        Named(
            row.name, row.acronym, row.website, tuple(sorted(row.former_names.all(), key=lambda former: former.until))
        )
        for row in rows.order_by("sort_name", "pk")
    ]


def name_on(contact: Contact, day: date) -> str:
    """Return the name that an organisation bore on a day; today's name once every former one has ended (S87)."""
    dated = [former for former in contact.former_names.all() if former.until]
    for former in sorted(dated, key=lambda former: former.until):
        if day <= UncertainDate(former.until).latest:
            return former.name
    return contact.name
