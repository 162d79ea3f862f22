"""Finding every page: from one address, each link of this host is followed once per kind of address.

Pages of the public site have an address of words each: of those that stand in the same part of the tree, two are opened.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, Response

LEAVE = re.compile(
    r"^/(static|media|fichiers|en|es|langue|demo|api|apparence|c/essai|comptes/logout"
    r"|gestion/(logout|jsi18n|sprite|icons|account|pages|images|documents"
    r"|reports|choose|tag-autocomplete|dismissibles|help))"
)
FILE = re.compile(
    r"\.(pdf|csv|xlsx|ofx|xml|txt|css|svg|bean|beancount|json|zip|eml)(\?|$)|-json/?$|export=|format=|/pdf/?$|/download/?$"
)
# The same screen, further or in another order.
SAME_SCREEN = {"ordering", "p", "page"}
SAMPLE = 2
LINKS = """all => all.map(one => new URL(one.getAttribute('href'), document.baseURI))
    .filter(one => one.protocol.startsWith('http')).map(one => one.href.split('#')[0])"""


@dataclass
class Walk:
    """A walk over the pages of one host, in the order in which they are found.

    `kinds` may be shared by several walks: what one has given, the others pass through without giving it again.
    Only addresses whose path begins as `within` says, a regular expression, are followed. Of pages of the public site that
    stand in the same part of the tree, `sample` are opened.
    """

    base: str
    start: str
    kinds: set[str] = field(default_factory=set)
    within: str = "/"
    sample: int = SAMPLE
    files: list[str] = field(default_factory=list)
    sampled: Counter[tuple[str, int]] = field(default_factory=Counter)

    def pages(self, page: Page) -> Iterator[tuple[str, Response | None]]:
        """Open every page in turn and yield its address and answer; the links are read before the page is given."""
        met = {kind_of(self.start)}
        waiting = deque([self.start])
        while waiting:
            address = waiting.popleft()
            try:
                answer = page.goto(address)
            except BrowserError as error:
                if "Download is starting" not in str(error):
                    raise
                self.files.append(address)
                continue
            waiting.extend(self._new(links_of(page), met))
            kind = kind_of(page.url)
            if kind not in self.kinds:
                self.kinds.add(kind)
                yield address, answer

    def _new(self, links: list[str], met: set[str]) -> Iterator[str]:
        for link in links:
            kind = kind_of(link)
            path = urlsplit(link).path
            is_ours = link.startswith(self.base) and re.match(self.within, path) is not None
            if not is_ours or LEAVE.match(path) or kind in met:
                continue
            met.add(kind)
            if FILE.search(link):
                self.files.append(link)
            elif not self._is_one_too_many(link):
                yield link

    def _is_one_too_many(self, link: str) -> bool:
        """Tell whether enough pages of its part of the public site are taken already; take this one otherwise."""
        parts = urlsplit(link)
        if not is_of_the_site(parts.path) or parts.query:
            return False
        if kind_of(link) in self.kinds:
            return True
        steps = parts.path.strip("/").split("/")
        self.sampled[steps[0], len(steps)] += 1
        return self.sampled[steps[0], len(steps)] > self.sample


def is_of_the_site(path: str) -> bool:
    """Tell whether an address is that of a page which editors write."""
    try:
        return resolve(path).url_name == "wagtail_serve"
    except Resolver404:
        return False


def kind_of(address: str) -> str:
    """Return an address with its numbers and codes hidden: two records of one screen are one kind."""
    parts = urlsplit(address)
    path = re.sub(r"/(\d+|[A-Za-z0-9_-]{24,})(?=/|$)", "/n", parts.path)
    asked = {name for name in re.findall(r"(?:^|&)([^=&]+)=", parts.query) if name not in SAME_SCREEN}
    return path + ("?" + ",".join(sorted(asked)) if asked else "")


def links_of(page: Page) -> list[str]:
    """Return the addresses that the page leads to, without fragments; links within drawings count too."""
    return list(dict.fromkeys(page.eval_on_selector_all("a[href]", LINKS)))
