"""Settings: access and roles, the organisation's profile."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from convergence.accounts.choices import Role
from convergence.accounts.commands import Grant, LastCoordinator, change_user, set_roles
from convergence.accounts.models import RoleAssignment, User
from convergence.contacts.models import Contact
from convergence.contacts.queries import organisations_of
from convergence.core.models import AuditEntry, OrganisationProfile
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db
PERSON = {"email": "nadia@savt.example", "first_name": "Nadia", "last_name": "Cormier", "language": "fr"}


@pytest.mark.parametrize("place", ["organisation/", "personnes/", "personnes/ajouter/"])
def test_only_those_who_may_open_the_settings(cast: Any, place: str) -> None:
    allowed = {"coordinator"} | ({"auditor"} if place == "personnes/" else set())
    for name in cast.everybody:
        status = cast.client(name).get(f"/gestion/reglages/{place}").status_code
        assert (status == 200) == (name in allowed), (name, status)


@pytest.mark.rule("S2")
def test_the_organisation_says_which_kind_it_is_and_the_first_page_shows_it(cast: Any) -> None:
    browser = cast.client("coordinator")
    page = browser.get("/gestion/reglages/organisation/")
    sent = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    kind = "ONG de solidarité et de coopération internationale"
    answer = browser.post("/gestion/reglages/organisation/", sent | {"name": "Centre", "kind": kind})
    assert answer.status_code == 302
    assert kind in cast.client("anonymous").get("/").content.decode()


def test_a_delegate_is_given_access_to_one_organisation(cast: Any) -> None:
    browser = cast.client("coordinator")
    given = PERSON | {"roles": ["DELEGATE"], "organisation": "SAVT"}
    assert browser.post("/gestion/reglages/personnes/ajouter/", given).status_code == 302
    user = User.objects.get(email="nadia@savt.example")
    assert organisations_of(user) == {cast.amiante.pk}
    browser.post(f"/gestion/reglages/personnes/{user.pk}/", given | {"organisation": cast.zibeline.name})
    assert organisations_of(user) == {cast.zibeline.pk}
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[:3] == ["accounts.user.added", "accounts.user.roles", "contacts.access.given"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"roles": ["DELEGATE"]}, "Nommez l’organisation"),
        ({"roles": ["DELEGATE"], "organisation": "Inconnue"}, "Aucune organisation"),
        ({"roles": ["ANIMATOR"]}, "Choisissez la région"),
        ({"email": "treasurer@cast.example"}, "déjà"),
    ],
)
def test_a_wrong_answer_is_refused_in_words(cast: Any, changed: dict[str, Any], sentence: str) -> None:
    answer = cast.client("coordinator").post("/gestion/reglages/personnes/ajouter/", PERSON | changed)
    assert sentence in answer.content.decode()
    assert not User.objects.filter(email="nadia@savt.example").exists()


def test_a_role_that_ended_is_given_again_and_keeps_no_keys(cast: Any) -> None:
    grants = [Grant(Role.TREASURER)]
    RoleAssignment.objects.filter(user=cast.treasurer).update(end_date=MOMENT.date() - timedelta(days=1))
    set_roles(user_id=cast.treasurer.pk, grants=grants, actor=cast.coordinator, at=MOMENT)
    assert [(row.role, row.end_date) for row in cast.treasurer.assignments.all()] == [(Role.TREASURER, None)]
    ended = RoleAssignment(user=cast.treasurer, role=Role.COORDINATOR, end_date=MOMENT.date() - timedelta(days=1))
    ended.save()
    with pytest.raises(LastCoordinator):
        set_roles(user_id=cast.coordinator.pk, grants=[Grant(Role.BOARD)], actor=cast.coordinator, at=MOMENT)


def test_somebody_always_keeps_the_keys(cast: Any) -> None:
    with pytest.raises(LastCoordinator):
        set_roles(user_id=cast.coordinator.pk, grants=[Grant(Role.BOARD)], actor=cast.coordinator, at=MOMENT)
    with pytest.raises(LastCoordinator):
        change_user(user_id=cast.coordinator.pk, is_active=False, actor=cast.coordinator, at=MOMENT)
    set_roles(user_id=cast.treasurer.pk, grants=[Grant(Role.COORDINATOR)], actor=cast.coordinator, at=MOMENT)
    set_roles(user_id=cast.coordinator.pk, grants=[Grant(Role.BOARD)], actor=cast.treasurer, at=MOMENT)
    assert [row.role for row in cast.coordinator.assignments.all()] == [Role.BOARD]


def test_a_shut_access_enters_no_more(cast: Any) -> None:
    browser, theirs = cast.client("coordinator"), cast.client("delegate")
    assert theirs.get(f"/espace/{cast.amiante.pk}/").status_code == 200
    browser.post(f"/gestion/reglages/personnes/{cast.delegate.pk}/", {"shut": "1"})
    assert theirs.get(f"/espace/{cast.amiante.pk}/").status_code == 302


def _png(width: int = 3) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, 2), "#c1121f").save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("fil.png", _png(), ""),
        ("fil.PNG", _png(), ""),
        ("fil.png", b"", "vide"),
        ("fil.png", b"bonjour", "image lisible"),
        ("fil.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "image lisible"),
        ("fil.png", _png()[:-20], "image lisible"),
        ("fil.png", _png(4001), "image lisible"),
        ("fil.png", _png() + bytes(512 * 1024), "512"),
        ("fil.svg", _png(), "image lisible"),
        ("fil.svg", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "image lisible"),
        (
            "fil.svg",
            b"<!DOCTYPE s [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
            "image lisible",
        ),
        ("fil.jpg", _png(), "extension"),
    ],
    ids=["png", "PNG", "empty", "words", "hollow", "cut", "wide", "heavy", "png-as-svg", "html", "entity", "jpg"],
)
def test_a_mark_that_is_no_image_is_refused_in_french(cast: Any, name: str, content: bytes, refused: str) -> None:
    browser = cast.client("coordinator")
    page = browser.get("/gestion/reglages/organisation/")
    given = {key: value for key, value in page.context["form"].initial.items() if value not in (None, False, "")}
    sent = given | {"name": "Ligue", "mark": SimpleUploadedFile(name, content, "image/png")}
    answer = browser.post("/gestion/reglages/organisation/", sent)
    if not refused:
        assert answer.status_code == 302
        shown = browser.get("/apparence/marque")
        assert shown.status_code == 200
        shown.close()
        return
    assert answer.status_code in (200, 422)
    assert refused in " ".join(answer.context["form"].errors["mark"])
    assert not OrganisationProfile.objects.exclude(mark="").exists()


def test_the_profile_changes_through_the_command(cast: Any) -> None:
    browser = cast.client("coordinator")
    page = browser.get("/gestion/reglages/organisation/")
    given = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False, "")}
    mark = SimpleUploadedFile("fil.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    answer = browser.post(
        "/gestion/reglages/organisation/", given | {"name": "Ligue des fils", "colour_thread": "#0b6e4f", "mark": mark}
    )
    assert answer.status_code == 302
    kept = OrganisationProfile.objects.get()
    assert (kept.name, kept.colour_thread, kept.mark.name[:13]) == ("Ligue des fils", "#0b6e4f", "organisation/")
    assert AuditEntry.objects.get().verb == "core.profile.changed"


def test_the_home_page_of_an_empty_register_says_where_to_begin(db: None, client: Any) -> None:
    user = User.objects.create_user("zoe@centre.example", first_name="Zoé")
    RoleAssignment.objects.create(user=user, role=Role.COORDINATOR)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    client.force_login(user)
    page = client.get("/gestion/", follow=True).content.decode()
    assert page.index("Compléter votre organisation") < page.index("Importer la liste de vos membres")
    Contact.objects.create(kind="PERSON", name="Ada", created_at=MOMENT, changed_at=MOMENT)
    assert "Importer la liste de vos membres" not in client.get("/gestion/", follow=True).content.decode()
