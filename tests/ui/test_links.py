"""Pages behind a personal link: nothing without the token, the language of the person, ten minutes after many tries."""

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from convergence.core.errors import DomainError
from convergence.ui import links

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


class Nothing(DomainError):
    """A link opens nothing."""

    code = "nothing"


def find(token: str) -> str:
    if token != "mine":
        raise Nothing
    return "es"


@links.behind_link("test-link", find, lambda language: language, missing=Nothing)
def page(request: HttpRequest, found: str, token: str) -> HttpResponse:
    return HttpResponse(f"{translation.get_language()} {found} {token}")


def asked(token: str, address: str = "192.0.2.1", **cookies: str) -> HttpResponse:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.COOKIES.update(cookies)
    return page(request, token)


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


def test_a_link_opens_in_the_language_of_the_person_unless_another_was_chosen() -> None:
    assert asked("mine").content == b"es es mine"
    assert asked("mine", django_language="en").content == b"en es mine"
    assert asked("mine", django_language="xx").content == b"es es mine"


def test_what_a_link_shows_is_kept_nowhere() -> None:
    answer = asked("mine")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.rule("S61")
def test_who_tries_many_links_waits_also_before_a_right_one_and_the_others_do_not() -> None:
    with translation.override("fr"):
        for _try in range(links.MAX_WRONG):
            wrong = asked("guessed")
            assert wrong.status_code == 404
            assert "Ce lien n’ouvre rien" in wrong.content.decode()
        waits = asked("mine")
        assert waits.status_code == 429
        assert "Attendez dix minutes" in waits.content.decode()
    assert asked("mine", address="192.0.2.2").status_code == 200
