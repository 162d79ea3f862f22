"""Somebody at risk: nowhere by name, picture or place, whatever the way (S71, S95)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from convergence.activities.commands import add_picture, change_activity
from convergence.activities.errors import PartOfAPart
from convergence.activities.models import Activity, PersonRole
from convergence.contacts.models import Contact
from convergence.core.models import AuditDetail
from convergence.documents.models import Picture
from convergence.education.tours import commands, errors
from convergence.education.tours.models import Leg, Tour, TourGuest
from convergence.education.tours.queries.public import public_tour, public_tours
from tests.education.tours.conftest import AT, day

pytestmark = pytest.mark.django_db
HOME = datetime(2026, 5, 22, 15, 0, tzinfo=UTC)


def meeting(tour: Tour, title: str = "Dîner-causerie", **values: Any) -> Activity:
    given = {"kind": "LUNCH_TALK", "title_fr": title, "day": day(5), "is_confirmed": True, **values}
    return commands.add_meeting(tour_id=tour.pk, actor=None, at=AT, **given)


def levels(tour: Tour) -> tuple[str, list[str]]:
    tour.activity.refresh_from_db()
    return tour.activity.security, list(tour.activity.parts.order_by("pk").values_list("security", flat=True))


@pytest.mark.rule("S71", "S95")
def test_the_guard_follows_what_the_guests_agreed_to(tour: Tour, hidden: Callable[..., TourGuest]) -> None:
    meeting(tour)
    guest = hidden(tour)
    assert levels(tour) == ("CONFIDENTIAL", ["CONFIDENTIAL"])
    said = {"agreed_how": "au téléphone", "agreed_date": day(1, 3)}
    for agreed, expected in (
        ("PSEUDONYM", ("HIGH", ["CONFIDENTIAL"])),
        ("NAMED", ("HIGH", ["HIGH"])),
        ("REFUSED", ("CONFIDENTIAL", ["CONFIDENTIAL"])),
    ):
        commands.save_guest(tour_id=tour.pk, guest_id=guest.pk, agreed=agreed, actor=None, at=AT, **said)
        assert levels(tour) == expected
    commands.remove_guest(guest_id=guest.pk, actor=None, at=AT)
    assert levels(tour) == ("ORDINARY", ["ORDINARY"])


@pytest.mark.rule("S71", "S95")
def test_a_weaker_level_chosen_in_the_register_is_raised(tour: Tour, hidden: Callable[..., TourGuest]) -> None:
    hidden(tour, agreed="NAMED")
    part = meeting(tour)
    for pk in (tour.activity_id, part.pk):
        changed = change_activity(activity_id=pk, security="ORDINARY", return_date=day(22), actor=None, at=AT)
        assert (changed.security, changed.return_date) == ("HIGH", day(22))
    change_activity(activity_id=tour.activity_id, return_date=day(25), actor=None, at=AT)
    part.refresh_from_db()
    assert part.return_date == day(25)
    with pytest.raises(errors.ReturnDateMissing):
        change_activity(activity_id=tour.activity_id, return_date=None, actor=None, at=AT)
    with pytest.raises(PartOfAPart):
        change_activity(activity_id=tour.activity_id, part_of=part, actor=None, at=AT)


@pytest.mark.rule("S71")
def test_no_text_of_the_tour_may_hold_a_word_of_the_name(tour: Tour, hidden: Callable[..., TourGuest]) -> None:
    part = meeting(tour)
    hidden(tour)
    for act in (
        lambda: change_activity(activity_id=part.pk, title_fr="Soirée avec Rosá", actor=None, at=AT),
        lambda: change_activity(activity_id=tour.activity_id, summary_es="Con XOCHIMILCO", actor=None, at=AT),
        lambda: meeting(tour, "Xochimilco parle"),
        lambda: commands.save_part(
            kind="mention",
            tour_id=tour.pk,
            medium="Journal",
            said_date=day(4),
            title="Ce que dit Rosa",
            actor=None,
            at=AT,
        ),
    ):
        with pytest.raises(errors.NameTold) as refusal:
            act()
        assert "Lucía" in str(refusal.value)
        assert "osa" not in str(refusal.value).replace("rosa", "")


@pytest.mark.rule("S71")
def test_who_becomes_at_risk_must_not_stand_in_the_texts_already(tour: Tour, invite: Callable[..., TourGuest]) -> None:
    guest = invite(tour)
    part = meeting(tour, "Rencontre avec Rosa")
    said = {"safety": "AT_RISK", "pseudonym": "Lucía"}
    with pytest.raises(errors.NameTold):
        commands.save_guest(tour_id=tour.pk, guest_id=guest.pk, actor=None, at=AT, **said)
    change_activity(activity_id=part.pk, title_fr="Rencontre", actor=None, at=AT)
    commands.save_guest(tour_id=tour.pk, guest_id=guest.pk, actor=None, at=AT, **said)
    part.refresh_from_db()
    assert "rosa" not in part.slug
    assert [str(row.shown_name) for row in PersonRole.objects.filter(activity=tour.activity)] == ["Lucía"]


@pytest.mark.rule("S71", "S91")
def test_no_picture_may_be_put_to_it(tour: Tour, hidden: Callable[..., TourGuest]) -> None:
    picture = Picture.objects.create(title="Affiche", file="images/x.jpg", width=1, height=1)
    hidden(tour)
    with pytest.raises(errors.PictureTells):
        add_picture(activity_id=tour.activity_id, picture_id=picture.pk, actor=None, at=AT)


@pytest.mark.rule("S71", "S91")
def test_pictures_that_are_there_are_taken_away_first(
    tour: Tour, invite: Callable[..., TourGuest], hidden: Callable[..., TourGuest]
) -> None:
    picture = Picture.objects.create(title="Affiche", file="images/x.jpg", width=1, height=1)
    add_picture(activity_id=tour.activity_id, picture_id=picture.pk, actor=None, at=AT)
    with pytest.raises(errors.PicturesRemain):
        hidden(tour)


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"name": ""}, errors.GuestMissing, "name"),
        ({"safety": "AT_RISK"}, errors.PseudonymMissing, "pseudonym"),
        ({"safety": "AT_RISK", "pseudonym": "Compañera Rosa"}, errors.PseudonymTells, "pseudonym"),
        ({"agreed": "NAMED", "agreed_date": day(1, 3)}, errors.NotAgreedYet, "agreed_how"),
        ({"agreed": "NAMED", "agreed_how": "au téléphone", "agreed_date": None}, errors.NotAgreedYet, "agreed_date"),
    ],
)
@pytest.mark.rule("S71")
def test_a_guest_written_badly_is_refused_beside_the_field(
    tour: Tour, values: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    given = {"name": "Rosa Xochimilco", "spoken": "es", **values}
    with pytest.raises(refusal) as said:
        commands.save_guest(tour_id=tour.pk, actor=None, at=AT, **given)
    assert said.value.field == field  # type: ignore[attr-defined]
    assert TourGuest.objects.count() == 0


@pytest.mark.rule("S71", "L9")
def test_a_person_at_risk_is_kept_by_the_register_too(tour: Tour, hidden: Callable[..., TourGuest]) -> None:
    person = Contact.objects.create(kind="PERSON", name="Rosa Xochimilco", created_at=AT, changed_at=AT)
    with pytest.raises(errors.PersonNotKept):
        hidden(tour, "", person_id=person.pk)
    Contact.objects.filter(pk=person.pk).update(is_sensitive=True)
    guest = hidden(tour, "", person_id=person.pk)
    assert (guest.true_name, guest.shown_name, str(guest)) == ("Rosa Xochimilco", "Lucía", "Lucía")
    role = PersonRole.objects.get(activity=tour.activity)
    assert (role.person, role.shown_name) == (None, "Lucía")


@pytest.mark.rule("S71", "S95")
def test_home_and_by_name_she_is_told_and_not_a_day_before(
    tour: Tour, hidden: Callable[..., TourGuest], stop: Callable[..., Any]
) -> None:
    hidden(tour, agreed="NAMED", country="MX")
    meeting(tour)
    stop(tour)
    Leg.objects.filter(pk=stop(tour, 7, 9).pk).update(state="CONFIRMED")
    Activity.objects.filter(pk=tour.activity_id).update(state="CONFIRMED")
    assert not public_tours(day(21)).exists()
    assert commands.tell_names(at=datetime(2026, 5, 21, 15, 0, tzinfo=UTC)) == 0
    assert commands.tell_names(at=HOME) == 1
    assert commands.tell_names(at=HOME) == 0
    found = public_tours(day(22)).get()
    shown = public_tour(found, day(22))
    assert [(one.name, one.country) for one in shown.guests] == [("Rosa Xochimilco", "MX")]
    assert (len(shown.legs), len(shown.meetings)) == (1, 1)
    assert PersonRole.objects.get(activity=tour.activity).shown_name == "Rosa Xochimilco"


@pytest.mark.rule("S71", "S95")
def test_home_and_under_the_pseudonym_neither_places_nor_meetings_are_told(
    tour: Tour, hidden: Callable[..., TourGuest], stop: Callable[..., Any]
) -> None:
    hidden(tour, agreed="PSEUDONYM", country="MX", presents_fr="Militante de la maquila", presents_en="Activist")
    meeting(tour)
    stop(tour)
    Activity.objects.filter(pk=tour.activity_id).update(state="HELD")
    shown = public_tour(public_tours(day(22)).get(), day(22))
    assert [(one.name, one.country, one.presents, one.picture) for one in shown.guests] == [("Lucía", "", {}, None)]
    assert (shown.legs, shown.meetings, shown.mentions) == ((), (), ())


@pytest.mark.rule("S71")
def test_the_audit_log_keeps_no_name_and_no_paper(tour: Tour, hidden: Callable[..., TourGuest]) -> None:
    hidden(tour, visa="GIVEN", visa_until=day(30), emergency="Sa sœur Flor, 555-0142")
    said = " ".join(str(row.changes) + row.object_label for row in AuditDetail.objects.all())
    for word in ("Rosa", "Xochimilco", "Flor", "2026-05-30"):
        assert word not in said
