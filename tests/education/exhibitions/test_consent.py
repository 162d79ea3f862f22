"""What the people portrayed agreed to: the site and the kit list obey (S91)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from convergence.education.exhibitions import commands
from convergence.education.exhibitions.choices import Shown
from convergence.education.exhibitions.models import ConsentEntry, Exhibition, Portrayed, Version, Work
from convergence.education.exhibitions.queries.consent import kit_list
from convergence.education.exhibitions.rules.consent import allowed
from convergence.website.cache import copies

pytestmark = pytest.mark.django_db
YES = {"EXHIBITION": "AGREED", "PRINT": "AGREED", "WEB": "AGREED"}


@pytest.mark.rule("S91")
@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ([], "SHOWN"),
        ([YES], "SHOWN"),
        ([YES, {"EXHIBITION": "AGREED"}], "PRINT_ONLY"),
        ([{"PRINT": "AGREED"}], "PRINT_ONLY"),
        ([{**YES, "WEB": "WITHDRAWN"}], "PRINT_ONLY"),
        ([{}], "WITHDRAWN"),
        ([YES, {"EXHIBITION": "WITHDRAWN", "WEB": "AGREED"}], "WITHDRAWN"),
        ([{"WEB": "AGREED"}], "WITHDRAWN"),
    ],
)
def test_all_those_portrayed_decide_together(answers: list[dict[str, str]], shown: str):
    assert allowed(answers) == shown


@pytest.fixture
def say(at: datetime) -> Callable[..., ConsentEntry]:
    def said(person: Portrayed, use: str, answer: str = "AGREED") -> ConsentEntry:
        return commands.record_consent(
            portrayed_id=person.pk,
            use=use,
            answer=answer,
            how="formulaire",
            said_date=date(2026, 1, 3),
            actor=None,
            at=at,
        )

    return said


@pytest.mark.rule("S91")
def test_without_consent_the_picture_is_withheld_and_the_kit_list_says_so(
    exhibition: Exhibition, indoor: Version, say: Callable[..., ConsentEntry], at: datetime, shown_picture: Any
):
    work = Work.objects.get(position=1)
    picture = shown_picture("pepenadora.jpg")
    commands.save_record(kind="work", record_id=work.pk, picture=picture, actor=None, at=at)
    address = f"/expositions/{exhibition.slug}/"

    def seen() -> tuple[bool, str, bool]:
        copies.forget()
        page = Client().get(address).content.decode()
        line = kit_list(indoor)[0]
        return "Une femme trie" in page, str(line.shown.label), line.leaves

    assert seen() == (True, "impression et web", True)
    assert picture.renditions.count() > 0
    person = commands.name_portrayed(work_id=work.pk, name="Rosa", actor=None, at=at)
    assert seen() == (False, "retirée", False)
    assert picture.renditions.count() == 0
    say(person, "PRINT")
    assert seen() == (False, "impression seulement", True)
    say(person, "EXHIBITION")
    say(person, "WEB")
    assert seen() == (True, "impression et web", True)
    say(person, "EXHIBITION", "WITHDRAWN")
    say(person, "PRINT", "WITHDRAWN")
    assert seen() == (False, "retirée", False)
    picture.refresh_from_db()
    assert not picture.may_be_shown
    assert kit_list(indoor)[1].shown == Shown.SHOWN


def test_answers_are_kept_for_ever_and_a_name_is_emptied(
    indoor: Version, say: Callable[..., ConsentEntry], at: datetime, union: Any
):
    someone = union(name="Rosa", kind="PERSON", organisation_kind="")
    work = Work.objects.get(position=1)
    person = commands.name_portrayed(work_id=work.pk, name="Rosa", person_id=someone.pk, actor=None, at=at)
    entry = say(person, "PRINT")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentEntry.objects.filter(pk=entry.pk).update(answer="REFUSED")
    commands.forget_people([someone.pk], at)
    person.refresh_from_db()
    assert (person.name, person.person_id) == ("", None)
    assert person.answers.count() == 1
