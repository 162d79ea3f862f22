"""Checks of the addresses that the site leads to, and what people do about those that fail."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue
from convergence.documents.models import WEB_ADDRESS, Source
from convergence.messaging.choices import LinkVerdict
from convergence.messaging.links import Checker, Finding, judge_form
from convergence.website.linkwatch.archive import archived_copy
from convergence.website.linkwatch.places import collected
from convergence.website.models import WatchedLink

ACTION = "website.check_links"
EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)
BATCH = 100


def refresh() -> int:
    """Bring the list of watched addresses up to date with sources, milestones and live pages; return how many there are."""
    found = collected()
    with transaction.atomic():
        known = {link.url: link for link in WatchedLink.objects.all()}
        WatchedLink.objects.filter(url__in=known.keys() - found.keys()).delete()
        WatchedLink.objects.bulk_create(
            [WatchedLink(url=url, places=places) for url, places in found.items() if url not in known]
        )
        changed = [link for url, link in known.items() if url in found and link.places != found[url]]
        for link in changed:
            link.places = found[link.url]
        WatchedLink.objects.bulk_update(changed, ["places"])
    return len(found)


def check_due(
    *,
    at: datetime,
    checker: Checker | None = None,
    ask_archive: Callable[..., str] = archived_copy,
    urls: Iterable[str] | None = None,
) -> int:
    """Check the addresses whose turn it is, outside any transaction; return how many were checked.

    An address that answers is asked again after a week, one that fails after a day. A failing one without a copy is
    looked for in the archive, as it was before it failed.

    Args:
        at: when.
        checker: asks the addresses; refuses private ones.
        ask_archive: finds a copy.
        urls: check these, whatever their turn.
    """
    due = WatchedLink.objects.all()
    if urls is not None:
        due = due.filter(url__in=list(urls))
    else:
        due = due.filter(
            Q(checked_at=None)
            | Q(checked_at__lte=at - EVERY)
            | Q(checked_at__lte=at - AGAIN, failing_since__isnull=False)
        )
    links = list(due.order_by(F("checked_at").asc(nulls_first=True), "pk")[:BATCH])
    findings = (checker or Checker()).check_all([link.url for link in links])
    for link in links:
        _note(link, findings[link.url], at)
        if link.failing_since and not link.archived_url and not link.offered_url:
            link.offered_url = ask_archive(link.url, before=link.failing_since)
    fields = ["verdict", "status_code", "detail", "checked_at", "failing_since", "offered_url"]
    WatchedLink.objects.bulk_update(links, fields)
    return len(links)


def _note(link: WatchedLink, finding: Finding, at: datetime) -> None:
    link.verdict, link.status_code = finding.verdict, finding.status
    link.detail, link.checked_at = finding.detail[:200], at
    if finding.verdict == LinkVerdict.GOOD:
        link.failing_since, link.offered_url = None, ""
    elif link.failing_since is None:
        link.failing_since = at


@transaction.atomic
def give_archived_copy(*, link_id: int, address: str, actor: Any, at: datetime) -> WatchedLink:
    """Say where the archived copy of a gone page is: kept for the link, and on every source that gives it.

    Writes the audit line `website.link.archived`.

    Raises:
        NotAllowed: the actor may not.
        BadValue: it is no public web address.
    """
    require(actor, ACTION)
    address = address.strip()
    link = WatchedLink.objects.select_for_update().get(pk=link_id)
    try:
        WEB_ADDRESS(address)
    except ValidationError as error:
        raise BadValue(field="address") from error
    if len(address) > 500 or judge_form(address) is not None or _is_private(address):
        raise BadValue(field="address")
    before, link.archived_url, link.offered_url = link.archived_url, address, ""
    link.save(update_fields=["archived_url", "offered_url"])
    Source.objects.filter(url=link.url).update(archived_url=address)
    audit.record(
        actor=actor, verb="website.link.archived", obj=link, changes={"archived_url": (before, address)}, at=at
    )
    return link


def _is_private(address: str) -> bool:
    """Tell whether an address names a private machine outright; names are judged when they are asked."""
    import ipaddress  # noqa: PLC0415
    from urllib.parse import urlsplit  # noqa: PLC0415

    from convergence.messaging.links import is_public  # noqa: PLC0415

    host = urlsplit(address).hostname or ""
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
