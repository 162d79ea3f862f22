"""Screens of the site: whose contacts they show, what they refuse."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from convergence.contacts.models import Contact
from convergence.documents.models import Source
from convergence.history.models import Milestone, MilestoneActor, MilestoneText
from convergence.website.models import HomePage
from tests.doors.forms import Forms
from tests.doors.hostile import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone() -> Milestone:
    """Write a milestone down."""
    row = Milestone.objects.create(slug="conference", kind="CONFERENCE", start="1975-06")
    MilestoneText.objects.create(milestone=row, language="fr", title="Conférence")
    return row


def sent_by(browser: Any, path: str) -> dict[str, list[str]]:
    """Return what the form of a page would send back."""
    values = Forms(browser.get(path).content.decode()).values
    return {name: held for name, held in values.items() if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("turn", range(len(HOSTILE)))
def test_a_milestone_bears_whatever_is_written_in_its_form(cast: Any, milestone: Milestone, turn: int) -> None:
    browser, path = cast.client("coordinator"), f"/gestion/site/jalons/edit/{milestone.pk}/"
    kept = sent_by(browser, path)
    names = sorted(name for name in kept if "_FORMS" not in name and not name.endswith("-id"))
    words = (word.encode("utf-8", errors="replace").decode() for word in (HOSTILE[turn:] + HOSTILE) * len(names))
    answer = browser.post(path, kept | dict(zip(names, words, strict=False)))
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_form_of_a_milestone_reads_sources_once_however_many_rows(cast: Any, milestone: Milestone) -> None:
    browser, path = cast.client("coordinator"), f"/gestion/site/jalons/edit/{milestone.pk}/"

    def asked(rows: int) -> tuple[int, int]:
        for number in range(milestone.citations.count(), rows):
            source = Source.objects.create(title=f"Page {number}")
            milestone.citations.create(source=source)
            milestone.figures.create(what="x", value=5, unit_fr="personnes", source=source)
        with CaptureQueriesContext(connection) as shown:
            sent = sent_by(browser, path)
        with CaptureQueriesContext(connection) as refused:
            answer = browser.post(path, sent | {"start": "vers 1975"})
        assert list(answer.context["form"].errors) == ["start"]
        return len(shown), len(refused)

    asked(1)
    few = asked(3)
    assert asked(7) == few


def test_a_source_that_is_not_there_is_refused(cast: Any, milestone: Milestone) -> None:
    browser, path = cast.client("coordinator"), f"/gestion/site/jalons/edit/{milestone.pk}/"
    milestone.citations.create(source=Source.objects.create(title="Page"))
    for wrong in ("999999", "²", "-1", "x"):
        answer = browser.post(path, sent_by(browser, path) | {"citations-0-source": wrong})
        assert answer.status_code == 200
        assert answer.context["form"].formsets["citations"].errors[0]["source"]


def test_a_row_of_a_milestone_keeps_the_number_that_it_was_given(cast: Any, milestone: Milestone) -> None:
    browser, path = cast.client("coordinator"), f"/gestion/site/jalons/edit/{milestone.pk}/"
    answer = browser.post(path, sent_by(browser, path) | {"texts-0-id": "²"})
    assert answer.status_code == 400


def test_the_form_of_a_milestone_names_no_contact_out_of_reach(cast: Any, milestone: Milestone) -> None:
    Contact.objects.filter(pk=cast.amiante.pk).update(is_sensitive=True)
    for name in ("communications", "education"):
        page = cast.client(name).get(f"/gestion/site/jalons/edit/{milestone.pk}/").content.decode()
        assert cast.amiante.name not in page


@pytest.mark.parametrize(("name", "is_kept"), [("coordinator", True), ("communications", False)])
def test_an_actor_is_a_contact_that_one_may_see(cast: Any, milestone: Milestone, name: str, is_kept: bool) -> None:
    Contact.objects.filter(pk=cast.amiante.pk).update(is_sensitive=True)
    browser, path = cast.client(name), f"/gestion/site/jalons/edit/{milestone.pk}/"
    actor = {"actors-TOTAL_FORMS": "1", "actors-0-contact": str(cast.amiante.pk), "actors-0-capacity": "ORGANISER"}
    source = {"citations-TOTAL_FORMS": "1", "citations-0-source": str(Source.objects.create(title="Une lettre").pk)}
    answer = browser.post(path, sent_by(browser, path) | actor | source)
    assert answer.status_code == (302 if is_kept else 200)
    assert MilestoneActor.objects.filter(contact=cast.amiante).exists() == is_kept


def test_the_root_of_the_pages_is_moved_nowhere(cast: Any) -> None:
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Accueil", slug="maison", poster="Le même fil"))
    for name in cast.everybody:
        answer = cast.client(name).post(f"/gestion/pages/{root.pk}/move/{home.pk}/confirm/")
        assert answer.status_code in {302, 403}, name
    assert Page.objects.get(pk=home.pk).depth == 2
