"""Letters and reminders ready for messaging: one text for each language, one set of words for each recipient (S137).

The text is light markup with `{{ key }}` fields; messaging makes the e-mail, its text version and the PDF from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.contacts.choices import ContactKind, FormOfAddress, GrammaticalGender
from convergence.core.dates import long_day
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.finance.rules.references import format_code
from convergence.membership.choices import Basis
from convergence.membership.models import CallLetter, CallRecipient, DuesCall, ReminderText, Signature
from convergence.membership.queries.amounts import steps_of
from convergence.membership.queries.signing import title_in
from convergence.membership.rules import letters
from convergence.membership.wording import explain_changes, explain_in_a_line

#: Where a test letter's link leads: to the page that says that a link opens nothing.
TEST_TOKEN = "essai"  # noqa: S105 (not a secret)


@dataclass(frozen=True, slots=True)
class Text:
    """What a letter says in one language, the same for all its readers."""

    language: str
    subject: str
    place_date: str
    source: str
    signatories: tuple[tuple[str, str], ...]
    enclosures: tuple[tuple[str, str], ...]


def form_words(language: str) -> str:
    """Return the readable text of the personal link, never « click here » (S62)."""
    with translation.override(language):
        return _("Open your dues form")


def _source(text: str, language: str) -> str:
    return letters.to_source(text, form_words(language))


def dated_place(place: str, day: date, language: str) -> str:
    """Write « Montréal, le 22 février 2024 » in a language (S60)."""
    written = long_day(day, language)
    if language == "fr":
        written = f"le {written}"
    return f"{place}, {written}" if place else written


def letter_text(call: DuesCall, letter: CallLetter) -> Text:
    """Return the letter of a call in one language.

    Raises:
        UnknownFieldError: a merge field that nobody knows.
    """
    language = letter.language
    body = [letter.addressees, letter.body, "{{ covered }}", letter.closing_formula]
    return Text(
        language=language,
        subject=_source(letter.subject, language),
        place_date=dated_place(call.place, call.letter_date, language),
        source="\n\n".join(_source(part, language) if "{{" not in part else part for part in body if part),
        signatories=tuple((row.name, title_in(row.signatory, row.office, language)) for row in _signatures(call)),
        enclosures=tuple((row.label, row.url) for row in call.enclosures.all() if row.language in ("", language)),
    )


def _signatures(call: DuesCall) -> list[Signature]:
    found = sorted(call.signatures.all(), key=lambda row: row.office, reverse=True)
    prefetch_related_objects(found, "signatory")
    return found


def reminder_text(text: ReminderText, *, place: str, day: date) -> Text:
    """Return the words of a reminder level in one language; a passed promise or a part payment opens it.

    `place` and `day` are those of its first line (S60).
    """
    language = text.language
    with translation.override(language):
        closing = _("In solidarity,")
    return Text(
        language=language,
        subject=_source(text.subject, language),
        place_date=dated_place(place, day, language),
        source="\n\n".join(["{{ opening }}", _source(text.body, language), closing]),
        signatories=((current_profile().name, ""),),
        enclosures=(),
    )


def salutation_of(recipient: CallRecipient) -> str:
    """Return the form of address in the language in force, in the gender that the person chose, else neutral (S48)."""
    member = recipient.member
    if member.kind != ContactKind.PERSON:
        return _("Comrades")
    if member.form_of_address == FormOfAddress.MADAM:
        return _("Dear Ms. %(name)s") % {"name": member.family_name or member.name}
    if member.form_of_address == FormOfAddress.SIR:
        return _("Dear Mr. %(name)s") % {"name": member.family_name or member.name}
    if member.form_of_address == FormOfAddress.NAME:
        return str(member.name)
    by_gender: dict[str, str] = {
        GrammaticalGender.FEMININE: _("Dear comrade (feminine)"),
        GrammaticalGender.MASCULINE: _("Dear comrade (masculine)"),
    }
    return by_gender.get(member.title_gender, _("Dear comrade"))


def _long_date(day: date | None) -> str:
    return long_day(day) if day else ""


def reference_of(recipient: CallRecipient) -> str:
    """Return the code to write on a payment: that of the invoice, or the one that it will bear.

    A member gets its number at the sending at the latest; before, an ellipsis stands in its place.
    """
    if recipient.invoice_id is not None and recipient.invoice is not None:
        return str(recipient.invoice.reference)
    return format_code(recipient.call.period, recipient.member.number or "…")


def values_of(
    recipient: CallRecipient,
    *,
    language: str,
    balance_cents: int | None = None,
    promised: date | None = None,
    covered: Sequence[CallRecipient] | None = None,
) -> dict[str, object]:
    """Return the words of each merge field for a recipient, in a language, but the link, which is made at each rendering.

    Args:
        recipient: with its `call`, `member` and `payer`; it may be unsaved (a preview).
        language: that of the letter.
        balance_cents: what remains due, for a reminder.
        promised: the day of a promise that has passed, for a reminder.
        covered: for whom an unsaved recipient pays too; read from the call for a saved one.
    """
    with translation.override(language):
        amount, count = recipient.amount_cents, recipient.declared_members
        owed = balance_cents if balance_cents is not None else (amount or 0) - recipient.paid_cents
        return {
            "name": recipient.name,
            "salutation": salutation_of(recipient),
            "number": recipient.member.number,
            "group": recipient.group,
            "period": recipient.call.period,
            "members": _("not declared yet") if count is None else number_format(count, force_grouping=True),
            "members_date": _long_date(recipient.declared_as_of),
            "amount": _("to be computed with the number of your members") if amount is None else format_cents(amount),
            "detail": _detail(recipient),
            "computation": explain_in_a_line(steps_of(recipient)),
            "paid": format_cents(recipient.paid_cents),
            "balance": _("your dues, to be computed with the number of your members,")
            if amount is None and owed <= 0
            else format_cents(max(owed, 0)),
            "reference": reference_of(recipient),
            "due_date": _long_date(recipient.call.due_date),
            "promise_date": _long_date(promised),
            "covered": _covered(recipient, covered),
            "opening": _opening(recipient, promised),
        }


def _detail(recipient: CallRecipient) -> str:
    """Say what the amount stands on, for each way of computing it, and what the member's own situation changes in it."""
    return " ".join(part for part in (_basis_of(recipient), explain_changes(steps_of(recipient))) if part)


