"""Writing, changing, cancelling: what is refused and what is kept."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from convergence.accounts.choices import Role
from convergence.activities import commands, errors
from convergence.activities.models import Activity, AttendanceEntry, Participation
from convergence.contacts.models import Affiliation
from convergence.core.errors import BadValue, NotAllowed, NotFound
from convergence.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def made(at, **values) -> Activity:
    given = {"kind": "TRAINING", "title_fr": "Mondialisation et travail", "start": "2024-05-03", **values}
    return commands.create_activity(actor=None, at=at, **given)


def test_an_activity_begins_planned_with_a_name_of_its_own(at, education) -> None:
    first = commands.create_activity(kind="TRAINING", title_fr="L’été au Sud", start="2024-05", actor=education, at=at)
    second = made(at, title_fr="L’été au Sud", start="2024-05-12")
    assert (first.state, first.slug, second.slug) == ("PLANNED", "lete-au-sud-2024", "lete-au-sud-2024-2")
    assert (first.first_day, first.start_latest, first.last_day) == (
        date(2024, 5, 1), date(2024, 5, 31), date(2024, 5, 31),
    )  # fmt: skip
    entry = AuditEntry.objects.filter(verb="activities.activity.created").order_by("pk")[0]
    assert entry.actor_id == education.pk


@pytest.mark.rule("S16")
def test_an_activity_carries_one_axis(at, axis) -> None:
    activity = made(at, axis=axis)
    assert Activity.objects.get(pk=activity.pk).axis == axis


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"end": "2024-05-02"}, errors.EndsBeforeItStarts, "end"),
        ({"start": "", "end": "2024"}, errors.EndsBeforeItStarts, "start"),
        ({"start": "2024-05", "start_time": time(9)}, errors.HourWithoutDay, "start_time"),
        ({"end_time": time(9)}, errors.HourWithoutDay, "start_time"),
        ({"start_time": time(9), "end_time": time(9)}, errors.EndsBeforeItStarts, "end_time"),
        ({"start": "0999"}, BadValue, "start"),
        ({"start": "2024", "end": "9999"}, BadValue, "start"),
        ({"is_intersyndical": True}, errors.NotIntersyndical, "is_intersyndical"),
    ],
)
def test_what_cannot_be_is_refused(at, values, refusal, field) -> None:
    with pytest.raises(refusal) as refused:
        made(at, **values)
    assert refused.value.field == field
    assert Activity.objects.count() == 0


def test_an_evening_may_end_after_midnight(at) -> None:
    activity = made(at, start="2024-05-03", end="2024-05-04", start_time=time(19), end_time=time(1))
    assert activity.last_day == date(2024, 5, 4)


@pytest.mark.rule("S17")
def test_one_union_is_not_intersyndical_and_two_are(at, union) -> None:
    one, other = union("Syndicat A"), union("Syndicat B")
    with pytest.raises(errors.NotIntersyndical, match="deux syndicats"):
        made(at, is_intersyndical=True, organisations=[(one.pk, "PARTICIPANT"), (one.pk, "HOST")])
    activity = made(at, is_intersyndical=True, organisations=[(one.pk, "PARTICIPANT"), (other.pk, "HOST")])
    last = activity.participations.get(contact=other)
    with pytest.raises(errors.KeepsItIntersyndical):
        commands.remove_organisation(participation_id=last.pk, actor=None, at=at)
    assert activity.participations.count() == 2
    commands.change_activity(activity_id=activity.pk, is_intersyndical=False, actor=None, at=at)
    commands.remove_organisation(participation_id=last.pk, actor=None, at=at)
    assert activity.participations.count() == 1


@pytest.mark.rule("S17")
def test_a_committee_a_federation_and_an_ngo_do_not_make_it_so(at, union) -> None:
    local, federation = union("Section locale"), union("Fédération", organisation_kind="FEDERATION")
    committee = union("Comité", kind="BODY", organisation_kind="", part_of=local)
    ngo = union("ONG", organisation_kind="NGO")
    Affiliation.objects.create(child=local, parent=federation)
    activity = made(at, organisations=[(local.pk, "PARTICIPANT")])
    for other in (committee, federation, ngo):
        commands.add_organisation(
            activity_id=activity.pk, contact_id=other.pk, capacity="PARTICIPANT", actor=None, at=at
        )
    with pytest.raises(errors.NotIntersyndical):
        commands.change_activity(activity_id=activity.pk, is_intersyndical=True, actor=None, at=at)
    Affiliation.objects.update(end_date=date(2024, 5, 2))  # they had parted the day before
    assert commands.change_activity(activity_id=activity.pk, is_intersyndical=True, actor=None, at=at).is_intersyndical


def test_an_organisation_is_named_once_in_a_capacity_and_a_person_never(at, union) -> None:
    one = union()
    merged = union("Ancien nom", merged_into=one)
    person = union("Ana Paredes", kind="PERSON", organisation_kind="")
    activity = made(at, organisations=[(one.pk, "HOST")])
    with pytest.raises(errors.NamedTwice):
        commands.add_organisation(activity_id=activity.pk, contact_id=merged.pk, capacity="HOST", actor=None, at=at)
    with pytest.raises(BadValue):
        commands.add_organisation(activity_id=activity.pk, contact_id=person.pk, capacity="HOST", actor=None, at=at)
    with pytest.raises(BadValue):
        commands.add_organisation(activity_id=activity.pk, contact_id=one.pk, capacity="?", actor=None, at=at)
    assert Participation.objects.count() == 1


def test_what_lies_ahead_cannot_be_held(at) -> None:
    activity = made(at, start=(at.date() + timedelta(days=1)).isoformat())
    with pytest.raises(errors.NotYet, match="4 juin 2024"):
        commands.change_state(activity_id=activity.pk, state="HELD", actor=None, at=at)
    with pytest.raises(errors.NoSuchStep):
        commands.change_state(activity_id=activity.pk, state="REPORTED", actor=None, at=at)
    with pytest.raises(errors.NoSuchStep):
        commands.change_state(activity_id=activity.pk, state="?", actor=None, at=at)


def test_cancelling_says_why_and_can_be_taken_back(at) -> None:
    activity = made(at)
    with pytest.raises(errors.ReasonMissing):
        commands.change_state(activity_id=activity.pk, state="CANCELLED", actor=None, at=at)
    with pytest.raises(errors.ReasonMissing):
        commands.cancel_activity(activity_id=activity.pk, reason="  ", actor=None, at=at)
    assert commands.cancel_activity(activity_id=activity.pk, reason="Tempête", actor=None, at=at).state == "CANCELLED"
    back = commands.change_state(activity_id=activity.pk, state="PLANNED", actor=None, at=at)
    assert (back.state, back.cancelled_because) == ("PLANNED", "")


def test_a_change_writes_what_differs_and_nothing_else(at, theme) -> None:
    activity, wage = made(at), theme("salaire-decent")
    before = AuditEntry.objects.count()
    commands.change_activity(activity_id=activity.pk, title_fr=activity.title_fr, actor=None, at=at)
    assert AuditEntry.objects.count() == before
    commands.change_activity(activity_id=activity.pk, themes=[wage.pk], actor=None, at=at)
    assert AuditEntry.objects.latest("pk").detail.changes == {"themes": [[], [wage.pk]]}
    with pytest.raises(NotFound):
        commands.change_activity(activity_id=0, title_fr="x", actor=None, at=at)
    with pytest.raises(TypeError):
        commands.change_activity(activity_id=activity.pk, state="HELD", actor=None, at=at)


@pytest.mark.parametrize("role", [Role.TREASURER, Role.AUDITOR, Role.ANIMATOR, Role.DELEGATE, Role.PARTNER])
def test_who_may_not_write_is_refused(at, actor, role) -> None:
    user, activity = actor(role), made(at)
    acts = (
        lambda: commands.create_activity(kind="TOUR", title_fr="x", actor=user, at=at),
        lambda: commands.change_activity(activity_id=activity.pk, title_fr="x", actor=user, at=at),
        lambda: commands.change_state(activity_id=activity.pk, state="CONFIRMED", actor=user, at=at),
        lambda: commands.cancel_activity(activity_id=activity.pk, reason="x", actor=user, at=at),
        lambda: commands.delete_activity(activity_id=activity.pk, actor=user, at=at),
        lambda: commands.name_person(activity_id=activity.pk, capacity="GUEST", name="x", actor=user, at=at),
        lambda: commands.record_attendance(activity_id=activity.pk, actor=user, at=at),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_what_was_counted_is_not_deleted(at, held) -> None:
    activity = held()
    entry = commands.record_attendance(activity_id=activity.pk, number=3, actor=None, at=at)
    with pytest.raises(errors.StillNeeded):
        commands.delete_activity(activity_id=activity.pk, actor=None, at=at)
    plain = made(at, organisations=[])
    commands.delete_activity(activity_id=plain.pk, actor=None, at=at)
    assert list(Activity.objects.values_list("pk", flat=True)) == [activity.pk]
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_attendanceentry SET number = 4 WHERE id = %s", [entry.pk])
    assert AttendanceEntry.objects.get().number == 3


@pytest.mark.rule("S50")
def test_somebody_known_by_a_pseudonym_is_named_by_it(at, union) -> None:
    guest = union("Rosa Quispe", kind="PERSON", organisation_kind="", pseudonym="R. Q.")
    activity = made(at)
    role = commands.name_person(activity_id=activity.pk, capacity="GUEST", person_id=guest.pk, actor=None, at=at)
    assert role.shown_name == "R. Q."
    with pytest.raises(errors.NamedTwice):
        commands.name_person(activity_id=activity.pk, capacity="GUEST", person_id=guest.pk, actor=None, at=at)
    with pytest.raises(errors.NameMissing):
        commands.name_person(activity_id=activity.pk, capacity="GUEST", name=" ", actor=None, at=at)
    with pytest.raises(BadValue):
        commands.name_person(activity_id=activity.pk, capacity="GUEST", person_id=union().pk, actor=None, at=at)
    commands.unname_person(role_id=role.pk, actor=None, at=at)
    assert activity.people.count() == 0
