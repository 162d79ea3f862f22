"""The link checker: what blocks, what may be confirmed, where it never goes."""

import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from convergence.contacts.models import Contact
from convergence.messaging import commands
from convergence.messaging.choices import LinkVerdict
from convergence.messaging.commands import Recipient, Text
from convergence.messaging.errors import LinksBlock
from convergence.messaging.links import Address, Checker, Finding, blocking, is_public, judge_form
from convergence.messaging.models import Mailing
from tests.messaging.cast import AT

LOCAL = ipaddress.ip_address("127.0.0.1")
asked: list[str] = []


class Site(BaseHTTPRequestHandler):
    """A site with a page, a missing one, a gone one, a closed one and two redirects."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        asked.append(f"{self.command} {self.headers['Host']} {self.path}")
        codes = {"/ok": 200, "/gone": 410, "/closed": 403, "/moved": 301, "/inside": 302, "/loop": 302, "/broken": 500}
        code = codes.get(self.path, 404)
        if self.path == "/getonly":
            code = 405 if self.command == "HEAD" else 200
        self.send_response(code)
        target = {"/moved": "/ok", "/inside": "http://inside.example/secret", "/loop": "/loop"}.get(self.path)
        if target:
            self.send_header("Location", target)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked.clear()
    yield server.server_port
    server.shutdown()
    server.server_close()


def resolve(host: str, port: int) -> list[Address]:
    """Two names: `outside.example` stands for a public site, `inside.example` is a private address."""
    if host == "outside.example":
        return [LOCAL]
    if host == "inside.example":
        return [ipaddress.ip_address("10.0.0.7")]
    message = "Name or service not known"
    raise OSError(message)


@pytest.fixture
def checker() -> Checker:
    return Checker(resolve=resolve, may_connect=lambda address: address == LOCAL or is_public(address), timeout=3)


@pytest.mark.rule("S136")
@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/ok", "GOOD"),
        ("/moved", "GOOD"),
        ("/getonly", "GOOD"),
        ("/missing", "GONE"),
        ("/gone", "GONE"),
        ("/closed", "UNREACHABLE"),
        ("/broken", "UNREACHABLE"),
        ("/loop", "UNREACHABLE"),
        ("/inside", "REFUSED"),
    ],
)
def test_verdicts(site: int, checker: Checker, path: str, verdict: str) -> None:
    assert checker.check(f"http://outside.example:{site}{path}").verdict == verdict


def test_the_site_hears_its_own_name(site: int, checker: Checker) -> None:
    checker.check(f"http://outside.example:{site}/ok")
    assert asked == [f"HEAD outside.example:{site} /ok"]


@pytest.mark.rule("S136")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
    ],
)
def test_private_addresses_are_refused(url: str) -> None:
    assert Checker(timeout=1).check(url).verdict == "REFUSED"


def test_a_name_with_one_private_answer_is_refused(site: int) -> None:
    answers = [LOCAL, ipaddress.ip_address("10.0.0.7")]
    checker = Checker(resolve=lambda host, port: answers, may_connect=lambda address: address == LOCAL)
    assert checker.check("http://outside.example/").verdict == "REFUSED"


def test_a_name_that_changes_its_answer_gains_nothing(site: int) -> None:
    """DNS rebinding: the name is resolved once, and the connection goes to the address that was judged."""
    turns = iter([[LOCAL], [ipaddress.ip_address("10.0.0.7")]])
    checker = Checker(resolve=lambda host, port: next(turns), may_connect=lambda address: address == LOCAL)
    assert checker.check(f"http://outside.example:{site}/ok").verdict == "GOOD"
    assert next(turns) == [ipaddress.ip_address("10.0.0.7")]


@pytest.mark.rule("S136")
@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("#", "PLACEHOLDER"),
        ("", "PLACEHOLDER"),
        ("#haut", "PLACEHOLDER"),
        ("http://", "MALFORMED"),
        ("http:/x.example", "MALFORMED"),
        ("www.x.example", "MALFORMED"),
        ("https://exa mple.example/", "MALFORMED"),
        ("https://user:pass@x.example/", "MALFORMED"),
        ("https://nodot/", "MALFORMED"),
        ("https://x.example:port/", "MALFORMED"),
        ("javascript:alert(1)", "MALFORMED"),
        ("mailto:nobody", "MALFORMED"),
        ("mailto:c@centre.example", "GOOD"),
        ("tel:+15145550100;ext=225", "GOOD"),
    ],
)
def test_the_form_is_judged_without_network(url: str, verdict: str) -> None:
    found = judge_form(url)
    assert found is not None
    assert found.verdict == verdict


def test_an_unknown_name_may_be_confirmed_by_name(checker: Checker) -> None:
    found = checker.check("https://nowhere.example/")
    assert found.verdict == LinkVerdict.UNREACHABLE
    assert blocking([found], []) == [found]
    assert blocking([found], ["https://nowhere.example/"]) == []


def test_what_leads_nowhere_cannot_be_confirmed() -> None:
    found = Finding("#", LinkVerdict.PLACEHOLDER)
    assert blocking([found], ["#"]) == [found]


@pytest.mark.rule("S136")
def test_a_letter_with_a_placeholder_does_not_leave_and_the_words_are_named(
    mailing: Mailing, recipients: list[Contact], checker: Checker
) -> None:
    bad = commands.create_mailing(
        reference="bad",
        title="x",
        purpose="DUES",
        texts=[
            Text(
                "fr",
                "Objet",
                "Lisez [créer une bande dessinée](#).",
                enclosures=[{"label": "Rapport annuel", "href": "#"}],
            )
        ],
        actor=None,
        at=AT,
    )
    commands.add_recipients(
        mailing_id=bad.pk, recipients=[Recipient(recipients[0].pk, "a@b.example")], actor=None, at=AT
    )
    with pytest.raises(LinksBlock) as refusal:
        commands.start_mailing(mailing_id=bad.pk, actor=None, at=AT, checker=checker, confirmed_links=["#"])
    assert "créer une bande dessinée (#)" in str(refusal.value)
    assert "Rapport annuel (#)" in str(refusal.value)


@pytest.mark.rule("S136")
def test_unreachable_links_are_confirmed_one_by_one(recipients: list[Contact], checker: Checker) -> None:
    text = Text("fr", "Objet", "[Un](https://one.example/) et [deux](https://two.example/).")
    made = commands.create_mailing(reference="u", title="x", purpose="DUES", texts=[text], actor=None, at=AT)
    one = Recipient(recipients[0].pk, "a@b.example")
    commands.add_recipients(mailing_id=made.pk, recipients=[one], actor=None, at=AT)
    with pytest.raises(LinksBlock) as refusal:
        commands.start_mailing(
            mailing_id=made.pk, actor=None, at=AT, checker=checker, confirmed_links=["https://one.example/"]
        )
    assert "deux" in str(refusal.value)
    assert "one.example" not in str(refusal.value)
    both = ["https://one.example/", "https://two.example/"]
    commands.start_mailing(mailing_id=made.pk, actor=None, at=AT, checker=checker, confirmed_links=both)
    made.refresh_from_db()
    assert sorted(made.confirmed_links) == both


@pytest.mark.rule("S136")
@pytest.mark.parametrize(
    "address",
    ["::127.0.0.1", "::ffff:10.0.0.1", "fec0::1", "fc00::1", "fe80::1", "64:ff9b::7f00:1", "2002:7f00:1::", "3fff::1",
     "100.64.0.1", "169.254.169.254", "0.0.0.0", "240.0.0.1", "ff02::1"],
)  # fmt: skip
def test_no_address_that_is_not_of_the_internet_is_connected_to(address: str) -> None:
    assert is_public(ipaddress.ip_address(address)) is False
