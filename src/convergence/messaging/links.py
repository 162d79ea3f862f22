"""The link checker: what a letter's links lead to, asked before it leaves (S136).

It never connects to a private, loopback or link-local address. The name is resolved once, every
answer must be a public address, and the connection goes to the address that was judged: a name that
changes its answer between the judgement and the connection (DNS rebinding) gains nothing. Every
redirect is judged the same way. The HTTP library is loaded when a link is asked.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from convergence.messaging.choices import LinkVerdict

if TYPE_CHECKING:
    import httpx

BLOCKING = frozenset({LinkVerdict.PLACEHOLDER, LinkVerdict.MALFORMED, LinkVerdict.GONE, LinkVerdict.REFUSED})
"""Verdicts with which no letter is sent."""

CONFIRMABLE = frozenset({LinkVerdict.UNREACHABLE})
"""Verdicts that a person may confirm, link by link."""

MAX_REDIRECTS = 5

_EMBEDDED_V4 = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
_LOCAL_V6 = tuple(map(ipaddress.ip_network, ("fec0::/10", "3fff::/20", "5f00::/16")))
"""Site-local, documentation and segment-routing addresses, which Python 3.11 takes for global."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Finding:
    """What was found at one address. ``status`` is the HTTP answer, if there was one."""

    url: str
    verdict: LinkVerdict
    status: int | None = None
    detail: str = ""


class _Refused(Exception):
    """The address is not a public one."""


def is_public(address: Address) -> bool:
    """Whether an address may be connected to: global, and no private address in disguise."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if address.version == 6 and any(address in network for network in _EMBEDDED_V4 + _LOCAL_V6):
        return False
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> list[Address]:
    """Every address of a name, as the system resolves it.

    Raises:
        OSError: the name has no address.
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


@dataclass(frozen=True)
class Checker:
    """Checks links. ``may_connect`` and ``resolve`` are replaced in tests only.

    Attributes:
        timeout: seconds for each connection and answer.
    """

    timeout: float = 6.0
    may_connect: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], list[Address]] = resolve
    workers: int = field(default=6)

    def check_all(self, urls: Iterable[str]) -> dict[str, Finding]:
        """Check each different address once, several at a time."""
        different = list(dict.fromkeys(urls))
        if not different:
            return {}
        with ThreadPoolExecutor(max_workers=min(self.workers, len(different))) as pool:
            return dict(zip(different, pool.map(self.check, different), strict=True))

    def check(self, url: str) -> Finding:
        """Judge one address. Never raises: what fails is a verdict."""
        import httpx  # noqa: PLC0415

        if judged := judge_form(url):
            return judged
        target = url.strip()
        try:
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._ask(urlsplit(target))
                if answer.status_code not in {301, 302, 303, 307, 308}:
                    return Finding(url, _verdict(answer.status_code), answer.status_code)
                target = urljoin(target, answer.headers.get("location", ""))
                if judge_form(target) is not None:
                    return Finding(url, LinkVerdict.UNREACHABLE, answer.status_code, target[:200])
        except _Refused as refused:
            return Finding(url, LinkVerdict.REFUSED, None, str(refused))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            return Finding(url, LinkVerdict.UNREACHABLE, None, f"{type(error).__name__}: {error}"[:200])
        return Finding(url, LinkVerdict.UNREACHABLE, None, "too many redirects")

    def _ask(self, parts: SplitResult) -> "httpx.Response":
        import httpx  # noqa: PLC0415

        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._judged_address(host, port)
        literal = f"[{address}]" if address.version == 6 else str(address)
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = {
            "Host": parts.netloc.rpartition("@")[2].encode("idna").decode("ascii") if parts.hostname else "",
            "User-Agent": "Convergence link checker",
            "Accept": "*/*",
        }
        with httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False) as client:
            for method in ("HEAD", "GET"):
                request = client.build_request(
                    method,
                    f"{parts.scheme}://{literal}:{port}{path}",
                    headers=headers,
                    extensions={"sni_hostname": host} if parts.scheme == "https" else {},
                )
                answer = client.send(request, stream=True)
                answer.close()
                if method == "GET" or answer.status_code < 400:
                    return answer
        return answer

    def _judged_address(self, host: str, port: int) -> Address:
        addresses = self.resolve(host, port)
        if not addresses:
            raise OSError("no address")
        for address in addresses:
            if not self.may_connect(address):
                raise _Refused(f"{host} → {address}")
        return addresses[0]


def judge_form(url: str) -> Finding | None:
    """Judge what needs no network: ``#``, malformed addresses; ``mailto:`` and ``tel:`` are good."""
    text = url.strip()
    if text in {"", "#"} or text.startswith("#"):
        return Finding(url, LinkVerdict.PLACEHOLDER)
    if text.lower().startswith("mailto:"):
        good = text.count("@") == 1 and "." in text.rpartition("@")[2] and " " not in text
        return Finding(url, LinkVerdict.GOOD if good else LinkVerdict.MALFORMED)
    if text.lower().startswith("tel:"):
        good = any(char.isdigit() for char in text)
        return Finding(url, LinkVerdict.GOOD if good else LinkVerdict.MALFORMED)
    try:
        parts = urlsplit(text)
        port_is_number = parts.port is None or parts.port > 0
    except ValueError:
        return Finding(url, LinkVerdict.MALFORMED)
    host = parts.hostname or ""
    whole = parts.scheme in {"http", "https"} and host and port_is_number and not parts.username
    if not whole or any(char.isspace() for char in text) or not _is_host(host):
        return Finding(url, LinkVerdict.MALFORMED)
    return None


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return True
    labels = host.rstrip(".").split(".")
    return (
        len(labels) > 1
        and all(
            label and len(label) < 64 and label[0] != "-" and label[-1] != "-" and "_" not in label for label in labels
        )
    ) or host == "localhost"


def _verdict(status: int) -> LinkVerdict:
    if status < 300:
        return LinkVerdict.GOOD
    return LinkVerdict.GONE if status in {404, 410} else LinkVerdict.UNREACHABLE


def blocking(findings: Sequence[Finding], confirmed: Iterable[str]) -> list[Finding]:
    """The findings that keep a letter from leaving, given the addresses a person confirmed."""
    allowed = set(confirmed)
    return [
        finding
        for finding in findings
        if finding.verdict in BLOCKING or (finding.verdict in CONFIRMABLE and finding.url not in allowed)
    ]
