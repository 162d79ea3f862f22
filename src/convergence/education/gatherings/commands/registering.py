"""Registering: one place, asked for by a person or by the team. The hot path of the whole app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.models import Contact
from convergence.contacts.rules.names import fold_for_search
from convergence.core.db import in_turn, keeping
from convergence.core.errors import AlreadyDone, BadValue, DomainError, NotFound
from convergence.core.inserting import insert_beside
from convergence.education.gatherings.choices import Meal, RegistrationState
from convergence.education.gatherings.commands.locking import count, locked_seats, note, room_of
from convergence.education.gatherings.commands.money import charge
from convergence.education.gatherings.errors import (
    NotForMembersOnly,
    NotOpen,
    PriceMissing,
    RegisteredAlready,
    SittingFull,
    SittingsOverlap,
)
from convergence.education.gatherings.models import Answers, Price, Registration, Seats, Sitting
from convergence.education.gatherings.queries.links import token_of
from convergence.education.gatherings.queries.lists import openness_of
from convergence.education.gatherings.queries.members import organisation_named, pays_as_member
from convergence.education.gatherings.rules import hours, tokens
from convergence.education.gatherings.rules.openness import Openness
from convergence.education.gatherings.rules.waiting import is_confirmed_at_once


@dataclass(frozen=True)
class Asked:
    """What somebody wrote in the form. Nothing but the name is required of the team; the public form asks an e-mail."""

    given_name: str
    family_name: str
    email: str = ""
    language: str = "fr"
    organisation: str = ""
    price_id: int | None = None
    sitting_ids: Sequence[int] = ()
    meal: str = ""
    meal_note: str = ""
    access: str = ""
    children: str = ""


def register(
    *, gathering_id: int, way: str, asked: Asked, key: str, actor: Any, at: datetime, slug: str = ""
) -> Registration:
    """Give somebody a place, or a rank on the waiting list; the rank is the order of commit.

    With a `key` seen before it gives back the registration already made (a form sent twice).

    Args:
        gathering_id: the gathering.
        way: a code of `Way`.
        asked: what the form says.
        key: made with the form, so that sending it twice registers once.
        actor: the user of the team who adds somebody; None for the public form.
        at: when.
        slug: name of the activity in the address of the form; nobody is registered for another that is given there.

    Raises:
        NotFound, NoSuchWay, NotOpen (the public form outside the opening), NotAllowed, RegisteredAlready, PriceMissing,
        NotForMembersOnly, SittingFull, SittingsOverlap, BadValue (a name or an e-mail that is none).

    Writes the audit line `gatherings.registration.made`, without any name; publishes RegistrationsMoved.
    """
    _check(asked, is_public=actor is None)
    organisation = organisation_named(asked.organisation) if asked.organisation.strip() else None
    key = f"{gathering_id}:{key}"  # a key is of one gathering: a form kept by a browser may come back for another
    try:
        with in_turn(f"gathering:{gathering_id}"), transaction.atomic():
            seats = locked_seats(gathering_id, way)
            if slug and seats.gathering.activity.slug != slug:
                raise NotFound
            return _register(seats, asked, organisation, key, actor, at)
    except DomainError:
        known = Registration.objects.filter(key=key).first()  # asked for after the refusal only: forms come once
        if known is None:
            raise
        return known


def _register(
    seats: Seats, asked: Asked, organisation: Contact | None, key: str, actor: Any, at: datetime
) -> Registration:
    """Do it under the lock of the places: as few statements as there can be, since everybody waits for it."""
    _require_open(seats, actor, at)
    price = price_of(seats.gathering_id, asked.price_id, organisation, at) if seats.has_prices else None
    at_once = is_confirmed_at_once(room_of(seats))
    state = RegistrationState.CONFIRMED if at_once else RegistrationState.WAITING
    registration = _written(seats, asked, state, organisation, price, key, at)
    _save(seats, registration, state)
    _keep_answers(registration, asked)
    if asked.sitting_ids:
        choose_sittings(registration, asked.sitting_ids, is_strict=True)
    if state == RegistrationState.CONFIRMED:
        charge(registration, at=at)
    note(seats.gathering, "gatherings.registration.made", registration, actor=actor, at=at)
    return registration


def _save(seats: Seats, registration: Registration, state: str) -> None:
    count(seats, "", state)
    with (
        keeping("email_key", RegisteredAlready(field="email")),
        keeping(".key", AlreadyDone()),
        keeping("_key_key", AlreadyDone()),
    ):
        insert_beside(registration, seats, "taken", "waiting", "last_rank")


def _written(
    seats: Seats,
    asked: Asked,
    state: str,
    organisation: Contact | None,
    price: Price | None,
    key: str,
    at: datetime,
) -> Registration:
    seats.last_rank += 1
    registration = Registration(
        gathering=seats.gathering,
        way=seats.way,
        state=state,
        rank=seats.last_rank,
        organisation_name=asked.organisation.strip()[:200],
        organisation=organisation,
        price=price,
        price_cents=price.amount_cents if price else 0,
        key=key,
        registered_at=at,
        settled_at=at,
    )
    write_name(registration, asked)
    give_link(registration)
    return registration


def give_link(row: Any) -> None:
    """Give a registration or a group its personal link: a nonce, and the digest of the token made from it."""
    row.nonce = tokens.new_nonce()
    row.digest = tokens.digest_of(token_of(row.nonce))


def write_name(registration: Registration, asked: Asked) -> None:
    """Write who comes, unsaved."""
    registration.given_name = " ".join(asked.given_name.split())[:100]
    registration.family_name = " ".join(asked.family_name.split())[:100]
    registration.email = asked.email.strip()
    registration.email_key = asked.email.strip().lower()
    registration.name_key = fold_for_search(f"{registration.given_name} {registration.family_name}")[:210]
    registration.language = asked.language if asked.language in {"fr", "en", "es"} else "fr"


def _check(asked: Asked, *, is_public: bool) -> None:
    if not asked.given_name.strip() and not asked.family_name.strip():
        raise BadValue(_("Write a name."), field="given_name")
    if asked.email or is_public:
        try:
            validate_email(asked.email.strip())
        except ValidationError as error:
            raise BadValue(_("Write an e-mail address, like name@union.example."), field="email") from error
    if asked.meal and asked.meal not in Meal.values:
        raise BadValue(field="meal")


def _require_open(seats: Seats, actor: Any, at: datetime) -> None:
    if actor is not None:
        require(actor, "gatherings.edit_registration", seats.gathering)
        if seats.gathering.activity.state in ("PLANNED", "CONFIRMED"):
            return
        raise NotOpen
    if openness_of(seats.gathering, at=at) != Openness.OPEN:
        raise NotOpen


def price_of(gathering_id: int, price_id: int | None, organisation: Contact | None, at: datetime) -> Price | None:
    """Return the category chosen, None for a gathering without prices.

    Raises:
        PriceMissing: there are prices and none of them is chosen.
        NotForMembersOnly: the price of members, without an organisation in good standing on this day.
    """
    prices = {price.pk: price for price in Price.objects.filter(gathering_id=gathering_id)}
    if not prices:
        return None
    price = prices.get(price_id or 0)
    if price is None:
        raise PriceMissing(field="price")
    if price.for_members and (organisation is None or not pays_as_member(organisation, timezone.localdate(at))):
        raise NotForMembersOnly(field="price")
    return price


def _keep_answers(registration: Registration, asked: Asked) -> None:
    gathering = registration.gathering
    told = {
        "meal": asked.meal if gathering.asks_meal else "",
        "meal_note": asked.meal_note.strip()[:300] if gathering.asks_meal else "",
        "access": asked.access.strip()[:500] if gathering.asks_access else "",
        "children": asked.children.strip()[:200] if gathering.asks_childcare else "",
    }
    if any(told.values()):
        Answers.objects.update_or_create(registration=registration, defaults=told)


def keep_answers(registration: Registration, asked: Asked) -> None:
    """Keep what somebody named later tells, in place of what was told before."""
    Answers.objects.filter(registration=registration).delete()
    _keep_answers(registration, asked)


def choose_sittings(registration: Registration, sitting_ids: Sequence[int], *, is_strict: bool) -> None:
    """Write the chosen sessions; those of a confirmed registration take a place, in the order of their ids.

    Raises:
        SittingsOverlap: two of them are on at the same time.
        SittingFull: one has no place left; when not strict it is left out instead.
    """
    wanted = Sitting.objects.select_for_update().filter(gathering_id=registration.gathering_id, pk__in=sitting_ids)
    rows = list(wanted.order_by("pk"))
    _check_overlap(rows)
    kept = []
    for row in rows:
        if row.is_full:
            if is_strict:
                raise SittingFull(field="sittings", title=str(row))
            continue
        kept.append(row)
    if registration.state == RegistrationState.CONFIRMED:
        for row in kept:
            Sitting.objects.filter(pk=row.pk).update(taken=F("taken") + 1)
    registration.sittings.set(kept)


def leave_sittings(registration: Registration) -> None:
    """Free the places of sessions that a confirmed registration held; the choice stays written."""
    for pk in registration.sittings.order_by("pk").values_list("pk", flat=True):
        Sitting.objects.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1)


def _check_overlap(rows: Sequence[Sitting]) -> None:
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if hours.overlap((one.starts_at, one.ends_at), (other.starts_at, other.ends_at)):
                raise SittingsOverlap(field="sittings", one=str(one), other=str(other))
