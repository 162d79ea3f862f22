"""Attestations: for a person who asks, numbered, the same bytes for ever."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.counters import next_number
from convergence.core.errors import AlreadyDone, NotFound
from convergence.core.profile import current_profile
from convergence.education.trainings import papers
from convergence.education.trainings.choices import LineState, RequestState
from convergence.education.trainings.errors import AttestationExists, NameMissing, NotAttended, ReasonMissing
from convergence.education.trainings.models import Attestation, SignIn
from convergence.education.trainings.queries.sessions import chosen, minutes_of
from convergence.education.trainings.rules import codes


@transaction.atomic
def issue_attestation(*, line_id: int, name: str, language: str, actor: Any, at: datetime) -> Attestation:
    """Issue the attestation of a counted line, under the name that the person writes.

    Asking again by the same name gives the paper that exists.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not issue attestations.
        NotAttended: the session was not held, or the line is not counted.
        NameMissing: no name.
        AttestationExists: one was issued under another name.

    Writes the audit line `trainings.attestation.issued`, without the name.
    """
    line = SignIn.objects.select_for_update(of=("self",)).filter(pk=line_id, emptied_at=None).first()
    if line is None:
        raise NotFound
    request = line.request
    require(actor, "trainings.issue_attestation")
    if line.state != LineState.COUNTED or request.state not in {RequestState.HELD, RequestState.CLOSED}:
        raise NotAttended
    name = " ".join(name.split())[:160]
    if not name:
        raise NameMissing(field="name")
    known = line.attestations.filter(cancelled_at=None).first()
    if known is not None:
        if known.content.get("name") == name:
            return known
        raise AttestationExists
    option = chosen(request)
    year = timezone.localdate(at).year
    number = codes.attestation_number(year, next_number(f"trainings.attestation.{year}"))
    code = codes.new_code()
    content = papers.attestation_content(
        request, option, minutes_of(option), name=name, number=number, code=code, language=language, at=at
    )
    attestation = Attestation.objects.create(
        number=number,
        code=code,
        sign_in=line,
        request=request,
        language=language,
        content=content,
        pdf=papers.attestation_pdf(content, current_profile()),
        issued_at=at,
    )
    audit.record(
        actor=actor,
        verb="trainings.attestation.issued",
        obj=attestation,
        changes={"request": (None, request.code)},
        at=at,
    )
    return attestation


@transaction.atomic
def cancel_attestation(*, attestation_id: int, reason: str, actor: Any, at: datetime) -> Attestation:
    """Cancel an attestation that is wrong; its code says so from then on, and another may be issued.

    Raises:
        NotFound: there is no such attestation.
        NotAllowed: the actor may not cancel attestations.
        AlreadyDone: it is cancelled already.
        ReasonMissing: no reason is given.

    Writes the audit line `trainings.attestation.cancelled`.
    """
    found = Attestation.objects.select_for_update(of=("self",)).filter(pk=attestation_id).first()
    if found is None:
        raise NotFound
    require(actor, "trainings.issue_attestation", found)
    if found.cancelled_at is not None:
        raise AlreadyDone
    if not reason.strip():
        raise ReasonMissing(field="reason")
    found.cancelled_at, found.cancelled_because = at, reason.strip()[:300]
    found.save(update_fields=["cancelled_at", "cancelled_because"])
    changes = {"reason": (None, found.cancelled_because)}
    audit.record(actor=actor, verb="trainings.attestation.cancelled", obj=found, changes=changes, at=at)
    return found
