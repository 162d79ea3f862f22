"""Asking an archive of the web whether it holds a page. Off unless `WEB_ARCHIVE_URL` names the archive to ask."""

import json
import re
from datetime import datetime
from typing import Any

from django.conf import settings

from convergence.messaging.links import judge_form

LARGEST_ANSWER = 100_000
SECONDS = 8.0


def archived_copy(url: str, *, before: datetime | None = None) -> str:
    """Return the address of the copy that the archive holds of a page, or nothing.

    The archive answers as the Wayback Machine's availability service does:
    `{"archived_snapshots": {"closest": {"available": true, "url": "…"}}}`.

    Args:
        url: of the page.
        before: a copy of about that day is asked for; the latest otherwise.
    """
    import httpx  # noqa: PLC0415 (slow to load, seldom used)

    service = settings.WEB_ARCHIVE_URL
    if not service:
        return ""
    asked = {"url": url} | ({"timestamp": before.strftime("%Y%m%d")} if before else {})
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", service, params=asked, headers={"Accept": "application/json"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                return ""
            content = b""
            for block in answer.iter_bytes():
                content += block
                if len(content) > LARGEST_ANSWER:
                    return ""
        return _copy_in(json.loads(content))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return ""


def _copy_in(answer: Any) -> str:
    held = answer.get("archived_snapshots") if isinstance(answer, dict) else None
    closest = held.get("closest") if isinstance(held, dict) else None
    if not isinstance(closest, dict) or closest.get("available") is not True:
        return ""
    address = str(closest.get("url", ""))
    if str(closest.get("status", "200")) != "200" or not re.match(r"https?://", address) or len(address) > 500:
        return ""
    return "" if judge_form(address) else address
