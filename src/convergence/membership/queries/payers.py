"""What those who pay for others are told: one letter with a line for each member, and the sum (P2).

A central that is a member reads the sum in its own letter; one that is not gets a letter of its own. Reminders of dues
that another pays go to who pays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core.dates import long_day
from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.finance.queries.balances import balance
from convergence.membership.choices import Language
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.fates import is_where, lost_letters
from convergence.membership.queries.letters import Text, dated_place, reference_of
from convergence.membership.queries.reach import reach_of
from convergence.membership.queries.recipients import main_language
from convergence.messaging.models import Mailing


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays dues of others: how and where a letter reaches it, None for no way."""

    contact: Contact
    way: tuple[str, str] | None

    @property
    def language(self) -> str:
        """Return the language of its letters: its own, else the organisation's."""
        return self.contact.language if self.contact.language in Language.values else main_language(Language.values)


def payers_of(contact_ids: Sequence[int], *, on: date) -> dict[int, Payer]:
    """Return contacts as payers, by id; five queries, none for nobody."""
    if not contact_ids:
        return {}
    reach = reach_of(contact_ids, on=on)
    found = Contact.objects.in_bulk(list(contact_ids))
    return {pk: Payer(contact, reach.way_to(pk)) for pk, contact in found.items()}


def not_called_payers(call: DuesCall, *, mailing_number: int) -> dict[int, list[CallRecipient]]:
    """Return those who pay for others called by a mailing and were not called themselves, with whom they pay for."""
    rows = CallRecipient.objects.filter(call=call, mailing_number=mailing_number).exclude(payer=F("member"))
    called = CallRecipient.objects.filter(call=call, queued_at__isnull=False).values("member")
    found: dict[int, list[CallRecipient]] = defaultdict(list)
    for row in rows.exclude(payer__in=called).select_related("member", "invoice", "call").order_by("name", "pk"):
        found[row.payer_id].append(row)
    return found


def payers_reference(call: DuesCall) -> str:
    """Return how the references begin of the letters of a call to those who pay for others."""
    return f"membership.dues_payers:{call.pk}:"


@dataclass(frozen=True, slots=True)
class PayerBack:
    """A payer whose letter did not reach it and who has another way now; the rows still owed, and their cents by id."""

    payer: Payer
    rows: list[CallRecipient]
    balances: dict[int, int]


def payers_back(call: DuesCall, *, today: date) -> list[PayerBack]:
    """Return, by name, those who pay for others and to whom their letter of the call came back; reached elsewhere now."""
    lost = lost_letters(Mailing.objects.filter(reference__startswith=payers_reference(call)))
    known = payers_of(list(lost), on=today)
    moved = [pk for pk, one in known.items() if one.way and not is_where(lost[pk], one.contact.name, one.way)]
    if not moved:
        return []
    rows = CallRecipient.objects.filter(call=call, payer__in=moved, invoice__isnull=False).exclude(payer=F("member"))
    found: dict[int, PayerBack] = {}
    kept = list(rows.select_related("member", "invoice", "call").order_by("name", "pk"))
    owed = balance([row.invoice_id or 0 for row in kept])
    for row in kept:
        cents = owed[row.invoice_id or 0].owed_cents
        if cents > 0 or row.amount_cents is None:
            back = found.setdefault(row.payer_id, PayerBack(known[row.payer_id], [], {}))
            back.rows.append(row)
            back.balances[row.pk] = cents
    return sorted(found.values(), key=lambda one: one.payer.contact.name)


def sum_text(language: str, *, place: str, day: date) -> Text:
    """Return the letter to who pays for others, when a call leaves; `place` and `day` are those of its first line (S60)."""
    with override(language):
        return Text(
            language=language,
            subject=_("Dues %(period)s that you pay for others") % {"period": "{{ period }}"},
            place_date=dated_place(place, day, language),
            source=_source(
                _("You pay these dues %(period)s. One payment may pay them all: write one of the references with it.")
            ),
            signatories=((current_profile().name, ""),),
            enclosures=(),
        )


def reminder_text(language: str, *, place: str, day: date) -> Text:
    """Return the reminder to who pays for others."""
    with override(language):
        return Text(
            language=language,
            subject=_("Reminder: dues %(period)s that you pay for others") % {"period": "{{ period }}"},
            place_date=dated_place(place, day, language),
            source=_source(
                _(
                    "We still miss these dues %(period)s, which you pay. If the payment is on its way, thank you, "
                    "and do not mind this letter."
                )
            ),
            signatories=((current_profile().name, ""),),
            enclosures=(),
        )


def _source(opening: str) -> str:
    parts = [
        "{{ salutation }},",
        opening % {"period": "{{ period }}"},
        "{{ lines }}",
        _("They are due on %(day)s.") % {"day": "{{ due_date }}"} + " {{ how }}",
        _("If one of them is not yours to pay, answer this letter: a person will read it."),
        _("In solidarity,"),
    ]
    return "\n\n".join(parts)


def values_of(
    payer: Payer, rows: Sequence[CallRecipient], *, balances: Mapping[int, int] | None = None
) -> dict[str, object]:
    """Return the words of each field for one payer; `balances` are the cents still due, by recipient id."""
    call = rows[0].call
    with override(payer.language):
        return {
            "salutation": _("Comrades") if payer.contact.kind != ContactKind.PERSON else payer.contact.name,
            "period": call.period,
            "due_date": long_day(call.due_date),
            "how": _how(),
            "lines": _lines(rows, balances),
        }


def _lines(rows: Sequence[CallRecipient], balances: Mapping[int, int] | None) -> str:
    cents = [
        row.amount_cents
        if balances is None or (row.amount_cents is None and balances[row.pk] <= 0)
        else balances[row.pk]
        for row in rows
    ]
    head = ngettext("%(count)s member:", "%(count)s members:", len(rows)) % {"count": len(rows)}
    lines = [
        f"{row.name} — {_('amount not known yet') if one is None else format_cents(one)} — {reference_of(row)}"
        for row, one in zip(rows, cents, strict=True)
    ]
    return "\n".join([head, *lines, _("In all: %(total)s.") % {"total": format_cents(sum(one or 0 for one in cents))}])


def _how() -> str:
    """Say how money reaches the organisation, as its identity card tells."""
    profile = current_profile()
    ways = [profile.bank_instructions.strip()]
    if profile.etransfer_email:
        ways.append(_("Interac e-Transfer: %(email)s.") % {"email": profile.etransfer_email})
    return " ".join(way for way in ways if way)
