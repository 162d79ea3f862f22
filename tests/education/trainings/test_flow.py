"""From what a union asks to what is followed up."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest

from convergence.activities.models import Activity, AttendanceEntry
from convergence.contacts.models import ConsentEvent, Contact, ContactPoint, Interaction
from convergence.core.errors import BadValue, NotAllowed
from convergence.education.trainings import commands, errors
from convergence.education.trainings.models import DateOption, FollowUp, RequestLink, TrainingRequest
from convergence.education.trainings.queries.matching import candidates
from convergence.education.trainings.queries.recognising import unions_like
from convergence.education.trainings.queries.sessions import find_link, request_url_of
from convergence.messaging.models import Delivery, Message

pytestmark = pytest.mark.django_db


def link(request: TrainingRequest, union: Contact, at: Any) -> TrainingRequest:
    return commands.link_union(request_id=request.pk, organisation_id=union.pk, actor=None, at=at)


def letters() -> list[str]:
    return [f"{one.address}: {one.message.subject}" for one in Delivery.objects.select_related("message")]


@pytest.mark.rule("S94", "S66")
def test_an_accepted_invitation_makes_all_that_follows(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    request = link(asked(), cast.amiante, at)
    ines = facilitator()
    commands.propose_dates(
        request_id=request.pk,
        proposals=[proposal(ines), proposal(ines, day=date(2024, 9, 24))],
        actor=cast.education,
        at=at,
    )
    first, second = request.options.all()
    commands.choose_date(request_id=request.pk, option_id=first.pk, actor=None, at=at + timedelta(days=1))
    request.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (request.state, first.state, second.state) == ("CONFIRMED", "CHOSEN", "RELEASED")
    activity = Activity.objects.get()
    assert (activity.kind, activity.state, activity.start, activity.start_time) == (
        "TRAINING", "CONFIRMED", "2024-09-17", time(18, 30),
    )  # fmt: skip
    assert [(row.contact, row.capacity) for row in activity.participations.all()] == [(cast.amiante, "HOST")]
    assert [(row.person, row.capacity) for row in activity.people.all()] == [(ines.person, "FACILITATOR")]
    assert list(FollowUp.objects.values_list("due_date", flat=True)) == [date(2024, 10, 1)]
    log = list(Interaction.objects.filter(contact=cast.amiante).order_by("pk").values_list("kind", "text"))
    assert [kind for kind, _text in log] == ["EMAIL", "EMAIL"]
    assert "Fil rouge" in log[1][1]
    assert request.code in log[1][1]
    commands.mark_held(request_id=request.pk, actor=cast.education, at=first.ends_at)
    visit = Interaction.objects.get(contact=cast.amiante, kind="VISIT")
    assert visit.on == date(2024, 9, 17)
    activity.refresh_from_db()
    assert activity.state == "HELD"


def test_a_form_sent_twice_is_one_request_and_adds_nobody(cast: Any, asked: Any) -> None:
    before = Contact.objects.count()
    one, other = asked(), asked()
    assert one.pk == other.pk
    assert TrainingRequest.objects.count() == 1
    assert Contact.objects.count() == before
    assert one.organisation is None
    assert len(letters()) == 1


def test_a_union_is_recognised_by_name_address_or_domain_and_never_linked_alone(cast: Any, asked: Any) -> None:
    ContactPoint.objects.create(
        contact=cast.zibeline, channel="EMAIL", value="x@szgs.example", normalised="x@szgs.example"
    )
    people = Contact.objects.all()
    [by_name] = unions_like(asked(), people)
    assert (by_name.contact, by_name.points) == (cast.amiante, 100)
    accents = asked("b" * 16, asked_organisation="syndicat de l'AMIANTE de val tisserand", asked_email="q@gmail.com")
    assert [one.contact for one in unions_like(accents, people)] == [cast.amiante]
    domain = asked("c" * 16, asked_organisation="Les amis", asked_email="y@szgs.example")
    assert [(one.contact, one.points) for one in unions_like(domain, people)] == [(cast.zibeline, 40)]
    assert unions_like(domain, people.filter(pk=cast.amiante.pk)) == []
    assert TrainingRequest.objects.exclude(organisation=None).count() == 0


def test_a_wish_for_news_is_a_consent_only_from_an_address_of_the_union(cast: Any, asked: Any, at: Any) -> None:
    ContactPoint.objects.create(
        contact=cast.amiante, channel="EMAIL", value="odile@savt.example", normalised="odile@savt.example"
    )
    words = "J’accepte de recevoir…"
    link(asked(wants_news=True, consent_words=words), cast.amiante, at)
    link(asked("b" * 16, wants_news=True, consent_words=words, asked_email="q@gmail.com"), cast.amiante, at)
    link(asked("c" * 16), cast.amiante, at)
    assert list(ConsentEvent.objects.order_by("pk").values_list("address", "act", "purpose")) == [
        ("odile@savt.example", "GIVEN", "EVENTS"),
        ("q@gmail.com", "REQUESTED", "EVENTS"),
    ]


def test_a_date_needs_a_union_an_address_and_a_future(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    request, ines = asked(), facilitator()
    given = {"request_id": request.pk, "actor": None, "at": at}
    with pytest.raises(errors.UnionMissing):
        commands.propose_dates(proposals=[proposal(ines)], **given)
    link(request, cast.amiante, at)
    for moment, refusal in (
        ({"day": date(2024, 6, 3), "hour": time(8)}, errors.DateGone),
        ({"day": date(2025, 3, 9), "hour": time(2, 30)}, errors.NoSuchHour),
        ({"minutes": 5}, errors.BadLength),
        ({"minutes": 1441}, errors.BadLength),
        ({"day": date(9999, 12, 31), "hour": time(23)}, BadValue),
    ):
        with pytest.raises(refusal):
            commands.propose_dates(proposals=[proposal(ines, **moment)], **given)
    with pytest.raises(errors.NoDate):
        commands.propose_dates(proposals=[], **given)
    with pytest.raises(errors.FacilitatorUnfit):
        commands.propose_dates(proposals=[proposal(facilitator("Ana Seda", languages="es"))], **given)
    assert DateOption.objects.count() == 0
    commands.change_request(request_id=request.pk, actor=None, at=at, asked_email="")
    with pytest.raises(errors.AddressMissing):
        commands.propose_dates(proposals=[proposal(ines)], **given)


def test_a_session_over_midnight_and_over_the_change_of_clocks(cast: Any, agreed: Any) -> None:
    night = agreed(hour=time(22), minutes=180)
    assert (night.activity.start, night.activity.end, night.activity.end_time) == ("2024-09-17", "2024-09-18", time(1))
    back = agreed(name="Ana Seda", key="b" * 16, day=date(2024, 11, 3), hour=time(1, 30), minutes=60)
    assert (back.activity.start_time, back.activity.end_time, back.activity.end) == (time(1, 30), None, "")
    option = back.options.get()
    assert option.length == timedelta(hours=1)


def test_nobody_is_booked_twice_travel_included(cast: Any, agreed: Any, asked: Any, proposal: Any, at: Any) -> None:
    first = agreed()
    ines = first.options.get().facilitator
    other = link(asked("b" * 16), cast.zibeline, at)
    for hour in (time(18, 30), time(20), time(22, 15), time(15, 30)):
        with pytest.raises(errors.FacilitatorBooked):
            commands.agree(request_id=other.pk, proposal=proposal(ines, hour=hour), actor=None, at=at)
    assert DateOption.objects.count() == 1
    # The one ends at 20:30 and an hour of travel at 21:30; the other begins to travel at 21:30.
    done = commands.agree(request_id=other.pk, proposal=proposal(ines, hour=time(22, 30)), actor=None, at=at)
    assert done.state == "CONFIRMED"


def test_the_database_itself_refuses_the_second_booking(cast: Any, agreed: Any) -> None:
    from django.db import IntegrityError, transaction

    one = agreed().options.get()
    values = {
        name: getattr(one, name)
        for name in ("request", "facilitator", "starts_at", "ends_at", "busy_from", "busy_until", "created_at")
    }
    with pytest.raises(IntegrityError, match="trainings_never_twice"), transaction.atomic():
        DateOption.objects.create(state="OFFERED", **values)
    released = DateOption.objects.create(state="RELEASED", **values)
    with pytest.raises(IntegrityError, match="trainings_never_twice"), transaction.atomic():
        DateOption.objects.filter(pk=released.pk).update(state="OFFERED")


def test_an_offered_date_books_and_a_released_one_frees(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    ines = facilitator()
    one, other = link(asked(), cast.amiante, at), link(asked("b" * 16), cast.zibeline, at)
    commands.propose_dates(request_id=one.pk, proposals=[proposal(ines)], actor=None, at=at)
    with pytest.raises(errors.FacilitatorBooked):
        commands.propose_dates(request_id=other.pk, proposals=[proposal(ines)], actor=None, at=at)
    commands.none_fits(request_id=one.pk, words="Plutôt en octobre", at=at)
    one.refresh_from_db()
    assert (one.state, one.none_fits) == ("RECEIVED", "Plutôt en octobre")
    commands.propose_dates(request_id=other.pk, proposals=[proposal(ines)], actor=None, at=at)
    assert list(DateOption.objects.order_by("pk").values_list("state", flat=True)) == ["RELEASED", "OFFERED"]


def test_a_link_opens_until_it_expires_or_is_closed_and_a_newer_one_replaces_it(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    request, ines = link(asked(), cast.amiante, at), facilitator()

    def propose(day: date) -> str:
        commands.propose_dates(request_id=request.pk, proposals=[proposal(ines, day=day)], actor=None, at=at)
        nonce = request.links.get(revoked_at=None).nonce
        return request_url_of(nonce).rstrip("/").rpartition("/")[2]

    first = propose(date(2024, 9, 17))
    assert find_link(first, at=at).request == request
    second = propose(date(2024, 9, 18))
    with pytest.raises(errors.LinkNotFound):
        find_link(first, at=at)
    with pytest.raises(errors.LinkNotFound):
        find_link(second, at=at + timedelta(days=22))
    assert commands.expire_links(at=at + timedelta(days=20)) == 0
    assert commands.expire_links(at=at + timedelta(days=22)) == 1
    request.refresh_from_db()
    assert request.state == "RECEIVED"
    third = propose(date(2024, 9, 19))
    commands.revoke_link(request_id=request.pk, actor=None, at=at)
    with pytest.raises(errors.LinkNotFound):
        find_link(third, at=at)
    for secret in (first, second, third):
        kept = [str(row) for row in RequestLink.objects.values_list()] + list(
            Message.objects.values_list("source", flat=True)
        )
        assert not any(secret in one for one in kept)
        assert not any(secret in str(one) for one in Delivery.objects.values_list("merge", flat=True))


def test_a_second_choice_is_refused_and_the_same_one_changes_nothing(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    request, ines = link(asked(), cast.amiante, at), facilitator()
    offers = [proposal(ines), proposal(ines, day=date(2024, 9, 24))]
    commands.propose_dates(request_id=request.pk, proposals=offers, actor=None, at=at)
    one, other = request.options.all()
    for _again in range(2):
        commands.choose_date(request_id=request.pk, option_id=one.pk, actor=None, at=at)
    with pytest.raises(errors.ChosenElsewhere):
        commands.choose_date(request_id=request.pk, option_id=other.pk, actor=None, at=at)
    assert Activity.objects.count() == FollowUp.objects.count() == 1


def test_somebody_else_facilitates_and_the_first_is_free(cast: Any, agreed: Any, facilitator: Any, at: Any) -> None:
    request, ana = agreed(), facilitator("Ana Seda")
    commands.replace_facilitator(
        request_id=request.pk, facilitator_id=ana.pk, travel_minutes=None, actor=cast.education, at=at
    )
    assert [row.person for row in request.activity.people.all()] == [ana.person]
    states = dict(DateOption.objects.values_list("facilitator__person__name", "state"))
    assert states == {"Inès Aubépine": "RELEASED", "Ana Seda": "CHOSEN"}
    said = " / ".join(letters())
    assert "inès@animation.example: Vous n’animez plus" in said
    assert "ana@animation.example: Vous animez" in said


def test_a_date_that_falls_through_frees_everybody(cast: Any, agreed: Any, at: Any) -> None:
    request = agreed()
    activity = request.activity
    with pytest.raises(errors.ReasonMissing):
        commands.fell_through(request_id=request.pk, reason=" ", actor=None, at=at)
    commands.fell_through(request_id=request.pk, reason="Grève le même jour", actor=cast.education, at=at)
    request.refresh_from_db()
    activity.refresh_from_db()
    assert (request.state, request.activity, activity.state) == ("RECEIVED", None, "CANCELLED")
    assert list(DateOption.objects.values_list("state", flat=True)) == ["RELEASED"]
    assert FollowUp.objects.count() == 0
    commands.withdraw_request(request_id=request.pk, answer="Congrès reporté", actor=None, at=at)
    commands.reopen_request(request_id=request.pk, actor=None, at=at)
    commands.refuse_request(request_id=request.pk, answer="Plus personne", actor=None, at=at)
    request.refresh_from_db()
    assert (request.state, request.answer) == ("REFUSED", "Plus personne")


def test_the_register_cancels_or_holds_and_the_request_follows(
    cast: Any, agreed: Any, at: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from convergence.activities.commands import cancel_activity, change_state

    with django_capture_on_commit_callbacks(execute=True):
        one = agreed()
        other = agreed(name="Ana Seda", key="b" * 16, day=date(2024, 6, 4))
    with django_capture_on_commit_callbacks(execute=True):
        cancel_activity(activity_id=one.activity_id, reason="Salle inondée", actor=None, at=at)
        change_state(activity_id=other.activity_id, state="HELD", actor=None, at=at + timedelta(days=3))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.none_fits, other.state) == ("RECEIVED", "Salle inondée", "HELD")


def test_a_request_is_closed_once_it_is_followed_up(cast: Any, agreed: Any, at: Any) -> None:
    request = agreed()
    option = request.options.get()
    with pytest.raises(errors.NotYetHeld):
        commands.mark_held(request_id=request.pk, actor=None, at=at)
    commands.mark_held(request_id=request.pk, actor=None, at=option.ends_at)
    with pytest.raises(errors.FollowUpWaits):
        commands.close_request(request_id=request.pk, actor=None, at=option.ends_at)
    row = FollowUp.objects.get()
    commands.settle_follow_up(follow_up_id=row.pk, outcome="Un comité est né", actor=cast.education, at=option.ends_at)
    commands.close_request(request_id=request.pk, actor=None, at=option.ends_at)
    request.refresh_from_db()
    assert request.state == "CLOSED"
    assert Interaction.objects.filter(contact=cast.amiante, kind="CALL", text__contains="Un comité est né").exists()


def test_reminders_leave_once_each_to_both_sides(cast: Any, agreed: Any, at: Any) -> None:
    request = agreed()
    option = request.options.get()
    before = Delivery.objects.count()
    for days in (8, 7, 6, 3, 1, 0.5):
        commands.send_reminders(at=option.starts_at - timedelta(days=days))
    assert Delivery.objects.count() - before == 4  # seven days and one day, to whoever asked and who facilitates
    names = set(Delivery.objects.order_by("-pk")[0].mailing.attachments.values_list("media_type", flat=True))
    assert names == {"text/calendar; charset=utf-8", "application/pdf"}


def test_who_may_not_settle_requests_does_not(cast: Any, asked: Any, at: Any) -> None:
    request = asked()
    for name in ("treasurer", "communications", "board", "auditor", "animator", "delegate"):
        with pytest.raises(NotAllowed):
            commands.refuse_request(request_id=request.pk, answer="non", actor=cast.users[name], at=at)


def test_candidates_are_measured_with_their_own_travel(cast: Any, asked: Any, facilitator: Any, at: Any) -> None:
    near, far = facilitator(), facilitator("Ana Seda", regions=[], goes_everywhere=True)
    start = at + timedelta(days=30)
    found = candidates(asked(), start, start + timedelta(hours=2))
    assert [(one.facilitator, one.travel_minutes) for one in found] == [(near, 60), (far, 180)]
    assert "va dans cette région" in " ".join(found[0].reasons)


def test_a_delegate_asks_for_their_own_union_only(cast: Any, asked: Any, at: Any) -> None:
    values = {"subject": "Coopératives", "asked_organisation": "x", "people": 8, "venue": "ici"}
    made = commands.receive_request(
        form_key="d" * 16, via="SPACE", organisation_id=cast.amiante.pk, actor=cast.delegate, at=at, **values
    )
    assert made.organisation == cast.amiante
    with pytest.raises(NotAllowed):
        commands.receive_request(
            form_key="e" * 16, via="SPACE", organisation_id=cast.zibeline.pk, actor=cast.delegate, at=at, **values
        )


def test_lines_of_attendance_are_none_before_somebody_signs(agreed: Any) -> None:
    agreed()
    assert AttendanceEntry.objects.count() == 0
    assert re.fullmatch(r"F-[2-9A-Z]{6}", TrainingRequest.objects.get().code)
