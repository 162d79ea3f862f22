"""What became of a call's letters, as messaging knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from convergence.membership.models import CallExclusion, CallRecipient, DuesCall
from convergence.membership.queries.audience import placed
from convergence.messaging import queries, rendering
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
    """A mailing of a call and how far messaging is with it."""

    pk: int
    title: str
    done: int
    total: int
    fates: dict[str, int]
    to_print: int


def _references(call: DuesCall) -> list[str]:
    return [f"membership.dues_call:{call.pk}:{number}" for number in range(1, call.mailing_number + 1)]


def fates_of(call: DuesCall, contact_ids: Iterable[int]) -> dict[int, FateOf]:
    """Return the last fate of the letter of each contact."""
    rows = Delivery.objects.filter(mailing__reference__in=_references(call), contact_id__in=list(contact_ids)).order_by(
        "pk"
    )
    return {
        row.contact_id: FateOf(row.fate, row.get_fate_display(), row.fate_at, row.detail)
        for row in rows
        if row.contact_id
    }


def mailings_of(call: DuesCall) -> list[MailingOf]:
    """Return the mailings of a call, the first one first."""
    found = []
    for mailing in Mailing.objects.filter(reference__in=_references(call)).order_by("pk"):
        progress = queries.progress(mailing.pk)
        found.append(
            MailingOf(
                mailing.pk,
                mailing.title,
                progress.done,
                progress.total,
                progress.fates,
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


def print_run_of(call: DuesCall, *, created: datetime) -> bytes | None:
    """Return one print-ready PDF of all the letters that go by post, or None when there is none."""
    rows = [
        delivery
        for mailing in Mailing.objects.filter(reference__in=_references(call)).order_by("pk")
        for delivery in queries.to_print(mailing.pk)
    ]
    return rendering.print_run(rows, title=str(call), created=created) if rows else None
