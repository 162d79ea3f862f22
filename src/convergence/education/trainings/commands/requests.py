"""A request: received once, tied to its union by a person, refused, withdrawn, taken up again."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.contacts.choices import ConsentAct, ConsentPurpose, ContactKind, InteractionKind
from convergence.contacts.commands.consents import record_consent
from convergence.contacts.models import Contact, ContactPoint
from convergence.core import audit, facts
from convergence.core.errors import BadValue
from convergence.education.trainings.choices import BOOKED, RequestState, Via
from convergence.education.trainings.commands import letters
from convergence.education.trainings.commands.agreeing import cancel_session
from convergence.education.trainings.commands.steps import close_links, locked, release, step, tell_log
from convergence.education.trainings.errors import ReasonMissing
from convergence.education.trainings.events import TrainingRequested
from convergence.education.trainings.models import TrainingRequest
from convergence.education.trainings.rules import codes

ASKED = frozenset(
    {
        "training_id", "training", "subject", "asked_organisation", "asked_name", "asked_email", "asked_phone",
        "language", "letters", "is_online", "region_id", "region", "venue", "wished_dates", "people", "access_needs",
        "message", "consent_words", "wants_news",
    }
)  # fmt: skip
CHANGED = (ASKED - {"consent_words", "wants_news"}) | {"notes"}


@transaction.atomic
def receive_request(
    *, form_key: str, via: str, actor: Any, at: datetime, organisation_id: int | None = None, **values: Any
) -> TrainingRequest:
    """Write a request for a training; the same form a second time gives the request that exists.

    Nobody is added to the register by it: the union is what was typed, until a person recognises it. A delegate's own
    union is known.

    Args:
        form_key: key of the form, drawn when it was shown.
        via: a code of `Via`.
        actor: who writes it; None for the public form.
        at: when.
        organisation_id: the union, when it is known.
        values: what was asked, fields of `TrainingRequest`.

    Raises:
        NotAllowed: the actor may not write it for this union.
        BadValue: neither a training nor a subject.
        ValidationError: a value does not fit.

    Writes the audit line `trainings.request.received`; publishes TrainingRequested.
    """
    unknown = values.keys() - ASKED
    if unknown:
        message = f"no such field of a request: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    known = TrainingRequest.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    request = TrainingRequest(
        code=codes.new_reference(), form_key=form_key, via=via, received_at=at, changed_at=at, **values
    )
    if organisation_id is not None:
        request.organisation = _union(organisation_id)
        if via == Via.SPACE:
            require(actor, "contacts.view_contact", request.organisation)
    if via == Via.STAFF:
        require(actor, "trainings.edit_trainingrequest")
    if not (request.training_id or request.subject.strip()):
        raise BadValue(_("Choose a training, or write the subject."), field="training")
    request.full_clean()
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:  # the same form, at the same moment, on another process
        return TrainingRequest.objects.get(form_key=form_key)
    changes = {name: (None, getattr(request, name)) for name in ("code", "via", "asked_organisation", "people")}
    audit.record(actor=actor, verb="trainings.request.received", obj=request, changes=changes, at=at)
    _tell_asked(request, at)
    letters.tell_received(request, at=at)
    facts.publish(TrainingRequested(request.pk))
    return request


def _union(organisation_id: int) -> Contact:
    found = Contact.objects.select_related("merged_into").filter(pk=organisation_id).first()
    if found is None or found.kind == ContactKind.PERSON:
        raise BadValue(_("Choose an organisation, or a body of one."), field="organisation")
    return found.merged_into or found


def _tell_asked(request: TrainingRequest, at: datetime) -> None:
    with override("fr"):
        text = _("Asks for a training: %(what)s (%(code)s).") % {"what": request.what_in("fr"), "code": request.code}
    tell_log(request, InteractionKind.EMAIL, text, at=at, on=timezone.localdate(request.received_at))


@transaction.atomic
def change_request(*, request_id: int, actor: Any, at: datetime, **values: Any) -> TrainingRequest:
    """Correct what was asked.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        ValidationError: a value does not fit.

    Writes the audit line `trainings.request.changed`, nothing when nothing differs.
    """
    unknown = values.keys() - CHANGED
    if unknown:
        message = f"no such field of a request: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    request = locked(request_id, actor)
    before = audit.snapshot(request)
    for name, value in values.items():
        setattr(request, name, value)
    request.full_clean()
    request.changed_at = at
    request.save()
    changes = audit.changes_between(before, audit.snapshot(request))
    changes.pop("changed_at", None)
    if changes:
        audit.record(actor=actor, verb="trainings.request.changed", obj=request, changes=changes, at=at)
    return request


@transaction.atomic
def link_union(*, request_id: int, organisation_id: int, actor: Any, at: datetime) -> TrainingRequest:
    """Say which organisation of the register asked; its relationship log then shows the request.

    A wish for invitations is written in the ledger of consents: given when the e-mail is one of the union's own,
    asked for otherwise.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it, or not see the organisation.
        BadValue: it is a person or nobody.

    Writes the audit line `trainings.request.linked`.
    """
    request = locked(request_id, actor)
    union = _union(organisation_id)
    require(actor, "contacts.view_contact", union)
    if request.organisation_id == union.pk:
        return request
    before = request.organisation
    request.organisation, request.changed_at = union, at
    request.save(update_fields=["organisation", "changed_at"])
    changes = {"organisation": (before and before.name, union.name)}
    audit.record(actor=actor, verb="trainings.request.linked", obj=request, changes=changes, at=at)
    _tell_asked(request, at)
    if request.wants_news and request.asked_email:
        _write_consent(request, at)
    return request


def _write_consent(request: TrainingRequest, at: datetime) -> None:
    own = ContactPoint.objects.filter(contact=request.organisation, normalised=request.asked_email.lower()).exists()
    proved = own and bool(request.consent_words)
    record_consent(
        contact_id=request.organisation_id or 0,
        address=request.asked_email,
        purpose=ConsentPurpose.EVENTS,
        act=ConsentAct.GIVEN if proved else ConsentAct.REQUESTED,
        method="training request, box ticked",
        wording=request.consent_words,
        source=f"{request.code}",
        actor=None,
        at=at,
    )


@transaction.atomic
def refuse_request(*, request_id: int, answer: str, actor: Any, at: datetime) -> TrainingRequest:
    """Say no, and why; whoever asked reads it. A date that was agreed is cancelled.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        ReasonMissing: no reason is given.
        NoSuchStep: it was held already.

    Writes the audit line `trainings.request.refused`.
    """
    request = locked(request_id, actor)
    _end(request, RequestState.REFUSED, answer, actor=actor, at=at)
    letters.tell_refused(request, at=at)
    return request


@transaction.atomic
def withdraw_request(*, request_id: int, answer: str, actor: Any, at: datetime) -> TrainingRequest:
    """Write that the union no longer wants it, and why as far as it is known. A date that was agreed is cancelled.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        ReasonMissing: nothing is said.
        NoSuchStep: it was held already.

    Writes the audit line `trainings.request.withdrawn`.
    """
    request = locked(request_id, actor)
    _end(request, RequestState.WITHDRAWN, answer, actor=actor, at=at)
    return request


def _end(request: TrainingRequest, state: str, answer: str, *, actor: Any, at: datetime) -> None:
    answer = answer.strip()[:600]
    if not answer:
        raise ReasonMissing(field="answer")
    cancel_session(request, answer, actor=actor, at=at)
    release(request, *BOOKED)
    close_links(request, at)
    step(request, state, actor=actor, at=at, answer=answer, activity=None)
    text = _("Training “%(what)s” (%(code)s): %(state)s. %(answer)s")
    with override("fr"):
        words = {"what": request.what_in("fr"), "code": request.code, "answer": answer}
        said = text % {**words, "state": RequestState(state).label}
    tell_log(request, InteractionKind.NOTE, said, at=at)


@transaction.atomic
def reopen_request(*, request_id: int, actor: Any, at: datetime) -> TrainingRequest:
    """Take up again what was refused or withdrawn.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        NoSuchStep: it is neither refused nor withdrawn.

    Writes the audit line `trainings.request.received`.
    """
    request = locked(request_id, actor)
    step(request, RequestState.RECEIVED, actor=actor, at=at, answer="")
    return request
