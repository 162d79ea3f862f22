"""People whom a member announces, and what the team decides of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.choices import Channel, ContactKind, Office, Purpose
from convergence.contacts.commands.identity import create_person
from convergence.contacts.commands.points import add_contact_point, normalise_point
from convergence.contacts.commands.records import record_mandate
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.membership.choices import AnnouncementState
from convergence.membership.errors import AnnouncementDecided
from convergence.membership.models import AnnouncedPerson

#: What an e-mail of the holder of an office is used for; all others are of general use.
_PURPOSES = {
    Office.DELEGATE: Purpose.DELEGATE,
    Office.TREASURER: Purpose.BILLING,
    Office.SECRETARY_TREASURER: Purpose.BILLING,
    Office.SOLIDARITY_OFFICER: Purpose.SOLIDARITY_COMMITTEE,
}


@transaction.atomic
def announce_person(
    *, member_id: int, values: Mapping[str, str], said_by: str, actor: Any, at: datetime
) -> AnnouncedPerson:
    """Write down somebody whom a member announces; nothing changes in the contacts before the team accepts.

    Raises:
        NotAllowed: the actor does not speak for this organisation.
        UnreadableEmail, UnreadablePhone: what was typed cannot be one.
        ValidationError: a name is missing, or the same person already waits.

    Writes the audit line `membership.person.announced`.
    """
    member = Contact.objects.select_for_update().get(pk=member_id)
    row = AnnouncedPerson(member=member, said_by=said_by[:200], announced_at=at, **values)
    require(actor, "membership.announce_person", row)
    for channel, value in ((Channel.EMAIL, row.email), (Channel.PHONE, row.phone)):
        if value:
            normalise_point(channel, value, member.country)
    row.full_clean()
    row.save()
    audit.record(
        actor=actor,
        verb="membership.person.announced",
        obj=row,
        label=str(row),
        changes=audit.changes_between({}, audit.snapshot(row)),
        at=at,
    )
    return row


def _pending(announced_id: int) -> AnnouncedPerson:
    row = AnnouncedPerson.objects.select_for_update(of=("self",)).select_related("member").get(pk=announced_id)
    if row.state != AnnouncementState.PENDING:
        raise AnnouncementDecided
    return row


@transaction.atomic
def accept_person(*, announced_id: int, actor: Any, at: datetime) -> Contact:
    """Make an announced person a contact: the person, the post, the ways to reach them at the organisation.

    Somebody already known by the same e-mail is taken, not recorded twice.

    Raises:
        NotAllowed: the actor may not decide.
        AnnouncementDecided: it was decided before.

    Writes the audit line `membership.person.accepted`, and those of the contacts.
    """
    require(actor, "membership.decide_person")
    row = _pending(announced_id)
    person = _known(row) or create_person(
        given_name=row.given_name, family_name=row.family_name, language=row.member.language, actor=actor, at=at
    )
    today = timezone.localdate(at)
    if not person.mandates.filter(held_in=row.member, office=row.office, end="").exists():
        record_mandate(
            person_id=person.pk,
            held_in_id=row.member_id,
            office=row.office,
            title=row.title,
            start=f"{today:%Y-%m}",
            source=row.said_by,
            actor=actor,
            at=at,
        )
    purpose = _PURPOSES.get(Office(row.office), Purpose.GENERAL)
    for channel, value in ((Channel.EMAIL, row.email), (Channel.PHONE, row.phone)):
        if value and not _has_point(row.member, channel, value):
            add_contact_point(
                contact_id=row.member_id,
                channel=channel,
                value=value,
                purpose=purpose,
                person=person,
                start_date=today,
                actor=actor,
                at=at,
            )
    row.person = person
    _decide(row, AnnouncementState.ACCEPTED, actor, at)
    return person


@transaction.atomic
def set_person_aside(*, announced_id: int, actor: Any, at: datetime) -> AnnouncedPerson:
    """Leave an announcement aside. Writes the audit line `membership.person.set_aside`.

    Raises:
        NotAllowed: the actor may not decide.
        AnnouncementDecided: it was decided before.
    """
    require(actor, "membership.decide_person")
    row = _pending(announced_id)
    _decide(row, AnnouncementState.ASIDE, actor, at)
    return row


def _decide(row: AnnouncedPerson, state: AnnouncementState, actor: Any, at: datetime) -> None:
    row.state, row.decided_at, row.decided_by_label = state, at, str(actor or "")
    row.save(update_fields=["state", "decided_at", "decided_by_label", "person"])
    verb = "accepted" if state is AnnouncementState.ACCEPTED else "set_aside"
    audit.record(
        actor=actor,
        verb=f"membership.person.{verb}",
        obj=row,
        label=str(row),
        changes={"state": (AnnouncementState.PENDING, state)},
        at=at,
    )


def _known(row: AnnouncedPerson) -> Contact | None:
    if not row.email:
        return None
    address = normalise_point(Channel.EMAIL, row.email, row.member.country)
    people = Contact.objects.filter(kind=ContactKind.PERSON, merged_into__isnull=True)
    own = people.filter(points__channel=Channel.EMAIL, points__normalised=address)
    behind = people.filter(points_for_others__channel=Channel.EMAIL, points_for_others__normalised=address)
    return own.order_by("pk").first() or behind.order_by("pk").first()


def _has_point(member: Contact, channel: str, value: str) -> bool:
    normalised = normalise_point(channel, value, member.country)
    return bool(member.points.filter(channel=channel, normalised=normalised, end_date=None).exists())
