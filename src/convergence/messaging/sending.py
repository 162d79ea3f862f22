"""Handing messages over, so that a worker killed at any moment sends nothing twice.

Before a message is handed over its row becomes SENDING, committed, under the name of the job; after
the server's answer it becomes SENT, in the same commit as the next row's SENDING. When a job is run
again after its worker died, what it had left SENDING is UNCERTAIN: at most one message, listed for
a person. The rest is still QUEUED and leaves now.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.core import facts
from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.documents import content, letters
from convergence.messaging import consent, mime, queries
from convergence.messaging.addresses import carried, envelope_sender
from convergence.messaging.choices import Channel, Fate, MailingStatus, Purpose
from convergence.messaging.commands.fates import Fated, change_fate, hand_on
from convergence.messaging.errors import UnknownField
from convergence.messaging.events import MailingFinished
from convergence.messaging.models import Delivery, Mailing
from convergence.messaging.rendering import letter_of, render_email, unsubscribe_url
from convergence.messaging.rules import offers_unsubscribe, stopped_by
from convergence.messaging.transports import NotSent, RefusedForGood, Transport, Unknown, transport

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

CONSENT_BATCH = 50
"""Consents are read for this many recipients at once; the suppression list is looked at again with each one."""

MAX_ATTEMPTS = 5
"""A message that the server puts off this often has failed."""


class TryLater(Exception):
    """Messages remain that could not leave now: the job is to be run again."""


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    held_back: int = 0
    put_off: int = 0
    uncertain: int = 0


def send_chunk(
    *, mailing_id: int, chunk: int, claim: str, way: Transport | None = None, clock: Clock = timezone.now
) -> Tally:
    """Hand over what waits of one chunk of a mailing. Safe to run again, at the same time too.

    ``claim`` names the job: rows it had left SENDING in an earlier run become UNCERTAIN.

    Raises:
        TryLater: the mail server is away, or put some messages off.
    """
    mailing = Mailing.objects.prefetch_related("attachments").get(pk=mailing_id)
    tally = Tally(uncertain=leave_uncertain(Q(mailing=mailing, chunk=chunk, claim=claim), at=clock()))
    if mailing.status == MailingStatus.SENDING:
        way = way or transport()
        try:
            _Run(mailing, claim, way, clock, tally).hand_over(chunk)
        finally:
            way.close()
    finish_if_done(mailing_id=mailing_id, at=clock())
    if tally.put_off:
        message = f"{tally.put_off} messages were put off"
        raise TryLater(message)
    return tally


@transaction.atomic
def leave_uncertain(which: Q, *, at: datetime) -> int:
    """Turn what a dead job left SENDING into UNCERTAIN; return how many."""
    rows = list(Delivery.objects.filter(which, fate=Fate.SENDING))
    change_fate(
        rows, Fate.UNCERTAIN, at=at, detail=_("The sending was interrupted while this message was being handed over.")
    )
    return len(rows)


@transaction.atomic
def finish_if_done(*, mailing_id: int, at: datetime) -> bool:
    """Close a mailing of which nothing waits any more. Publishes MailingFinished."""
    waiting = Q(fate=Fate.SENDING) | Q(fate=Fate.QUEUED, channel=Channel.EMAIL)
    if Delivery.objects.filter(waiting, mailing=mailing_id).exists():
        return False
    done = Mailing.objects.filter(pk=mailing_id, status=MailingStatus.SENDING)
    if not done.update(status=MailingStatus.SENT, finished_at=at):
        return False
    facts.publish(MailingFinished(mailing_id))
    return True


@dataclass
class _Run:
    mailing: Mailing
    claim: str
    way: Transport
    clock: Clock
    tally: Tally
    profile: OrganisationProfile = field(default_factory=current_profile)
    read: dict[int, content.Blocks] = field(default_factory=dict)
    last: Fated | None = None

    def __post_init__(self) -> None:
        self.purpose = Purpose(self.mailing.purpose)
        self.files = [mime.File(a.name, a.media_type, bytes(a.content)) for a in self.mailing.attachments.all()]

    def hand_over(self, chunk: int) -> None:
        waiting = Delivery.objects.filter(mailing=self.mailing, chunk=chunk, channel=Channel.EMAIL, fate=Fate.QUEUED)
        rows = list(waiting.select_related("message", "contact").order_by("pk"))
        if rows:
            self._open()
        try:
            for start in range(0, len(rows), CONSENT_BATCH):
                if not Mailing.objects.filter(pk=self.mailing.pk, status=MailingStatus.SENDING).exists():
                    break
                part = rows[start : start + CONSENT_BATCH]
                stopped = queries.blocked_keys(row.address_key for row in part)
                for delivery in self._allowed(part):
                    self._one(delivery, may_be_stopped=delivery.address_key in stopped)
        finally:
            self._write(None)

    def _open(self) -> None:
        try:
            self.way.open()
        except NotSent as error:
            message = f"no mail server: {error}"
            raise TryLater(message) from error

    def _allowed(self, rows: Sequence[Delivery]) -> Iterator[Delivery]:
        answers = consent.decide(rows, purpose=self.purpose, on=timezone.localdate(self.clock()))
        for delivery in rows:
            answer = answers[delivery.pk]
            delivery.consent_basis, delivery.consent_reason = answer.basis[:60], answer.reason[:300]
            if answer.allowed:
                yield delivery
            else:
                self._hold_back(delivery, answer.reason)

    def _one(self, delivery: Delivery, *, may_be_stopped: bool) -> None:
        if may_be_stopped and self._is_stopped(delivery):
            return
        written = self._written(delivery)
        if written is None:
            return
        raw, recipient = written
        if not self._write(delivery, guarded=not may_be_stopped):
            # Another job has it, or it was stopped since: a topic that does not concern this message lets it go.
            if may_be_stopped or not queries.blocks(delivery.address) or self._is_stopped(delivery):
                return
            if not self._write(delivery):
                return
        token = envelope_sender(settings.MAIL_BOUNCE_ADDRESS, delivery.token)
        try:
            answer = self.way.send(
                sender=token,
                recipient=recipient,
                raw=raw,
                delivery_id=delivery.pk,
                subject=delivery.message.subject,
            )
        except RefusedForGood as error:
            self.last = Fated(delivery, Fate.FAILED, str(error))
            self.tally.failed += 1
        except Unknown as error:
            self.last = Fated(delivery, Fate.UNCERTAIN, str(error))
            self.tally.uncertain += 1
        except NotSent as error:
            self._put_off(delivery, error)
        else:
            delivery.sent_at = self.clock()
            self.last = Fated(delivery, Fate.SENT, answer)
            self.tally.sent += 1

    def _is_stopped(self, delivery: Delivery) -> bool:
        block = stopped_by(self.purpose, queries.blocks(delivery.address))
        if block is not None:
            self._hold_back(delivery, f"{block.reason.label}: {block.topic.label}")
        return block is not None

    def _written(self, delivery: Delivery) -> tuple[bytes, str] | None:
        """The bytes and the address of one delivery; one that cannot be written fails and holds back no other."""
        try:
            return self.message(delivery), carried(delivery.address)
        except UnknownField as error:
            self._fail(delivery, str(error))
        except (ValueError, LookupError) as error:
            logger.exception("delivery %s cannot be written", delivery.pk)
            self._fail(delivery, _("This message could not be written: %(error)s") % {"error": error})
        return None

    def message(self, delivery: Delivery) -> bytes:
        """The bytes of one delivery."""
        blocks = self.read.get(delivery.message_id)
        if blocks is None:
            blocks = self.read[delivery.message_id] = letters.prepare(
                delivery.message.source, delivery.message.language
            )
        email = render_email(
            letter=letter_of(delivery, blocks=blocks),
            profile=self.profile,
            purpose=self.purpose,
            token=delivery.token,
            preheader=delivery.message.preheader,
            on_behalf_of=self.mailing.on_behalf_of,
        )
        envelope = self.envelope(delivery)
        return mime.build(envelope, subject=email.subject, text=email.text, html=email.html, files=self.files)

    def envelope(self, delivery: Delivery) -> mime.Envelope:
        """Sender, recipient and the headers that machines read."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        domain = address.rpartition("@")[2]
        leaves = offers_unsubscribe(self.purpose)
        return mime.Envelope(
            sender_name=self.profile.name or self.profile.acronym or name,
            sender=address,
            recipient=carried(delivery.address),
            message_id=f"<{delivery.token}@{domain}>",
            date=self.clock(),
            reply_to=self.mailing.reply_to or self.profile.email,
            token=delivery.token,
            unsubscribe_url=unsubscribe_url(delivery.token) if leaves else "",
            unsubscribe_mail=envelope_sender(settings.MAIL_BOUNCE_ADDRESS, delivery.token) if leaves else "",
            is_bulk=self.mailing.is_bulk,
            language=delivery.message.language,
        )

    def _write(self, following: Delivery | None, *, guarded: bool = False) -> bool:
        """Write the last outcome and take the following delivery, in one commit."""
        last, self.last = self.last, None
        if last is None and following is None:
            return False
        with transaction.atomic():
            return hand_on(last, following, claim=self.claim, at=self.clock(), guarded=guarded)

    def _hold_back(self, delivery: Delivery, reason: str) -> None:
        self._write(None)
        basis, why = delivery.consent_basis, delivery.consent_reason
        with transaction.atomic():
            change_fate(
                [delivery], Fate.SUPPRESSED, at=self.clock(), detail=reason, consent_basis=basis, consent_reason=why
            )
        self.tally.held_back += 1

    def _fail(self, delivery: Delivery, reason: str) -> None:
        self._write(None)
        with transaction.atomic():
            change_fate([delivery], Fate.FAILED, at=self.clock(), detail=reason)
        self.tally.failed += 1

    def _put_off(self, delivery: Delivery, error: NotSent) -> None:
        if delivery.attempts >= MAX_ATTEMPTS:
            self.last = Fated(delivery, Fate.FAILED, str(error))
            self.tally.failed += 1
        else:
            delivery.claim = ""
            self.last = Fated(delivery, Fate.QUEUED, str(error))
            self.tally.put_off += 1


def abandoned(*, at: datetime, running: Callable[[str], bool], grace: timedelta = timedelta(minutes=2)) -> int:
    """Turn into UNCERTAIN what is SENDING under a job that no longer runs; return how many.

    ``running`` tells whether the job of that name runs. The grace leaves a job time to be taken up
    again and to tidy up after itself.
    """
    late = Delivery.objects.filter(fate=Fate.SENDING, fate_at__lt=at - grace)
    dead = [claim for claim in late.values_list("claim", flat=True).distinct() if not running(claim)]
    return leave_uncertain(Q(claim__in=dead, fate_at__lt=at - grace), at=at) if dead else 0
