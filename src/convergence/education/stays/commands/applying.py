"""Applying to a call, completing the application by the personal link, withdrawing it; the union that supports it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, links
from convergence.core.dates import long_day
from convergence.core.errors import BadValue, DayOutside, NotFound
from convergence.documents.papers import Paper
from convergence.education.stays.choices import LIVING, ApplicationState, PaperKind, ParticipantState
from convergence.education.stays.commands import mail
from convergence.education.stays.commands.finding import EDIT_APPLICATION, locked_application, locked_call, step
from convergence.education.stays.commands.going import take_off
from convergence.education.stays.commands.offering import fill_places
from convergence.education.stays.errors import (
    AppliedAlready,
    BackAlready,
    CallNotOpen,
    LeftAlready,
    PaperMissing,
    ParentMissing,
    TooManyPapers,
    TooYoung,
)
from convergence.education.stays.models import Application, ApplicationPaper, Participant, StayCall
from convergence.education.stays.queries.committee import likely_union
from convergence.education.stays.queries.links import APPLICATION, token_of
from convergence.education.stays.rules.days import age_on, needs_parent

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MOST_PAPERS, LONGEST = 6, 6000
LANGUAGES = ("fr", "en", "es")
TEXTS = ("name", "phone", "union_name", "motivation", "experience", "after", "needs", "parent_agreed")


@dataclass(frozen=True)
class Told:
    """What somebody writes to apply. Texts are cut to the length of their column."""

    name: str
    email: str
    birth_date: date
    motivation: str
    phone: str = ""
    union_name: str = ""
    tells_union: bool = False
    experience: str = ""
    after: str = ""
    needs: str = ""
    parent_agreed: str = ""
    language: str = "fr"
    papers: Mapping[str, Paper] = field(default_factory=dict)


def apply(*, call_id: int, told: Told, form_key: str, at: datetime) -> Application:
    """Write an application and send its personal link; the same form a second time gives the one that exists.

    Raises:
        NotFound: there is no such call.
        CallNotOpen: the call takes none today.
        TooYoung, ParentMissing, PaperMissing: what is missing, beside its field.
        AppliedAlready: the e-mail applied; the link was sent anew to it.
        ValidationError: a value does not fit.

    Writes the audit line `stays.application.received`, without the name.
    """
    try:
        with transaction.atomic():
            return _apply(call_id, told, form_key, at)
    except IntegrityError:  # the same form or e-mail, at the same moment, on another process
        known = Application.objects.filter(form_key=form_key).first()
        if known is not None:
            return known
        raise AppliedAlready(field="email") from None
    except AppliedAlready:
        _remind_link(call_id, told.email, at)
        raise


def _apply(call_id: int, told: Told, form_key: str, at: datetime) -> Application:
    call = locked_call(call_id)
    known = Application.objects.filter(form_key=form_key).first()  # after the lock: the same form may have gone before
    if known is not None:
        return known
    _check_open(call, at)
    _check_age(call, told.birth_date, told.parent_agreed)
    email = told.email.strip().lower()
    if call.applications.filter(email=email, state__in=LIVING).exists():
        raise AppliedAlready(field="email")
    for kind, is_asked in ((PaperKind.CV, call.asks_cv), (PaperKind.LETTER, call.asks_letter)):
        if is_asked and kind not in told.papers:
            raise PaperMissing(field=f"paper_{kind.lower()}")
    nonce = links.new_nonce()
    application = Application(
        call=call,
        code="S-" + "".join(secrets.choice(SIGNS) for _sign in range(6)),
        email=email,
        birth_date=told.birth_date,
        tells_union=told.tells_union,
        language=told.language if told.language in LANGUAGES else "fr",
        nonce=nonce,
        digest=links.digest_of(token_of(APPLICATION, nonce)),
        form_key=form_key,
        received_at=at,
        changed_at=at,
    )
    _write_texts(application, {name: getattr(told, name) for name in TEXTS})
    application.union = likely_union(application)
    application.full_clean()
    application.save(force_insert=True)
    _keep(application, told.papers, at)
    changes = {"code": (None, application.code), "papers": (None, len(told.papers))}
    _note(application, "received", None, at, changes)
    mail.to_candidate(application, "received", at=at)
    return application


def _write_texts(application: Application, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        most = getattr(Application._meta.get_field(name), "max_length", None) or LONGEST
        setattr(application, name, text.strip()[:most])


def _note(application: Application, act: str, actor: Any, at: datetime, changes: Mapping[str, tuple[Any, Any]]) -> None:
    audit.record(
        actor=actor,
        verb=f"stays.application.{act}",
        obj=application,
        label=application.code,
        changes=changes,
        at=at,
    )


@transaction.atomic
def _remind_link(call_id: int, email: str, at: datetime) -> None:
    call = locked_call(call_id)  # one message a day, also when several ask for it at once
    rows = Application.objects.select_related("call").filter(call=call, email=email.strip().lower())
    known = rows.filter(state__in=LIVING).first()
    if known is not None:  # once a day: nobody fills a stranger's letter box by this form
        mail.to_candidate(known, "again", at=at, once=timezone.localdate(at).isoformat())


def _check_open(call: StayCall, at: datetime) -> None:
    if not call.takes_applications(timezone.localdate(at)):
        raise CallNotOpen(opens=long_day(call.opens), closes=long_day(call.closes))


def _check_age(call: StayCall, born: date, parent: str) -> None:
    if born.year < 1900 or born > call.leaves:
        raise DayOutside(field="birth_date", first=long_day(date(1900, 1, 1)), last=long_day(call.leaves))
    if age_on(born, call.leaves) < call.least_age:
        raise TooYoung(field="birth_date", age=call.least_age)
    if needs_parent(born, call.leaves) and not parent.strip():
        raise ParentMissing(field="parent_agreed")


def _keep(application: Application, papers: Mapping[str, Paper], at: datetime) -> None:
    if application.papers.count() + len(papers) > MOST_PAPERS:
        raise TooManyPapers(field=f"paper_{list(papers)[-1].lower()}", most=MOST_PAPERS)
    for kind, paper in papers.items():
        ApplicationPaper.objects.create(
            application=application,
            kind=kind,
            name=paper.name[:120],
            media_type=paper.media_type,
            size=len(paper.content),
            content=paper.content,
            removed=", ".join(paper.removed)[:300],
            sent_at=at,
        )


@transaction.atomic
def complete(
    *,
    application_id: int,
    texts: Mapping[str, str],
    papers: Mapping[str, Paper],
    at: datetime,
    tells_union: bool | None = None,
) -> Application:
    """Change what was written and add papers, behind the personal link, while the call is open.

    Raises:
        NotFound: there is no such application.
        CallNotOpen: the call is closed.
        TooManyPapers: more than an application keeps.
        ValidationError: a value does not fit.

    Writes the audit line `stays.application.completed`, without what was written.
    """
    application = locked_application(application_id)
    _check_open(application.call, at)
    if application.state != ApplicationState.RECEIVED:
        raise CallNotOpen(opens=long_day(application.call.opens), closes=long_day(application.call.closes))
    _write_texts(application, {name: text for name, text in texts.items() if name in TEXTS})
    if tells_union is not None:
        application.tells_union = tells_union
    if application.union is None:
        application.union = likely_union(application)
    application.changed_at = at
    application.full_clean()
    application.save()
    _keep(application, papers, at)
    changes = {"fields": (None, sorted(texts)), "papers": (None, len(papers))}
    _note(application, "completed", None, at, changes)
    return application


@transaction.atomic
def remove_paper(*, application_id: int, paper_id: int, at: datetime) -> None:
    """Destroy a paper of one's application while the call is open.

    Raises:
        NotFound: there is no such paper of it.
        CallNotOpen: the call is closed.

    Writes the audit line `stays.application.paper_removed`.
    """
    application = locked_application(application_id)
    _check_open(application.call, at)
    paper = application.papers.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound
    kind = paper.kind
    paper.delete()
    _note(application, "paper_removed", None, at, {"kind": (kind, "")})


@transaction.atomic
def withdraw(*, application_id: int, actor: Any, at: datetime, because: str = "") -> Application:
    """Withdraw an application; a place that it held goes to the next, and who was to go does not.

    Raises:
        NotFound, NotAllowed: there is no such application; the actor may not follow it.
        NoSuchStep: it is over already.
        LeftAlready: behind the personal link, from the day of departure on.
        BackAlready: the person went and is back.

    Writes the audit line `stays.application.withdrawn`.
    """
    application = locked_application(application_id)
    require(actor, EDIT_APPLICATION, application)
    if actor is None and timezone.localdate(at) >= application.call.leaves:
        raise LeftAlready(day=long_day(application.call.leaves))
    went = Participant.objects.select_related("stay").filter(application=application, state=ParticipantState.BACK)
    if (back := went.first()) is not None:
        raise BackAlready(day=long_day(back.stay.returned or back.stay.returns))
    step(application, ApplicationState.WITHDRAWN, actor=actor, at=at, because=because.strip()[:300])
    take_off(application, actor=actor, at=at)
    fill_places(application.call, at=at)
    return application


@transaction.atomic
def recognise(
    *, application_id: int, union_id: int | None, person_id: int | None, actor: Any, at: datetime
) -> Application:
    """Say which union and which person of the register an application is of.

    Raises:
        NotFound, NotAllowed: there is no such application; the actor may not follow it.
        BadValue: the union is a person, or the person is none.

    Writes the audit line `stays.application.recognised`.
    """
    application = locked_application(application_id)
    require(actor, EDIT_APPLICATION, application)
    before = {"union": application.union_id, "person": application.person_id}
    application.union = _contact(union_id, "union", is_person=False)
    application.person = _contact(person_id, "person", is_person=True)
    application.changed_at = at
    application.save(update_fields=["union", "person", "changed_at"])
    after = {"union": application.union_id, "person": application.person_id}
    _note(application, "recognised", actor, at, audit.changes_between(before, after))
    return application


def _contact(pk: int | None, name: str, *, is_person: bool) -> Contact | None:
    if pk is None:
        return None
    found = Contact.objects.select_related("merged_into").filter(pk=pk).first()
    if found is None or (found.kind == ContactKind.PERSON) != is_person:
        raise BadValue(field=name)
    return found.merged_into or found


@transaction.atomic
def support(*, application_id: int, words: str, unions: Sequence[int], actor: Any, at: datetime) -> Application:
    """Say for the union that it supports the application of somebody who let it follow.

    Args:
        application_id: the application.
        words: of the union, may be empty.
        unions: ids of the organisation that the delegate acts for, and of those it absorbed.
        actor: the delegate.
        at: when.

    Raises:
        NotFound, NotAllowed: no such application of the union; the delegate may not follow it.

    Writes the audit line `stays.application.supported`.
    """
    application = locked_application(application_id)
    require(actor, "stays.follow_application", application)
    if application.union_id not in unions or not application.tells_union or application.state not in LIVING:
        raise NotFound
    application.supported_at, application.support, application.changed_at = at, words.strip()[:1000], at
    application.save(update_fields=["supported_at", "support", "changed_at"])
    _note(application, "supported", actor, at, {"union": (None, str(application.union))})
    return application
