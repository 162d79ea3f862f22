"""Sign-in: code by e-mail, second factor for the team, demo links, first run."""

import re
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from convergence.accounts import first_run
from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.core.errors import AlreadyDone, BadValue
from convergence.core.models import AuditEntry, OrganisationProfile

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 22, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def somebody(role: Role, email: str = "lea@centre.example") -> User:
    user = User.objects.create_user(email, first_name="Léa")
    RoleAssignment.objects.create(user=user, role=role)
    return user


def ask_code(client: Client, email: str) -> str:
    client.post("/comptes/login/", {"login": email})
    found = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)
    return found[1] if found else ""


def test_a_delegate_enters_by_e_mailed_code(client: Client) -> None:
    user = somebody(Role.DELEGATE)
    code = ask_code(client, "LEA@centre.example")
    assert mail.outbox[0].subject == f"{code} est votre code de connexion · Convergence"
    answer = client.post("/comptes/login/code/confirm/", {"code": code})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/entrer/").headers["Location"] == "/espace/"


def test_an_unknown_address_learns_nothing_on_the_page(client: Client) -> None:
    OrganisationProfile.objects.create(pk=1, name="Centre", email="bonjour@centre.example")
    known, unknown = somebody(Role.DELEGATE).email, "qui@ailleurs.example"
    pages = []
    for email in (known, unknown):
        other = Client()
        answer = other.post("/comptes/login/", {"login": email}, follow=True)
        pages.append(re.sub(r'value="[^"]{64}"', "", answer.content.decode()).replace(email, ""))
    assert pages[0] == pages[1]
    assert "bonjour@centre.example" in mail.outbox[1].body
    assert "signup" not in mail.outbox[1].body


def test_a_wrong_code_is_good_three_times_only(client: Client) -> None:
    somebody(Role.DELEGATE)
    code = ask_code(client, "lea@centre.example")
    wrong = "111111" if code != "111111" else "222222"
    for _attempt in range(3):
        client.post("/comptes/login/code/confirm/", {"code": wrong})
    client.post("/comptes/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_codes_are_asked_for_three_times_a_minute_only() -> None:
    somebody(Role.DELEGATE)
    for _attempt in range(6):
        ask_code(Client(), "lea@centre.example")
    assert len(mail.outbox) == 3


def test_nobody_registers_alone(client: Client) -> None:
    client.post("/comptes/signup/", {"email": "moi@ailleurs.example"})
    assert not User.objects.exists()


def test_the_team_is_asked_for_a_second_factor(client: Client, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    client.force_login(somebody(Role.TREASURER))
    assert client.get("/gestion/").headers["Location"] == "/comptes/second-facteur/"
    assert "Une seconde clé" in client.get("/comptes/second-facteur/").content.decode()


def test_who_holds_a_second_factor_is_let_in_and_asked_for_it_at_sign_in(client: Client, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    user = somebody(Role.TREASURER)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    code = ask_code(client, user.email)
    answer = client.post("/comptes/login/code/confirm/", {"code": code})
    assert answer.headers["Location"].startswith("/comptes/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    client.force_login(user)
    assert client.get("/gestion/").status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert client.get("/gestion/").status_code == 302


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.PARTNER])
def test_the_back_office_refuses_who_is_not_of_the_team_on_a_page_not_in_a_circle(client: Client, role: Role) -> None:
    client.force_login(somebody(role))
    answer = client.get("/gestion/")
    assert answer.status_code == 403
    assert "Cette page ne vous est pas ouverte" in answer.content.decode()


def test_demo_links_work_in_demo_mode_only(client: Client, settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]
    user = somebody(Role.COORDINATOR)
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert client.get("/demo/entrer/coordinator/", SERVER_NAME="localhost").status_code == 404
    settings.DEMO_MODE = True  # type: ignore[attr-defined]
    answer = client.get("/demo/entrer/coordinator/", SERVER_NAME="localhost")
    assert answer.headers["Location"] == "/entrer/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/gestion/").status_code == 200
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    assert client.get("/gestion/").headers["Location"] == "/comptes/second-facteur/"


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "pas une adresse"},
        {"SERVER_NAME": "demo.example"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    ],
)
def test_demo_links_work_from_this_machine_only(client: Client, settings: object, extra: dict[str, str]) -> None:
    settings.DEMO_MODE = True  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    somebody(Role.COORDINATOR)
    assert client.get("/demo/entrer/coordinator/", **({"SERVER_NAME": "localhost"} | extra)).status_code == 404


