"""A small organisation with members of every group, scales of example amounts and a call to prepare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.contacts.choices import Channel, ContactKind, Office, OrganisationKind, Purpose
from convergence.contacts.models import Contact, ContactPoint, DeclaredCount, Mandate, PostalAddress
from convergence.core.models import OrganisationProfile
from convergence.core.periods import YearEnd
from convergence.membership.choices import CallState, LinkState
from convergence.membership.commands import calls, issue, links, members, scales
from convergence.membership.models import CallLink, CallRecipient, DuesCall

AT = datetime(2024, 2, 22, 14, 0, tzinfo=UTC)
DAY = date(2024, 2, 22)
YEAR_END = YearEnd(3, 31)


@dataclass
class World:
    """The cast and the acts of a dues year."""

    coordinator: User
    president: User
    treasurer: User
    stranger: User
    signers: dict[str, Contact]
    made: int = 0
    contacts: dict[str, Contact] = field(default_factory=dict)

    def contact(self, name: str, **values: Any) -> Contact:
        """Make a contact with an e-mail (unless `email=""`), maybe a count and a postal address."""
        self.made += 1
        email = values.pop("email", f"contact-{self.made}@membre.example")
        count, counted = values.pop("count", None), values.pop("counted", date(2023, 4, 1))
        post = values.pop("post", False)
        values = {"kind": ContactKind.ORGANISATION, "organisation_kind": OrganisationKind.LOCAL} | values
        if values["kind"] == ContactKind.PERSON:
            values["organisation_kind"] = ""
        contact = Contact.objects.create(
            name=name, number=values.pop("number", str(2000 + self.made)), created_at=AT, changed_at=AT, **values
        )
        if email:
            ContactPoint.objects.create(
                contact=contact, channel=Channel.EMAIL, purpose=Purpose.BILLING, value=email, normalised=email
            )
        if count is not None:
            DeclaredCount.objects.create(
                organisation=contact, value=count, as_of=counted, source="Liste des membres", recorded_at=AT
            )
        if post:
            PostalAddress.objects.create(
                contact=contact, street="12, rue du Moulin", city="Belle-Fontaine", province="QC", postal_code="H2X 1Y4"
            )
        self.contacts[name] = contact
        return contact

    def member(self, name: str, group: str = "B", *, since: date = date(2010, 4, 1), **values: Any) -> Contact:
        """Make a contact that is a member."""
        contact = self.contact(name, **values)
        members.join(contact_id=contact.pk, group=group, on=since, source="Liste", actor=self.coordinator, at=AT)
        return contact

    def person(self, name: str, **values: Any) -> Contact:
        """Make a member of group D."""
        return self.member(name, "D", kind=ContactKind.PERSON, **values)

    def scales(self) -> None:
        """Adopt example scales: B 0.12 $ a member from 50 $ to 4 000 $, C flat 75 $, D free 30 $ from 5 $."""
        common = {"valid_from": date(2020, 4, 1), "adopted_by": "Assemblée générale", "adopted_date": date(2020, 3, 1)}
        for values in (
            {"group": "A", "basis": "FLAT", "flat_cents": 500_000},
            {
                "group": "B",
                "basis": "PER_CAPITA",
                "rate_cents": Decimal(12),
                "floor_cents": 5_000,
                "ceiling_cents": 400_000,
            },
            {"group": "C", "basis": "FLAT", "flat_cents": 7_500},
            {"group": "D", "basis": "FREE", "suggested_cents": 3_000, "minimum_cents": 500},
        ):
            scales.adopt_scale(values=common | values | {"is_example": True}, actor=self.coordinator, at=AT)

    def call(self, period: str = "2023-2024", **values: Any) -> DuesCall:
        """Begin a call with its two signatories named and its links checked."""
        values = {"letter_date": DAY, "place": "Montréal", "due_date": date(2024, 4, 30)} | values
        call = calls.create_call(period=period, year_end=YEAR_END, actor=self.coordinator, at=AT, **values)
        for office, person in self.signers.items():
            calls.name_signatory(call_id=call.pk, office=office, person_id=person.pk, actor=self.coordinator, at=AT)
        self.check_links(call)
        return call

    def check_links(self, call: DuesCall, *found: tuple[str, str, str]) -> None:
        """Record that the links of a call were checked: `(address, words, state)`."""
        rows = [CallLink(url=url, text=text, state=state) for url, text, state in found]
        links.record_links(call_id=call.pk, found=rows, actor=self.coordinator, at=AT)
        call.refresh_from_db()

    def sign(self, call: DuesCall) -> None:
        """Both sign."""
        calls.sign(call_id=call.pk, office="PRESIDENCY", actor=self.president, at=AT)
        calls.sign(call_id=call.pk, office="COORDINATION", actor=self.coordinator, at=AT)

    def issue(self, call: DuesCall, *, at: datetime = AT) -> DuesCall:
        """Issue a signed call and let every chunk go."""
        issue.issue_dues_call(dues_call_id=call.pk, actor=self.coordinator, at=at)
        self.run(call, at=at)
        return call

    def run(self, call: DuesCall, *, at: datetime = AT) -> None:
        """Let every chunk of a mailing go."""
        while issue.issue_next_chunk(dues_call_id=call.pk, at=at):
            pass
        call.refresh_from_db()

    def issued(self, period: str = "2023-2024", **values: Any) -> DuesCall:
        """Prepare, sign and issue a call."""
        call = self.call(period, **values)
        self.sign(call)
        return self.issue(call)


def user(email: str, role: str) -> User:
    """Make a user with one role."""
    made = User.objects.create_user(email, first_name=email.split("@")[0].title())
    RoleAssignment.objects.create(user=made, role=role)
    return made


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    """Every test reads French, as people do by default, and nobody has tried wrong links yet."""
    cache.clear()
    with translation.override("fr"):
        yield


@pytest.fixture
def world(db: None) -> World:
    """Return the cast: coordinator and president who sign, treasurer, stranger; the organisation's profile."""
    OrganisationProfile.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Centre de solidarité",
            "street": "565, boulevard Crémazie Est",
            "city": "Montréal",
            "postal_code": "H2M 2V9",
            "email": "bonjour@centre.example",
            "phone": "514-555-0100",
            "etransfer_email": "virement@centre.example",
            "is_club_or_association": True,
        },
    )
    coordinator = user("coordination@centre.example", Role.COORDINATOR)
    president = user("presidence@centre.example", Role.BOARD)
    centre = Contact.objects.create(
        kind=ContactKind.ORGANISATION,
        organisation_kind=OrganisationKind.NGO,
        name="Centre de solidarité",
        created_at=AT,
        changed_at=AT,
    )
    signers = {}
    for office, name, gender, who in (
        (Office.PRESIDENCY, "Luc Tremblay", "M", president),
        (Office.COORDINATION, "Amina Roy", "F", coordinator),
    ):
        person = Contact.objects.create(
            kind=ContactKind.PERSON, name=name, title_gender=gender, user=who, created_at=AT, changed_at=AT
        )
        Mandate.objects.create(person=person, held_in=centre, office=office, start="2020", source="Procès-verbal")
        signers[str(office)] = person
    return World(
        coordinator=coordinator,
        president=president,
        treasurer=user("tresorerie@centre.example", Role.TREASURER),
        stranger=user("inconnue@ailleurs.example", Role.PARTNER),
        signers=signers,
    )


@pytest.fixture
def recipients(world: World) -> Any:
    """Return a function: the recipients of a call by name."""

    def by_name(call: DuesCall) -> dict[str, CallRecipient]:
        return {
            row.name: row for row in CallRecipient.objects.filter(call=call).select_related("invoice", "call", "member")
        }

    return by_name


__all__ = ["AT", "DAY", "YEAR_END", "CallState", "LinkState", "World"]
