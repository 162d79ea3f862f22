"""Telling people where their registration stands, once for each state, in their language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from convergence.core.dates import long_moment
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.education.gatherings.choices import CancelledBy, RegistrationState
from convergence.education.gatherings.models import Gathering, Party, Registration
from convergence.education.gatherings.queries.agenda import calendar_of, place_of
from convergence.education.gatherings.queries.links import GROUP_WORDS, LINK_WORDS
from convergence.education.gatherings.queries.lists import ahead_of, to_remind, untold
from convergence.education.gatherings.queries.when import when_of
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import File, send_transactional
from convergence.messaging.late import Late

KINDS = {
    RegistrationState.CONFIRMED: "confirmed",
    RegistrationState.OFFERED: "offered",
    RegistrationState.WAITING: "waiting",
    RegistrationState.CANCELLED: "cancelled",
    RegistrationState.LAPSED: "lapsed",
}


def tell_all(*, gathering_id: int | None = None, at: datetime, most: int = 500) -> int:
    """Tell the people of a gathering, or of all, who were not told yet; return how many messages left."""
    ids = list(untold(gathering_id).values_list("pk", flat=True)[:most])
    told = sum(tell(registration_id=pk, at=at) for pk in ids)
    parties = Party.objects.filter(told_at=None).exclude(email="").order_by("pk")
    return told + sum(tell_party(party_id=pk, at=at) for pk in parties.values_list("pk", flat=True)[:most])


def _row(registration_id: int) -> Registration | None:
    rows = Registration.objects.select_for_update(of=("self",)).select_related("gathering__activity")
    return rows.filter(pk=registration_id).first()


@transaction.atomic
def tell(*, registration_id: int, at: datetime) -> bool:
    """Send the message of the present state, once; return whether one left.

    Asked again, or by two workers at once, it sends nothing more.
    """
    row = _row(registration_id)
    if row is None or not row.email or row.told == row.state:
        return False
    kind = KINDS[RegistrationState(row.state)]
    if row.state == RegistrationState.CANCELLED and row.cancelled_by == CancelledBy.GATHERING:
        kind = "called_off"
    _send(row, kind, f"gatherings.{kind}:{row.pk}:{row.email_key}", at)
    row.told = row.state
    row.save(update_fields=["told"])
    return True


@transaction.atomic
def tell_again(*, gathering_id: int, email: str, at: datetime) -> bool:
    """Send the personal link of a registration to its own address again, three times a day at most."""
    rows = Registration.objects.filter(gathering_id=gathering_id, email_key=email.strip().lower())
    found = rows.filter(state__in=("CONFIRMED", "OFFERED", "WAITING")).order_by("pk").first()
    row = _row(found.pk) if found is not None else None
    if row is None:
        return False
    third = at.hour // 8
    kind = KINDS[RegistrationState(row.state)]
    _send(row, kind, f"gatherings.again:{row.pk}:{timezone.localdate(at)}:{third}", at)
    return True


def remind_all(*, at: datetime) -> int:
    """Remind the confirmed of the gatherings that are near; return how many messages left."""
    return sum(remind(registration_id=pk, at=at) for pk in to_remind(at=at))


@transaction.atomic
def remind(*, registration_id: int, at: datetime) -> bool:
    """Send the reminder, once."""
    row = _row(registration_id)
    if row is None or row.reminded_at or not row.email or row.state != RegistrationState.CONFIRMED:
        return False
    _send(row, "reminder", f"gatherings.reminder:{row.pk}", at)
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    return True


def _send(row: Registration, kind: str, reference: str, at: datetime) -> None:
    with translation.override(row.language):
        words = words_of(row.gathering, row.language) | {
            "name": row.full_name,
            "where": place_of(row),
            "until": long_moment(row.offered_until, row.language) if row.offered_until else "",
            "ahead": ahead_of(row) if row.state == RegistrationState.WAITING else 0,
            "price": format_cents(row.price_cents, row.language) if row.price_cents else "",
            "sittings": [
                f"{one.title_in(row.language)}, {long_moment(one.starts_at, row.language)}"
                + (f", {one.room}" if one.room else "")
                for one in row.sittings.order_by("starts_at", "pk")
            ],
        }
        name = f"{_('registration')}.ics"
    files = []
    if kind in ("confirmed", "reminder"):
        files.append(File(name, calendar_of(row, at=at), "text/calendar"))
    send_transactional(
        to=row.email,
        template=f"gatherings/mail/{kind}",
        context=words,
        language=row.language,
        purpose=Purpose.REPLY,
        reply_to=current_profile().email,
        files=files,
        reference=reference[:120],
        merge={"link": Late(LINK_WORDS, row.nonce)},
        at=at,
    )


def words_of(gathering: Gathering, language: str) -> dict[str, Any]:
    """Return the words that every message about a gathering may use."""
    return {
        "title": gathering.activity.title_in(language),
        "when": when_of(gathering, language),
        "reason": gathering.activity.cancelled_because,
        "organisation": current_profile().name,
    }


@transaction.atomic
def tell_party(*, party_id: int, at: datetime) -> bool:
    """Tell a union that its places are reserved and where its people are named, once; or that the gathering is off."""
    rows = Party.objects.select_for_update(of=("self",)).select_related("gathering__activity", "organisation", "price")
    party = rows.filter(pk=party_id).first()
    if party is None or not party.email:
        return False
    is_off = party.gathering.activity.state == "CANCELLED"
    kind = "called_off" if is_off else "group"
    if party.told_at is not None and not is_off:
        return False
    words: Mapping[str, Any] = words_of(party.gathering, party.language) | {
        "name": party.contact_name,
        "union": party.organisation.name,
        "places": party.registrations.count(),
        "price": format_cents(party.price.amount_cents, party.language) if party.price_id and party.price else "",
    }
    send_transactional(
        to=party.email,
        template=f"gatherings/mail/{kind}",
        context=words,
        language=party.language,
        purpose=Purpose.REPLY,
        reply_to=current_profile().email,
        reference=f"gatherings.{kind}:party:{party.pk}",
        merge={"link": Late(GROUP_WORDS, party.nonce)},
        at=at,
    )
    if party.told_at is None:
        party.told_at = at
        party.save(update_fields=["told_at"])
    return True


def tell_parties_of(*, gathering_id: int, at: datetime) -> int:
    """Tell the unions that reserved places that the gathering is off; return how many messages were asked for."""
    ids = Party.objects.filter(gathering_id=gathering_id).exclude(email="").order_by("pk").values_list("pk", flat=True)
    return sum(tell_party(party_id=pk, at=at) for pk in ids)
