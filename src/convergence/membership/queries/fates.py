"""What became of a call's letters, as messaging knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from convergence.membership.models import CallExclusion, CallRecipient, DuesCall
from convergence.membership.queries.audience import placed
from convergence.membership.queries.reach import reach_of
from convergence.messaging import queries, rendering
from convergence.messaging.addresses import fold
from convergence.messaging.choices import Channel, Fate
from convergence.messaging.models import Delivery, Mailing


@dataclass(frozen=True, slots=True)
class FateOf:
    """The fate of a letter: its code, its words, since when, and a detail."""

    code: str
    label: str
    since: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class MailingOf:
    """A mailing of a call and how far messaging is with it; `others` are held back, refused, uncertain or came back."""

    pk: int
    title: str
    handed: int
    total: int
    others: list[tuple[str, int]]
    to_print: int


def _references(call: DuesCall) -> list[str]:
    return [f"membership.dues_call:{call.pk}:{number}" for number in range(1, call.mailing_number + 1)]


def returned_prefix(call: DuesCall) -> str:
    """Return how the references begin of mailings to those to whom the letter of a call came back."""
    return f"membership.dues_call:{call.pk}:again:"


def _letters(call: DuesCall) -> QuerySet[Mailing]:
    """Return the mailings that carried the letter of a call, the first one first."""
    ours = Q(reference__in=_references(call)) | Q(reference__startswith=returned_prefix(call))
    return Mailing.objects.filter(ours).order_by("pk")


@dataclass(frozen=True, slots=True)
class CameBack:
    """A recipient whose letter did not reach it, and how and where it is reached now."""

    recipient: CallRecipient
    way: tuple[str, str]


#: Fates of a letter that nobody got.
LOST = (Fate.BOUNCED, Fate.FAILED, Fate.RETURNED, Fate.SUPPRESSED)


def came_back(call: DuesCall, *, today: date) -> list[CameBack]:
    """Return the recipients, by name, whose last letter came back or was held, and who have another way now."""
    lost = lost_letters(_letters(call))
    if not lost:
        return []
    reach = reach_of(list(lost), on=today)
    rows = CallRecipient.objects.filter(call=call, member__in=lost).select_related("call", "member", "payer", "scale")
    found = [CameBack(row, way) for row in rows.order_by("name", "pk") if (way := reach.way_to(row.member_id))]
    return [one for one in found if not is_where(lost[one.recipient.member_id], one.recipient.name, one.way)]


def lost_letters(carried_by: QuerySet[Mailing]) -> dict[int, Delivery]:
    """Return the last letter of each contact in some mailings that nobody got, by contact id."""
    carried = Delivery.objects.filter(mailing__in=carried_by, contact__isnull=False)
    doubtful = list(carried.filter(fate__in=LOST).values_list("contact_id", flat=True))
    last = {row.contact_id or 0: row for row in carried.filter(contact_id__in=doubtful).order_by("pk")}
    return {pk: row for pk, row in last.items() if row.fate in LOST}


def is_where(delivery: Delivery, name: str, way: tuple[str, str]) -> bool:
    """Tell whether a letter went where its reader is reached now."""
    channel, where = way
    address = f"{name}\n{where}" if channel == Channel.POST else where
    return (delivery.channel, delivery.address_key) == (channel, fold(address.strip())[:500])


def fates_of(call: DuesCall, contact_ids: Iterable[int]) -> dict[int, FateOf]:
    """Return the last fate of the letter of each contact."""
    rows = Delivery.objects.filter(mailing__in=_letters(call), contact_id__in=list(contact_ids)).order_by("pk")
    return {
        row.contact_id: FateOf(row.fate, row.get_fate_display(), row.fate_at, row.detail)
        for row in rows
        if row.contact_id
    }


def mailings_of(call: DuesCall) -> list[MailingOf]:
    """Return the mailings of a call, the first one first."""
    found = []
    for mailing in _letters(call):
        progress = queries.progress(mailing.pk)
        found.append(
            MailingOf(
                mailing.pk,
                mailing.title,
                progress.handed,
                progress.total,
                progress.others,
                queries.to_print(mailing.pk).count(),
            )
        )
    return found


def reached_now(call: DuesCall, *, today: date) -> list[str]:
    """Return the names of those to whom a second mailing of a sent call would go today, in alphabetical order."""
    left_out = CallExclusion.objects.filter(call=call).values_list("member_id", flat=True)
    unsent = CallRecipient.objects.filter(call=call, queued_at__isnull=True).values_list("member_id", flat=True)
    ids = {*left_out, *unsent}
    if not ids:
        return []
    day = call.record_date or today
    found = placed(call, today=day, reached=today, joined_before=call.issued_at, only=ids, with_centrals=False)
    return sorted(one.member.name for one in found if one.place.is_in)


def print_run_of(call: DuesCall, *, created: datetime, mailing_id: int | None = None) -> bytes | None:
    """Return one print-ready PDF of the letters of a call that go by post, or of one mailing of it; None without any."""
    found = _letters(call) if mailing_id is None else _letters(call).filter(pk=mailing_id)
    rows = [delivery for mailing in found for delivery in queries.to_print(mailing.pk)]
    return rendering.print_run(rows, title=str(call), created=created) if rows else None
