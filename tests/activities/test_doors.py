"""Each door: back office, members' space, API, public pages and feeds; what is under guard is on none in public."""

import re
from datetime import date, time, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of
from convergence.activities import commands
from convergence.activities.models import Activity
from convergence.core.counts import recorded
from convergence.core.icalendar import escaped, folded
from convergence.website.cache import copies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


@pytest.fixture
def mission(cast: Any, at: Any) -> Activity:
    """Return a public mission of high security in which the delegate's union took part, back tomorrow."""
    day = timezone.localdate()
    made = commands.create_activity(
        kind="MISSION",
        title_fr="Mission Xochimilco",
        start=(day - timedelta(days=9)).isoformat(),
        is_public=True,
        security="HIGH",
        return_date=day + timedelta(days=1),
        organisations=[(cast.amiante.pk, "PARTICIPANT")],
        actor=None,
        at=timezone.now(),
    )
    return commands.change_state(activity_id=made.pk, state="HELD", actor=None, at=timezone.now())


def api(cast: Any, name: str, path: str) -> Any:
    secret = f"cvg_secret-of-{name}"
    ApiToken.objects.get_or_create(
        digest=digest_of(secret), defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()}
    )
    return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"})


def doors(cast: Any, mission: Activity) -> dict[str, str]:
    """Return what each door outside the named roles says, a second after the last act."""
    copies.forget()
    pages = ["/calendrier/", f"/calendrier/{mission.slug}/", f"/calendrier/{mission.slug}.ics", "/fil/calendrier.ics"]
    pages += ["/en/calendrier/", "/es/calendrier/"]
    said = {page: Client().get(page).content.decode() for page in pages}
    said["space"] = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/activites/").content.decode()
    for name in ("delegate", "animator", "communications", "board", "treasurer"):
        said[f"api {name}"] = api(cast, name, "activities").content.decode()
    for name in ("communications", "board", "treasurer", "animator"):
        browser = cast.client(name)
        said[f"list {name}"] = browser.get("/gestion/activites/").content.decode()
        said[f"file {name}"] = browser.get("/gestion/activites/?format=csv").getvalue().decode()
        said[f"page {name}"] = browser.get(f"/gestion/activites/{mission.pk}/").content.decode()
    return said


@pytest.mark.rule("S95")
def test_a_mission_under_guard_is_on_no_door_until_its_return_date(cast: Any, mission: Activity) -> None:
    assert [door for door, said in doors(cast, mission).items() if "Xochimilco" in said] == []
    assert recorded("missions") == 0
    assert "Xochimilco" in cast.client("projects").get("/gestion/activites/").content.decode()
    today = timezone.localdate()
    commands.change_activity(activity_id=mission.pk, return_date=today, actor=None, at=timezone.now())
    missing = [door for door, said in doors(cast, mission).items() if "Xochimilco" not in said]
    assert missing == []
    assert recorded("missions") == 1


def test_only_what_is_public_and_confirmed_is_on_the_calendar(at: Any, db: None) -> None:
    for title, public, state in (("Un", True, ""), ("Deux", False, "CONFIRMED"), ("Trois", True, "CONFIRMED")):
        made = commands.create_activity(
            kind="EVENING", title_fr=f"Soirée {title}", start="2090-05-03", is_public=public, actor=None, at=at
        )
        if state:
            commands.change_state(activity_id=made.pk, state=state, actor=None, at=at)
    page = Client().get("/calendrier/").content.decode()
    assert [title for title in ("Un", "Deux", "Trois") if f"Soirée {title}" in page] == ["Trois"]
    commands.cancel_activity(activity_id=made.pk, reason="Salle inondée", actor=None, at=at)
    copies.forget()
    assert "annulée" in Client().get("/calendrier/").content.decode()
    assert "Salle inondée" in Client().get(f"/calendrier/{made.slug}/").content.decode()
    assert "STATUS:CANCELLED" in Client().get("/fil/calendrier.ics").content.decode()


