"""What every journey asks of a page: nothing from elsewhere, nothing broken, nothing inaccessible."""

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HARMLESS_SCHEMES = {"data", "blob", "about"}


@dataclass
class Watch:
    """Keeps what a browser context asked for and complained of."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> "Watch":
        """Watch every request and every error of the pages of a context."""
        context.on("request", lambda request: self._request(request.url))
        context.on(
            "console",
            lambda said: (
                said.type == "error" and self.complaints.append(f"{said.text} ({said.page and said.page.url})")
            ),
        )
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return self

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in HARMLESS_SCHEMES:
            self.hosts.add(parts.netloc)


def violations(page: Page, *, leave_out: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds wrong on the page (WCAG 2.2 A and AA, and best practice), one line per rule and place.

    `leave_out` are CSS selectors of parts that are not ours (Wagtail's own furniture).
    """
    page.evaluate(AXE)
    scope: dict[str, Any] = {"exclude": [[selector] for selector in leave_out]}
    found = page.evaluate(
        f"() => axe.run({json.dumps(scope) if leave_out else 'document'}, {{runOnly: {json.dumps(STANDARD)}}})"
    )
    return [
        f"{broken['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def is_wider_than_the_screen(page: Page) -> bool:
    """Tell whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))
