"""A call with two criteria and a committee, and makers of applications, points and stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.text import slugify

from convergence.contacts.models import Contact
from convergence.documents.papers import Paper
from convergence.education.stays import commands
from convergence.education.stays.models import Application, CommitteeMember, Expected, Participant, Programme, StayCall

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""While the calls of these tests are open."""
CLOSED = AT + timedelta(days=30)
"""The day after they close."""
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
CV = Paper("cv.pdf", "application/pdf", PDF)


@pytest.fixture
def at() -> datetime:
    """Return a moment at which the calls are open."""
    return AT


@pytest.fixture
def programme(db: None) -> Programme:
    """Return a public programme of short internships."""
    return Programme.objects.create(
        slug="stages-courts", kind="SHORT_INTERNSHIP", title_fr="Stages courts", title_es="Pasantías", is_public=True
    )


@pytest.fixture
def partner(db: None) -> Contact:
    """Return a partner."""
    return Contact.objects.create(
        kind="ORGANISATION", organisation_kind="UNION", name="Fédération d’ailleurs", sort_name="federation",
        created_at=AT, changed_at=AT,
    )  # fmt: skip


@pytest.fixture
def make_call(programme: Programme, partner: Contact, cast: Any) -> Callable[..., StayCall]:
    """Return a maker of published calls: the board and education score, alone or with others."""

    def make(today: date | None = None, members: tuple[str, ...] = ("education", "board"), **values: Any) -> StayCall:
        day = today or AT.date()
        given: dict[str, Any] = {
            "programme": programme,
            "slug": f"appel-{StayCall.objects.count()}",
            "title_fr": "Stage à Cuba",
            "words_fr": "Trois semaines dans une fédération.",
            "country": "CU",
            "partner": partner,
            "opens": day - timedelta(days=10),
            "closes": day + timedelta(days=20),
            "leaves": day + timedelta(days=90),
            "returns": day + timedelta(days=110),
            "places": 1,
            "asks_cv": False,
        }
        call = commands.write_call(actor=None, at=AT, **{**given, **values})
        for name, weight in (("Engagement", 60), ("Projet au retour", 40)):
            commands.write_part(part="criterion", call_id=call.pk, name_fr=name, weight=weight, actor=None, at=AT)
        Expected.objects.create(call=call, kind="TALK", words_fr="causerie dans mon syndicat", days=60)
        for name in members:
            commands.seat_member(call_id=call.pk, user_id=cast.users[name].pk, actor=None, at=AT)
        return commands.publish_call(call_id=call.pk, actor=None, at=AT)

    return make


@pytest.fixture
def call(make_call: Callable[..., StayCall]) -> StayCall:
    """Return a published call of one place that is open at AT."""
    return make_call()


@pytest.fixture
def apply(db: None) -> Callable[..., Application]:
    """Return a maker of applications."""

    def make(call: StayCall, name: str = "Camille", at: datetime = AT, **values: Any) -> Application:
        given: dict[str, Any] = {
            "name": name,
            "email": f"{slugify(name)}@candidat.example",
            "birth_date": date(1990, 5, 1),
            "motivation": "Voir et raconter.",
        }
        told = commands.Told(**{**given, **values})
        return commands.apply(call_id=call.pk, told=told, form_key=f"key-of-{call.pk}-{name}-long", at=at)

    return make


@pytest.fixture
def give(cast: Any) -> Callable[..., None]:
    """Return a giver of points: the same for each criterion, by some members."""

    def do(application: Application, points: int, *names: str, at: datetime = AT) -> None:
        keys = [one.pk for one in application.call.criteria.all()]
        for name in names or ("education", "board"):
            commands.score(
                application_id=application.pk, points=dict.fromkeys(keys, points), actor=cast.users[name], at=at
            )

    return do


@pytest.fixture
def gone(call: StayCall, apply: Callable[..., Application], give: Callable[..., None]) -> Callable[..., Participant]:
    """Return a maker of somebody who accepted the one place of the call."""

    def make(name: str = "Camille", **values: Any) -> Participant:
        application = apply(call, name, **values)
        give(application, 4)
        commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
        return commands.accept_offer(application_id=application.pk, at=CLOSED)

    return make


def seat_of(call: StayCall, user: Any) -> CommitteeMember:
    """Return the seat of somebody."""
    return CommitteeMember.objects.get(call=call, user=user)
