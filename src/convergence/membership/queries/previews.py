"""Real recipients, before anything is sent: the letter as e-mail, text and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from convergence.contacts.models import Contact
from convergence.contacts.rules.names import fold_for_search
from convergence.core.profile import current_profile
from convergence.documents import letters as paper
from convergence.membership.choices import CallState
from convergence.membership.errors import UnknownMergeField
from convergence.membership.models import CallLetter, CallRecipient, DuesCall
from convergence.membership.queries import letters
from convergence.membership.queries.audience import Placed, placed, record_date_of
from convergence.membership.queries.coverages import payers_on
from convergence.membership.queries.links import form_url
from convergence.membership.queries.outline import Outline, outline_of
from convergence.membership.queries.readiness import unknown_field_text
from convergence.membership.queries.recipients import main_language, recipient_of
from convergence.membership.rules.audience import Reason
from convergence.membership.rules.dues import final_payer
from convergence.membership.rules.letters import UnknownFieldError
from convergence.messaging import rendering
from convergence.messaging.choices import Purpose


@dataclass(frozen=True, slots=True)
class Sample:
    """One recipient's letter in its three forms."""

    member_id: int
    name: str
    email: str
    language: str
    is_fallback: bool
    letter: paper.Letter
    email_subject: str
    email_html: str
    email_text: str
    window: tuple[str, ...]

    @property
    def letter_html(self) -> str:
        """Return the letter alone, our tags only."""
        return paper.html(self.letter)

    def pdf(self, *, created: datetime) -> bytes:
        """Return the letter as tagged PDF."""
        return rendering.render_pdf(self.letter, recipient=list(self.window), created=created)


def samples(
    call: DuesCall,
    *,
    today: date,
    shown: int | None = None,
    limit: int = 40,
    outline: Iterable[Outline] | None = None,
) -> list[tuple[int, str]]:
    """Return `(contact id, name)` of recipients to leaf through, by name, spread evenly over all who are called.

    They are the frozen recipients, else those of the draft's audience (its `outline`, when the caller has read it);
    the member `shown` is always among them, and so are some of those who pay for others, whose letters say more.
    """
    if call.state != CallState.DRAFT:
        found = list(CallRecipient.objects.filter(call=call).values_list("member_id", "name"))
    else:
        reached = outline_of(call, today=today) if outline is None else outline
        found = [(one.contact_id, one.name) for one in reached if one.is_in]
    found.sort(key=lambda pair: (fold_for_search(pair[1]), pair[0]))
    if len(found) <= limit:
        return found
    kept = {found[place * len(found) // limit][0] for place in range(limit)} | {shown}
    kept |= set(sorted(set(payers_on(record_date_of(call, today=today)).values()))[:limit])
    return [pair for pair in found if pair[0] in kept]


def sample(
    call: DuesCall,
    *,
    today: date,
    member_id: int | None = None,
    language: str = "",
    draft: CallLetter | None = None,
    known: Sequence[Placed] | None = None,
) -> Sample | None:
    """Return the letter of a member, or of the first one called; None when nobody is called or no letter is written.

    Args:
        call: a draft or an issued call.
        today: the day at the edge.
        member_id: whose letter.
        language: show this language's letter whatever the member reads.
        draft: show this letter, not saved, in place of the written ones.
        known: all the members of a draft, when the caller has read them.

    Raises:
        UnknownField, UnknownMergeField: the text names a field that does not exist.
    """
    recipient = recipient_to_show(call, today, member_id, known)
    written = {row.language: row for row in call.letters.all()}
    if recipient is None or not (written or draft):
        return None
    letter = draft or written.get(language or recipient.language) or written.get("fr") or next(iter(written.values()))
    try:
        text = letters.letter_text(call, letter)
    except UnknownFieldError as error:
        raise UnknownMergeField(unknown_field_text(letter, str(error))) from error
    composed = rendering.compose(
        language=text.language,
        subject=text.subject,
        source=text.source,
        merge=letters.values_of(recipient, language=text.language, covered=covered_by(call, recipient, today))
        | {"link": form_url(letters.TEST_TOKEN)},
        place_date=text.place_date,
        signatories=[{"name": name, "title": title} for name, title in text.signatories],
        enclosures=[{"label": label, "href": href} for label, href in text.enclosures],
        recipient=recipient.name,
    )
    email = rendering.render_email(letter=composed, profile=current_profile(), purpose=Purpose.DUES)
    window = (recipient.name, *recipient.postal.split("\n")) if recipient.postal else (recipient.name,)
    return Sample(
        member_id=recipient.member_id,
        name=recipient.name,
        email=recipient.email,
        language=text.language,
        is_fallback=recipient.is_fallback,
        letter=composed,
        email_subject=email.subject,
        email_html=email.html,
        email_text=email.text,
        window=window,
    )


def recipient_to_show(
    call: DuesCall, today: date, member_id: int | None, known: Sequence[Placed] | None = None
) -> CallRecipient | None:
    """Return the recipient of a member, or the first one by contact; unsaved for a draft; None when nobody is called."""
    if call.state != CallState.DRAFT:
        rows = (
            CallRecipient.objects.filter(call=call)
            .select_related("call", "member", "payer", "invoice", "scale")
            .order_by("name", "pk")
        )
        return (rows.filter(member_id=member_id) if member_id else rows).first()
    one = _placed_one(call, today, member_id) if known is None else _one_of(known, member_id)
    if one is None:
        return None
    languages = frozenset(row.language for row in call.letters.all())
    recipient = recipient_of(call, one, languages, main_language(languages))
    people = Contact.objects.in_bulk({recipient.member_id, recipient.payer_id})
    recipient.member, recipient.payer = people[recipient.member_id], people[recipient.payer_id]
    return recipient


def _one_of(known: Sequence[Placed], member_id: int | None) -> Placed | None:
    inside = (one for one in known if one.place.is_in)
    return next((one for one in inside if member_id in (None, one.member.contact_id)), None)


def covered_by(call: DuesCall, recipient: CallRecipient, today: date) -> list[CallRecipient] | None:
    """Return for whom an unsaved recipient pays too, by name; None for a saved one, whose call knows."""
    if recipient.pk is not None:
        return None
    if recipient.reason != Reason.PAYS_FOR:
        return []
    pairs = payers_on(record_date_of(call, today=today))
    ids = [member for member in pairs if final_payer(member, pairs) == recipient.member_id]
    found = [one for one in placed(call, today=today, only=ids) if one.place.is_in]
    languages = frozenset(row.language for row in call.letters.all())
    rows = [recipient_of(call, one, languages, main_language(languages)) for one in found]
    members = Contact.objects.in_bulk([row.member_id for row in rows])
    for row in rows:
        row.member = members[row.member_id]
    return sorted(rows, key=lambda row: (fold_for_search(row.name), row.member_id))


def _placed_one(call: DuesCall, today: date, member_id: int | None) -> Placed | None:
    if member_id is not None:
        found = placed(call, today=today, after=member_id - 1, limit=1)
        return next((one for one in found if one.place.is_in and one.member.contact_id == member_id), None)
    after = 0
    while found := placed(call, today=today, after=after, limit=50):
        for one in found:
            if one.place.is_in:
                return one
        after = found[-1].member.contact_id
    return None
