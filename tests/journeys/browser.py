"""What every journey asks of a page: nothing from elsewhere, nothing broken, nothing inaccessible."""

from collections.abc import Collection
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What an element is, as far as its looks go: its name with each of its classes, its role and its type.
KINDS = """one => [one.localName, ...[...one.classList].map(name => one.localName + '.' + name),
    one.localName + ' ' + (one.getAttribute('role') || '') + ' ' + (one.getAttribute('type') || '')]"""
SHAPE = f"""[...new Set([...document.body.querySelectorAll('*')].filter(one => !one.closest('svg, template'))
    .flatMap({KINDS}))].sort().join('\\n')"""
# Axe is asked about the whole page, or about what its elements of some kinds hold.
ASK = f"""([kinds, options]) => {{
    const nodes = kinds && [...document.body.querySelectorAll('*')]
        .filter(one => ({KINDS})(one).some(kind => kinds.includes(kind)))
    return nodes && !nodes.length ? {{violations: []}} : axe.run(nodes ? {{include: nodes}} : document, options)
}}"""
STILL = """() => Promise.allSettled(document.getAnimations()
    .filter(one => one.effect && one.effect.getComputedTiming().endTime < 5000).map(one => one.finished))"""
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


def violations(
    page: Page, *, only: tuple[str, ...] = (), without: tuple[str, ...] = (), of: Collection[str] = ()
) -> list[str]:
    """Return what axe finds wrong on the page (WCAG 2.2 A and AA, and best practice), one line per rule and place.

    `only` names the rules to ask about instead of all, `without` those to leave out, `of` the kinds of elements to ask
    about instead of the whole page, which was asked about before.
    """
    page.evaluate(STILL)  # colours half faded in are no colours of the page
    if not of:  # which is asked of a page after the rest
        page.evaluate(AXE)
    asked = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": STANDARD}
    options = {
        "runOnly": asked,
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
    }
    found = page.evaluate(ASK, [sorted(of) or None, options])
    return [
        f"{broken['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def shape_of(page: Page) -> str:
    """Return the kinds of elements that the page is made of: two pages of one template have the same."""
    return str(page.evaluate(SHAPE))


def is_wider_than_the_screen(page: Page) -> bool:
    """Tell whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))
