"""The first page, and the page of the first run."""

import pytest
from django.test import Client

from convergence.accounts import first_run
from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.core.models import OrganisationProfile

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "Ligue des fils",
    "acronym": "LDF",
    "language": "es",
    "paper": "#ffffff",
    "ink": "#111111",
    "thread": "#0b6e4f",
    "night": "#14323b",
    "straw": "#f2c14e",
    "year_end_month": "6",
    "year_end_day": "30",
    "first_name": "Ana",
    "last_name": "Ruiz",
    "email": "ana@ldf.example",
}


def begin(client: Client, **changed: str) -> object:
    return client.post("/premiers-pas/", ANSWERS | {"code": first_run.setup_code()} | changed)


def test_an_empty_installation_leads_to_its_first_steps(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/premiers-pas/"
    assert "Premiers pas" in client.get("/premiers-pas/").content.decode()


def test_the_first_person_is_signed_in_and_led_to_a_second_factor(client: Client) -> None:
    answer = begin(client)
    assert answer.headers["Location"] == "/comptes/second-facteur/"  # type: ignore[attr-defined]
    profile = OrganisationProfile.objects.get()
    assert (profile.name, profile.language, profile.colour_thread) == ("Ligue des fils", "es", "#0b6e4f")
    assert (profile.year_end_month, profile.year_end_day) == (6, 30)
    assert User.objects.get().assignments.get().role == Role.COORDINATOR
    assert client.get("/premiers-pas/").status_code == 404
    assert begin(client).status_code == 404  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "FAUX"}, "Ce n’est pas le code d’installation."),
        ({"ink": "#eeeeee"}, "le texte serait illisible"),
        ({"ink": "rouge"}, "Écrivez une couleur"),
        ({"year_end_month": "6", "year_end_day": "31"}, "Ce mois a 30 jours."),
        ({"year_end_month": "2", "year_end_day": "30"}, "fin de février"),
    ],
)
def test_a_wrong_answer_is_refused_in_words(client: Client, changed: dict[str, str], sentence: str) -> None:
    answer = begin(client, **changed)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert sentence in answer.content.decode()  # type: ignore[attr-defined]
    assert not User.objects.exists()


def test_the_first_page_says_who_and_offers_to_enter(client: Client) -> None:
    OrganisationProfile.objects.create(pk=1, name="Ligue des fils", mission="Nous relier.", email="bonjour@ldf.example")
    user = User.objects.create_user("ana@ldf.example")
    page = client.get("/").content.decode()
    assert "Ligue des fils" in page
    assert "Nous relier." in page
    assert 'href="/comptes/login/"' in page
    assert page.count('name="language"') == 3
    RoleAssignment.objects.create(user=user, role=Role.DELEGATE)
    client.force_login(user)
    assert 'href="/entrer/"' in client.get("/").content.decode()


def test_the_language_is_kept(client: Client) -> None:
    User.objects.create_user("ana@ldf.example")
    answer = client.post("/langue/setlang/", {"language": "es", "next": "/"})
    assert answer.headers["Location"] == "/es/"
    page = client.get("/es/").content.decode()
    assert '<html lang="es">' in page
    assert "Iniciar la sesión" in page
    assert '<html lang="fr">' in client.get("/").content.decode()
    assert '<html lang="es">' in client.get("/comptes/login/").content.decode()
