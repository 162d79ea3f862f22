"""Preparing and starting a mailing."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit, facts
from convergence.core.profile import current_profile
from convergence.documents import content
from convergence.messaging import late, links, queries
from convergence.messaging.addresses import fold, is_email
from convergence.messaging.choices import Channel, Fate, LinkVerdict, MailingStatus, Purpose
from convergence.messaging.commands.fates import change_fate
from convergence.messaging.errors import (
    IdentificationMissing,
    LinksBlock,
    NoRecipient,
    NotAnAddress,
    NotInPreparation,
    TextMissing,
)
from convergence.messaging.events import MailingStarted
from convergence.messaging.models import Attachment, Delivery, DeliveryEvent, LinkCheck, Mailing, Message
from convergence.messaging.rules import CHUNK, missing_identification


@dataclass(frozen=True)
class Text:
    """What a mailing says in one language; merge fields are written ``{{ name }}``.

    ``signatories``: ``{"name", "title"}``; ``enclosures``: ``{"label", "href"}``, both may hold fields.
    """

    language: str
    subject: str
    source: str
    preheader: str = ""
    place_date: str = ""
    signatories: Sequence[Mapping[str, str]] = ()
    enclosures: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class File:
    """A file sent with every e-mail of a mailing."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Recipient:
    """One who receives a mailing. A postal ``address`` is its lines, joined by line breaks.

    ``merge`` gives each field's words, or a `late.Late` for what the database may not keep.
    """

    contact_id: int | None
    address: str
    language: str = ""
    merge: Mapping[str, object] = field(default_factory=dict)
    channel: str = Channel.EMAIL


@transaction.atomic
def create_mailing(
    *,
    reference: str,
    title: str,
    purpose: str,
    texts: Iterable[Text],
    actor: Any,
    at: datetime,
    default_language: str = "fr",
    reply_to: str = "",
    on_behalf_of: str = "",
    files: Iterable[File] = (),
    is_bulk: bool = True,
) -> Mailing:
    """Prepare a mailing. The same ``reference`` a second time gives the mailing that exists, unchanged.

    Raises:
        NotAllowed: the actor may not send mailings.
        TextMissing: no text in the default language.

    Writes the audit line `messaging.mailing.created`.
    """
    require(actor, "messaging.send_mailing")
    known = Mailing.objects.filter(reference=reference).first()
    if known is not None:
        return known
    written = list(texts)
    if default_language not in {text.language for text in written}:
        raise TextMissing(language=default_language)
    mailing = Mailing.objects.create(
        reference=reference,
        title=title[:200],
        purpose=Purpose(purpose),
        is_bulk=is_bulk,
        default_language=default_language,
        reply_to=reply_to,
        on_behalf_of=on_behalf_of,
        created_at=at,
        created_by=_label(actor),
    )
    Message.objects.bulk_create([_message(mailing, text) for text in written])
    Attachment.objects.bulk_create(
        [Attachment(mailing=mailing, name=f.name, media_type=f.media_type, content=f.content) for f in files]
    )
    if is_bulk:
        audit.record(actor=actor, verb="messaging.mailing.created", obj=mailing, at=at)
    return mailing


@transaction.atomic
def add_recipients(*, mailing_id: int, recipients: Iterable[Recipient], actor: Any, at: datetime) -> int:
    """Add recipients to a mailing in preparation; return how many were new.

    Who already receives it at the same address is left alone, so the same list may be added twice.
    A reader whose language has no text gets the default one, and the row remembers it (S65).

    Raises:
        NotAllowed, NotInPreparation; NotAnAddress: an e-mail address cannot be one.
    """
    require(actor, "messaging.send_mailing")
    mailing = _in_preparation(mailing_id)
    messages = {message.language: message for message in mailing.messages.all()}
    wanted = [_delivery(mailing, messages, recipient, at) for recipient in recipients]
    before = Delivery.objects.filter(mailing=mailing).count()
    Delivery.objects.bulk_create(wanted, batch_size=500, ignore_conflicts=True)
    return Delivery.objects.filter(mailing=mailing).count() - before


def check_links(
    *, mailing_id: int, at: datetime, checker: links.Checker | None = None
) -> list[tuple[content.Link, links.Finding]]:
    """Ask every link of a mailing's texts where it leads; findings of the same day are not asked again.

    Outside any transaction: it waits for the network. Merge fields are not asked: each reader has another.
    """
    found = [link for message in Message.objects.filter(mailing=mailing_id).order_by("pk") for link in _links(message)]
    asked = [link for link in found if not content.FIELD.search(link.href)]
    known = queries.kept_findings([link.href for link in asked], since=timezone.localdate(at))
    fresh = (checker or links.Checker()).check_all(link.href for link in asked if link.href not in known)
    for finding in fresh.values():
        if finding.verdict not in {LinkVerdict.PLACEHOLDER, LinkVerdict.MALFORMED}:
            LinkCheck.objects.update_or_create(
                url=finding.url[:2000],
                defaults={
                    "verdict": finding.verdict,
                    "status_code": finding.status,
                    "detail": finding.detail[:300],
                    "checked_at": at,
                },
            )
    return [(link, {**known, **fresh}[link.href]) for link in asked]


