"""What a membership says about writing to somebody: told to the consent rules of contacts (C8, C9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from convergence.contacts.rules.consent_evidence import Evidence, Membership
from convergence.membership.models import GroupMembership


def memberships(contact_ids: Sequence[int]) -> Mapping[int, Sequence[Evidence]]:
    """Return each contact's memberships; a change of group is no interruption. One query for each 500 contacts."""
    found: dict[int, list[Membership]] = {}
    for first in range(0, len(contact_ids), 500):
        part = contact_ids[first : first + 500]
        rows = GroupMembership.objects.filter(member_id__in=part).order_by("member_id", "start_date", "pk")
        for member_id, start, end in rows.values_list("member_id", "start_date", "end_date"):
            kept = found.setdefault(member_id, [])
            last = kept[-1].end if kept else None
            if last is not None and last + timedelta(days=1) == start:
                kept[-1] = Membership(kept[-1].start, end)
            else:
                kept.append(Membership(start, end))
    return found