def _basis_of(recipient: CallRecipient) -> str:
    basis = recipient.scale.basis if recipient.scale is not None else ""
    if basis == Basis.FREE:
        return _("This is a suggestion: you may choose another amount in the form.")
    if basis not in (Basis.PER_CAPITA, Basis.TIERS):
        return ""
    if recipient.declared_members is None:
        return _("It depends on how many members you have: tell us in the form, and it is computed at once.")
    return _(
        "It is computed on %(members)s declared members. If this number has changed, say so in the form: "
        "the amount is corrected at once, and the computation is shown to you."
    ) % {"members": number_format(recipient.declared_members, force_grouping=True)}


def _covered(recipient: CallRecipient, covered: Sequence[CallRecipient] | None) -> str:
    """Name each local that the recipient pays for, and the sum (P2), or who pays for the recipient; empty for all others."""
    if recipient.payer_id != recipient.member_id:
        return _(
            "%(payer)s pays these dues for you: you have nothing to send. Please check your details in the form."
        ) % {"payer": recipient.payer.name}
    rows = list(covered) if covered is not None else paid_by(recipient)
    if not rows:
        return ""
    lines = [
        ngettext("You also pay for %(count)s member:", "You also pay for %(count)s members:", len(rows))
        % {"count": len(rows)}
    ]
    for row in rows:
        amount = format_cents(row.amount_cents) if row.amount_cents is not None else _("amount not known yet")
        lines.append(f"{row.name} — {amount} — {reference_of(row)}")
    total = sum(row.amount_cents or 0 for row in [recipient, *rows])
    return "\n".join([*lines, _("In all: %(total)s.") % {"total": format_cents(total)}])


def paid_by(recipient: CallRecipient) -> list[CallRecipient]:
    """Return the other recipients of the call that a recipient pays for, by name; none for an unsaved one."""
    if recipient.pk is None or recipient.reason != "PAYS_FOR":
        return []
    rows = CallRecipient.objects.filter(call_id=recipient.call_id, payer_id=recipient.member_id)
    return list(rows.exclude(pk=recipient.pk).select_related("member", "invoice", "call").order_by("name", "pk"))


def _opening(recipient: CallRecipient, promised: date | None) -> str:
    if promised is not None:
        return _("You had told us that you would pay by %(day)s.") % {"day": _long_date(promised)}
    if recipient.paid_cents > 0:
        return _("We have received %(paid)s from you: thank you.") % {"paid": format_cents(recipient.paid_cents)}
    return ""
