"""The relationship log and who was not seen for long (S66)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from convergence.contacts.choices import InteractionKind
from convergence.contacts.models import Contact, Interaction
from convergence.contacts.queries.identity import family_of, of_family
from convergence.contacts.rules.day_arithmetic import add_months
from convergence.core.profile import current_profile

SEEN = [kind for kind in InteractionKind if kind != InteractionKind.NOTE]
#: Lines that tell of a contact: not a note, nor a letter that the program sent to many.
TELLS = Q(kind__in=SEEN) & ~Q(kind__in=[InteractionKind.LETTER, InteractionKind.EMAIL], recorded_by_id__isnull=True)


def log_of(contact: Contact) -> QuerySet[Interaction]:
    """Return the relationship log of a contact, the latest line first."""
    return Interaction.objects.filter(of_family(contact)).order_by("-on", "-pk")


def with_last_seen(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """Add `last_seen`: the day of the last call, visit, meeting, letter, e-mail or dues.

    A mere note does not count, nor does a letter of a mailing: nobody was seen.

    Two readings, the contact's own and those it absorbed: each follows an index, which one condition on both does not.
    """
    own, absorbed = (
        Subquery(Interaction.objects.filter(TELLS, **{path: OuterRef("pk")}).order_by("-on").values("on")[:1])
        for path in ("contact", "contact__merged_into")
    )
    return rows.annotate(last_seen=Greatest(Coalesce(own, absorbed), Coalesce(absorbed, own)))


def to_visit(rows: QuerySet[Contact], on: date, months: int | None = None) -> QuerySet[Contact]:
    """Keep organisations not seen for `months` (the organisation's setting when None), the longest unseen first.

    Seen exactly that many months ago counts as long enough (S66). Those seen since are read once and left out.
    """
    wait = current_profile().not_seen_months if months is None else months
    since = Interaction.objects.filter(TELLS, on__gt=add_months(on, -wait))
    recent = since.annotate(whose=Coalesce(F("contact__merged_into_id"), F("contact_id"))).values("whose")
    rows = rows.filter(merged_into__isnull=True, retracted_at__isnull=True, is_closed=False).exclude(pk__in=recent)
    return with_last_seen(rows).order_by(F("last_seen").asc(nulls_first=True), "sort_name", "pk")


@dataclass(frozen=True)
class LastSeen:
    """When a contact was last seen, and whether it is due for a visit."""

    on: date | None
    is_due: bool


def last_seen(contact: Contact, on: date) -> LastSeen:
    """Return when a contact was last seen."""
    rows = Interaction.objects.filter(TELLS, of_family(contact))
    latest = rows.aggregate(latest=Max("on"))["latest"]
    limit = add_months(on, -current_profile().not_seen_months)
    return LastSeen(latest, latest is None or latest <= limit)


def last_seen_by_contact(contact_ids: list[int]) -> dict[int, date]:
    """Return {contact: the day it was last seen}, in one query."""
    rows = Interaction.objects.filter(TELLS, contact__in=family_of(contact_ids).values("pk"))
    rows = rows.annotate(whose=Coalesce(F("contact__merged_into_id"), F("contact_id")))
    grouped = rows.values("whose").annotate(latest=Max("on")).order_by("whose")
    return dict(grouped.values_list("whose", "latest"))
