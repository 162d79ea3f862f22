"""Writing to candidates and participants, in the language of each."""

from datetime import datetime
from typing import Any

from convergence.core.dates import long_day
from convergence.core.profile import current_profile
from convergence.education.stays.models import Application, Commitment, Participant
from convergence.education.stays.queries.links import APPLICATION, PARTICIPANT
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import send_transactional
from convergence.messaging.late import Late


def to_candidate(application: Application, about: str, *, at: datetime, once: str = "") -> None:
    """Put a message to a candidate in the queue; nothing when there is no address.

    Args:
        application: whose.
        about: name of the templates `stays/mail/<about>_…`.
        at: when.
        once: what makes it leave once, beside the application and what it is about.
    """
    if not application.email:
        return
    call, language = application.call, application.language
    context = {
        "name": application.name,
        "title": call.title_in(language),
        "country": call.country_in(language),
        "code": application.code,
        "closes": long_day(call.closes, language),
        "leaves": long_day(call.leaves, language),
        "returns": long_day(call.returns, language),
        "until": long_day(application.offer_until, language) if application.offer_until else "",
        "because": application.because,
    }
    _send(
        application.email,
        about,
        language,
        context,
        contact=application.person_id,
        reference=f"stays.application:{application.pk}:{about}:{once}",
        link=Late(APPLICATION, application.nonce),
        at=at,
    )


def to_participant(
    participant: Participant, about: str, *, at: datetime, once: str = "", commitment: Commitment | None = None
) -> None:
    """Put a message to a participant in the queue; nothing when there is no address.

    Args:
        participant: whom.
        about: name of the templates `stays/mail/<about>_…`.
        at: when.
        once: what makes it leave once.
        commitment: the one that the message reminds of.
    """
    if not participant.email:
        return
    stay, language = participant.stay, participant.language
    context = {
        "name": participant.name,
        "title": stay.activity.title_in(language),
        "leaves": long_day(stay.leaves, language),
        "returns": long_day(stay.returned or stay.returns, language),
    }
    if commitment is not None:
        context |= {"what": commitment.words or commitment.in_language(language), "due": ""}
        if commitment.due is not None:
            context["due"] = long_day(commitment.due, language)
    _send(
        participant.email,
        about,
        language,
        context,
        contact=participant.person_id,
        reference=f"stays.participant:{participant.pk}:{about}:{once}",
        link=Late(PARTICIPANT, participant.nonce),
        at=at,
    )


def _send(
    to: str,
    about: str,
    language: str,
    context: dict[str, Any],
    *,
    contact: int | None,
    reference: str,
    link: Late,
    at: datetime,
) -> None:
    profile = current_profile()
    send_transactional(
        to=to,
        template=f"stays/mail/{about}",
        context={**context, "organisation": profile.name or profile.acronym},
        language=language,
        purpose=Purpose.REPLY,
        contact_id=contact,
        reply_to=profile.email,
        reference=reference,
        merge={"link": link},
        at=at,
    )
