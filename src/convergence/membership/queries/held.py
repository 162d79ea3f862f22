"""What membership collected from a person, and why it may have to be kept (L10, L12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.contacts.models import Contact
from convergence.contacts.queries.held import rows_of
from convergence.core.dates import long_day
from convergence.membership.models import CallRecipient, GroupMembership, NextStepChoice, Promise


def answers_of(ids: Sequence[int]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the memberships, the calls and what was answered to them."""
    return {
        "memberships": rows_of(GroupMembership.objects.filter(member__in=ids), "group", "start_date", "end_date"),
        "dues_calls": rows_of(
            CallRecipient.objects.filter(member__in=ids), "call__period", "name", "email", "postal", "declared_members"
        ),
        "promises": rows_of(
            Promise.objects.filter(recipient__member__in=ids), "promised_date", "amount_cents", "way", "note", "at"
        ),
        "next_steps": rows_of(NextStepChoice.objects.filter(recipient__member__in=ids), "step", "at"),
    }


def still_a_member(person: Contact, ids: Sequence[int]) -> str:
    """Return why a member's data are kept: the membership has no end, or one that has not come yet."""
    last = GroupMembership.objects.filter(member__in=ids, end_date__gte=timezone.localdate()).order_by("-end_date")
    ends = last.values_list("end_date", flat=True).first()
    is_open = GroupMembership.objects.filter(member__in=ids, end_date=None).exists()
    if ends and not is_open:
        return _("%(name)s is a member until %(day)s: wait for the next day, or correct the departure.") % {
            "name": person.name,
            "day": long_day(ends),
        }
    if is_open:
        return _("%(name)s is a member: end the membership first.") % {"name": person.name}
    return ""
