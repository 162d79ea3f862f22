"""Who was there: entries, corrections, figures, breakdowns, erasure, evaluation."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from convergence.activities import commands, errors
from convergence.activities.models import AttendanceEntry, EvaluationRemark
from convergence.activities.queries import attendance
from convergence.activities.queries.collected import collected_from
from convergence.activities.queries.evaluations import FEWEST, results_of
from convergence.contacts.commands import erase_person
from convergence.core.errors import BadValue
from convergence.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.mark.rule("S83")
def test_a_sign_in_asks_for_nothing_but_a_name(at, held) -> None:
    activity = held()
    signed = commands.record_attendance(activity_id=activity.pk, name="Ana Paredes", actor=None, at=at)
    counted = commands.record_attendance(activity_id=activity.pk, number=12, actor=None, at=at)
    activity.refresh_from_db()
    assert (signed.kind, signed.gender, counted.kind, activity.attended) == ("SIGN_IN", "", "COUNT", 13)
    assert "Ana" not in str(AuditEntry.objects.filter(verb="activities.attendance.recorded")[0].detail.changes)


@pytest.mark.parametrize("values", [{"number": 0}, {"number": 100_001}, {"number": 2, "name": "Ana"}])
def test_numbers_that_are_slips_are_refused(at, held, values) -> None:
    with pytest.raises(errors.TooManyPeople):
        commands.record_attendance(activity_id=held().pk, actor=None, at=at, **values)


def test_answers_that_do_not_exist_are_refused(at, held, union) -> None:
    activity = held()
    for values in ({"gender": "?"}, {"age_range": "?"}, {"person_id": union().pk}, {"organisation_id": 0}):
        with pytest.raises(BadValue):
            commands.record_attendance(activity_id=activity.pk, actor=None, at=at, **values)


def test_nobody_is_present_at_what_is_only_planned(at) -> None:
    activity = commands.create_activity(kind="TOUR", title_fr="Tournée", actor=None, at=at)
    with pytest.raises(errors.NoAttendanceYet):
        commands.record_attendance(activity_id=activity.pk, actor=None, at=at)


def test_a_mistake_is_answered_by_a_line_of_the_opposite_number(at, held) -> None:
    activity = held()
    entry = commands.record_attendance(activity_id=activity.pk, number=40, gender="WOMAN", actor=None, at=at)
    back = commands.reverse_attendance(entry_id=entry.pk, actor=None, at=at)
    with pytest.raises(errors.ReversedAlready):
        commands.reverse_attendance(entry_id=entry.pk, actor=None, at=at)
    with pytest.raises(errors.ReversedAlready):
        commands.reverse_attendance(entry_id=back.pk, actor=None, at=at)
    activity.refresh_from_db()
    assert (back.number, back.gender, activity.attended) == (-40, "WOMAN", 0)
    assert attendance.by_gender(activity).total == 0


@pytest.mark.rule("S22")
def test_the_latest_stated_figure_holds_with_its_qualifier(at, held) -> None:
    activity = held()
    commands.record_attendance(activity_id=activity.pk, number=12, actor=None, at=at)
    for value, qualifier in ((450, "EXACT"), (500, "APPROX_BELOW")):
        commands.state_figure(
            activity_id=activity.pk,
            what="ATTENDED",
            value=value,
            qualifier=qualifier,
            source="Bilan",
            actor=None,
            at=at,
        )
    activity.refresh_from_db()
    assert (activity.attended, activity.attended_qualifier, activity.figures.count()) == (500, "APPROX_BELOW", 2)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=some.lists(some.integers(1, 500), min_size=1, max_size=8), taken_back=some.sets(some.integers(0, 7)))
def test_people_present_are_the_sum_of_what_was_not_taken_back(at, held, numbers, taken_back) -> None:
    activity = held()
    entries = [commands.record_attendance(activity_id=activity.pk, number=n, actor=None, at=at) for n in numbers]
    gone = [entry for place, entry in enumerate(entries) if place in taken_back]
    for entry in gone:
        commands.reverse_attendance(entry_id=entry.pk, actor=None, at=at)
    activity.refresh_from_db()
    assert activity.attended == sum(numbers) - sum(entry.number for entry in gone)
    assert attendance.by_age(activity).total == activity.attended


@pytest.mark.rule("S83", "L19")
def test_breakdowns_hide_small_cells_and_count_who_said_nothing(at, held, union) -> None:
    activity, local = held(), union()
    for number, gender, where in ((14, "WOMAN", local.pk), (2, "MAN", None), (12, "", None)):
        commands.record_attendance(
            activity_id=activity.pk, number=number, gender=gender, organisation_id=where, actor=None, at=at
        )
    gender = attendance.by_gender(activity)
    assert (gender.total, dict(gender.cells)) == (28, {"WOMAN": 14, "MAN": None, "OTHER": 0, "": None})
    where = attendance.by_organisation(activity)
    assert dict(where.cells) == {local.name: 14, "": 14}
    hidden = attendance.by_organisation(activity, hidden=frozenset({local.pk}))
    assert dict(hidden.cells) == {"": 28}


@pytest.mark.rule("L10", "L12")
def test_who_asks_to_be_erased_loses_the_name_and_keeps_the_number(at, held, union) -> None:
    activity = held()
    person = union("Ana Paredes", kind="PERSON", organisation_kind="")
    commands.record_attendance(activity_id=activity.pk, person_id=person.pk, gender="WOMAN", actor=None, at=at)
    assert [row["activity__title_fr"] for row in collected_from([person.pk])["attendance"]] == ["Atelier"]
    erase_person(contact_id=person.pk, reason="Demande reçue", actor=None, at=at)
    activity.refresh_from_db()
    entry = AttendanceEntry.objects.get()
    assert (entry.person_id, entry.name, entry.number, activity.attended) == (None, "", 1, 1)


@pytest.mark.rule("S15")
def test_answers_cannot_be_tied_to_anybody(at, held) -> None:
    activity = held()
    columns = {field.name for field in EvaluationRemark._meta.get_fields()}
    assert columns == {"id", "activity", "text"}
    before = AuditEntry.objects.count()
    commands.answer_evaluation(activity_id=activity.pk, answers={"CLEAR": 4}, remark="un")
    first = EvaluationRemark.objects.get().pk
    for text in ("deux", "trois"):
        commands.answer_evaluation(activity_id=activity.pk, answers={"CLEAR": 4, "USEFUL": 1}, remark=text)
    assert AuditEntry.objects.count() == before
    assert first not in EvaluationRemark.objects.values_list("pk", flat=True)
    assert sorted(EvaluationRemark.objects.values_list("text", flat=True)) == ["deux", "trois", "un"]
    assert list(activity.tallies.values_list("question", "answer", "number")) == [("CLEAR", 4, 3), ("USEFUL", 1, 2)]


@pytest.mark.rule("S15")
def test_results_are_shown_from_five_answers_on(held) -> None:
    activity = held()
    for number in range(FEWEST):
        found = results_of(activity)
        assert (found.answered, found.may_be_shown, found.tallies, found.remarks) == (number, False, {}, ())
        commands.answer_evaluation(activity_id=activity.pk, answers={"VOICE": 3}, remark="Merci")
    found = results_of(activity)
    assert (found.may_be_shown, found.tallies["VOICE"], len(found.remarks)) == (True, {1: 0, 2: 0, 3: 5, 4: 0}, 5)


def test_an_empty_or_impossible_answer_is_refused(at, held) -> None:
    activity = held()
    with pytest.raises(errors.NoAnswer):
        commands.answer_evaluation(activity_id=activity.pk, answers={}, remark=" ")
    for answers in ({"CLEAR": 5}, {"?": 1}):
        with pytest.raises(BadValue):
            commands.answer_evaluation(activity_id=activity.pk, answers=answers)
    planned = commands.create_activity(kind="TOUR", title_fr="Tournée", actor=None, at=at)
    with pytest.raises(errors.EvaluationClosed):
        commands.answer_evaluation(activity_id=planned.pk, answers={"CLEAR": 4})
