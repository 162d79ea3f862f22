"""Places that a union reserves at once, and their names, given later."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import reach
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, facts
from convergence.core.db import keeping
from convergence.core.errors import BadValue, NotAllowed
from convergence.education.gatherings.choices import LIVE, RegistrationState
from convergence.education.gatherings.commands.locking import count, locked_registration, locked_seats, note, room_of
from convergence.education.gatherings.commands.money import charge_party
from convergence.education.gatherings.commands.registering import (
    Asked,
    choose_sittings,
    give_link,
    keep_answers,
    leave_sittings,
    price_of,
    write_name,
)
from convergence.education.gatherings.errors import (
    NotLive,
    NotOpen,
    PartyTooLarge,
    RegisteredAlready,
    TooManyAtOnce,
)
from convergence.education.gatherings.events import PartyReserved
from convergence.education.gatherings.models import Party, Registration
from convergence.education.gatherings.queries.lists import openness_of
from convergence.education.gatherings.rules.openness import Openness

MOST = 200


@transaction.atomic
def reserve_party(
    *,
    gathering_id: int,
    organisation_id: int,
    way: str,
    places: int,
    contact_name: str,
    email: str,
    key: str,
    actor: Any,
    at: datetime,
    language: str = "fr",
    price_id: int | None = None,
) -> Party:
    """Reserve places for a union, all of them or none, with one invoice; the people are named later.

    With a `key` seen before it gives back the group already made.

    Raises:
        NotAllowed: it is not the actor's union.
        NotOpen: registrations are closed (the team may still add a group).
        NotFound, NoSuchWay, PriceMissing, NotForMembersOnly, BadValue.
        TooManyAtOnce: not between 1 and 200.
        PartyTooLarge: more than the places left to others than those who wait.

    Writes the audit line `gatherings.party.reserved`; publishes PartyReserved.
    """
    organisation = _organisation(organisation_id, actor)
    if not 1 <= places <= MOST:
        raise TooManyAtOnce(field="places")
    _check_email(email)
    seats = locked_seats(gathering_id, way)
    key = f"{gathering_id}:{key}"
    known = Party.objects.filter(key=key).first()
    if known is not None:
        return known
    _require_open(seats.gathering, actor, at)
    free = room_of(seats).free
    if places > free:
        raise PartyTooLarge(field="places", free=free)
    party = Party(
        gathering=seats.gathering,
        organisation=organisation,
        way=way,
        price=price_of(gathering_id, price_id, organisation, at),
        contact_name=contact_name.strip()[:200],
        email=email.strip(),
        language=language,
        key=key,
        reserved_at=at,
    )
    give_link(party)
    party.save(force_insert=True)
    Registration.objects.bulk_create([_place(party, seats.last_rank + number, at) for number in range(1, places + 1)])
    seats.last_rank += places
    count(seats, "", RegistrationState.CONFIRMED, places)
    seats.save(update_fields=["taken", "last_rank"])
    charge_party(party, places, at=at)
    changes = {"places": (None, places), "way": (None, way)}
    audit.record(actor=actor, verb="gatherings.party.reserved", obj=party, changes=changes, at=at)
    facts.publish(PartyReserved(party.pk))
    return party


def _organisation(organisation_id: int, actor: Any) -> Contact:
    found = Contact.objects.select_related("merged_into").filter(pk=organisation_id).first()
    if found is None or found.kind == ContactKind.PERSON:
        raise BadValue(_("Choose an organisation, or a body of one."), field="organisation")
    found = found.merged_into or found
    if actor is not None:
        far = reach(actor, "gatherings.reserve_party")
        if not far.everything and not {found.pk, organisation_id} & far.organisations:
            raise NotAllowed
    return found


def _check_email(email: str) -> None:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise BadValue(_("Write an e-mail address, like name@union.example."), field="email") from error


def _require_open(gathering: Any, actor: Any, at: datetime) -> None:
    by_team = actor is None or reach(actor, "gatherings.reserve_party").everything
    if by_team and gathering.activity.state in ("PLANNED", "CONFIRMED"):
        return
    if openness_of(gathering, at=at) != Openness.OPEN:
        raise NotOpen


def _place(party: Party, rank: int, at: datetime) -> Registration:
    registration = Registration(
        gathering=party.gathering,
        way=party.way,
        state=RegistrationState.CONFIRMED,
        rank=rank,
        language=party.language,
        organisation=party.organisation,
        organisation_name=party.organisation.name[:200],
        party=party,
        price=party.price,
        price_cents=party.price.amount_cents if party.price else 0,
        registered_at=at,
        settled_at=at,
    )
    give_link(registration)
    registration.key = registration.digest
    return registration


@transaction.atomic
def name_place(*, registration_id: int, asked: Asked, actor: Any, at: datetime) -> Registration:
    """Say who comes in a place of a group, or correct it; an e-mail receives the confirmation.

    Raises:
        NotFound: there is no such place.
        NotLive: it was given back.
        NotOpen: the gathering is over or cancelled.
        RegisteredAlready: this person is registered with this e-mail.
        SittingFull, SittingsOverlap, BadValue.

    Writes the audit line `gatherings.registration.named`, without the name; publishes RegistrationsMoved.
    """
    registration, seats = locked_registration(registration_id)
    if registration.party_id is None or registration.state not in LIVE:
        raise NotLive
    if seats.gathering.activity.state not in ("PLANNED", "CONFIRMED"):
        raise NotOpen
    if asked.email:
        _check_email(asked.email)
    known = registration.email_key
    write_name(registration, asked)
    if registration.email_key != known:
        registration.told = ""
    with keeping("email_key", RegisteredAlready(field="email")):
        registration.save()
    keep_answers(registration, asked)
    leave_sittings(registration)
    choose_sittings(registration, asked.sitting_ids, is_strict=True)
    note(seats.gathering, "gatherings.registration.named", registration, actor=actor, at=at)
    return registration
