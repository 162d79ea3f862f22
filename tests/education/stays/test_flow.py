"""From the application to the commitments: states, links, waiting list, emergency sheets, what is kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity, Participation
from convergence.contacts.models import Access
from convergence.core.errors import BadValue, DomainError, NotAllowed
from convergence.core.models import AuditDetail, AuditEntry
from convergence.education.stays import commands, errors
from convergence.education.stays.models import (
    Application,
    ApplicationPaper,
    Assessment,
    CommitteeLink,
    EmergencySheet,
    Finding,
    Participant,
    Programme,
    StayCall,
)
from convergence.education.stays.queries.committee import may_read, shows_points, unions_of
from convergence.messaging.models import Delivery
from tests.education.stays.conftest import AT, CLOSED, CV, seat_of

pytestmark = pytest.mark.django_db
SHEET = {"call_name": "Rosa", "call_phone": "+1 514 555-0101", "health": "arachides"}


def subjects() -> list[str]:
    return [
        row.message.subject.replace("\u00a0", " ") for row in Delivery.objects.order_by("pk").select_related("message")
    ]


def states(call: StayCall) -> dict[str, str]:
    return dict(call.applications.values_list("name", "state"))


def test_an_application_is_written_once_and_its_link_sent(call: StayCall, apply: Callable[..., Application]) -> None:
    first = apply(call, papers={"CV": CV})
    assert apply(call, papers={"CV": CV}) == first
    assert (Application.objects.count(), ApplicationPaper.objects.count()) == (1, 1)
    with pytest.raises(errors.AppliedAlready):
        apply(call, "Camille2", email="CAMILLE@candidat.example ")
    with pytest.raises(errors.AppliedAlready):
        apply(call, "Camille3", email="camille@candidat.example")
    assert [words.split(" : ")[0] for words in subjects()] == [
        f"Votre candidature {first.code}",
        "Votre lien personnel",
    ]


@pytest.mark.rule("L20")
def test_who_is_too_young_is_refused_and_a_child_needs_a_parent(
    make_call: Callable[..., StayCall], apply: Callable[..., Application]
) -> None:
    adults, youth = make_call(), make_call(least_age=12)
    child = date(2013, 3, 1)
    with pytest.raises(errors.TooYoung) as refused:
        apply(adults, birth_date=child)
    assert "18 ans" in str(refused.value)
    with pytest.raises(errors.ParentMissing):
        apply(youth, birth_date=child)
    assert apply(youth, birth_date=child, parent_agreed="Rosa Exemple").parent_agreed == "Rosa Exemple"


def test_a_closed_call_and_a_missing_paper_are_refused(
    make_call: Callable[..., StayCall], apply: Callable[..., Application]
) -> None:
    call = make_call(asks_cv=True)
    with pytest.raises(errors.PaperMissing) as refused:
        apply(call)
    assert refused.value.field == "paper_cv"
    with pytest.raises(errors.CallNotOpen):
        apply(call, at=CLOSED, papers={"CV": CV})
    application = apply(call, papers={"CV": CV})
    commands.complete(application_id=application.pk, texts={"after": "Un atelier"}, papers={"OTHER": CV}, at=AT)
    for _number in range(4):
        commands.complete(application_id=application.pk, texts={}, papers={"OTHER": CV}, at=AT)
    with pytest.raises(errors.TooManyPapers):
        commands.complete(application_id=application.pk, texts={}, papers={"OTHER": CV}, at=AT)
    with pytest.raises(errors.CallNotOpen):
        commands.complete(application_id=application.pk, texts={}, papers={}, at=CLOSED)


def test_a_call_needs_criteria_and_a_committee_before_it_is_published(programme: Programme) -> None:
    day = AT.date()
    call = commands.write_call(
        programme=programme, slug="x", title_fr="X", country="CU", opens=day, closes=day,
        leaves=day + timedelta(days=1), returns=day + timedelta(days=2), actor=None, at=AT,
    )  # fmt: skip
    with pytest.raises(errors.CallNotReady) as refused:
        commands.publish_call(call_id=call.pk, actor=None, at=AT)
    assert "critère" in str(refused.value)


def test_same_union_gives_no_points_sees_none_and_is_recorded(
    call: StayCall, apply: Callable[..., Application], give: Callable[..., None], cast: Any
) -> None:
    application = apply(call, union_name="SAVT")
    assert application.union == cast.amiante
    Access.objects.create(user=cast.board, organisation=cast.amiante)
    assert cast.amiante.pk in unions_of(cast.board)
    give(application, 4, "education")
    with pytest.raises(errors.TiedToCandidate) as refused:
        give(application, 5, "board")
    assert "même syndicat" in str(refused.value)
    link = CommitteeLink.objects.get()
    assert (link.member, link.kind) == (seat_of(call, cast.board), "SAME_UNION")
    assert AuditEntry.objects.filter(verb="stays.application.link_declared").count() == 1
    assert not shows_points(cast.board, application)
    assert not may_read(cast.board, application)
    Access.objects.all().delete()
    with pytest.raises(errors.TiedToCandidate):  # whatever becomes of the post
        give(application, 5, "board")
    with pytest.raises(DatabaseError), transaction.atomic():
        CommitteeLink.objects.all().delete()


def test_a_declared_link_sets_the_points_aside(
    call: StayCall, apply: Callable[..., Application], give: Callable[..., None], cast: Any
) -> None:
    application = apply(call)
    give(application, 5, "board")
    give(application, 3, "education")
    same = {"application_id": application.pk, "member_id": seat_of(call, cast.board).pk, "at": AT}
    with pytest.raises(errors.ReasonMissing):
        commands.declare_link(kind="DECLARED", words=" ", actor=cast.board, **same)
    with pytest.raises(NotAllowed):
        commands.declare_link(kind="FAMILY", words="", actor=cast.treasurer, **same)
    commands.declare_link(kind="FAMILY", words="sa cousine", actor=cast.board, **same)
    assert dict(Assessment.objects.values_list("member__user__first_name", "is_void")) == {
        "Board": True,
        "Education": False,
    }
    commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    application.refresh_from_db()
    assert (application.mark_hundredths, application.state) == (6000, "OFFERED")


def test_points_of_the_others_appear_once_ones_own_are_given(
    call: StayCall, apply: Callable[..., Application], give: Callable[..., None], cast: Any
) -> None:
    application = apply(call)
    give(application, 4, "education")
    assert [shows_points(cast.users[name], application) for name in ("education", "board", "coordinator")] == [
        True,
        False,
        True,
    ]
    for name in ("coordinator", "treasurer", "delegate"):
        with pytest.raises(errors.NotOnCommittee):
            give(application, 4, name)
    with pytest.raises(errors.PointsMissing) as refused:
        give(application, 6, "board")
    assert "de 0 à 5" in str(refused.value)


def test_deciding_waits_for_points_then_offers_and_lists(
    make_call: Callable[..., StayCall], apply: Callable[..., Application], give: Callable[..., None], cast: Any
) -> None:
    call = make_call(places=1)
    with pytest.raises(errors.NobodyApplied):
        commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    rows = {name: apply(call, name) for name in ("Ana", "Bob", "Chloé", "Dina")}
    for name, points in (("Ana", 5), ("Bob", 4), ("Chloé", 3)):
        give(rows[name], points)
    with pytest.raises(errors.StillOpen):
        commands.decide_call(call_id=call.pk, actor=None, at=AT)
    with pytest.raises(errors.PointsWait) as refused:
        commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    assert "Dina" in str(refused.value)
    give(rows["Dina"], 1)
    with pytest.raises(NotAllowed):
        commands.decide_call(call_id=call.pk, actor=cast.board, at=CLOSED)
    commands.decide_call(call_id=call.pk, actor=cast.education, at=CLOSED)
    assert states(call) == {"Ana": "OFFERED", "Bob": "WAITING", "Chloé": "WAITING", "Dina": "REFUSED"}
    assert list(call.applications.order_by("rank").exclude(rank=None).values_list("name", flat=True)) == [
        "Ana",
        "Bob",
        "Chloé",
    ]
    with pytest.raises(errors.CallSettled):
        commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    assert len(subjects()) == 8


def test_nobody_may_score_a_candidate_tied_to_every_member(
    make_call: Callable[..., StayCall], apply: Callable[..., Application], cast: Any
) -> None:
    call = make_call(members=("board",))
    application = apply(call)
    seat = seat_of(call, cast.board)
    commands.declare_link(member_id=seat.pk, application_id=application.pk, kind="FAMILY", words="", actor=None, at=AT)
    with pytest.raises(errors.NobodyMayScore):
        commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)


def test_the_waiting_list_moves_and_an_offer_accepted_twice_is_refused_kindly(
    make_call: Callable[..., StayCall], apply: Callable[..., Application], give: Callable[..., None]
) -> None:
    call = make_call(places=1)
    rows = {name: apply(call, name) for name in ("Ana", "Bob", "Chloé")}
    for name, points in (("Ana", 5), ("Bob", 4), ("Chloé", 3)):
        give(rows[name], points)
    commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    with pytest.raises(errors.NothingOffered):
        commands.accept_offer(application_id=rows["Bob"].pk, at=CLOSED)
    commands.decline_offer(application_id=rows["Ana"].pk, at=CLOSED)
    assert states(call) == {"Ana": "DECLINED", "Bob": "OFFERED", "Chloé": "WAITING"}
    late = CLOSED + timedelta(days=11)
    assert commands.lapse_offers(at=late) == 1
    assert commands.lapse_offers(at=late) == 0
    with pytest.raises(errors.OfferLapsed):
        commands.accept_offer(application_id=rows["Bob"].pk, at=late)
    commands.accept_offer(application_id=rows["Chloé"].pk, at=late)
    with pytest.raises(errors.AcceptedAlready) as kindly:
        commands.accept_offer(application_id=rows["Chloé"].pk, at=late)
    assert "déjà à vous" in str(kindly.value)
    assert Participant.objects.count() == 1
    commands.withdraw(application_id=rows["Chloé"].pk, actor=None, at=late)
    assert states(call) == {"Ana": "DECLINED", "Bob": "LAPSED", "Chloé": "WITHDRAWN"}
    assert Participant.objects.get().state == "CANCELLED"


@pytest.mark.rule("S72")
def test_a_stay_is_one_activity_and_counts_once(gone: Callable[..., Participant], cast: Any, partner: Any) -> None:
    stay = gone(union_name="SAVT").stay
    activity = Activity.objects.get()
    assert (stay.activity, activity.kind, activity.state) == (activity, "SHORT_INTERNSHIP", "CONFIRMED")
    named = set(Participation.objects.values_list("contact__name", "capacity"))
    assert named == {(partner.name, "LEAD_PARTNER"), (cast.amiante.name, "PARTICIPANT")}
    back = datetime.combine(stay.returns, AT.time(), AT.tzinfo)
    with pytest.raises(errors.NotBackYet):
        commands.welcome_back(stay_id=stay.pk, returned=stay.leaves - timedelta(days=1), actor=None, at=back)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=cast.education, at=back)
    activity.refresh_from_db()
    assert (activity.state, activity.attended, activity.return_date) == (ActivityState.HELD, 1, stay.returns)
    with pytest.raises(errors.BackAlready):
        commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=None, at=back)
    commitment = Participant.objects.get().commitments.get()
    assert commitment.due == stay.returns + timedelta(days=60)


@pytest.mark.rule("S73")
@pytest.mark.rule("S74")
@pytest.mark.parametrize("kind", ["LONG_INTERNSHIP", "MISSION"])
def test_long_internships_and_missions_are_counted_as_what_they_are(db: None, kind: str) -> None:
    programme = Programme.objects.create(slug="p", kind=kind, title_fr="P")
    stay = commands.write_stay(
        programme_id=programme.pk, country="CO", leaves=date(2019, 5, 1), returns=date(2019, 5, 20),
        title_fr="En Colombie", security="ORDINARY", actor=None, at=AT,
    )  # fmt: skip
    commands.welcome_back(stay_id=stay.pk, returned=date(2019, 5, 20), actor=None, at=AT)
    assert Activity.objects.done().filter(kind=kind).count() == 1


@pytest.mark.rule("S95")
def test_a_guarded_stay_is_on_no_public_door_until_it_is_back(
    make_call: Callable[..., StayCall], apply: Callable[..., Application], give: Callable[..., None]
) -> None:
    call = make_call(security="HIGH")
    application = apply(call)
    give(application, 4)
    commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    stay = commands.accept_offer(application_id=application.pk, at=CLOSED).stay
    public = [Activity.objects.in_public(day).exists() for day in (CLOSED.date(), stay.leaves, stay.returns)]
    assert public == [False, False, True]
    early = stay.returns - timedelta(days=5)
    at = datetime.combine(early, AT.time(), AT.tzinfo)
    commands.welcome_back(stay_id=stay.pk, returned=early, actor=None, at=at)
    assert Activity.objects.in_public(early).exists()


@pytest.mark.rule("L9")
def test_each_opening_of_an_emergency_sheet_is_in_the_audit_log(gone: Callable[..., Participant], cast: Any) -> None:
    participant = gone()
    with pytest.raises(DomainError):
        commands.write_sheet(participant_id=participant.pk, words={"call_name": "Rosa"}, at=CLOSED)
    commands.write_sheet(participant_id=participant.pk, words=SHEET, at=CLOSED)
    assert b"arachides" not in bytes(EmergencySheet.objects.get().box)
    same = {"participant_id": participant.pk, "at": CLOSED}
    for name in ("projects", "board", "auditor", "delegate", "treasurer"):
        with pytest.raises(NotAllowed):
            commands.open_sheet(reason="voir", actor=cast.users[name], **same)
    with pytest.raises(errors.ReasonMissing):
        commands.open_sheet(reason=" ", actor=cast.coordinator, **same)
    assert AuditEntry.objects.filter(verb="stays.emergency.opened").count() == 0
    for name in ("coordinator", "education"):
        assert commands.open_sheet(reason="fièvre", actor=cast.users[name], **same)["health"] == "arachides"
    opened = AuditEntry.objects.filter(verb="stays.emergency.opened")
    assert [one.actor_id for one in opened.order_by("pk")] == [cast.coordinator.pk, cast.education.pk]
    assert opened.first().detail.changes["reason"] == [None, "fièvre"]  # type: ignore[union-attr]
    assert not AuditDetail.objects.filter(changes__icontains="arachides").exists()


@pytest.mark.rule("L10")
def test_sheets_are_destroyed_thirty_days_after_the_return(gone: Callable[..., Participant]) -> None:
    participant = gone()
    commands.write_sheet(participant_id=participant.pk, words=SHEET, at=CLOSED)
    stay = participant.stay
    back = datetime.combine(stay.returns, AT.time(), AT.tzinfo)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=None, at=back)
    destroyed = [commands.destroy_old_sheets(at=back + timedelta(days=number)) for number in (30, 31, 32)]
    assert destroyed == [0, 1, 0]
    with pytest.raises(errors.SheetMissing):
        commands.open_sheet(participant_id=participant.pk, reason="x", actor=None, at=back)


def test_commitments_are_reminded_of_twice_and_no_more(gone: Callable[..., Participant]) -> None:
    participant = gone(language="es")
    stay = participant.stay
    back = datetime.combine(stay.returns, AT.time(), AT.tzinfo)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=None, at=back)
    told = [commands.remind(at=back + timedelta(days=number)) for number in (45, 46, 46, 60, 67, 68, 89, 90)]
    assert told == [0, 1, 0, 0, 1, 0, 0, 0]
    assert [one.split(" ")[0] for one in subjects()[-2:]] == ["Pronto:", "Aún"]
    row = participant.commitments.get()
    done = {"commitment_id": row.pk, "outcome": "30 personnes", "actor": None, "at": back + timedelta(days=80)}
    with pytest.raises(DomainError):
        commands.settle_promise(done_date=date(2030, 1, 1), participant_id=participant.pk, **done)
    commands.settle_promise(done_date=stay.returns, participant_id=participant.pk, **done)
    with pytest.raises(errors.SettledAlready):
        commands.settle_promise(done_date=stay.returns, participant_id=participant.pk, **done)


@pytest.mark.rule("L6")
def test_the_circle_is_joined_by_a_choice_and_left_at_once(gone: Callable[..., Participant]) -> None:
    participant = gone()
    with pytest.raises(errors.NobodyGoes):
        commands.join_circle(participant_id=participant.pk, words="oui", at=CLOSED)
    Participant.objects.update(state="BACK")
    assert commands.join_circle(participant_id=participant.pk, words="Je veux rester", at=CLOSED).is_alumni
    assert not commands.leave_circle(participant_id=participant.pk, actor=None, at=CLOSED).is_alumni


@pytest.mark.rule("L10")
def test_what_was_refused_is_emptied_after_six_months_and_who_left_after_two_years(
    make_call: Callable[..., StayCall], apply: Callable[..., Application], give: Callable[..., None]
) -> None:
    call = make_call()
    rows = {name: apply(call, name, papers={"CV": CV}) for name in ("Ana", "Bob")}
    give(rows["Ana"], 5)
    give(rows["Bob"], 1)
    commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)
    stay = commands.accept_offer(application_id=rows["Ana"].pk, at=CLOSED).stay
    back = datetime.combine(stay.returns, AT.time(), AT.tzinfo)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=None, at=back)
    assert commands.empty_old(at=CLOSED + timedelta(days=182)) == (0, 0)
    assert commands.empty_old(at=CLOSED + timedelta(days=184)) == (1, 0)
    bob = Application.objects.get(pk=rows["Bob"].pk)
    kept = (bob.name, bob.email, bob.birth_date, bob.motivation, bob.state, bob.mark_hundredths)
    assert kept == ("", "", None, "", "REFUSED", 2000)
    assert list(ApplicationPaper.objects.values_list("application", flat=True)) == [rows["Ana"].pk]
    assert commands.empty_old(at=back + timedelta(days=732)) == (1, 1)
    assert Participant.objects.get().name == ""
    assert not AuditDetail.objects.filter(object_label__icontains="Ana").exists()


def test_findings_bear_a_source_and_how_sure_they_are(gone: Callable[..., Participant]) -> None:
    stay = gone().stay
    with pytest.raises(ValidationError):
        commands.write_finding(stay_id=stay.pk, text_fr="Vu", source_fr="", certainty="ESTABLISHED", actor=None, at=AT)
    commands.write_finding(
        stay_id=stay.pk, text_fr="Vu", source_fr="délégués d’atelier", certainty="SEVERAL", actor=None, at=AT
    )
    assert Finding.objects.get().is_public is False


@pytest.mark.rule("S72", "S88")
def test_a_candidate_withdraws_until_the_eve_and_the_team_until_the_return(
    gone: Callable[..., Participant], cast: Any
) -> None:
    went = gone()
    stay, key = went.stay, went.application_id
    leaves = AT + (stay.leaves - AT.date())
    with pytest.raises(errors.LeftAlready):
        commands.withdraw(application_id=key, actor=None, at=leaves)
    back = leaves + timedelta(days=20)
    commands.welcome_back(stay_id=stay.pk, returned=stay.returns, actor=None, at=back)
    with pytest.raises(errors.BackAlready):
        commands.withdraw(application_id=key, actor=cast.users["education"], at=back)
    assert Application.objects.get(pk=key).state == "ACCEPTED"


@pytest.mark.rule("S72", "S88")
def test_what_was_promised_is_not_done_before_the_departure(gone: Callable[..., Participant]) -> None:
    went = gone()
    promise, leaves = went.commitments.get(), AT + (went.stay.leaves - AT.date())
    same = {"commitment_id": promise.pk, "outcome": "", "actor": None, "participant_id": went.pk}
    for day in (date(1, 1, 1), leaves.date() - timedelta(days=1), leaves.date() + timedelta(days=2)):
        with pytest.raises(BadValue):
            commands.settle_promise(done_date=day, at=leaves, **same)
    assert commands.settle_promise(done_date=leaves.date(), at=leaves, **same).is_settled


@pytest.mark.rule("L10")
def test_what_nobody_decided_or_brought_back_is_emptied_too(
    make_call: Callable[..., StayCall], apply: Callable[..., Application], gone: Callable[..., Participant]
) -> None:
    went = gone("Ana")
    forgotten = apply(make_call(slug="oublie"), "Bob")
    left = datetime.combine(forgotten.call.leaves, AT.time(), AT.tzinfo)
    assert commands.empty_old(at=left + timedelta(days=183)) == (0, 0)
    assert commands.empty_old(at=left + timedelta(days=184)) == (1, 0)
    forgotten.refresh_from_db()
    assert (forgotten.name, forgotten.email, forgotten.state) == ("", "", "RECEIVED")
    planned = datetime.combine(went.stay.returns, AT.time(), AT.tzinfo)
    assert commands.empty_old(at=planned + timedelta(days=732)) == (1, 1)
    assert Participant.objects.get().name == ""
