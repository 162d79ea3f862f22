"""The calendar of the team and of the public: views, filters, feeds, machines' words, search, map."""

import json
import re
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

import feedparser
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from convergence.activities import commands
from convergence.activities.models import Activity
from convergence.documents.models import Picture
from convergence.vocabulary.models import Axis, Place, Region
from convergence.website.cache import copies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    copies.forget()


@pytest.fixture
def public(db: None, at: Any) -> Any:
    """Return a maker of activities that the public calendar shows."""

    def make(title: str, start: str, **values: Any) -> Activity:
        given = {"kind": "LUNCH_TALK", "is_public": True, **values}
        made = commands.create_activity(title_fr=title, start=start, actor=None, at=at, **given)
        return commands.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=at)

    return make


def said(address: str) -> str:
    return Client().get(address).content.decode()


def linked(page: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block
    found: dict[str, Any] = json.loads(block[1])["@graph"][1]
    return found


@pytest.mark.parametrize("view", ["day", "week", "month", "list", "year", "rien"])
def test_each_view_of_the_team_shows_the_day_and_leads_on(cast: Any, public: Any, view: str) -> None:
    activity = public("Dîner au fil", "2024-05-03", start_time=time(12))
    page = cast.client("education").get(f"/gestion/activites/calendrier/?view={view}&day=2024-05-03").content.decode()
    if view == "year":
        assert "3 mai 2024 : 1" in page
    else:
        assert f'href="/gestion/activites/{activity.pk}/"' in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_the_team_narrows_the_calendar_and_sees_no_more_than_it_may(cast: Any, public: Any) -> None:
    public("Dîner", "2024-05-03")
    mission = public("Mission Xochimilco", "2024-05-03", kind="MISSION", security="CONFIDENTIAL")
    base = "/gestion/activites/calendrier/?day=2024-05-03&view="
    for view in ("month", "list", "day"):
        narrowed = cast.client("education").get(f"{base}{view}&kind=MISSION").content.decode()
        assert "Xochimilco" in narrowed
        assert "Dîner<" not in narrowed
        assert "Xochimilco" not in cast.client("communications").get(f"{base}{view}").content.decode()
    assert "3 mai 2024 : 1" in cast.client("communications").get(f"{base}year").content.decode()
    assert "3 mai 2024 : 2" in cast.client("education").get(f"{base}year").content.decode()
    assert cast.client("nobody").get(f"{base}month").status_code != 200
    assert mission.pk


@pytest.mark.parametrize("asked", ["day=9999-12-31", "day=0001-01-01", "day=x", "view=%00&day=2024-13-01", "axis=1'--"])
def test_no_address_breaks_the_calendar(cast: Any, asked: str) -> None:
    for view in ("", "&view=year", "&view=week"):
        assert cast.client("education").get(f"/gestion/activites/calendrier/?{asked}{view}").status_code == 200
    assert Client().get(f"/calendrier/?{asked}&mois=9999-99&pays=%00&region='").status_code == 200


def test_a_day_of_many_shows_a_few_and_leads_to_the_others(cast: Any, public: Any) -> None:
    for number in range(7):
        public(f"Atelier {number}", "2024-05-03")
    page = cast.client("education").get("/gestion/activites/calendrier/?view=month&day=2024-05-03").content.decode()
    assert page.count("Atelier ") == 3
    assert "4 autres" in page


def test_views_read_a_fixed_number_of_times(cast: Any, public: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        public(f"Atelier {number}", f"2024-05-{number + 1:02}")
    browser = cast.client("education")
    for view in ("month", "list", "year"):
        address = f"/gestion/activites/calendrier/?view={view}&day=2024-05-03"
        browser.get(address)
        with django_assert_max_num_queries(12):
            browser.get(address)


def test_the_public_narrows_by_theme_axis_region_country_and_month(
    at: Any, public: Any, theme: Any, axis: Axis
) -> None:
    over = theme("surproduction")
    region = Region.objects.create(slug="estrie-deux", name_fr="Estrie deux")
    place = Place.objects.create(slug="niamey", name_fr="Niamey", country="NE")
    public("Par thème", "2024-05-03", themes=[over.pk], kind="RALLY")
    public("Par axe", "2024-05-04", axis=axis)
    public("Par région", "2024-06-05", region=region, kind="RALLY")
    public("Par pays", "2024-07-06", place=place, kind="RALLY")
    titles = ("Par thème", "Par axe", "Par région", "Par pays")
    for asked, shown in (
        ("theme=surproduction", "Par thème"),
        ("axe=education", "Par axe"),
        ("region=estrie-deux", "Par région"),
        ("pays=NE", "Par pays"),
        ("mois=2024-06", "Par région"),
    ):
        page = said(f"/calendrier/?{asked}")
        assert [title for title in titles if f">{title}</a>" in page] == [shown], asked
    assert "Juin 2024" in page
    assert "mois=2024-05" in page
    assert "mois=2024-07" in page


def test_each_page_names_its_other_languages_and_the_menu_leads_to_it(public: Any) -> None:
    activity = public("Dîner", "2024-05-03", title_es="Almuerzo")
    page = said(f"/es/calendrier/{activity.slug}/")
    assert ">Almuerzo</h1>" in page
    for code, prefix in (("fr", ""), ("en", "/en"), ("es", "/es"), ("x-default", "")):
        assert re.search(rf'hreflang="{code}" href="http[^"]*{prefix}/calendrier/{activity.slug}/"', page), code
    english = said(f"/en/calendrier/{activity.slug}/")
    assert '<h1 lang="fr">Dîner</h1>' in english
    assert 'aria-current="page">Calendrier</a>' in said("/calendrier/")
    assert f"/calendrier/{activity.slug}/" in said("/sitemap.xml")


@pytest.mark.rule("S85")
def test_a_lunch_talk_of_a_night_gives_an_event_and_a_file(public: Any) -> None:
    place = Place.objects.create(slug="val", name_fr="Val-Joli", country="CA")
    activity = public(
        "Dîner-causerie", "2024-11-02", start_time=time(22), end="2024-11-03", end_time=time(3), place=place
    )
    page = said(f"/calendrier/{activity.slug}/")
    data = linked(page)
    assert (data["startDate"], data["endDate"]) == ("2024-11-02T22:00:00-04:00", "2024-11-03T03:00:00-05:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    text = said(f"/calendrier/{activity.slug}.ics")
    assert "DTSTART:20241103T020000Z\r\nDTEND:20241103T080000Z" in text


def test_what_nobody_dated_is_no_event_for_machines(public: Any) -> None:
    assert "startDate" not in said(f"/calendrier/{public('Colloque', '').slug}/")
    assert linked(said(f"/calendrier/{public('En mai', '2024-05').slug}/"))["startDate"] == "2024-05"


def test_the_feeds_of_a_theme_hold_that_theme(public: Any, theme: Any) -> None:
    over, day = theme("surproduction"), timezone.localdate() + timedelta(days=9)
    public("Avec thème", day.isoformat(), themes=[over.pk], summary_fr="Un <b>mot</b>")
    public("Sans thème", day.isoformat())
    for kind in ("ics", "atom", "json"):
        whole, narrow = said(f"/fil/calendrier.{kind}"), said(f"/fil/calendrier/surproduction.{kind}")
        assert [title in whole for title in ("Avec thème", "Sans thème")] == [True, True], kind
        assert [title in narrow for title in ("Avec thème", "Sans thème")] == [True, False], kind
        assert Client().get(f"/fil/calendrier/rien.{kind}").status_code == 404
    read = feedparser.parse(said("/es/fil/calendrier/surproduction.atom"))
    assert (read.bozo, len(read.entries)) == (False, 1)
    assert read.entries[0].link.endswith("/es/calendrier/avec-theme-" + str(day.year) + "/")
    item = json.loads(said("/fil/calendrier/surproduction.json"))["items"][0]
    assert (item["tags"], item["_activity"]["start"]) == (["surproduction"], day.isoformat())


def test_the_next_ones_stand_on_the_list_of_a_tour(public: Any) -> None:
    tour = public("Tournée", "2024-05-03", kind="TOUR")
    stop = public("Conférence à Val-Joli", "2024-05-04", kind="CONFERENCE", part_of=tour)
    assert "Conférence à Val-Joli" in said(f"/calendrier/{tour.slug}/")
    page = said(f"/calendrier/{stop.slug}/")
    assert f'href="/calendrier/{tour.slug}/"' in page


@pytest.mark.rule("S95")
def test_search_finds_what_is_public_today_and_forgets_it_when_it_no_longer_is(public: Any) -> None:
    public("Causerie du métier à tisser", "2024-05-03")
    mission = public("Mission du métier", "2024-05-03", security="HIGH", return_date=date(2090, 1, 1))
    planned = commands.create_activity(
        kind="EVENING", title_fr="Soirée du métier", is_public=True, actor=None, at=timezone.now()
    )
    page = said("/recherche/?q=metier")
    assert [word in page for word in ("Causerie", "Mission", "Soirée")] == [True, False, False]
    commands.change_activity(activity_id=mission.pk, return_date=timezone.localdate(), actor=None, at=timezone.now())
    assert "Mission" in said("/recherche/?q=metier")
    commands.change_activity(activity_id=mission.pk, is_public=False, actor=None, at=timezone.now())
    assert "Mission" not in said("/recherche/?q=metier")
    assert planned.pk


def photograph(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    made, exif = BytesIO(), Image.Exif()
    exif[315] = "Béatrice Xochimilco"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (60, 40), "red").save(made, "JPEG", exif=exif)
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


@pytest.mark.rule("S97", "S91")
def test_several_pictures_at_once_are_credited_cleaned_and_shown_once_described(
    cast: Any, public: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    activity, browser = public("Dîner", "2024-05-03"), cast.client("education")
    place = f"/gestion/activites/{activity.pk}/images/"
    given = {"credit": "Alliette St-Pierre CSN", "consent": "WEB"}
    assert browser.post(place, {**given, "credit": "", "files": [photograph()]}).status_code == 422
    assert browser.post(place, {"credit": "A", "files": [photograph()]}).status_code == 422
    assert browser.post(place, given).status_code == 422
    assert Picture.objects.count() == 0
    page = browser.post(
        place, {**given, "files": [photograph(), photograph("IMG_2.jpg")]}, follow=True
    ).content.decode()
    assert "2 images sont entrées" in page
    assert "où elle a été prise, noms de personnes" in page
    assert "il y manque" in page
    assert "Alliette" not in said(f"/calendrier/{activity.slug}/")
    row = activity.pictures.order_by("pk")[0]
    words = {"alt_fr": "Une main sur un métier", **given}
    assert browser.post(f"/gestion/activites/images/{row.pk}/", words).status_code == 302
    copies.forget()
    shown = said(f"/calendrier/{activity.slug}/")
    assert shown.count("<figcaption>Alliette St-Pierre CSN</figcaption>") == 1
    assert 'alt="Une main sur un métier"' in shown
    for picture in Picture.objects.all():
        with picture.file.open("rb") as file:
            assert b"Xochimilco" not in file.read()
    browser.post(f"/gestion/activites/images/{row.pk}/", {**words, "consent": "WITHDRAWN"})
    copies.forget()
    assert "Alliette" not in said(f"/calendrier/{activity.slug}/")
    browser.post(f"/gestion/activites/images/{row.pk}/retirer/")
    assert activity.pictures.count() == 1
    assert cast.client("board").get(place).status_code != 200


def test_files_are_added_with_what_they_are_and_offered_only_when_ticked(
    cast: Any, public: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    activity, browser = public("Dîner", "2024-05-03"), cast.client("education")
    place = f"/gestion/activites/{activity.pk}/fichiers/"
    for name, ticked in (("Programme", {"is_public": "on"}), ("Notes internes", {})):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x", "application/pdf")
        sent = {"file": file, "title": name, "purpose": "PROGRAMME", "language": "fr", **ticked}
        assert browser.post(place, sent).status_code == 302
    program = SimpleUploadedFile("a.exe", b"MZ", "application/octet-stream")
    sent = {"file": program, "title": "x", "purpose": "OTHER", "language": "fr"}
    assert browser.post(place, sent).status_code == 422
    script = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> >>\nendobj\n%%EOF\n"
    refused = browser.post(place, sent | {"file": SimpleUploadedFile("b.pdf", script, "application/pdf")})
    assert refused.status_code == 422
    assert "contient un programme" in refused.content.decode()
    page = said(f"/calendrier/{activity.slug}/")
    assert ">Programme</a>" in page
    assert "Notes internes" not in page
    assert "Notes internes" in browser.get(f"/gestion/activites/{activity.pk}/").content.decode()
