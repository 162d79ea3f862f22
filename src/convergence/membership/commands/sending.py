"""Handing letters and reminders over to messaging: one mailing for each mailing of a call, one for each act of reminding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.profile import current_profile
from convergence.membership.choices import Channel, Language, LinkState
from convergence.membership.models import CallRecipient, DuesCall, PersonalLink, ReminderLevel
from convergence.membership.queries import letters, payers
from convergence.membership.queries.fates import returned_prefix
from convergence.membership.queries.links import LINK_WORDS, form_url
from convergence.membership.queries.recipients import main_language
from convergence.messaging.choices import LinkVerdict, Purpose
from convergence.messaging.commands import mailings, transactional
from convergence.messaging.late import Late
from convergence.messaging.links import Checker, Finding, judge_form
from convergence.messaging.models import Delivery, Mailing


class Recorded(Checker):
    """Answers what was found when the links of the call were checked, before the signatures; asks no network."""

    def __init__(self, call: DuesCall) -> None:
        super().__init__()
        verdicts = {LinkState.GOOD: LinkVerdict.GOOD, LinkState.UNREACHABLE: LinkVerdict.UNREACHABLE}
        self.found = {row.url: verdicts.get(LinkState(row.state), LinkVerdict.GONE) for row in call.links.all()}

    def check_all(self, urls: Iterable[str]) -> dict[str, Finding]:
        """Return the finding of each address; one that was not in the letters is judged by its form."""
        return {
            url: judge_form(url) or Finding(url, self.found.get(url, LinkVerdict.GOOD)) for url in dict.fromkeys(urls)
        }


def text_of(text: letters.Text) -> mailings.Text:
    """Return a letter as messaging takes it."""
    return mailings.Text(
        language=text.language,
        subject=text.subject,
        source=text.source,
        place_date=text.place_date,
        signatories=[{"name": name, "title": title} for name, title in text.signatories],
        enclosures=[{"label": label, "href": href} for label, href in text.enclosures],
    )


def reference_of(call: DuesCall) -> str:
    """Return the name under which messaging knows the current mailing of a call."""
    return f"membership.dues_call:{call.pk}:{call.mailing_number}"


def _title(call: DuesCall) -> str:
    with override(main_language(Language.values)):
        if call.mailing_number <= 1:
            return _("Dues %(period)s") % {"period": call.period}
        return _("Dues %(period)s, mailing %(number)s") % {"period": call.period, "number": call.mailing_number}


def _mailing(call: DuesCall, *, at: datetime) -> Mailing:
    return mailings.create_mailing(
        reference=reference_of(call),
        title=_title(call),
        purpose=Purpose.DUES,
        texts=[text_of(letters.letter_text(call, letter)) for letter in call.letters.order_by("-language")],
        default_language=main_language([letter.language for letter in call.letters.all()]),
        reply_to=current_profile().email,
        actor=None,
        at=at,
    )


def _address(recipient: CallRecipient) -> tuple[str, str]:
    """Return how and where a letter goes; a postal address is the name and its lines."""
    if recipient.channel == Channel.POST:
        return Channel.POST, f"{recipient.name}\n{recipient.postal}"
    return Channel.EMAIL, recipient.email


def _reader(
    recipient: CallRecipient, merge: Mapping[str, object], way: tuple[str, str] | None = None
) -> mailings.Recipient:
    channel, address = _address(recipient)
    if way is not None:
        channel, where = way
        address = f"{recipient.name}\n{where}" if channel == Channel.POST else where
    return mailings.Recipient(
        contact_id=recipient.member_id,
        address=address,
        language=recipient.language_wanted or recipient.language,
        merge=merge,
        channel=channel,
    )


def _way_in(link: PersonalLink | None) -> dict[str, object]:
    """Return the field of the personal link: made at each rendering, kept nowhere; without one, a link that opens nothing."""
    return {"link": Late(LINK_WORDS, link.nonce) if link is not None else form_url(letters.TEST_TOKEN)}


def queue_letters(call: DuesCall, rows: Sequence[tuple[CallRecipient, PersonalLink]], *, at: datetime) -> None:
    """Add the letters of a chunk of recipients to the mailing; adding them twice changes nothing."""
    readers = [
        _reader(row, letters.values_of(row, language=row.language) | _way_in(link))
        for row, link in rows
        if row.email or row.channel == Channel.POST
    ]
    mailings.add_recipients(mailing_id=_mailing(call, at=at).pk, recipients=readers, actor=None, at=at)


def start_mailing(call: DuesCall, *, at: datetime) -> None:
    """Let the mailing of a call leave, once all its letters are in it; a mailing that has left is left alone."""
    mailing = Mailing.objects.filter(reference=reference_of(call), started_at__isnull=True).first()
    if mailing is None or not Delivery.objects.filter(mailing=mailing).exists():
        return
    _start(mailing, call, at=at)


def _start(mailing: Mailing, call: DuesCall, *, at: datetime) -> None:
    confirmed = list(call.links.exclude(confirmed_at=None).values_list("url", flat=True))
    mailings.start_mailing(mailing_id=mailing.pk, actor=None, at=at, confirmed_links=confirmed, checker=Recorded(call))


def send_test(
    call: DuesCall,
    recipient: CallRecipient,
    *,
    to: str,
    covered: Sequence[CallRecipient] | None = None,
    actor: Any,
    at: datetime,
) -> None:
    """Send the letter of a recipient to oneself; its link opens nothing, and nothing is counted."""
    written = {letter.language: letter for letter in call.letters.all()}
    letter = written.get(recipient.language) or written["fr"]
    mailing = mailings.create_mailing(
        reference=f"membership.dues_test:{call.pk}:{at.timestamp():.0f}:{getattr(actor, 'pk', 0)}",
        title=_("Test of the dues call %(period)s") % {"period": call.period},
        purpose=Purpose.DUES,
        texts=[text_of(letters.letter_text(call, letter))],
        default_language=letter.language,
        reply_to=current_profile().email,
        is_bulk=False,
        actor=None,
        at=at,
    )
    merge = letters.values_of(recipient, language=letter.language, covered=covered) | _way_in(None)
    transactional.send_test(mailing_id=mailing.pk, to=to, language=letter.language, merge=merge, actor=actor, at=at)


def tell_payers(call: DuesCall, *, at: datetime) -> None:
    """Write to those who pay for others and were not called themselves, once for each mailing; without a way, to none."""
    owed = payers.not_called_payers(call, mailing_number=call.mailing_number)
    reference = f"{payers.payers_reference(call)}{call.mailing_number}"
    if not owed or Mailing.objects.filter(reference=reference).exists():
        return
    with override(main_language(Language.values)):
        title = _("Dues %(period)s: those who pay for others") % {"period": call.period}
    known = payers.payers_of(list(owed), on=timezone.localdate(at))
    readers = [
        _payer_reader(payer, payers.values_of(payer, owed[pk])) for pk, payer in known.items() if payer.way is not None
    ]
    texts = [payers.sum_text(language, place=call.place, day=call.letter_date) for language in Language.values]
    _send_to_payers(reference, title, texts, readers, call, at=at)


def tell_payers_again(call: DuesCall, found: Sequence[payers.PayerBack], *, at: datetime) -> None:
    """Write once more to those who pay for others and to whom their letter came back, of what is still owed."""
    with override(main_language(Language.values)):
        title = _("Dues %(period)s: letters that had come back") % {"period": call.period}
    readers = [_payer_reader(one.payer, payers.values_of(one.payer, one.rows, balances=one.balances)) for one in found]
    day = timezone.localdate(at)
    texts = [payers.sum_text(language, place=call.place, day=day) for language in Language.values]
    reference = f"{payers.payers_reference(call)}again:{at.timestamp():.6f}"
    _send_to_payers(reference, title, texts, readers, call, at=at)


def _send_to_payers(
    reference: str,
    title: str,
    texts: Sequence[letters.Text],
    readers: Sequence[mailings.Recipient],
    call: DuesCall,
    *,
    at: datetime,
) -> None:
    """Send one letter of facts: who pays for members need not be one, nor have agreed to be called (C19)."""
    if not readers:
        return
    mailing = mailings.create_mailing(
        reference=reference,
        title=title,
        purpose=Purpose.MEMBERSHIP_FACTS,
        texts=[text_of(text) for text in texts],
        reply_to=current_profile().email,
        actor=None,
        at=at,
    )
    mailings.add_recipients(mailing_id=mailing.pk, recipients=readers, actor=None, at=at)
    mailings.start_mailing(mailing_id=mailing.pk, actor=None, at=at, checker=Recorded(call))


def _payer_reader(payer: payers.Payer, merge: Mapping[str, object]) -> mailings.Recipient:
    channel, where = payer.way or ("", "")
    return mailings.Recipient(
        contact_id=payer.contact.pk,
        address=f"{payer.contact.name}\n{where}" if channel == Channel.POST else where,
        language=payer.language,
        merge=merge,
        channel=channel,
    )


def send_again(call: DuesCall, rows: Sequence[tuple[CallRecipient, PersonalLink]], *, at: datetime) -> Mailing:
    """Send the letter once more to those to whom it came back, where they are reached now."""
    with override(main_language(Language.values)):
        title = _("Dues %(period)s: letters that had come back") % {"period": call.period}
    mailing = mailings.create_mailing(
        reference=f"{returned_prefix(call)}{at.timestamp():.6f}",
        title=title,
        purpose=Purpose.DUES,
        texts=[text_of(letters.letter_text(call, letter)) for letter in call.letters.order_by("-language")],
        default_language=main_language([letter.language for letter in call.letters.all()]),
        reply_to=current_profile().email,
        actor=None,
        at=at,
    )
    readers = [_reader(row, letters.values_of(row, language=row.language) | _way_in(link)) for row, link in rows]
    mailings.add_recipients(mailing_id=mailing.pk, recipients=readers, actor=None, at=at)
    _start(mailing, call, at=at)
    return mailing


@dataclass(frozen=True, slots=True)
class ToRemind:
    """One recipient to remind: what remains due, in cents, and the promise that has passed, if any.

    `way` is how and where it is reached today; None: as when the call left, and messaging tells what becomes of it.
    """

    recipient: CallRecipient
    balance_cents: int
    promised: date | None
    way: tuple[str, str] | None = None


def send_reminders(
    call: DuesCall, level: ReminderLevel, chosen: Sequence[ToRemind], links: dict[int, PersonalLink], *, at: datetime
) -> None:
    """Send one level's reminder to several recipients, as one mailing."""
    day = timezone.localdate(at)
    texts = [text_of(letters.reminder_text(text, place=call.place, day=day)) for text in level.texts.all()]
    with override(main_language(Language.values)):
        title = _("Reminder %(number)s, dues %(period)s") % {"number": level.number, "period": call.period}
    mailing = mailings.create_mailing(
        reference=f"membership.dues_reminder:{call.pk}:{level.number}:{at.timestamp():.6f}",
        title=title,
        purpose=Purpose.DUES,
        texts=texts,
        reply_to=current_profile().email,
        actor=None,
        at=at,
    )
    readers = []
    for one in chosen:
        link = links.get(one.recipient.pk)
        merge = letters.values_of(
            one.recipient,
            language=one.recipient.language,
            balance_cents=one.balance_cents,
            promised=one.promised,
        )
        readers.append(_reader(one.recipient, merge | _way_in(link), one.way))
    mailings.add_recipients(mailing_id=mailing.pk, recipients=readers, actor=None, at=at)
    mailings.start_mailing(mailing_id=mailing.pk, actor=None, at=at, checker=Recorded(call))


def remind_payers(call: DuesCall, chosen: Mapping[int, Sequence[ToRemind]], *, at: datetime) -> None:
    """Remind those who pay for others, by contact id, of what each of these recipients still owes: one letter each."""
    with override(main_language(Language.values)):
        title = _("Reminder to those who pay for others, dues %(period)s") % {"period": call.period}
    day = timezone.localdate(at)
    known = payers.payers_of(list(chosen), on=day)
    readers = []
    for pk, payer in known.items():
        rows = [one.recipient for one in chosen[pk]]
        balances = {one.recipient.pk: one.balance_cents for one in chosen[pk]}
        readers.append(_payer_reader(payer, payers.values_of(payer, rows, balances=balances)))
    reference = f"membership.dues_payers_reminder:{call.pk}:{at.timestamp():.6f}"
    texts = [payers.reminder_text(language, place=call.place, day=day) for language in Language.values]
    _send_to_payers(reference, title, texts, readers, call, at=at)
