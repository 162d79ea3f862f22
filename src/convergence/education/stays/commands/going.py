"""Who goes: the stay and its activity, participants, the return."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState, FigureKind, OrganisationCapacity
from convergence.activities.commands import (
    add_organisation,
    change_activity,
    change_state,
    create_activity,
    state_figure,
)
from convergence.activities.models import Participation
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, facts, links
from convergence.core.dates import long_day
from convergence.core.errors import BadValue
from convergence.core.profile import current_profile
from convergence.education.stays.choices import ParticipantState
from convergence.education.stays.commands import mail
from convergence.education.stays.commands.finding import EDIT_STAY, found_participant, locked_stay
from convergence.education.stays.commands.promises import date_promises, promise_of
from convergence.education.stays.errors import BackAlready, NobodyGoes, NotBackYet
from convergence.education.stays.events import StayReturned
from convergence.education.stays.models import Application, EmergencySheet, Participant, Programme, Stay, StayCall
from convergence.education.stays.queries.links import PARTICIPANT, token_of

ALUMNI_WORDS = 500


def add_from(application: Application, *, at: datetime) -> Participant:
    """Write who goes from an application that was accepted; the first writes the stay. The call is locked by the caller."""
    stay = _stay_of(application.call, at)
    participant = _new(
        stay,
        at,
        application=application,
        person=application.person,
        union=application.union,
        name=application.name,
        email=application.email,
        language=application.language,
        tells_union=application.tells_union,
    )
    for expected in application.call.expected.order_by("days", "pk"):
        promise_of(participant, kind=expected.kind, words=expected.words_in(participant.language), days=expected.days)
    _name_union(stay, application.union, at)
    return participant


def _stay_of(call: StayCall, at: datetime) -> Stay:
    known = Stay.objects.filter(call=call).first()
    if known is not None:
        return known
    values = {
        "title_fr": call.title_fr,
        "title_en": call.title_en,
        "title_es": call.title_es,
        "security": call.security,
        "is_public": call.programme.is_public,
    }
    return _write(call.programme, call, call.country, call.partner, call.leaves, call.returns, values, None, at)


def _write(
    programme: Programme,
    call: StayCall | None,
    country: str,
    partner: Contact | None,
    leaves: date,
    returns: date,
    values: dict[str, Any],
    actor: Any,
    at: datetime,
) -> Stay:
    partners = [(partner.pk, OrganisationCapacity.LEAD_PARTNER)] if partner is not None else []
    activity = create_activity(
        kind=programme.kind,
        start=leaves.isoformat(),
        end=returns.isoformat(),
        return_date=returns,
        organisations=partners,
        actor=actor,
        at=at,
        **values,
    )
    change_state(activity_id=activity.pk, state=ActivityState.CONFIRMED, actor=actor, at=at)
    activity.refresh_from_db()
    stay = Stay.objects.create(
        programme=programme,
        call=call,
        activity=activity,
        country=country,
        partner=partner,
        leaves=leaves,
        returns=returns,
        created_at=at,
    )
    audit.record(actor=actor, verb="stays.stay.written", obj=stay, changes={"leaves": (None, leaves)}, at=at)
    return stay


@transaction.atomic
def write_stay(
    *,
    programme_id: int,
    country: str,
    leaves: date,
    returns: date,
    title_fr: str,
    security: str,
    actor: Any,
    at: datetime,
    partner_id: int | None = None,
    is_public: bool = False,
    title_en: str = "",
    title_es: str = "",
) -> Stay:
    """Write a stay without a call: a mission whose members are asked, or one of the past.

    Raises:
        NotAllowed: the actor may not write stays.
        BadValue: no such programme, or the return comes before the departure.
        ValidationError: a value does not fit.

    Writes the audit lines `stays.stay.written` and those of its activity.
    """
    require(actor, EDIT_STAY)
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is None:
        raise BadValue(field="programme")
    if returns < leaves:
        raise BadValue(_("The return comes before the departure. Correct one of the two."), field="returns")
    partner = Contact.objects.filter(pk=partner_id).exclude(kind=ContactKind.PERSON).first() if partner_id else None
    titles = {"title_fr": title_fr.strip(), "title_en": title_en.strip(), "title_es": title_es.strip()}
    values = {**titles, "security": security, "is_public": is_public}
    return _write(programme, None, country, partner, leaves, returns, values, actor, at)


def _new(stay: Stay, at: datetime, **values: Any) -> Participant:
    nonce = links.new_nonce()
    participant = Participant(stay=stay, nonce=nonce, digest=links.digest_of(token_of(PARTICIPANT, nonce)), **values)
    participant.full_clean()
    participant.save(force_insert=True)
    audit.record(actor=None, verb="stays.participant.added", obj=participant, label=str(stay), changes={}, at=at)
    return participant


def _name_union(stay: Stay, union: Contact | None, at: datetime) -> None:
    if union is None:
        return
    kept = union.merged_into or union
    known = Participation.objects.filter(
        activity=stay.activity_id, contact=kept, capacity=OrganisationCapacity.PARTICIPANT
    )
    if not known.exists():
        add_organisation(
            activity_id=stay.activity_id,
            contact_id=kept.pk,
            capacity=OrganisationCapacity.PARTICIPANT,
            actor=None,
            at=at,
        )


@transaction.atomic
def add_participant(
    *,
    stay_id: int,
    name: str,
    email: str,
    language: str,
    actor: Any,
    at: datetime,
    person: Contact | None = None,
    union: Contact | None = None,
) -> Participant:
    """Write somebody into a stay without an application, and send the personal link.

    Raises:
        NotFound, NotAllowed: there is no such stay; the actor may not change it.
        BackAlready: the group is back.
        ValidationError: a value does not fit.

    Writes the audit line `stays.participant.added`.
    """
    stay = locked_stay(stay_id, actor)
    if stay.returned is not None:
        raise BackAlready(day=long_day(stay.returned))
    values = {"name": name.strip()[:200], "email": email.strip().lower(), "language": language}
    participant = _new(stay, at, person=person, union=union, **values)
    _name_union(stay, union, at)
    mail.to_participant(participant, "accepted", at=at)
    return participant


def take_off(application: Application, *, actor: Any, at: datetime) -> None:
    """Write that who was to go does not; the emergency sheet is destroyed. Nothing for somebody who was not to go."""
    participant = Participant.objects.filter(application=application, state=ParticipantState.GOING).first()
    if participant is not None:
        _take_off(participant, actor, at)


def _take_off(participant: Participant, actor: Any, at: datetime) -> None:
    participant.state = ParticipantState.CANCELLED
    participant.save(update_fields=["state"])
    EmergencySheet.objects.filter(participant=participant).delete()
    audit.record(
        actor=actor,
        verb="stays.participant.taken_off",
        obj=participant,
        label=str(participant.stay),
        changes={},
        at=at,
    )


@transaction.atomic
def take_off_participant(*, participant_id: int, actor: Any, at: datetime) -> None:
    """Take somebody off a stay who was written into it without an application.

    Raises:
        NotFound, NotAllowed: there is no such participant; the actor may not change the stay.
        NobodyGoes: they do not go, or came by an application, which is withdrawn instead.

    Writes the audit line `stays.participant.taken_off`.
    """
    participant = found_participant(participant_id)
    require(actor, EDIT_STAY, participant.stay)
    if participant.state != ParticipantState.GOING or participant.application_id is not None:
        raise NobodyGoes
    _take_off(participant, actor, at)


@transaction.atomic
def welcome_back(*, stay_id: int, returned: date, actor: Any, at: datetime) -> Stay:
    """Write that the group came back: activity held, number stated, commitments dated, participants written to.

    Raises:
        NotFound, NotAllowed: there is no such stay; the actor may not change it.
        BackAlready: it came back before.
        NotBackYet: the day lies before the departure or in the future.

    Writes the audit line `stays.stay.returned` and those of its activity; publishes StayReturned.
    """
    stay = locked_stay(stay_id, actor)
    if stay.returned is not None:
        raise BackAlready(day=long_day(stay.returned))
    if not stay.leaves <= returned <= timezone.localdate(at):
        raise NotBackYet(field="returned")
    stay.returned, stay.welcomed_at = returned, at
    stay.save(update_fields=["returned", "welcomed_at"])
    _hold_activity(stay, returned, actor, at)
    for participant in stay.participants.filter(state=ParticipantState.GOING, emptied_at=None).order_by("pk"):
        participant.state, participant.stay = ParticipantState.BACK, stay
        participant.save(update_fields=["state"])
        date_promises(participant, returned)
        mail.to_participant(participant, "returned", at=at)
    changes = {"returned": (None, returned)}
    audit.record(actor=actor, verb="stays.stay.returned", obj=stay, changes=changes, at=at)
    facts.publish(StayReturned(stay.pk))
    return stay


def _hold_activity(stay: Stay, returned: date, actor: Any, at: datetime) -> None:
    key, state = stay.activity_id, stay.activity.state
    change_activity(activity_id=key, end=returned.isoformat(), return_date=returned, actor=actor, at=at)
    if state in (ActivityState.PLANNED, ActivityState.CONFIRMED):
        change_state(activity_id=key, state=ActivityState.HELD, actor=actor, at=at)
    went = stay.participants.exclude(state=ParticipantState.CANCELLED).count()
    if went and not stay.activity.parts.exists() and state != ActivityState.CANCELLED:
        with override("fr"):
            source = _("list of participants") + f" ({current_profile().acronym or current_profile().name})"
        state_figure(activity_id=key, what=FigureKind.ATTENDED, value=went, source=source, actor=actor, at=at)
    stay.activity.refresh_from_db()
