"""Attempts on sign-in: led elsewhere, another's session, half a sign-in, guesses from many addresses, false headers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client

from convergence.accounts.choices import Role
from tests.accounts.test_sign_in import ask_code, somebody

pytestmark = pytest.mark.django_db
EVIL = (
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "/\\ailleurs.example/",
    "\\\\ailleurs.example",
    "https:ailleurs.example",
    "javascript:alert(1)",
    "http://localhost:8000@ailleurs.example/",
    " https://ailleurs.example/",
)


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_leads_nowhere_else(client: Client, target: str) -> None:
    somebody(Role.DELEGATE)
    client.get("/comptes/login/", {"next": target})
    client.post("/comptes/login/", {"login": "lea@centre.example", "next": target})
    code = mail.outbox[-1].body.split()
    digits = next(word for word in code if word.isdecimal() and len(word) == 6)
    answer = client.post("/comptes/login/code/confirm/", {"code": digits, "next": target})
    assert answer.headers["Location"] == "/entrer/"


@pytest.mark.parametrize("target", EVIL)
def test_no_page_that_redirects_leads_elsewhere(client: Client, target: str) -> None:
    chosen = client.post("/langue/setlang/", {"language": "es", "next": target}, headers={"referer": target})
    assert chosen.headers["Location"] == "/es/"
    client.force_login(somebody(Role.COORDINATOR))
    for place in ("/gestion/login/", "/comptes/login/", "/comptes/logout/", "/entrer/"):
        led = client.get(place, {"next": target}, follow=True)
        assert [url for url, _status in getattr(led, "redirect_chain", []) if "ailleurs" in url.split("?")[0]] == []


def test_wagtails_own_sign_in_and_users_are_not_served(client: Client) -> None:
    assert client.get("/gestion/login/", {"next": "/gestion/aide/"}).headers["Location"].startswith("/comptes/login/")
    client.force_login(somebody(Role.COORDINATOR))
    for place in ("users/", "users/new/", "users/1/", "groups/", "groups/new/"):
        for method in (client.get, client.post):
            assert method(f"/gestion/{place}").headers["Location"] == "/gestion/reglages/personnes/"


def test_the_session_of_before_is_worth_nothing_after(client: Client) -> None:
    """An attacker who planted a session key does not share the session that is opened with it (fixation)."""
    somebody(Role.DELEGATE)
    code = ask_code(client, "lea@centre.example")
    planted = client.session.session_key
    client.post("/comptes/login/code/confirm/", {"code": code})
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = str(planted)
    assert thief.get("/espace/").status_code == 302
    kept = str(client.session.session_key)
    client.post("/comptes/logout/")
    thief.cookies["sessionid"] = kept
    assert thief.get("/espace/").status_code == 302


def test_half_a_sign_in_opens_nothing(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = somebody(Role.COORDINATOR)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client.post("/comptes/login/code/confirm/", {"code": ask_code(client, user.email)})
    for place in ("/gestion/", "/gestion/organisations/", "/espace/", "/entrer/", "/comptes/2fa/"):
        assert client.get(place).headers["Location"].startswith("/comptes/"), place
    assert client.get("/api/v1/organisations").status_code == 401
    for _guess in range(12):
        client.post("/comptes/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_without_a_second_factor_no_page_nor_act_of_the_back_office(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(somebody(Role.COORDINATOR))
    for place in (
        "",
        "organisations/",
        "jetons/",
        "reglages/personnes/ajouter/",
        "messages/boite-denvoi/",
        "api/main/",
    ):
        for method in (client.get, client.post, client.put, client.delete):
            answer = method(f"/gestion/{place}", follow=False)
            assert answer.headers["Location"] == "/comptes/second-facteur/", place
    assert client.get("/api/v1/organisations").status_code == 401


def test_codes_are_asked_for_twelve_times_an_hour_only() -> None:
    somebody(Role.DELEGATE)
    begin = datetime(2024, 2, 22, 15, tzinfo=UTC)
    for minute in range(40):
        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            ask_code(Client(REMOTE_ADDR=f"203.0.113.{minute}"), "lea@centre.example")
    assert len(mail.outbox) == 12


def test_another_name_of_the_host_is_refused_and_never_written(client: Client) -> None:
    somebody(Role.DELEGATE)
    assert client.get("/", headers={"host": "ailleurs.example"}).status_code == 400
    client.post("/comptes/login/", {"login": "lea@centre.example"}, headers={"x-forwarded-host": "ailleurs.example"})
    assert "ailleurs.example" not in mail.outbox[-1].body


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "x-forwarded-host"])
def test_a_demo_link_is_not_opened_through_a_proxy(client: Client, settings: Any, header: str) -> None:
    settings.DEMO_MODE = True
    somebody(Role.COORDINATOR)
    for value in ("127.0.0.1", "localhost", "for=127.0.0.1"):
        found = client.get("/demo/entrer/coordinator/", SERVER_NAME="localhost", headers={header: value})
        assert found.status_code == 404
    for method in (client.post, client.put, client.delete):
        assert method("/demo/entrer/coordinator/", SERVER_NAME="localhost").status_code == 405


def wrong(client: Client, times: int, **headers: str) -> int:
    """Try wrong personal links; return the status of the last one."""
    status = 0
    for _turn in range(times):
        status = client.get(f"/c/{'y' * 32}/", headers=headers).status_code
    return status


def test_the_address_that_visitors_write_themselves_lets_nobody_guess_more(client: Client) -> None:
    cache.clear()
    found = [wrong(client, 1, **{"x-forwarded-for": f"203.0.113.{turn}"}) for turn in range(22)]
    assert found[-1] == 429


def test_behind_a_proxy_who_guesses_makes_nobody_else_wait(client: Client, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    assert wrong(client, 22, **{"x-forwarded-for": "198.51.100.7, 203.0.113.9"}) == 429
    assert wrong(client, 1, **{"x-forwarded-for": "203.0.113.10"}) == 404
    assert wrong(client, 1, **{"x-forwarded-for": "203.0.113.10, 203.0.113.9"}) == 429
    assert wrong(client, 1, **{"x-forwarded-for": "pas une adresse"}) == 404
