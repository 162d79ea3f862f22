"""Preparing a dues call: period, letters, enclosures, audience, links, signatures (S52, S58, S60)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.db import keeping
from convergence.core.errors import BadValue
from convergence.core.periods import YearEnd, period_labelled
from convergence.membership import starters
from convergence.membership.choices import CallState, Language
from convergence.membership.errors import (
    BadPeriod,
    CallNotDraft,
    NoSignatory,
    PeriodTaken,
    WrongSignatory,
)
from convergence.membership.models import CallLetter, DuesCall, Enclosure, ReminderLevel, ReminderText, Signature
from convergence.membership.queries.signing import digest_of, holds_office, title_of

#: Days between the date of the letter and the due date, unless chosen.
DEFAULT_DUE_DAYS = 60
#: Months after issue when the personal links close, unless chosen.
DEFAULT_CLOSING_MONTHS = 12


def draft_of(call_id: int) -> DuesCall:
    """Lock and return a call that can still be changed.

    Raises:
        CallNotDraft: it was sent.
    """
    call = DuesCall.objects.select_for_update().get(pk=call_id)
    if call.state != CallState.DRAFT:
        raise CallNotDraft
    return call


@transaction.atomic
def discard_call(*, call_id: int, actor: Any, at: datetime) -> None:
    """Give up a call that was begun by mistake: nothing of it was sent, nobody was invoiced.

    Raises:
        CallNotDraft: it was sent.

    Writes the audit line `membership.dues_call.discarded`, which keeps what it said.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    audit.record(
        actor=actor,
        verb="membership.dues_call.discarded",
        obj=call,
        changes=audit.changes_between(audit.snapshot(call), {}),
        at=at,
    )
    call.delete()


@transaction.atomic
def create_call(
    *,
    period: str,
    year_end: YearEnd,
    letter_date: date,
    place: str = "",
    due_date: date | None = None,
    closing_date: date | None = None,
    is_example: bool = False,
    actor: Any,
    at: datetime,
) -> DuesCall:
    """Begin a call for a period; its words are those of the last call, or the starters for the first one.

    Raises:
        BadPeriod: the label is not a period.
        PeriodTaken: the period, or one that overlaps it, is already called.

    Writes the audit line `membership.dues_call.created`.
    """
    require(actor, "membership.add_duescall")
    try:
        years = period_labelled(period, year_end)
    except ValueError as error:
        raise BadPeriod(label=period, field="period") from error
    if DuesCall.objects.filter(period_start__lte=years.end, period_end__gte=years.start).exists():
        raise PeriodTaken(label=years.label, field="period")
    call = DuesCall(
        period=years.label,
        period_start=years.start,
        period_end=years.end,
        place=place,
        letter_date=letter_date,
        due_date=due_date or letter_date + timedelta(days=DEFAULT_DUE_DAYS),
        closing_date=closing_date,
        is_example=is_example,
    )
    call.full_clean()
    with keeping("membership_one_call_a_period", PeriodTaken(label=years.label, field="period")):
        call.save()
    _copy_words(call)
    audit.record(
        actor=actor,
        verb="membership.dues_call.created",
        obj=call,
        changes=audit.changes_between({}, audit.snapshot(call)),
        at=at,
    )
    return call


def _copy_words(call: DuesCall) -> None:
    others = DuesCall.objects.exclude(pk=call.pk).order_by("-period_start")
    last = others.exclude(state=CallState.DRAFT).first() or others.first()
    if last is None:
        _begin_words(call)
        return
    for letter in last.letters.all():
        letter.pk, letter.call = None, call
        letter.subject = letter.subject.replace(last.period, call.period)
        letter.save(force_insert=True)
    for level in last.reminder_levels.prefetch_related("texts"):
        texts = list(level.texts.all())
        level.pk, level.call = None, call
        level.save(force_insert=True)
        for text in texts:
            text.pk, text.level = None, level
            text.save(force_insert=True)


def _begin_words(call: DuesCall) -> None:
    for language in Language.values:
        starter = starters.read(language, "letter")
        CallLetter.objects.create(
            call=call,
            language=language,
            subject=starter.subject,
            addressees=starters.ADDRESSEES[language],
            body=starter.body,
            closing_formula=starters.CLOSING[language],
        )
    for number, days in enumerate(starters.REMINDER_DAYS, start=1):
        level = ReminderLevel.objects.create(call=call, number=number, days_after_due=days)
        for language in Language.values:
            starter = starters.read(language, f"reminder-{number}")
            ReminderText.objects.create(level=level, language=language, subject=starter.subject, body=starter.body)


