"""What the rows of a page show beside the contact's own fields, read for the whole page at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F
from django.db.models.functions import Coalesce

from convergence.contacts.choices import Channel
from convergence.contacts.models import Contact, ContactPoint, Mandate, PostalAddress, Standing
from convergence.contacts.queries.graph import in_force, latest_counts
from convergence.contacts.queries.identity import family_of
from convergence.contacts.queries.relations import last_seen_by_contact
from convergence.contacts.queries.terms import title_of
from convergence.contacts.rules.phones import format_phone


@dataclass
class Extras:
    """What is known of one contact beside its own fields."""

    email: str = ""
    phone: str = ""
    city: str = ""
    members: int | None = None
    seen: date | None = None
    standing: str = ""
    posts: list[tuple[str, str, int]] = field(default_factory=list)


def extras(contacts: Sequence[Contact], on: date, language: str, wanted: frozenset[str]) -> dict[int, Extras]:
    """Return {contact id: extras} in one query for each of `wanted`: reach, city, members, seen, standing, posts."""
    ids = [contact.pk for contact in contacts]
    found: dict[int, Extras] = defaultdict(Extras)
    for name in sorted(wanted):
        FILLERS[name](ids, on, language, found)
    return found


def _city(ids: Sequence[int], on: date, _language: str, found: dict[int, Extras]) -> None:
    rows = PostalAddress.objects.filter(in_force(on), contact__in=ids).order_by("-pk")
    for pk, city in rows.values_list("contact_id", "city"):
        found[pk].city = city


def _members(ids: Sequence[int], on: date, _language: str, found: dict[int, Extras]) -> None:
    for pk, value in latest_counts(on, ids).items():
        found[pk].members = value


def _seen(ids: Sequence[int], _on: date, _language: str, found: dict[int, Extras]) -> None:
    for pk, seen in last_seen_by_contact(list(ids)).items():
        found[pk].seen = seen


def _standing(ids: Sequence[int], _on: date, _language: str, found: dict[int, Extras]) -> None:
    rows = Standing.objects.filter(contact__in=ids).order_by("period", "since", "pk")
    for pk, period, standing in rows.values_list("contact_id", "period", "standing"):
        found[pk].standing = f"{standing} {period}"


def _reach(ids: Sequence[int], on: date, language: str, found: dict[int, Extras]) -> None:
    rows = ContactPoint.objects.filter(in_force(on), contact__in=ids, channel__in=[Channel.EMAIL, Channel.PHONE])
    for pk, channel, value, stored in rows.order_by("-pk").values_list("contact_id", "channel", "value", "normalised"):
        if channel == Channel.EMAIL:
            found[pk].email = value
        else:
            found[pk].phone = format_phone(stored, language) if stored else value


def _posts(ids: Sequence[int], _on: date, language: str, found: dict[int, Extras]) -> None:
    rows = Mandate.objects.filter(person__in=family_of(ids).values("pk"), end="")
    rows = rows.annotate(whose=Coalesce(F("person__merged_into_id"), F("person_id")))
    rows = rows.select_related("person", "held_in", "held_in__part_of")
    for mandate in rows.order_by("-start", "pk"):
        where = mandate.held_in.part_of or mandate.held_in
        found[mandate.whose].posts.append((title_of(mandate, language), where.acronym or where.name, where.pk))


FILLERS = {
    "reach": _reach,
    "city": _city,
    "members": _members,
    "seen": _seen,
    "standing": _standing,
    "posts": _posts,
}
