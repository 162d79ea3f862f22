"""Dates offered to a union by a personal link, and its answer when none fits."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from convergence.core import audit
from convergence.education.trainings.choices import RequestState
from convergence.education.trainings.commands import letters
from convergence.education.trainings.commands.booking import Proposal, book
from convergence.education.trainings.commands.steps import close_links, locked, release, step
from convergence.education.trainings.errors import AddressMissing, DateNotOffered, NoDate, UnionMissing
from convergence.education.trainings.models import RequestLink, TrainingRequest
from convergence.education.trainings.rules import tokens

MOST_DATES = 6
OPEN_DAYS = 21


@transaction.atomic
def propose_dates(*, request_id: int, proposals: Sequence[Proposal], actor: Any, at: datetime) -> TrainingRequest:
    """Offer dates to whoever asked, each with a facilitator who is booked from now on; the link leaves by e-mail.

    What was offered before is released, and the former link opens nothing more.

    Raises:
        NotFound: there is no such request or facilitator.
        NotAllowed: the actor may not settle it.
        UnionMissing: the union was not recognised yet.
        AddressMissing: there is no e-mail to write to.
        NoDate: none is proposed, or more than six.
        NoSuchStep: a date was agreed already.
        FacilitatorBooked, FacilitatorUnfit, NoSuchHour, BadLength, DateGone: see `booking.book`.

    Writes the audit line `trainings.request.proposed`.
    """
    request = locked(request_id, actor)
    if request.organisation_id is None:
        raise UnionMissing
    if not request.asked_email:
        raise AddressMissing
    if not 1 <= len(proposals) <= MOST_DATES:
        raise NoDate
    release(request)
    options = [book(request, proposal, at=at) for proposal in proposals]
    step(request, RequestState.PROPOSED, actor=actor, at=at, none_fits="")
    close_links(request, at)
    nonce = tokens.new_nonce()
    link = RequestLink.objects.create(
        request=request,
        nonce=nonce,
        token_digest=tokens.digest_of(tokens.token_of(settings.SECRET_KEY, tokens.REQUEST, nonce)),
        created_at=at,
        expires_at=_until(min(option.starts_at for option in options), at),
    )
    letters.tell_proposed(request, link, at=at)
    return request


def _until(first: datetime, at: datetime) -> datetime:
    """Return the evening before the first date, or 21 days from now when that comes sooner; an hour at least."""
    eve = timezone.localdate(first) - timedelta(days=1)
    evening = timezone.make_aware(datetime.combine(eve, time(22)))
    return max(min(evening, at + timedelta(days=OPEN_DAYS)), min(first, at + timedelta(hours=1)))


@transaction.atomic
def note_opening(*, link_id: int, at: datetime) -> None:
    """Note when a link was opened last; no audit line, for nothing was changed."""
    RequestLink.objects.filter(pk=link_id).update(last_used_at=at)


@transaction.atomic
def revoke_link(*, request_id: int, actor: Any, at: datetime) -> TrainingRequest:
    """Close the link by hand: the dates are released, the request is received again.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        NoSuchStep: no dates are with the union.

    Writes the audit line `trainings.request.received`.
    """
    request = locked(request_id, actor)
    _take_back(request, "", actor=actor, at=at)
    return request


@transaction.atomic
def none_fits(*, request_id: int, words: str, at: datetime, actor: Any = None) -> TrainingRequest:
    """Write that none of the dates fits, with what the union says of it; the request is received again.

    Raises:
        NotFound: there is no such request.
        DateNotOffered: no dates are with the union.

    Writes the audit line `trainings.request.received`.
    """
    request = locked(request_id, actor)
    if request.state != RequestState.PROPOSED:
        raise DateNotOffered
    _take_back(request, words.strip()[:600] or "—", actor=actor, at=at)
    return request


def _take_back(request: TrainingRequest, words: str, *, actor: Any, at: datetime) -> None:
    if request.state != RequestState.PROPOSED:
        raise DateNotOffered
    release(request)
    close_links(request, at)
    step(request, RequestState.RECEIVED, actor=actor, at=at, none_fits=words)


@transaction.atomic
def expire_links(*, at: datetime) -> int:
    """Release the dates whose link expired without an answer; return how many requests are received again.

    Writes the audit lines `trainings.request.received` and `trainings.link.expired`.
    """
    late = TrainingRequest.objects.filter(
        state=RequestState.PROPOSED, links__revoked_at=None, links__expires_at__lte=at
    )
    ids = list(late.order_by("pk").values_list("pk", flat=True).distinct())
    for pk in ids:
        request = locked(pk, None)
        if request.state == RequestState.PROPOSED:
            audit.record(actor=None, verb="trainings.link.expired", obj=request, at=at)
            _take_back(request, "", actor=None, at=at)
    return len(ids)