@transaction.atomic
def edit_call(*, call_id: int, values: Mapping[str, Any], actor: Any, at: datetime) -> DuesCall:
    """Change place, dates or audience of a draft. Writes the audit line `membership.dues_call.changed`.

    Raises:
        CallNotDraft: it was sent.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    before = audit.snapshot(call)
    for name in ("place", "letter_date", "due_date", "closing_date", "query"):
        if name in values:
            setattr(call, name, values[name])
    call.full_clean()
    call.save()
    _record_change(call, before, actor, at)
    return call


def _record_change(call: DuesCall, before: Mapping[str, Any], actor: Any, at: datetime) -> None:
    changes = audit.changes_between(before, audit.snapshot(call))
    if changes:
        audit.record(actor=actor, verb="membership.dues_call.changed", obj=call, changes=changes, at=at)


@transaction.atomic
def save_letter(
    *, call_id: int, language: str, values: Mapping[str, str], actor: Any, at: datetime
) -> CallLetter | None:
    """Write the letter of one language; an empty text takes the letter away (French stays).

    Unknown merge fields do not stop a draft from being saved; they block the sending.
    Writes the audit line `membership.dues_letter.changed`. A signature given before no longer holds.

    Raises:
        CallNotDraft: it was sent.
        BadValue: the French letter would be empty.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    letter = CallLetter.objects.filter(call=call, language=language).first() or CallLetter(call=call, language=language)
    before = audit.snapshot(letter) if letter.pk else {}
    if not values.get("body", "").strip():
        if language == Language.FR:
            raise BadValue(
                _("The French letter cannot be empty: it is what everyone without another language reads."),
                field="body",
            )
        if letter.pk:
            audit.record(actor=actor, verb="membership.dues_letter.removed", obj=letter, at=at)
            letter.delete()
        return None
    for name in ("subject", "addressees", "body", "closing_formula"):
        setattr(letter, name, values.get(name, getattr(letter, name)).replace("\r\n", "\n").strip())
    letter.full_clean()
    letter.save()
    changes = audit.changes_between(before, audit.snapshot(letter))
    if changes:
        audit.record(actor=actor, verb="membership.dues_letter.changed", obj=letter, changes=changes, at=at)
        DuesCall.objects.filter(pk=call.pk).update(links_checked_at=None)
    return letter


@transaction.atomic
def save_enclosures(
    *, call_id: int, enclosures: Sequence[Mapping[str, Any]], actor: Any, at: datetime
) -> list[Enclosure]:
    """Replace the enclosures of a draft: `label`, `url`, `language` (empty for all), in order.

    Writes the audit line `membership.dues_enclosures.changed`.

    Raises:
        CallNotDraft: it was sent.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    before = [[row.language, row.label, row.url] for row in call.enclosures.all()]
    call.enclosures.all().delete()
    made = [
        Enclosure(
            call=call,
            language=row.get("language", ""),
            label=row["label"].strip(),
            url=row["url"].strip(),
            position=position,
        )
        for position, row in enumerate(enclosures)
    ]
    for enclosure in made:
        enclosure.full_clean(exclude=["call"])
        enclosure.save()
    after = [[row.language, row.label, row.url] for row in made]
    if before != after:
        audit.record(
            actor=actor,
            verb="membership.dues_enclosures.changed",
            obj=call,
            changes={"enclosures": (before, after)},
            at=at,
        )
        DuesCall.objects.filter(pk=call.pk).update(links_checked_at=None)
    return made


@transaction.atomic
def save_reminders(
    *, call_id: int, levels: Sequence[Mapping[str, Any]], actor: Any, at: datetime
) -> list[ReminderLevel]:
    """Set days and words of the reminder levels; allowed after issue, for levels that were not sent.

    Each level has `number`, `days_after_due` and `texts`: language to `(subject, body)`.
    Writes the audit line `membership.dues_reminders.changed`.
    """
    require(actor, "membership.edit_duescall")
    call = DuesCall.objects.select_for_update().get(pk=call_id)
    for raw in levels:
        level, _new = ReminderLevel.objects.update_or_create(
            call=call, number=raw["number"], defaults={"days_after_due": raw["days_after_due"]}
        )
        for language, (subject, body) in raw["texts"].items():
            ReminderText.objects.update_or_create(
                level=level, language=language, defaults={"subject": subject.strip(), "body": body.strip()}
            )
    audit.record(actor=actor, verb="membership.dues_reminders.changed", obj=call, at=at)
    return list(call.reminder_levels.all())


@transaction.atomic
def name_signatory(*, call_id: int, office: str, person_id: int, actor: Any, at: datetime) -> Signature:
    """Name who signs for an office; one who left is replaced, and a signature already given is taken back (S52).

    Writes the audit line `membership.dues_signatory.named`.

    Raises:
        CallNotDraft: it was sent.
        NoSignatory: the person does not hold this office on the date of the letter.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    person = Contact.objects.persons().get(pk=person_id)
    if not holds_office(person, office, call.letter_date):
        raise NoSignatory(name=person.name, day=long_day(call.letter_date), field=office.lower())
    signature = Signature.objects.filter(call=call, office=office).first() or Signature(call=call, office=office)
    if signature.signatory_id == person.pk:
        return signature
    former = signature.name
    signature.signatory = person
    signature.name, signature.title = person.name, title_of(person, office)
    signature.signed_at, signature.signed_by_id, signature.digest = None, None, ""
    signature.full_clean()
    signature.save()
    audit.record(
        actor=actor,
        verb="membership.dues_signatory.named",
        obj=signature,
        changes={"name": (former, person.name)},
        at=at,
    )
    return signature


@transaction.atomic
def sign(*, call_id: int, office: str, actor: Any, at: datetime) -> Signature:
    """Sign the call as it reads now. Signing twice changes nothing.

    Writes the audit line `membership.dues_call.signed`, with the digest of what was signed.

    Raises:
        CallNotDraft: it was sent.
        WrongSignatory: the signature is that of somebody else.
    """
    require(actor, "membership.sign_dues_call")
    call = draft_of(call_id)
    signature = Signature.objects.select_related("signatory").get(call=call, office=office)
    if actor is None or signature.signatory.user_id != actor.pk:
        raise WrongSignatory(name=signature.name)
    digest = digest_of(call)
    if signature.signed_at and signature.digest == digest:
        return signature
    signature.signed_at, signature.signed_by_id, signature.digest = at, actor.pk, digest
    signature.save()
    audit.record(
        actor=actor,
        verb="membership.dues_call.signed",
        obj=call,
        changes={"signature": (None, signature.name), "digest": (None, digest)},
        at=at,
    )
    return signature
