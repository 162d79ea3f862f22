"""The example organisation, loaded once for the walks and rolled back after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, TestCase, override_settings

from convergence.accounts.models import User
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.demo.staff import PEOPLE, email_of
from convergence.documents.models import Picture
from convergence.education.tours.models import TourGuest
from convergence.finance.models import BankLine, Invoice, Receipt
from convergence.membership.models import CallRecipient
from tests.doors.world import belongings
from tests.plugins.example import example

ROLES_REGION = "estrie"


class Browser(Client):
    """A test client that keeps no copy of what the templates were given: thousands of pages are opened here."""

    def request(self, **request: Any) -> Any:
        """Send a request; what a view raises becomes a page of fault."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


@dataclass(frozen=True)
class Walk:
    """The loaded example: users by role, and two unions: one in reach of partial roles, the other not."""

    users: dict[str, Any]
    near: Contact
    far: Contact
    worlds: tuple[dict[type, set[Any]], ...]
    hidden: Contact
    hidden_officer: Contact

    def client(self, name: str) -> Client:
        """Return a browser signed in as somebody, or as nobody at all for `anonymous`."""
        client = Browser()
        if name != "anonymous":
            client.force_login(self.users[name], backend="convergence.accounts.backends.RoleBackend")
        return client

    def secrets(self) -> dict[str, tuple[str, Any]]:
        """Return words of the far union and of the books, with the action and record that allow to read them."""
        recipient = CallRecipient.objects.select_related("invoice").get(member=self.far)
        officer = Contact.objects.persons().filter(mandates__held_in=self.far).order_by("pk")[0]
        receipt = Receipt.objects.light().order_by("pk")[0]
        line = BankLine.objects.order_by("pk")[0]
        mission = Activity.objects.filter(security="HIGH").earliest("pk")
        guest = TourGuest.objects.get(safety="AT_RISK")
        return {
            guest.name: ("tours.view_guest", guest),
            str(guest.tour.activity.title_fr): ("activities.view_activity", guest.tour.activity),
            mission.title_fr: ("activities.view_activity", mission),
            self.far.name: ("contacts.view_contact", self.far),
            self.far.acronym: ("contacts.view_contact", self.far),
            officer.name: ("contacts.view_contact", officer),
            officer.points.all()[0].value: ("contacts.view_contact", officer),
            recipient.invoice.number: ("finance.view_invoice", recipient.invoice),
            receipt.number: ("finance.view_receipt", receipt),
            **self.at_risk(),
            line.label: ("finance.view_bankline", line),
            "releve-exemple-2024-03.csv": ("finance.view_bankstatement", line.statement),
        }

    def at_risk(self) -> dict[str, tuple[str, Any]]:
        """Return words of a member marked as at risk, and of its officer."""
        recipient = CallRecipient.objects.select_related("invoice").get(member=self.hidden)
        seen = "contacts.view_contact"
        return {
            self.hidden.name: (seen, self.hidden),
            self.hidden_officer.name: (seen, self.hidden_officer),
            self.hidden_officer.points.all()[0].value: (seen, self.hidden_officer),
            recipient.invoice.number: ("finance.view_invoice", recipient.invoice),
        }


def _put_at_risk(*others: Contact) -> tuple[Contact, Contact]:
    """Mark a member of the animator's region and its officer as at risk, and tie them to somebody everyone sees."""
    known = Contact.objects.organisations().filter(dues_calls__isnull=False, posts__isnull=False)
    hidden = (
        known.filter(region__slug=ROLES_REGION).exclude(pk__in=[one.pk for one in others]).order_by("pk").distinct()[0]
    )
    officer = Contact.objects.persons().filter(mandates__held_in=hidden).order_by("pk")[0]
    Contact.objects.filter(pk__in=[hidden.pk, officer.pk]).update(is_sensitive=True)
    for contact in (hidden, officer):
        contact.refresh_from_db()
    return hidden, officer


def _far_union(near: Contact) -> Contact:
    paying = Invoice.objects.filter(kind="DUES")
    members = Contact.objects.organisations().filter(pk__in=paying.values("payer_id"), points__channel="EMAIL")
    return members.exclude(region__slug=ROLES_REGION).exclude(pk=near.pk).order_by("-pk").distinct()[0]


@pytest.fixture(scope="package")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's files."""
    return tmp_path_factory.mktemp("example")


@pytest.fixture(scope="package")
def walk(database_copies: Any, django_db_setup: None, django_db_blocker: Any, media: Path) -> Iterator[Walk]:
    """Walk the example in a transaction that is rolled back after the last walk; its files stay for all of them."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), example(database_copies, media):
        atomics = TestCase._enter_atomics()
        team = {role.value.lower(): User.objects.get(email=email_of(role)) for role in PEOPLE}
        for picture in Picture.objects.all():  # the worker makes the sizes before anybody asks
            picture.get_rendition("max-165x165")
        near = Contact.objects.get(accesses__user=team["delegate"])
        far = _far_union(near)
        hidden, officer = _put_at_risk(near, far)
        users = {**team, "nobody": User.objects.create_user("nobody@convergence.example")}
        yield Walk(users, near, far, (belongings(near), belongings(far), belongings(hidden)), hidden, officer)
        TestCase._rollback_atomics(atomics)


@pytest.fixture
def step(walk: Walk, django_db_blocker: Any, media: Path) -> Iterator[Walk]:
    """One walk; what it writes is undone before the next."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        atomics = TestCase._enter_atomics()
        yield walk
        TestCase._rollback_atomics(atomics)