@pytest.mark.parametrize(
    ("base_url", "behind_proxy", "host", "status"),
    [
        ("http://localhost:8000", False, "127.0.0.1", 302),
        ("http://127.0.0.1:8123", False, "localhost", 302),
        ("https://demo.example", False, "127.0.0.1", 404),  # a proxy that rewrites the name and tells nothing
        ("http://localhost:8000", True, "localhost", 404),
        ("http://localhost:8000", False, "demo.example", 404),
    ],
)
def test_demo_links_stay_shut_behind_a_proxy_that_tells_nothing(
    client: Client, settings: LazySettings, base_url: str, behind_proxy: bool, host: str, status: int
) -> None:
    settings.DEMO_MODE = True
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = base_url
    settings.BEHIND_PROXY = behind_proxy
    somebody(Role.COORDINATOR)
    assert client.get("/demo/entrer/coordinator/", SERVER_NAME=host).status_code == status


def test_a_demo_link_of_no_role_leads_nowhere(client: Client, settings: object) -> None:
    settings.DEMO_MODE = True  # type: ignore[attr-defined]
    assert client.get("/demo/entrer/root/", SERVER_NAME="localhost").status_code == 404
    assert client.get("/demo/entrer/auditor/", SERVER_NAME="localhost").status_code == 404


BEGIN = {"email": "lea@centre.example", "first_name": "Léa", "last_name": "Roy", "language": "fr", "at": AT}


def test_the_first_user_coordinates_and_is_written_down() -> None:
    user = first_run.begin(code=first_run.setup_code().lower(), profile={"name": "Centre"}, **BEGIN)  # type: ignore[arg-type]
    assert [given.role for given in user.assignments.all()] == [Role.COORDINATOR]
    assert OrganisationProfile.objects.get().name == "Centre"
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "core.profile.changed",
        "accounts.user.first",
    ]


def test_the_first_run_asks_for_the_code_of_this_installation() -> None:
    with pytest.raises(BadValue) as refusal:
        first_run.begin(code="AAAA-AAAA-AAAA", profile={"name": "Centre"}, **BEGIN)  # type: ignore[arg-type]
    assert refusal.value.field == "code"
    assert not User.objects.exists()


def test_the_first_run_happens_once() -> None:
    somebody(Role.COORDINATOR)
    with pytest.raises(AlreadyDone):
        first_run.begin(code=first_run.setup_code(), profile={"name": "Centre"}, **BEGIN)  # type: ignore[arg-type]


def test_the_command_prints_where_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_run")
    assert first_run.setup_code() in capsys.readouterr().out
    somebody(Role.COORDINATOR)
    call_command("first_run")
    assert first_run.setup_code() not in capsys.readouterr().out


def test_the_page_speaks_the_language_of_the_person_unless_they_chose_another(client: Client) -> None:
    user = somebody(Role.PARTNER)
    user.language = "es"
    user.save()
    client.force_login(user)
    assert '<html lang="es">' in client.get("/espace/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    client.post("/langue/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/espace/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()


@pytest.mark.django_db(transaction=True)
def test_who_adds_a_second_factor_is_not_asked_for_it_again(client: Client) -> None:
    client.force_login(somebody(Role.COORDINATOR))
    client.get("/comptes/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = client.post("/comptes/2fa/totp/activate/", {"code": code})
    assert answer.headers["Location"] == "/comptes/2fa/recovery-codes/"
    assert client.get("/comptes/2fa/recovery-codes/").status_code == 200
