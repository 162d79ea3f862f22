"""Parts of a whole, the work axis of a kind, funders' names, files."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from convergence.activities import commands, errors
from convergence.activities.models import Activity
from convergence.activities.queries.totals import totals
from convergence.contacts.models import FormerName
from convergence.core.periods import YearEnd
from convergence.vocabulary.models import Axis
from convergence.vocabulary.themed import Themed, _answers, themed
from convergence.website.cache import copies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    copies.forget()


@pytest.mark.rule("S82")
def test_without_an_axis_an_activity_takes_that_of_its_kind_which_may_be_changed(at: Any, axis: Axis) -> None:
    made = commands.create_activity(kind="TRAINING", title_fr="Formation", actor=None, at=at)
    assert made.axis == axis
    other = Axis.objects.create(slug="cqcam", name_fr="CQCAM")
    assert commands.change_activity(activity_id=made.pk, axis=other, actor=None, at=at).axis == other
    assert commands.change_activity(activity_id=made.pk, axis=None, actor=None, at=at).axis is None
    assert commands.create_activity(kind="RALLY", title_fr="Marche", actor=None, at=at).axis is None
    chosen = commands.create_activity(kind="TRAINING", title_fr="F", axis=other, actor=None, at=at)
    assert chosen.axis == other


@pytest.mark.rule("S71", "S81")
def test_a_stop_counts_as_what_it_is_and_its_people_once(at: Any, held: Any) -> None:
    tour = held("Tournée", kind="TOUR")
    stop = held("Conférence", kind="CONFERENCE", part_of=tour)
    commands.record_attendance(activity_id=stop.pk, number=40, actor=None, at=at)
    for act in (
        lambda: commands.record_attendance(activity_id=tour.pk, number=40, actor=None, at=at),
        lambda: commands.state_figure(
            activity_id=tour.pk, what="ATTENDED", value=40, source="Bilan", actor=None, at=at
        ),
    ):
        with pytest.raises(errors.CountedAtItsParts):
            act()
    found = totals(Activity.objects.all(), YearEnd(3, 31)).grand
    assert (found.activities, found.people.number) == (2, 40)
    with pytest.raises(errors.StillNeeded):
        commands.delete_activity(activity_id=tour.pk, actor=None, at=at)


def test_a_part_has_no_parts_and_a_counted_whole_takes_none(at: Any, held: Any) -> None:
    tour, counted = held("Tournée", kind="TOUR"), held("Colloque", kind="COLLOQUIUM")
    stop = held("Arrêt", part_of=tour)
    commands.record_attendance(activity_id=counted.pk, number=9, actor=None, at=at)
    for values, refusal in (
        ({"part_of": stop}, errors.PartOfAPart),
        ({"part_of": counted}, errors.CountedAtItsParts),
    ):
        with pytest.raises(refusal):
            held("Autre", **values)
    with pytest.raises(errors.PartOfAPart):
        commands.change_activity(activity_id=tour.pk, part_of=counted, actor=None, at=at)
    with pytest.raises(errors.PartOfAPart):
        commands.change_activity(activity_id=counted.pk, part_of=counted, actor=None, at=at)


@pytest.mark.rule("S87")
def test_a_funder_is_named_as_it_was_then_and_as_it_is_today(held: Any, union: Any) -> None:
    ministry = union("Ministère d’aujourd’hui", organisation_kind="FUNDER")
    FormerName.objects.create(contact=ministry, name="Ministère d’alors", until="2015-06")
    old = held("Ancienne", start="2013", is_public=True, organisations=[(ministry.pk, "FUNDER")])
    new = held("Nouvelle", start="2024-05-03", is_public=True, organisations=[(ministry.pk, "FUNDER")])
    page = Client().get(f"/calendrier/{old.slug}/").content.decode()
    assert "<summary>Ministère d’alors</summary>" in page
    assert "Aujourd’hui : Ministère d’aujourd’hui" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Ministère d’alors" not in Client().get(f"/calendrier/{new.slug}/").content.decode()


@pytest.mark.rule("S96")
def test_the_page_of_a_theme_lists_together_what_each_register_holds(at: Any, held: Any, theme: Any) -> None:
    over = theme("surproduction")
    held("Formation sur les déchets", kind="TRAINING", themes=[over.pk], is_public=True)
    held("Exposition", kind="EXHIBITION", themes=[over.pk], is_public=True)
    held("Réunion interne", themes=[over.pk])
    asked: list[int] = []

    @themed("comics-of-a-test", "Bandes dessinées", order=40)
    def comics(theme_id: int, language: str) -> list[Themed]:
        asked.append(theme_id)
        return [Themed("Chloloula", "/outils/chloloula/", "fr" if language != "fr" else "")]

    try:
        page = Client().get("/theme/surproduction/").content.decode()
        spanish = Client().get("/es/theme/surproduction/").content.decode()
    finally:
        del _answers["comics-of-a-test"]
    assert asked == [over.pk, over.pk]
    assert [word for word in ("Formation sur", "Exposition", "Chloloula", "Réunion interne") if word in page] == [
        "Formation sur",
        "Exposition",
        "Chloloula",
    ]
    assert 'href="/outils/chloloula/" lang="fr">' in spanish
    assert Client().get("/theme/rien/").status_code == 404


@pytest.mark.rule("L10", "L19")
def test_who_asks_to_be_taken_off_a_sheet_goes_and_what_the_funder_was_told_stays(at: Any, held: Any) -> None:
    activity = held()
    entry = commands.record_attendance(
        activity_id=activity.pk, name="Ana", age_range="UNDER_14", parent_agreed="Eva", actor=None, at=at
    )
    commands.record_attendance(activity_id=activity.pk, number=30, actor=None, at=at)
    commands.state_figure(activity_id=activity.pk, what="ATTENDED", value=31, source="Rapport", actor=None, at=at)
    for _twice in range(2):
        commands.forget_name(entry_id=entry.pk, actor=None, at=at)
    entry.refresh_from_db()
    activity.refresh_from_db()
    assert (entry.name, entry.parent_agreed, entry.number, activity.attended) == ("", "", 1, 31)


@pytest.mark.rule("L20")
def test_the_name_of_a_child_is_written_with_a_parent_or_as_a_number(at: Any, held: Any) -> None:
    activity = held()
    with pytest.raises(errors.ParentMustAgree):
        commands.record_attendance(activity_id=activity.pk, name="Ana", age_range="UNDER_14", actor=None, at=at)
    counted = commands.record_attendance(activity_id=activity.pk, number=12, age_range="UNDER_14", actor=None, at=at)
    named = commands.record_attendance(
        activity_id=activity.pk, name="Ana", age_range="UNDER_14", parent_agreed="Eva", actor=None, at=at
    )
    assert (counted.parent_agreed, named.parent_agreed) == ("", "Eva")


@pytest.mark.rule("S88", "S72")
def test_countries_of_internships_are_counted_once_each(held: Any) -> None:
    from convergence.core.counts import recorded
    from convergence.vocabulary.models import Place

    for slug, country in (("a", "NE"), ("b", "NE"), ("c", "BF")):
        place = Place.objects.create(slug=slug, name_fr=slug, country=country)
        held(f"Stage {slug}", kind="SHORT_INTERNSHIP", place=place)
    assert recorded("internship-countries") == 2
    assert recorded("short-internships") == 3


def test_an_evaluation_hides_the_answers_of_a_few_and_gives_the_average(held: Any) -> None:
    from convergence.activities.queries.evaluations import results_of

    activity = held()
    for answer in (4, 4, 4, 4, 4, 4, 2):
        commands.answer_evaluation(activity_id=activity.pk, answers={"CLEAR": answer})
    found = results_of(activity)
    assert found.averages == {"CLEAR": 3.7}
    assert found.tallies["CLEAR"] == {1: 0, 2: None, 3: 0, 4: None}
    assert found.answered == 7


def test_the_key_of_a_calendar_gives_what_one_takes_part_in_and_nothing_under_guard(
    cast: Any,
) -> None:
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    given = {"start": day, "organisations": [(cast.amiante.pk, "PARTICIPANT")]}
    others = {"start": day, "organisations": [(cast.zibeline.pk, "PARTICIPANT")]}
    for title, values in (
        ("À nous", given),
        ("Mission protégée", {**given, "security": "CONFIDENTIAL"}),
        ("Aux autres", others),
    ):
        made = commands.create_activity(kind="WORKSHOP", title_fr=title, actor=None, at=timezone.now(), **values)
        commands.change_state(activity_id=made.pk, state="HELD", actor=None, at=timezone.now())
    browser = cast.client("delegate")
    assert browser.post(f"/espace/{cast.amiante.pk}/activites/calendrier/").status_code == 302
    page = browser.get(f"/espace/{cast.amiante.pk}/activites/").content.decode()
    address = "/fil" + page.split("/fil", 1)[1].split("<", 1)[0]
    answer = Client().get(address)
    said = answer.content.decode()
    assert [word for word in ("À nous", "Mission", "Aux autres") if word in said] == ["À nous"]
    assert "no-store" in answer["Cache-Control"]
    assert cast.client("stranger").post(f"/espace/{cast.amiante.pk}/activites/calendrier/").status_code == 404
    browser.post(f"/espace/{cast.amiante.pk}/activites/calendrier/")
    assert Client().get(address).status_code == 404
