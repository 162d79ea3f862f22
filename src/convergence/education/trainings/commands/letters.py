"""E-mails about a training: to whoever asked, to who facilitates, to who took part; in the language of each."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from convergence.core.dates import long_day
from convergence.core.profile import current_profile
from convergence.education.trainings.models import DateOption, RequestLink, SignIn, TrainingRequest
from convergence.education.trainings.papers import host_sheet
from convergence.education.trainings.queries.sessions import LINE_WORDS, LINK_WORDS, email_of, when
from convergence.education.trainings.rules.calendars import Session, calendar_file
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import File, send_transactional
from convergence.messaging.late import Late

PLACE = "trainings/mail/"


def _send(
    request: TrainingRequest,
    name: str,
    *,
    at: datetime,
    to: str = "",
    language: str = "",
    contact_id: int | None = None,
    reference: str = "",
    files: Iterable[File] = (),
    merge: Mapping[str, object] | None = None,
    **context: Any,
) -> None:
    """Put one e-mail in the queue; to whoever asked unless told otherwise, nothing without an address."""
    to = to or request.asked_email
    if not to:
        return
    language = language or request.letters
    profile = current_profile()
    whole = {
        "what": request.what_in(language),
        "code": request.code,
        "union": request.union_name,
        "name": request.asked_name,
        "organisation": profile.name or profile.acronym,
        "people": request.people,
        "place": place_of(request, language),
        **context,
    }
    send_transactional(
        to=to,
        template=PLACE + name,
        context=whole,
        language=language,
        purpose=Purpose.REPLY,
        contact_id=contact_id,
        reply_to=profile.email,
        reference=reference and f"trainings.{reference}",
        files=files,
        merge=merge,
        at=at,
    )


def place_of(request: TrainingRequest, language: str) -> str:
    """Say where a session is."""
    with override(language):
        return _("online") if request.is_online else request.venue


def calendar_of(request: TrainingRequest, option: DateOption, *, at: datetime, cancelled: bool = False) -> bytes:
    """Return the file for calendars of an agreed date; a later one of the same request replaces it."""
    language = request.letters
    with override(language):
        words = _("Training asked for by %(union)s, with %(who)s. Reference: %(code)s.") % {
            "union": request.union_name,
            "who": option.facilitator,
            "code": request.code,
        }
    host = settings.BASE_URL.partition("://")[2]
    session = Session(
        uid=f"{request.code}@{host}",
        title=request.what_in(language),
        starts_at=option.starts_at,
        ends_at=option.ends_at,
        stamped_at=at,
        place=place_of(request, language),
        words=words,
        sequence=2 * request.options.filter(pk__lt=option.pk).count() + int(cancelled),
        is_cancelled=cancelled,
    )
    return calendar_file(session, publisher=current_profile().name or "Convergence")


def _calendar(request: TrainingRequest, option: DateOption, *, at: datetime, cancelled: bool = False) -> list[File]:
    content = calendar_of(request, option, at=at, cancelled=cancelled)
    return [File(f"{request.code.lower()}.ics", content, "text/calendar; charset=utf-8")]


def tell_received(request: TrainingRequest, *, at: datetime) -> None:
    """Say that the request has come, and what happens next."""
    _send(request, "received", at=at, reference=f"received:{request.pk}", wished=request.wished_dates)


def tell_proposed(request: TrainingRequest, link: RequestLink, *, at: datetime) -> None:
    """Send the link behind which a date is chosen; the address itself is kept nowhere."""
    _send(
        request,
        "proposed",
        at=at,
        reference=f"proposed:{link.pk}",
        until=long_day(link.expires_at, request.letters),
        merge={"link": Late(LINK_WORDS, link.nonce)},
    )


def tell_confirmed(request: TrainingRequest, option: DateOption, *, at: datetime) -> None:
    """Confirm the date to whoever asked and to who facilitates, with the file for their calendar."""
    files = _calendar(request, option, at=at)
    who = str(option.facilitator)
    said = when(option.starts_at, option.ends_at, request.letters)
    reference = f"confirmed:{option.pk}"
    _send(request, "confirmed", at=at, reference=reference, files=files, when=said, who=who)
    tell_facilitator(request, option, "assigned", f"assigned:{option.pk}", at=at, files=files)


def tell_facilitator(
    request: TrainingRequest,
    option: DateOption,
    name: str,
    reference: str,
    *,
    at: datetime,
    files: Iterable[File] = (),
    **context: Any,
) -> None:
    """Write to who facilitates, in their own language when it is known."""
    person = option.facilitator.person
    to = email_of(person)
    if not to:
        return
    language = person.language or option.facilitator.languages.split()[0]
    with override(language):
        _send(
            request,
            name,
            at=at,
            to=to,
            language=language,
            contact_id=person.pk,
            reference=reference,
            files=files,
            when=when(option.starts_at, option.ends_at, language),
            who=str(option.facilitator),
            spoken=get_language_info(request.language)["name_translated"],
            host=request.asked_name,
            reach=" · ".join(part for part in (request.asked_email, request.asked_phone) if part),
            needs=request.access_needs,
            **context,
        )


def tell_replaced(request: TrainingRequest, former: DateOption, option: DateOption, *, at: datetime) -> None:
    """Tell who no longer facilitates, who does now, and whoever asked."""
    cancelled = _calendar(request, former, at=at, cancelled=True)
    tell_facilitator(request, former, "released", f"released:{former.pk}", at=at, files=cancelled)
    tell_confirmed(request, option, at=at)


def tell_cancelled(request: TrainingRequest, option: DateOption, reason: str, *, at: datetime) -> None:
    """Tell both sides that the date that was agreed fell through."""
    files = _calendar(request, option, at=at, cancelled=True)
    said = when(option.starts_at, option.ends_at, request.letters)
    _send(request, "cancelled", at=at, reference=f"cancelled:{option.pk}", files=files, when=said, reason=reason)
    tell_facilitator(request, option, "released", f"released:{option.pk}", at=at, files=files)


def tell_refused(request: TrainingRequest, *, at: datetime) -> None:
    """Say no, and why."""
    _send(request, "refused", at=at, reason=request.answer)


def tell_held(request: TrainingRequest, *, at: datetime) -> None:
    """Thank whoever asked, with the link of the evaluation, which nobody can tie to a name (S15)."""
    activity = request.activity
    if activity is None:
        return
    address = settings.BASE_URL + reverse("evaluation:evaluate", args=[activity.evaluation_code])
    _send(request, "held", at=at, reference=f"held:{activity.pk}", merge={"evaluation": address})
    for line in SignIn.objects.filter(request=request, state="COUNTED", emptied_at=None).exclude(email=""):
        tell_line(line, at=at)


def tell_line(line: SignIn, *, at: datetime) -> None:
    """Send somebody who left an e-mail the link to their attestation and to the evaluation."""
    request = line.request
    activity = request.activity
    if activity is None or not line.email:
        return
    address = settings.BASE_URL + reverse("evaluation:evaluate", args=[activity.evaluation_code])
    _send(
        request,
        "attestation",
        at=at,
        to=line.email,
        language=line.language,
        reference=f"line:{line.pk}",
        merge={"evaluation": address, "link": Late(LINE_WORDS, line.nonce)},
    )


def remind(request: TrainingRequest, option: DateOption, days: int, *, at: datetime) -> None:
    """Remind whoever asked and who facilitates, once for each number of days."""
    files = _calendar(request, option, at=at)
    with override(request.letters):
        stem = _("host-sheet")
        name = f"{stem}-{request.code.lower()}.pdf"
    sheet = File(name, host_sheet(request, option, current_profile(), at=at))
    said = when(option.starts_at, option.ends_at, request.letters)
    key = f"reminder:{option.pk}:{days}"
    whole = [*files, sheet]
    _send(request, "reminder", at=at, reference=f"{key}:host", files=whole, when=said, who=str(option.facilitator))
    tell_facilitator(request, option, "reminder_facilitator", f"{key}:facilitator", at=at, files=whole)
