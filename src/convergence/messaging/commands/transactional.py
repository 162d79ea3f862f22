"""Writing to one person now: receipts, answers, confirmations, test sends."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.messaging.choices import Purpose
from convergence.messaging.commands.mailings import (
    File,
    Recipient,
    Text,
    _start,
    add_recipients,
    create_mailing,
)
from convergence.messaging.models import Delivery, Mailing, Message

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\*_[]<>#`&"})


@transaction.atomic
def send_transactional(
    *,
    to: str,
    template: str,
    context: Mapping[str, object],
    language: str,
    purpose: str,
    at: datetime,
    contact_id: int | None = None,
    files: Iterable[File] = (),
    reply_to: str = "",
    reference: str = "",
    actor: Any = None,
    merge: Mapping[str, object] | None = None,
) -> Delivery:
    """Put one message to one person in the queue, with its row in the register.

    ``template`` is the name, without ending, of two templates of the caller's app:
    ``<template>_subject.txt`` and ``<template>_body.md`` (light Markdown, see `documents.content`),
    rendered in ``language``. Values of ``context`` are words: Markdown in them stays literal.
    ``merge`` gives the fields that the body leaves open (``{{ link }}``), `messaging.late.Late` for a personal link.
    With a ``reference`` (``finance.receipt:12``) it is sent once, however often it is asked.

    Raises:
        NotAnAddress: ``to`` is no e-mail address.
    """
    with override(language):
        words = {name: literal(value) for name, value in context.items()}
        subject = " ".join(render_to_string(f"{template}_subject.txt", dict(context)).split())
        source = render_to_string(f"{template}_body.md", words).strip()
    text = Text(language=language, subject=unescaped(subject), source=unescaped(source))
    return _send_one(
        to=to,
        text=text,
        purpose=purpose,
        contact_id=contact_id,
        files=files,
        reply_to=reply_to,
        reference=reference or f"messaging.one:{uuid4().hex}",
        at=at,
        merge=merge,
    )


@transaction.atomic
def send_test(
    *, mailing_id: int, to: str, language: str, merge: Mapping[str, object], actor: Any, at: datetime
) -> Delivery:
    """Send a mailing's text to one address to look at it, with the words of a real recipient.

    The subject says that it is a test. Recipients and counts of the mailing do not change.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    message = Message.objects.filter(mailing=mailing, language=language).first() or Message.objects.get(
        mailing=mailing, language=mailing.default_language
    )
    with override(message.language):
        subject = _("[Test] %(subject)s") % {"subject": message.subject}
    text = Text(
        language=message.language,
        subject=subject[:250],
        source=message.source,
        preheader=message.preheader,
        place_date=message.place_date,
        signatories=message.signatories,
        enclosures=message.enclosures,
    )
    reference = f"messaging.test:{uuid4().hex}"
    files = [File(a.name, bytes(a.content), a.media_type) for a in mailing.attachments.all()]
    return _send_one(
        to=to,
        text=text,
        purpose=Purpose.REPLY,
        contact_id=None,
        files=files,
        reply_to=mailing.reply_to,
        reference=reference,
        at=at,
        merge=merge,
    )


def _send_one(
    *,
    to: str,
    text: Text,
    purpose: str,
    contact_id: int | None,
    files: Iterable[File],
    reply_to: str,
    reference: str,
    at: datetime,
    merge: Mapping[str, object] | None = None,
) -> Delivery:
    known = Delivery.objects.filter(mailing__reference=reference).first()
    if known is not None:
        return known
    mailing = create_mailing(
        reference=reference,
        title=text.subject,
        purpose=purpose,
        texts=[text],
        default_language=text.language,
        reply_to=reply_to,
        files=files,
        is_bulk=False,
        actor=None,
        at=at,
    )
    one = Recipient(contact_id, to, text.language, merge or {})
    add_recipients(mailing_id=mailing.pk, recipients=[one], actor=None, at=at)
    _start(mailing_id=mailing.pk, actor=None, at=at, confirmed=())
    return Delivery.objects.get(mailing=mailing)


def literal(value: object) -> object:
    """Return a value whose Markdown signs stay signs; lists and dictionaries are walked."""
    if isinstance(value, str):
        return value.replace("{{", "{ {").translate(_MARKS)
    if isinstance(value, Mapping):
        return {key: literal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [literal(item) for item in value]
    return value


def unescaped(text: str) -> str:
    """Return a text without the HTML escaping of Django's templates: the words are escaped again where they are shown."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
