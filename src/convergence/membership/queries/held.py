"""What membership collected from a person, and why it may have to be kept (L10, L12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from convergence.contacts.models import Contact
from convergence.contacts.queries.held import rows_of
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
    """Return why a member's data are kept."""
    if GroupMembership.objects.filter(member__in=ids, end_date=None).exists():
        return _("%(name)s is a member: end the membership first.") % {"name": person.name}
    return ""
