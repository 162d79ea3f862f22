"""Checking the links of a call's letters before it may be sent (S136)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.documents.content import Link, links, parse
from convergence.membership.choices import LinkState
from convergence.membership.commands.calls import draft_of
from convergence.membership.models import CallLink, DuesCall
from convergence.messaging.choices import LinkVerdict
from convergence.messaging.links import Checker, Finding


def check_links(*, call_id: int, actor: Any, at: datetime, checker: Checker | None = None) -> list[CallLink]:
    """Ask every link of the letters and enclosures where it leads, and keep what was found.

    Outside any transaction: it waits for the network. Private addresses are refused by the checker.

    Raises:
        CallNotDraft: it was sent.
    """
    require(actor, "membership.edit_duescall")
    call = DuesCall.objects.get(pk=call_id)
    asked = links_of(call)
    found = (checker or Checker()).check_all([link.href for link in asked])
    rows = [
        CallLink(
            url=link.href[:500], text=link.text[:300], state=_state(found[link.href]), reason=_reason(found[link.href])
        )
        for link in asked
    ]
    return record_links(call_id=call_id, found=rows, actor=actor, at=at)


def links_of(call: DuesCall) -> list[Link]:
    """Return the links of a call's letters and enclosures, the personal link left out.

    Each address once, but those that lead nowhere (`#`) as often as their words differ, so that each is named.
    """
    found = [Link(row.label, row.url) for row in call.enclosures.all()]
    for letter in call.letters.order_by("-language"):
        parts = (letter.addressees, letter.body, letter.closing_formula)
        found += [link for part in parts for link in links(parse(part))]
    kept = {(link.href, link.text if link.href.startswith("#") else ""): link for link in found if "{" not in link.href}
    return list(kept.values())


def _state(finding: Finding) -> str:
    if finding.verdict == LinkVerdict.GOOD:
        return LinkState.GOOD
    return LinkState.UNREACHABLE if finding.verdict == LinkVerdict.UNREACHABLE else LinkState.BROKEN


def _reason(finding: Finding) -> str:
    if finding.verdict == LinkVerdict.PLACEHOLDER:
        return _("its address is empty (#).")
    if finding.verdict == LinkVerdict.MALFORMED:
        return _("its address cannot be one.")
    status = f" ({finding.status})" if finding.status else ""
    return f"{finding.verdict.label}{status}"[:300]


@transaction.atomic
def record_links(*, call_id: int, found: Iterable[CallLink], actor: Any, at: datetime) -> list[CallLink]:
    """Keep what was found behind each link; a confirmation given for the same unreachable link stays.

    Writes the audit line `membership.dues_links.checked`.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    kept = {row.url: row for row in call.links.exclude(confirmed_at=None)}
    call.links.all().delete()
    rows = []
    for link in found:
        link.call, link.checked_at = call, at
        if link.url in kept and link.state == kept[link.url].state:
            link.confirmed_by_label = kept[link.url].confirmed_by_label
            link.confirmed_at = kept[link.url].confirmed_at
        link.save()
        rows.append(link)
    DuesCall.objects.filter(pk=call.pk).update(links_checked_at=at)
    audit.record(
        actor=actor,
        verb="membership.dues_links.checked",
        obj=call,
        changes={"links": (None, [[row.url, row.state] for row in rows])},
        at=at,
    )
    return rows


@transaction.atomic
def confirm_link(*, link_id: int, actor: Any, at: datetime) -> CallLink:
    """Say by name that an unreachable link was seen and may go.

    Writes the audit line `membership.dues_link.confirmed`.
    """
    require(actor, "membership.edit_duescall")
    link = CallLink.objects.select_for_update().get(pk=link_id)
    draft_of(link.call_id)
    link.confirmed_by_label, link.confirmed_at = str(actor), at
    link.save(update_fields=["confirmed_by_label", "confirmed_at"])
    audit.record(actor=actor, verb="membership.dues_link.confirmed", obj=link, at=at)
    return link
