"""A page that is sent twice does its act once; opened again and sent again, it does it again."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory
from django.utils.safestring import SafeData, mark_safe
from django.views.decorators.csrf import csrf_exempt

from convergence.accounts.models import User
from convergence.core import presses
from convergence.core.models import Press
from convergence.core.presses import KEPT_SECONDS, PRESS_KEY, Sent, answer_of_first, claim, settle
from convergence.ui.presses import OnePressMiddleware
from convergence.ui.templatetags.ui import press_key

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = datetime(2024, 6, 3, 15, 0, tzinfo=UTC)
SENT = Sent("drawn-for-this-page", "words")


class Door:
    """A view that does something each time that it is reached, behind the middleware."""

    def __init__(self, answer: Any = None) -> None:
        self.acts = 0
        self.answer = answer or (lambda: redirect("/there/"))
        self.layer = OnePressMiddleware(self._rest)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.acts += 1
        messages.success(request, f"done {self.acts}")
        messages.info(request, mark_safe("<b>said</b>"))
        return self.answer()

    def _rest(self, request: HttpRequest) -> HttpResponse:
        view = csrf_exempt(self.view) if request.path.startswith("/link/") else self.view
        return self.layer.process_view(request, view, (), {}) or view(request)

    def press(self, path: str = "/page/", user: int = 1, **words: Any) -> tuple[HttpResponse, list[Any]]:
        request = asked(path, user, **words)
        answer = self.layer(request)
        return answer, [one.message for one in request._messages._queued_messages]


def asked(path: str = "/page/", user: int = 1, **words: Any) -> Any:
    ways = RequestFactory()
    if PRESS_KEY in words:
        request: Any = ways.generic("POST", path, urlencode(words), "application/x-www-form-urlencoded")
    else:
        request = ways.post(path, words)
    request.user = User(pk=user)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    return request


def test_same_page_twice_acts_once_and_says_the_same() -> None:
    door = Door()
    first, said = door.press(csrfmiddlewaretoken="a", name="Fil")
    again, said_again = door.press(csrfmiddlewaretoken="a", name="Fil")
    assert door.acts == 1
    assert said_again == said == ["done 1", "<b>said</b>"]
    assert [isinstance(words, SafeData) for words in said_again] == [False, True]
    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"]) == (302, "/there/")


@pytest.mark.parametrize(
    "other", [{"csrfmiddlewaretoken": "b"}, {"name": "Trame"}, {"user": 2}, {"path": "/other/"}], ids=repr
)
def test_another_page_another_word_another_person_acts_again(other: dict[str, Any]) -> None:
    door = Door()
    same = {"csrfmiddlewaretoken": "a", "name": "Fil"}
    door.press(**same)
    door.press(**(same | other))
    assert door.acts == 2


def test_refused_form_is_read_again_each_time_and_leaves_nothing() -> None:
    door = Door(lambda: HttpResponse("wrong", status=422))
    door.press(csrfmiddlewaretoken="a")
    door.press(csrfmiddlewaretoken="a")
    assert (door.acts, Press.objects.count()) == (2, 0)


def test_answer_that_gives_a_cookie_is_for_one_browser_only() -> None:
    def answer() -> HttpResponse:
        made = redirect("/there/")
        made.set_cookie("language", "es")
        return made

    door = Door(answer)
    door.press(csrfmiddlewaretoken="a")
    door.press(csrfmiddlewaretoken="a")
    assert (door.acts, Press.objects.count()) == (2, 0)


def test_page_without_a_token_acts_each_time() -> None:
    door = Door()
    door.press(name="Fil")
    door.press(name="Fil")
    assert door.acts == 2


def test_page_behind_a_link_is_known_by_its_key_also_with_files() -> None:
    door = Door()
    for path, words in [("/link/", {PRESS_KEY: "k"}), (f"/link/?{PRESS_KEY}=k", {"name": "Fil"})]:
        before = door.acts
        door.press(path, **words)
        door.press(path, **words)
        assert door.acts == before + 1
    assert re.fullmatch(r'<input type="hidden" name="press_key" value="[\w-]{22}">', press_key())
    assert press_key() != press_key()
    assert re.fullmatch(r"press_key=[\w-]{22}", press_key(in_address=True))


@pytest.mark.rule("S61")
def test_what_is_kept_tells_nothing_without_the_page() -> None:
    assert claim(SENT, at=AT)
    settle(SENT, {"to": "/pret/the-token/", "messages": []}, at=AT)
    kept = Press.objects.get()
    assert b"the-token" not in bytes(kept.answer or b"")
    assert "drawn" not in kept.name
    assert answer_of_first(SENT) == {"to": "/pret/the-token/", "messages": []}


def test_press_is_forgotten_after_a_minute() -> None:
    assert claim(SENT, at=AT)
    settle(SENT, {"to": "/", "messages": []}, at=AT)
    assert not claim(SENT, at=AT + timedelta(seconds=KEPT_SECONDS))
    presses.forget(at=AT + timedelta(seconds=KEPT_SECONDS))
    assert Press.objects.count() == 1
    assert claim(SENT, at=AT + timedelta(seconds=KEPT_SECONDS + 1))
    presses.forget(at=AT + timedelta(seconds=2 * KEPT_SECONDS + 2))
    assert Press.objects.count() == 0


def test_first_press_that_never_answers_does_not_hold_the_others_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "WAIT_SECONDS", 0.01)
    door = Door()
    door.layer.process_view(asked(csrfmiddlewaretoken="a"), door.view, (), {})
    door.press(csrfmiddlewaretoken="a")
    assert door.acts == 1


def locked(*_given: object, **_words: object) -> None:
    raise OperationalError("database is locked")


def test_press_during_a_long_write_is_told_to_wait_and_keeps_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convergence.ui.presses.claim", locked)
    door = Door()
    answer, said = door.press(csrfmiddlewaretoken="a", name="Fil")
    assert (answer.status_code, door.acts, said) == (503, 0, [])
    assert 'name="name" value="Fil"' in answer.content.decode()


def test_act_that_is_done_is_no_fault_because_its_answer_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("convergence.ui.presses.settle", locked)
    door = Door()
    answer, said = door.press(csrfmiddlewaretoken="a", name="Fil")
    assert (answer.status_code, door.acts, said[0]) == (302, 1, "done 1")
    assert "/page/: the answer to a press was not kept" in caplog.text
