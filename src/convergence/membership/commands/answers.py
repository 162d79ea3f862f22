"""What a member answers through its personal link, or a person of the staff for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.commands.records import declare_count as record_count
from convergence.contacts.models import DeclaredCount
from convergence.core import audit, facts
from convergence.core.dates import long_day
from convergence.core.money import format_cents
from convergence.membership.choices import Basis, CallState
from convergence.membership.commands import ledger
from convergence.membership.commands.standings import refresh_standing
from convergence.membership.errors import (
    AmountUnknown,
    BadAmount,
    BadCount,
    BadPromise,
    LinkNotFound,
    NothingDue,
    SurprisingCount,
)
from convergence.membership.events import AmountCorrected
from convergence.membership.models import (
    AmountRevision,
    CallRecipient,
    Exemption,
    NextStepChoice,
    PersonalLink,
    Promise,
)
from convergence.membership.queries.amounts import chosen_cents, compute_for, free_cents
from convergence.membership.rules import dues, tokens


def end_of(day: date) -> datetime:
    """Return the last moment of a day here: until then a personal link opens."""
    return timezone.make_aware(datetime.combine(day, datetime.max.time()))


def make_link(recipient: CallRecipient, *, expires_at: datetime, at: datetime) -> PersonalLink:
    """Make the live link of a recipient, unsaved; its token comes from `token_of_link`."""
    nonce = tokens.new_nonce()
    digest = tokens.digest_of(tokens.token_of(settings.SECRET_KEY, nonce))
    return PersonalLink(recipient=recipient, nonce=nonce, token_digest=digest, created_at=at, expires_at=expires_at)


def token_of_link(link: PersonalLink) -> str:
    """Return the token of a link, for its letter only; it is kept nowhere."""
    return tokens.token_of(settings.SECRET_KEY, link.nonce)


def find_recipient(token: str, *, at: datetime) -> CallRecipient:
    """Return whom a token belongs to (S61).

    Raises:
        LinkNotFound: malformed, unknown, expired or revoked; the sentence is the same for all.
    """
    if not tokens.is_well_formed(token):
        raise LinkNotFound
    link = (
        PersonalLink.objects.filter(token_digest=tokens.digest_of(token), revoked_at__isnull=True, expires_at__gt=at)
        .select_related("recipient__call", "recipient__member", "recipient__invoice", "recipient__payer")
        .first()
    )
    if link is None or link.recipient.call.state == CallState.CLOSED:
        raise LinkNotFound
    return link.recipient


@transaction.atomic
def note_opening(*, recipient_id: int, at: datetime) -> None:
    """Remember when a recipient first opened its form, and count the visits."""
    CallRecipient.objects.filter(pk=recipient_id, opened_at__isnull=True).update(opened_at=at)
    PersonalLink.objects.filter(recipient_id=recipient_id, revoked_at__isnull=True).update(
        last_used_at=at, uses=F("uses") + 1
    )


@transaction.atomic
def revoke_link(*, recipient_id: int, actor: Any, at: datetime) -> None:
    """Close the link of a recipient. Writes the audit line `membership.link.revoked`."""
    recipient = CallRecipient.objects.get(pk=recipient_id)
    require(actor, "membership.answer_for_member", recipient)
    PersonalLink.objects.filter(recipient=recipient, revoked_at__isnull=True).update(revoked_at=at)
    audit.record(actor=actor, verb="membership.link.revoked", obj=recipient, at=at)


@transaction.atomic
def renew_link(*, recipient_id: int, actor: Any, at: datetime) -> PersonalLink:
    """Replace the link of a recipient: it opens until the closing date of the call as it is now; the former one closes.

    Writes the audit line `membership.link.renewed`.
    """
    rows = CallRecipient.objects.select_for_update(of=("self",)).select_related("call")
    recipient = rows.get(pk=recipient_id)
    require(actor, "membership.answer_for_member", recipient)
    PersonalLink.objects.filter(recipient=recipient, revoked_at__isnull=True).update(revoked_at=at)
    link = make_link(recipient, expires_at=end_of(recipient.call.closing_date or timezone.localdate(at)), at=at)
    link.save()
    audit.record(actor=actor, verb="membership.link.renewed", obj=recipient, at=at)
    return link


@transaction.atomic
def confirm_details(*, recipient_id: int, actor: Any, at: datetime) -> None:
    """Remember that a recipient confirmed its details. Writes the audit line `membership.details.confirmed`."""
    recipient = CallRecipient.objects.select_for_update().get(pk=recipient_id)
    recipient.confirmed_at = at
    recipient.save(update_fields=["confirmed_at"])
    audit.record(actor=actor, verb="membership.details.confirmed", obj=recipient, at=at)


def _checked_count(recipient: CallRecipient, value: int, *, confirmed: bool) -> int:
    try:
        dues.check_count(value)
    except dues.BadCountError as error:
        raise BadCount(field="members", value=number_format(value, force_grouping=True)) from error
    last = recipient.declared_members
    if dues.is_surprising(value, last) and not confirmed:
        raise SurprisingCount(
            field="members",
            last=number_format(last or 0, force_grouping=True),
            value=number_format(value, force_grouping=True),
        )
    return value


@transaction.atomic
def declare_count(
    *,
    recipient_id: int,
    value: int,
    as_of: date,
    said_by: str,
    confirmed: bool = False,
    actor: Any,
    at: datetime,
) -> CallRecipient:
    """Record a declared count and recompute the amount; the difference is one ledger entry, the invoice stays as issued.

    The same count again writes nothing. A first count, where none was known, issues the invoice.

    Raises:
        BadCount: the count is absurd.
        SurprisingCount: far from the last one and not confirmed.

    Writes the audit line `membership.count.declared`; publishes `AmountCorrected` after commit.
    """
    recipient = (
        CallRecipient.objects.select_for_update(of=("self",))
        .select_related("call", "member", "scale")
        .get(pk=recipient_id)
    )
    if actor is not None:
        require(actor, "membership.answer_dues_call", recipient)
    _checked_count(recipient, value, confirmed=confirmed)
    if recipient.declared_members == value:
        return recipient
    record_count(
        organisation_id=recipient.member_id,
        value=value,
        as_of=as_of,
        source=_("%(who)s, dues form %(period)s") % {"who": said_by, "period": recipient.call.period},
        actor=None,
        at=at,
    )
    return _apply_count(recipient, value, as_of, said_by=said_by, actor=actor, at=at)


@transaction.atomic
def follow_declaration(*, contact_id: int, count_id: int, at: datetime) -> None:
    """Recompute the dues of a member whose count was declared elsewhere (members' space, contacts), if its call is open.

    A declaration older than the one that the amount stands on changes nothing.
    """
    count = DeclaredCount.objects.filter(pk=count_id).first()
    rows = CallRecipient.objects.select_for_update(of=("self",)).select_related("call", "member", "scale")
    recipient = rows.filter(member_id=contact_id, call__state=CallState.ISSUED).order_by("-call__period_start").first()
    if count is None or recipient is None or recipient.scale is None or recipient.declared_members == count.value:
        return
    if recipient.declared_as_of is not None and count.as_of < recipient.declared_as_of:
        return
    if recipient.scale.basis in (Basis.PER_CAPITA, Basis.TIERS):
        _apply_count(recipient, count.value, count.as_of, said_by=count.source[:200], actor=None, at=at)


@transaction.atomic
def follow_exemption(*, exemption: Exemption, actor: Any, at: datetime) -> None:
    """Compute again the dues of a member exempted after its letter left; an amount not known yet follows by itself.

    Writes the audit line `membership.dues.exempted`.
    """
    rows = CallRecipient.objects.select_for_update(of=("self",)).select_related("call", "member", "scale")
    recipient = rows.filter(member_id=exemption.member_id, call__period=exemption.period).first()
    if recipient is None or recipient.scale is None or recipient.amount_cents is None:
        return
    old = recipient.amount_cents
    computation = compute_for(
        recipient, declared_members=recipient.declared_members, chosen_cents=chosen_cents(recipient)
    )
    reason = _("Exemption of %(percent)s %%, decided by %(body)s") % {
        "percent": exemption.percent,
        "body": exemption.decided_by,
    }
    _take_amount(recipient, computation, reason=reason, old_cents=old, said_by=exemption.decided_by, actor=actor, at=at)
    audit.record(
        actor=actor,
        verb="membership.dues.exempted",
        obj=recipient,
        changes={"amount_cents": (old, recipient.amount_cents)},
        at=at,
    )


def _apply_count(
    recipient: CallRecipient, value: int, as_of: date, *, said_by: str, actor: Any, at: datetime
) -> CallRecipient:
    computation = compute_for(recipient, declared_members=value)
    old_members, old_cents = recipient.declared_members, recipient.amount_cents
    recipient.declared_members, recipient.declared_as_of = value, as_of
    reason = ledger.reason_of_count(old_members, value)
    _take_amount(
        recipient,
        computation,
        reason=reason,
        old_members=old_members,
        old_cents=old_cents,
        said_by=said_by,
        actor=actor,
        at=at,
    )
    audit.record(
        actor=actor,
        verb="membership.count.declared",
        obj=recipient,
        changes={"declared_members": (old_members, value), "amount_cents": (old_cents, recipient.amount_cents)},
        at=at,
    )
    return recipient


@transaction.atomic
def choose_amount(*, recipient_id: int, amount_cents: int, said_by: str, actor: Any, at: datetime) -> CallRecipient:
    """Record the free amount that a member chose; the difference to the suggestion is one ledger entry.

    Raises:
        BadAmount: below the minimum of the scale or absurd.

    Writes the audit line `membership.amount.chosen`.
    """
    recipient = (
        CallRecipient.objects.select_for_update(of=("self",))
        .select_related("call", "member", "scale")
        .get(pk=recipient_id)
    )
    if actor is not None:
        require(actor, "membership.answer_dues_call", recipient)
    if free_cents(recipient) == amount_cents:
        return recipient
    least = recipient.scale.minimum_cents if recipient.scale else 0
    if not least <= amount_cents <= ledger.MAX_CENTS:
        raise BadAmount(field="amount", least=format_cents(least), most=format_cents(ledger.MAX_CENTS))
    old = recipient.amount_cents
    computation = compute_for(recipient, declared_members=recipient.declared_members, chosen_cents=amount_cents)
    reason = _("Amount chosen by the member")
    _take_amount(recipient, computation, reason=reason, old_cents=old, said_by=said_by, actor=actor, at=at)
    audit.record(
        actor=actor,
        verb="membership.amount.chosen",
        obj=recipient,
        changes={"amount_cents": (old, recipient.amount_cents)},
        at=at,
    )
    return recipient


def _take_amount(
    recipient: CallRecipient,
    computation: dues.Computation,
    *,
    reason: str,
    old_cents: int | None,
    old_members: int | None = None,
    said_by: str,
    actor: Any,
    at: datetime,
) -> None:
    if computation.total_cents is None:
        raise AmountUnknown
    recipient.amount_cents = computation.total_cents
    recipient.computation = [step.as_json() for step in computation.steps]
    recipient.save(update_fields=["declared_members", "declared_as_of", "amount_cents", "computation"])
    if recipient.invoice_id is None:
        ledger.issue_for(recipient, actor=actor, at=at)
    elif recipient.amount_cents != old_cents:
        _correct(recipient, old_members, old_cents or 0, said_by, reason, at)
    refresh_standing(recipient_id=recipient.pk, at=at)
    facts.publish(AmountCorrected(recipient_id=recipient.pk))


def _correct(
    recipient: CallRecipient, old_members: int | None, old_cents: int, said_by: str, reason: str, at: datetime
) -> None:
    new_cents = recipient.amount_cents or 0
    revision = AmountRevision.objects.create(
        recipient=recipient,
        old_members=old_members,
        new_members=recipient.declared_members,
        old_cents=old_cents,
        new_cents=new_cents,
        said_by=said_by,
        at=at,
    )
    revision.entry_id = ledger.correct(recipient, reason=reason, at=at)
    revision.save(update_fields=["entry_id"])


@transaction.atomic
def promise(
    *,
    recipient_id: int,
    promised_date: date,
    way: str = "",
    amount_cents: int | None = None,
    note: str = "",
    said_by: str = "",
    actor: Any,
    at: datetime,
    today: date,
) -> Promise:
    """Record that a member will pay by a day; reminders wait until then. The same words again write nothing: a double click.

    Raises:
        AmountUnknown: no count is declared yet.
        NothingDue: all is paid.
        BadPromise: the day has passed, or comes after the closing date of the call.

    Writes the audit line `membership.promise.made`.
    """
    recipient = (
        CallRecipient.objects.select_for_update(of=("self",)).select_related("call", "invoice").get(pk=recipient_id)
    )
    if actor is not None:
        require(actor, "membership.answer_dues_call", recipient)
    if recipient.invoice_id is None:
        raise AmountUnknown
    balance = ledger.balance_of(recipient)
    if balance <= 0:
        raise NothingDue
    last = recipient.call.closing_date
    if promised_date < today or (last is not None and promised_date > last):
        raise BadPromise(field="promised_date", last=long_day(last or today))
    words = {
        "amount_cents": min(amount_cents or balance, balance),
        "promised_date": promised_date,
        "way": way,
        "note": note.strip(),
        "said_by": said_by,
    }
    former = recipient.promises.order_by("-at", "-pk").first()
    if former is not None and all(getattr(former, name) == value for name, value in words.items()):
        return former
    made = Promise.objects.create(recipient=recipient, at=at, **words)
    recipient.answered_at, recipient.way = at, way
    recipient.save(update_fields=["answered_at", "way"])
    refresh_standing(recipient_id=recipient.pk, at=at)
    audit.record(
        actor=actor,
        verb="membership.promise.made",
        obj=recipient,
        changes={"promised_date": (None, promised_date), "amount_cents": (None, made.amount_cents)},
        at=at,
    )
    return made


@transaction.atomic
def choose_next_steps(*, recipient_id: int, steps: Iterable[str], actor: Any, at: datetime) -> list[NextStepChoice]:
    """Record which of the four next steps a member ticked; nothing is ticked for it (S64, C4).

    Writes the audit line `membership.next_steps.chosen`.
    """
    recipient = CallRecipient.objects.get(pk=recipient_id)
    made = []
    for step in dict.fromkeys(steps):
        choice, _new = NextStepChoice.objects.get_or_create(recipient=recipient, step=step, defaults={"at": at})
        made.append(choice)
    if made:
        audit.record(
            actor=actor,
            verb="membership.next_steps.chosen",
            obj=recipient,
            changes={"next_steps": ([], [choice.step for choice in made])},
            at=at,
        )
    return made