def test_a_calendar_file_says_the_hour_in_universal_time_across_the_change_of_clocks(at: Any, db: None) -> None:
    for title, day in (("Avant", "2090-03-10"), ("Après", "2090-03-14")):
        made = commands.create_activity(
            kind="CONFERENCE",
            title_fr=f"{title}; une conférence, et la suite",
            start=day,
            start_time=time(19),
            end_time=time(21, 30),
            is_public=True,
            actor=None,
            at=at,
        )
        commands.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=at)
    text = Client().get("/fil/calendrier.ics").content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert "DTSTART:20900311T000000Z" in text
    assert "DTSTART:20900314T230000Z\r\nDTEND:20900315T013000Z" in text
    assert "SUMMARY:Avant\\; une conférence\\, et la suite" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_days_without_an_hour_end_the_day_after_and_a_month_is_no_event(at: Any, db: None) -> None:
    for start, end in (("2090-05-03", "2090-05-05"), ("2090-06", "")):
        made = commands.create_activity(
            kind="TOUR", title_fr="Tournée", start=start, end=end, is_public=True, actor=None, at=at
        )
        commands.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=at)
    text = Client().get("/fil/calendrier.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20900503\r\nDTEND;VALUE=DATE:20900506" in text
    assert Client().get("/fil/calendrier/rien.ics").status_code == 404


def test_lines_are_folded_without_splitting_a_letter() -> None:
    assert escaped("a\nb\\c") == "a\\nb\\\\c"
    line = folded("é" * 100)
    assert line.replace("\r\n ", "") == "é" * 100
    assert max(len(piece.encode()) for piece in line.split("\r\n")) <= 75


def test_a_delegate_sees_what_their_union_took_part_in(cast: Any, at: Any) -> None:
    for union, title in ((cast.amiante, "Atelier Fil"), (cast.zibeline, "Atelier Aiguille")):
        made = commands.create_activity(
            kind="WORKSHOP",
            title_fr=title,
            start="2024-05-03",
            organisations=[(union.pk, "PARTICIPANT")],
            actor=None,
            at=at,
        )
        commands.change_state(activity_id=made.pk, state="HELD", actor=None, at=at)
    page = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/activites/").content.decode()
    assert "Atelier Fil" in page
    assert "Aiguille" not in page
    assert cast.client("stranger").get(f"/espace/{cast.amiante.pk}/activites/").status_code == 404
    rows = api(cast, "delegate", "activities").json()
    assert [row["title"] for row in rows["results"]] == ["Atelier Fil"]
    assert api(cast, "delegate", f"activities/{made.pk}").status_code == 404
    assert api(cast, "partner", "activities").json()["count"] == 0


@pytest.mark.rule("S103")
def test_the_api_finds_an_activity_under_each_of_its_themes_once(cast: Any, held: Any, theme: Any) -> None:
    one, two = theme("equite"), theme("cooperatives")
    held("Atelier", themes=[one.pk, two.pk])
    held("Autre")
    for slug in ("equite", "cooperatives"):
        assert [row["title"] for row in api(cast, "education", f"activities?theme={slug}").json()["results"]] == [
            "Atelier"
        ]
    assert api(cast, "education", "activities").json()["count"] == 2


@pytest.mark.rule("S17", "S83")
def test_the_back_office_from_planned_to_reported(cast: Any, at: Any) -> None:
    browser = cast.client("education")
    given = {"kind": "TRAINING", "title_fr": "Salaire décent", "start": "2024-05-03", "security": "ORDINARY"}
    refused = browser.post("/gestion/activites/ecrire/", {**given, "is_intersyndical": "on"})
    assert refused.status_code == 422
    assert "au moins deux syndicats" in refused.content.decode()
    assert browser.post("/gestion/activites/ecrire/", given).status_code == 302
    place = f"/gestion/activites/{Activity.objects.get().pk}/"
    for name in ("SAVT", "Syndicat de la zibeline du Grand-Sillon"):
        said = browser.post(f"{place}organisations/", {"contact": name, "capacity": "PARTICIPANT"})
        assert said.status_code == 302
    assert browser.post(f"{place}modifier/", {**given, "is_intersyndical": "on"}).status_code == 302
    assert browser.post(f"{place}personnes/", {"name": "Ana", "capacity": "FACILITATOR"}).status_code == 302
    assert browser.post(f"{place}presences/", {"number": 12}).status_code == 422  # not confirmed yet
    for state in ("CONFIRMED", "HELD"):
        browser.post(f"{place}etat/", {"state": state})
    assert browser.post(f"{place}presences/", {"number": 12, "gender": "WOMAN"}).status_code == 302
    assert browser.post(f"{place}presences/", {"name": "Ana", "number": 1}).status_code == 302
    figure = {"what": "COPIES", "qualifier": "APPROX", "value": 40, "source": "Liste"}
    assert browser.post(f"{place}chiffres/", figure).status_code == 302
    activity = Activity.objects.get()
    assert (activity.state, activity.attended, activity.is_intersyndical) == ("HELD", 13, True)
    entry = activity.attendance.get(name="Ana")
    browser.post(f"/gestion/activites/presences/{entry.pk}/reprendre/")
    activity.refresh_from_db()
    assert activity.attended == 12
    page = browser.get(place).content.decode()
    assert "Salaire décent" in page
    assert "Grand-Sillon" in page
    assert browser.get("/gestion/activites/totaux/").status_code == 200
    assert "SAVT" not in cast.client("board").get("/gestion/activites/?q=nothing").content.decode()


@pytest.mark.one_database
def test_distance_and_carbon_are_kept_if_wanted_and_told_to_the_team(cast: Any) -> None:
    browser = cast.client("education")
    given = {"kind": "TOUR", "title_fr": "Tournée", "start": "2024-05-03", "security": "ORDINARY", "is_public": "on"}
    assert browser.post("/gestion/activites/ecrire/", given).status_code == 302
    activity = Activity.objects.get()
    place = f"/gestion/activites/{activity.pk}/"
    assert (activity.distance_km, activity.carbon_kg) == (None, None)
    assert "Carbone" not in browser.get(place).content.decode()
    for wrong in ({"distance_km": "-1"}, {"carbon_kg": "beaucoup"}, {"carbon_kg": "1e9"}, {"distance_km": "9" * 12}):
        assert browser.post(f"{place}modifier/", {**given, **wrong}).status_code == 422, wrong
    told = {**given, "distance_km": "0", "carbon_kg": "1240"}
    assert browser.post(f"{place}modifier/", told).status_code == 302
    page = browser.get(place).content.decode()
    assert ("<dd>0 km</dd>" in page, "<dd>1240 kg</dd>" in page) == (True, True)
    read = api(cast, "education", f"activities/{activity.pk}").json()
    assert (read["distance_km"], read["carbon_kg"]) == (0, 1240)
    file = browser.get("/gestion/activites/?format=csv").getvalue().decode()
    assert file.splitlines()[1].endswith(";0;1240")
    commands.change_state(activity_id=activity.pk, state="CONFIRMED", actor=None, at=timezone.now())
    assert "1240" not in Client().get(f"/calendrier/{activity.slug}/").content.decode()


def test_the_list_is_searched_filtered_and_given_as_a_file(cast: Any, held: Any) -> None:
    held("Atelier Fil", organisations=[(cast.amiante.pk, "HOST")])
    held("Tournée Sud", kind="TOUR")
    browser = cast.client("coordinator")
    for query, shown in (("q=fil", "Atelier Fil"), ("q=SAVT", "Atelier Fil"), ("kind=TOUR", "Tournée Sud")):
        for address in (f"/gestion/activites/?{query}", f"/gestion/activites/?{query}&format=csv"):
            said = b"".join(answer.streaming_content) if (answer := browser.get(address)).streaming else answer.content
            assert [t for t in ("Atelier Fil", "Tournée Sud") if t in said.decode()] == [shown], address
    assert browser.get("/gestion/activites/?format=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("name", ["delegate", "partner", "nobody", "stranger"])
def test_who_is_outside_the_team_opens_no_screen(cast: Any, held: Any, name: str) -> None:
    activity = held()
    for place in ("", "totaux/", "ecrire/", f"{activity.pk}/", f"{activity.pk}/modifier/"):
        answer = cast.client(name).get(f"/gestion/activites/{place}")
        assert answer.status_code != 200, place


def test_a_list_reads_no_more_for_thirty_rows(cast: Any, held: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        held(f"Atelier {number}", organisations=[(cast.amiante.pk, "HOST")])
    browser = cast.client("coordinator")
    for place in ("/gestion/activites/", "/gestion/activites/totaux/", "/calendrier/"):
        browser.get(place)
        with django_assert_max_num_queries(15):
            browser.get(place)
    assert date(2024, 5, 3) == Activity.objects.first().first_day


@pytest.mark.rule("L9")
def test_no_screen_names_an_organisation_that_its_reader_may_not_see(cast: Any, held: Any, union: Any) -> None:
    hidden = union("Sindicato Ocelote", is_sensitive=True, acronym="OCEL")
    parts = [(cast.amiante.pk, "HOST"), (cast.zibeline.pk, "PARTICIPANT"), (hidden.pk, "PARTICIPANT")]
    activity = held("Atelier Fil", organisations=parts)
    for name, shown in (
        ("animator", ["Val-Tisserand"]),
        ("education", ["Val-Tisserand", "Grand-Sillon"]),
        ("coordinator", ["Val-Tisserand", "Grand-Sillon", "Ocelote"]),
    ):
        browser = cast.client(name)
        for place in (f"{activity.pk}/", "totaux/"):
            said = browser.get(f"/gestion/activites/{place}").content.decode()
            assert [word for word in ("Val-Tisserand", "Grand-Sillon", "Ocelote") if word in said] == shown, (
                name,
                place,
            )
        found = browser.get("/gestion/activites/?q=OCEL").content.decode()
        assert ("Atelier Fil" in found) is ("Ocelote" in shown), name
    names = [
        row["organisation"]["name"]
        for row in api(cast, "animator", "activities").json()["results"][0]["participations"]
    ]
    assert names == [cast.amiante.name]


@pytest.mark.rule("S15", "C4")
def test_anybody_with_the_link_answers_without_a_name_nor_a_session(held: Any) -> None:
    activity, browser = held(), Client(enforce_csrf_checks=True)
    address = f"/evaluation/{activity.evaluation_code}/"
    page = browser.get(address)
    assert "checked" not in page.content.decode()
    refused = browser.post(address, {"remark": " "})
    assert refused.status_code == 422
    assert "au moins une question" in refused.content.decode()
    key = re.search(r'name="press_key" value="([^"]+)"', page.content.decode())
    given = urlencode({"CLEAR": 4, "remark": "Merci", "press_key": key[1] if key else ""})
    for _press in range(2):
        thanks = browser.post(address, given, content_type="application/x-www-form-urlencoded", follow=True)
        assert "s’ajoutent à celles" in thanks.content.decode()
    assert "sessionid" not in browser.cookies
    assert list(activity.tallies.values_list("question", "answer", "number")) == [("CLEAR", 4, 1)]
    assert browser.post(address, {"CLEAR": 9}).status_code == 422
    assert Client().get("/evaluation/nothing/").status_code == 404
