"""Every list: filters kept under a name, and the list as a file that obeys the policies and escapes formulas."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, SavedFilter, User
from convergence.backoffice.lists.files import csv_download, in_blocks, xlsx_download
from convergence.contacts.models import Contact
from convergence.finance import commands
from convergence.finance.models import BankLine
from convergence.messaging.choices import Channel, Fate, Purpose
from convergence.messaging.models import Bounce, Delivery, Mailing, Message, Suppression

pytestmark = pytest.mark.django_db
AT = datetime(2024, 5, 3, 16, 0, tzinfo=UTC)
FORMULA = "=HYPERLINK(1)"
CSV = f"Date;Description;Montant;Solde\n2024-04-26;{FORMULA};50,00;50,00\n2024-04-27;DEPOT;5,00;55,00\n"


@pytest.fixture
def browser() -> Callable[[Role], Client]:
    def make(role: Role) -> Client:
        user = User.objects.create_user(f"{role.lower()}@centre.example")
        RoleAssignment.objects.create(user=user, role=role)
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def lines() -> None:
    commands.import_statement(content=CSV.encode(), file_name="r.csv", actor=None, at=AT)


@pytest.fixture
def mailing() -> Mailing:
    made = Mailing.objects.create(title="Envoi", purpose=next(iter(Purpose)), created_at=AT)
    message = Message.objects.create(mailing=made, language="fr", subject="Objet", source="Texte")
    for name, risk in ((FORMULA, False), ("Refuge Xochitl", True)):
        contact = Contact.objects.create(
            kind="ORGANISATION", organisation_kind="PARTNER", name=name, is_sensitive=risk, created_at=AT, changed_at=AT
        )
        Delivery.objects.create(
            mailing=made,
            message=message,
            contact=contact,
            channel=Channel.EMAIL,
            address="a@b.example",
            fate=Fate.SENT,
            queued_at=AT,
            fate_at=AT,
            token=f"t{contact.pk}",
        )
    return made


NEWER = [
    "imports:index",
    "money:batches",
    "money:statements",
    "messages:outbox",
    "messages:bounces",
    "messages:suppressions",
    "dues:scales",
]
LISTS = ["money:invoices", "money:payments", "money:receipts", "money:matching", "messages:mailings", *NEWER]


@pytest.mark.parametrize("name", LISTS)
def test_a_filter_is_kept_shown_used_and_forgotten(browser: Any, name: str) -> None:
    client, address = browser(Role.TREASURER), reverse(name)
    client.post(reverse("lists:keep"), {"list": address, "query": "q=abc&state=open", "name": "À relancer"})
    kept = SavedFilter.objects.get()
    assert (kept.screen, kept.name, kept.query) == (name, "À relancer", "q=abc&state=open")
    page = client.get(address).content.decode()
    assert f"{address}?q=abc&amp;state=open" in page
    answer = client.post(reverse("lists:keep"), {"list": address, "query": "", "forget": str(kept.pk)})
    assert (answer.status_code, SavedFilter.objects.count()) == (302, 0)


@pytest.mark.parametrize("address", ["", "/", "https://ailleurs.example/gestion/", "/gestion/users/", "//x", "\x00"])
def test_what_is_no_list_of_ours_keeps_nothing(browser: Any, address: str) -> None:
    answer = browser(Role.TREASURER).post(reverse("lists:keep"), {"list": address, "query": "q=1", "name": "n"})
    assert (answer.status_code, SavedFilter.objects.count()) == (404, 0)


def test_who_may_not_open_the_list_keeps_nothing_there(browser: Any) -> None:
    client = browser(Role.EDUCATION)
    answer = client.post(reverse("lists:keep"), {"list": reverse("money:invoices"), "query": "q=1", "name": "n"})
    assert (answer.status_code, SavedFilter.objects.count()) == (403, 0)


def test_somebody_elses_filter_is_neither_shown_nor_forgotten(browser: Any) -> None:
    first, second, address = browser(Role.TREASURER), browser(Role.COORDINATOR), reverse("money:invoices")
    first.post(reverse("lists:keep"), {"list": address, "query": "q=1", "name": "Le mien"})
    second.post(reverse("lists:keep"), {"list": address, "forget": str(SavedFilter.objects.get().pk)})
    assert SavedFilter.objects.count() == 1
    assert "Le mien" not in second.get(address).content.decode()


def text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_bank_lines_as_a_file(browser: Any, lines: None) -> None:
    client = browser(Role.AUDITOR)
    answer = client.get(reverse("money:matching"), {"format": "csv", "q": "hyper"})
    assert text(answer).splitlines()[1:] == [f"2024-04-26;'{FORMULA};;50.0;;"]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("money:matching"), {"format": "xlsx"}).content), read_only=True
    )
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert [(row[1].value, row[1].data_type) for row in rows] == [(FORMULA, "s"), ("DEPOT", "s")]
    assert BankLine.objects.filter(date=date(2024, 4, 27)).count() == 1
    assert browser(Role.BOARD).get(reverse("money:matching"), {"format": "csv"}).status_code == 403


@pytest.mark.parametrize(("role", "count"), [(Role.COORDINATOR, 2), (Role.COMMUNICATIONS, 1)])
def test_recipients_as_a_file_without_those_at_risk(browser: Any, mailing: Mailing, role: Role, count: int) -> None:
    client, address = browser(role), reverse("messages:mailing", args=[mailing.pk])
    found = text(client.get(address, {"format": "csv"})).splitlines()[1:]
    assert len(found) == count
    assert found[0].startswith(f"'{FORMULA};a@b.example;")
    assert ("Refuge Xochitl" in client.get(address).content.decode()) == (count == 2)


@pytest.mark.parametrize("name", NEWER)
def test_each_list_is_searched_and_given_as_a_file(browser: Any, name: str) -> None:
    client, address = browser(Role.COORDINATOR), reverse(name)
    for query in ({"q": "abc"}, {"q": "\x00'\"%"}, {"state": "open"}, {"state": "x", "kind": "x", "topic": "x"}):
        assert client.get(address, query).status_code == 200
    assert len(text(client.get(address, {"format": "csv"})).splitlines()) >= 1
    book = openpyxl.load_workbook(io.BytesIO(client.get(address, {"format": "xlsx"}).content), read_only=True)
    assert next(book.worksheets[0].iter_rows())[0].value
    assert browser(Role.EDUCATION).get(address, {"format": "csv"}).status_code in {302, 403}


def test_what_a_list_shows_is_what_its_file_holds(browser: Any, lines: None) -> None:
    Suppression.objects.create(address_key="a@b.example", topic="NEWSLETTER", reason="ASKED", since=AT)
    Suppression.objects.create(address_key="=c@d.example", topic="ALL", reason="BOUNCED", since=AT)
    client, address = browser(Role.COORDINATOR), reverse("messages:suppressions")
    assert "a@b.example" not in client.get(address, {"reason": "BOUNCED"}).content.decode()
    found = text(client.get(address, {"reason": "BOUNCED", "format": "csv"})).splitlines()[1:]
    assert [line.split(";")[0] for line in found] == ["'=c@d.example"]
    statements = text(client.get(reverse("money:statements"), {"q": "r.csv", "format": "csv"})).splitlines()[1:]
    assert [line.split(";")[0] for line in statements] == ["r.csv"]


def test_bounces_to_be_read_come_first_on_every_database(browser: Any) -> None:
    for number, settled in enumerate([None, AT]):
        Bounce.objects.create(
            address=f"b{number}@x.example",
            kind="UNREADABLE",
            digest=f"{number}" * 64,
            received_at=AT,
            settled_at=settled,
        )
    page = browser(Role.COORDINATOR).get(reverse("messages:bounces")).content.decode()
    assert page.index("b0<wbr>@x.example") < page.index("b1<wbr>@x.example")
    only = browser(Role.TREASURER).get(reverse("messages:bounces"), {"state": "settled"}).content.decode()
    assert "b0<wbr>" not in only


def test_sign_that_no_spreadsheet_can_hold_breaks_no_file() -> None:
    made = xlsx_download("paiements", ["Référence"], [["12\x0b34\x1f"], ["x" * 40_000]])
    rows = openpyxl.load_workbook(io.BytesIO(made.content)).active.iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["Référence", "1234", "x" * 32_767]


def test_moment_is_written_as_the_clock_on_the_wall_says_it() -> None:
    made = xlsx_download("anciens", ["Depuis"], [[AT]])
    rows = openpyxl.load_workbook(io.BytesIO(made.content)).active.iter_rows(values_only=True)
    assert [str(row[0]) for row in rows] == ["Depuis", "2024-05-03 12:00:00"]
    assert b"2024-05-03 12:00:00" in b"".join(csv_download("anciens", ["Depuis"], [[AT]]))


def test_lines_leave_in_blocks_and_none_is_lost() -> None:
    lines = [f"{number}\n" for number in range(50_000)]
    blocks = list(in_blocks(lines))
    assert "".join(blocks) == "".join(lines)
    assert len(blocks) < 20
    assert list(in_blocks([])) == []