def start_mailing(
    *,
    mailing_id: int,
    actor: Any,
    at: datetime,
    confirmed_links: Iterable[str] = (),
    checker: links.Checker | None = None,
) -> Mailing:
    """Check the links, then let a mailing leave: its recipients are put in the queue in chunks of 250.

    ``confirmed_links`` are the addresses, named one by one, that could not be checked and that the
    actor answers for. A double click starts it once. Letters for the post wait to be printed.

    Raises:
        NotAllowed, NoRecipient, NotInPreparation; IdentificationMissing: the profile lacks what the
        law asks (C21); LinksBlock: a link leads nowhere (S136).

    Writes the audit line `messaging.mailing.started`; publishes MailingStarted after commit.
    """
    require(actor, "messaging.send_mailing")
    require_identification()
    findings = check_links(mailing_id=mailing_id, at=at, checker=checker)
    confirmed = list(confirmed_links)
    blocked = {finding.url for finding in links.blocking([finding for _, finding in findings], confirmed)}
    if blocked:
        named = [f"{link.text} ({link.href})" for link, _ in findings if link.href in blocked]
        raise LinksBlock(links=" ; ".join(dict.fromkeys(named)))
    return _start(mailing_id=mailing_id, actor=actor, at=at, confirmed=confirmed)


@transaction.atomic
def _start(*, mailing_id: int, actor: Any, at: datetime, confirmed: Sequence[str]) -> Mailing:
    mailing = _in_preparation(mailing_id)
    keys = list(Delivery.objects.filter(mailing=mailing).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NoRecipient
    for number, first in enumerate(range(0, len(keys), CHUNK), 1):
        part = keys[first : first + CHUNK]
        Delivery.objects.filter(mailing=mailing, pk__range=(part[0], part[-1])).update(chunk=number, fate_at=at)
    DeliveryEvent.objects.bulk_create(
        (DeliveryEvent(delivery_id=key, fate=Fate.QUEUED, at=at) for key in keys), batch_size=1000
    )
    mailing.status, mailing.started_at, mailing.started_by = MailingStatus.SENDING, at, _label(actor)
    mailing.confirmed_links = {url: _label(actor) for url in confirmed}
    mailing.save(update_fields=["status", "started_at", "started_by", "confirmed_links"])
    if mailing.is_bulk:
        changes = {"status": (MailingStatus.DRAFT, MailingStatus.SENDING), "recipients": (0, len(keys))}
        audit.record(actor=actor, verb="messaging.mailing.started", obj=mailing, changes=changes, at=at)
    facts.publish(MailingStarted(mailing.pk))
    return mailing


@transaction.atomic
def pause_mailing(*, mailing_id: int, actor: Any, at: datetime) -> Mailing:
    """Stop handing over: what has left has left, the rest waits."""
    return _switch(mailing_id, MailingStatus.SENDING, MailingStatus.PAUSED, "messaging.mailing.paused", actor, at)


@transaction.atomic
def resume_mailing(*, mailing_id: int, actor: Any, at: datetime) -> Mailing:
    """Go on with a paused mailing."""
    mailing = _switch(mailing_id, MailingStatus.PAUSED, MailingStatus.SENDING, "messaging.mailing.resumed", actor, at)
    facts.publish(MailingStarted(mailing.pk))
    return mailing


@transaction.atomic
def mark_printed(*, mailing_id: int, actor: Any, at: datetime) -> int:
    """Write that the print run of a mailing has been printed and posted; return how many letters."""
    require(actor, "messaging.send_mailing")
    waiting = list(Delivery.objects.filter(mailing=mailing_id, channel=Channel.POST, fate=Fate.QUEUED))
    change_fate(waiting, Fate.PRINTED, at=at, actor=actor, sent_at=at)
    return len(waiting)


def require_identification() -> None:
    """Refuse to write to many while the profile lacks what the law asks (C21)."""
    profile = current_profile()
    values = {
        name: str(getattr(profile, name))
        for name in ("name", "street", "city", "postal_code", "phone", "email", "website")
    }
    missing = missing_identification(values)
    if missing:
        names = {
            "name": _("full name"),
            "street": _("street address"),
            "city": _("city"),
            "postal_code": _("postal code"),
            "contact": _("telephone, e-mail or web site"),
        }
        raise IdentificationMissing(missing=", ".join(names[name] for name in missing))


def new_token() -> str:
    """A token nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


def _delivery(mailing: Mailing, messages: Mapping[str, Message], recipient: Recipient, at: datetime) -> Delivery:
    channel = Channel(recipient.channel)
    address = recipient.address.strip()
    if channel == Channel.EMAIL and not is_email(address):
        raise NotAnAddress(address=address)
    language = recipient.language if recipient.language in messages else mailing.default_language
    return Delivery(
        mailing=mailing,
        message=messages[language],
        contact_id=recipient.contact_id,
        channel=channel,
        address=address,
        address_key=fold(address)[:500],
        wanted_language=recipient.language if recipient.language not in {"", language} else "",
        merge={name.lower(): late.kept(value) for name, value in recipient.merge.items()},
        token=new_token(),
        queued_at=at,
        fate_at=at,
    )


def _message(mailing: Mailing, text: Text) -> Message:
    return Message(
        mailing=mailing,
        language=text.language,
        subject=text.subject,
        preheader=text.preheader,
        place_date=text.place_date,
        source=text.source,
        signatories=[dict(one) for one in text.signatories],
        enclosures=[dict(one) for one in text.enclosures],
    )


def _links(message: Message) -> list[content.Link]:
    enclosed = [content.Link(one["label"], one["href"]) for one in message.enclosures if one.get("href")]
    return content.links(content.parse(message.source)) + enclosed


def _in_preparation(mailing_id: int) -> Mailing:
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.status != MailingStatus.DRAFT:
        raise NotInPreparation(title=mailing.title)
    return mailing


def _switch(mailing_id: int, old: MailingStatus, new: MailingStatus, verb: str, actor: Any, at: datetime) -> Mailing:
    require(actor, "messaging.send_mailing")
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.status == old:
        mailing.status = new
        mailing.save(update_fields=["status"])
        audit.record(actor=actor, verb=verb, obj=mailing, changes={"status": (old, new)}, at=at)
    return mailing


def _label(actor: Any) -> str:
    return str(actor)[:200] if actor is not None else ""
