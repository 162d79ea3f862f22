"""From request to return, the refusals on the way, and what the database itself refuses."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core.errors import BadValue, NotAllowed
from convergence.documents.photos import cleaned
from convergence.education.exhibitions import commands, errors
from convergence.education.exhibitions.commands.reports import panels_for
from convergence.education.exhibitions.models import Crate, Hold, Incident, Loan, Panel, Version
from convergence.education.exhibitions.queries.agreement import digest_of
from convergence.education.exhibitions.queries.availability import may_be_asked, next_stay, others_free
from convergence.education.exhibitions.queries.loans import touched_by
from convergence.education.exhibitions.rules.slots import Span
from convergence.messaging.models import Delivery
from tests.education.exhibitions.conftest import picture

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def look(loan: Loan, direction: str, at: datetime, **values: Any) -> Any:
    found = Loan.objects.get(pk=loan.pk)
    kit = panels_for(found, direction)
    seen = {panel.pk: commands.Seen("GOOD") for panel in kit} | values.pop("seen", {})
    given = {"seen_by": "Luc", "seen_date": at.date(), "actor": None, "at": at, **values}
    return commands.write_report(loan_id=loan.pk, direction=direction, panels=seen, **given)


@pytest.mark.rule("S92")
def test_taken_days_are_refused_with_the_next_free_ones_and_the_other_version_stays_free(
    indoor: Version, outdoor: Version, offered: Callable[..., Loan], ask: Callable[..., Loan]
):
    offered(indoor, "2026-05-03", "2026-05-10")
    Version.objects.filter(pk=indoor.pk).update(transport_days=2)
    indoor.refresh_from_db()
    with pytest.raises(errors.SlotTaken) as refusal:
        ask(indoor, "2026-05-09", "2026-05-12", organisation_name="Syndicat B")
    assert str(refusal.value).count("14 mai 2026") == 1
    assert str(refusal.value).count("17 mai 2026") == 1
    wish = Span(date(2026, 5, 9), date(2026, 5, 12))
    assert next_stay(indoor, wish, today=TODAY) == Span(date(2026, 5, 14), date(2026, 5, 17))
    assert others_free(indoor, wish, TODAY) == [outdoor]
    assert ask(outdoor, "2026-05-09", "2026-05-12").state == "REQUESTED"


@pytest.mark.rule("S92")
def test_the_database_itself_refuses_a_crate_in_two_places(indoor: Version, offered: Callable[..., Loan]):
    loan = offered(indoor)
    crate = indoor.crates.order_by("pk")[0]
    for start, end in (("2026-05-11", "2026-05-12"), ("2026-04-01", "2026-05-02"), ("2026-05-04", "2026-05-05")):
        with pytest.raises(IntegrityError, match="exhibitions_crate_once"), transaction.atomic():
            Hold.objects.create(loan=loan, crate=crate, start_date=start, end_date=end)
    later = Hold.objects.create(loan=loan, crate=crate, start_date="2026-05-12", end_date="2026-05-12")
    with pytest.raises(IntegrityError, match="exhibitions_crate_once"), transaction.atomic():
        Hold.objects.filter(pk=later.pk).update(start_date="2026-05-11")


def test_a_request_keeps_no_crate_and_an_offer_keeps_each(indoor: Version, ask: Callable[..., Loan]):
    first, second = ask(indoor), ask(indoor, organisation_name="Syndicat B")
    assert Hold.objects.count() == 0
    commands.offer_loan(loan_id=first.pk, actor=None, at=first.requested_at)
    assert list(Hold.objects.order_by("crate__code").values_list("crate__code", "start_date", "end_date")) == [
        ("INT-1", date(2026, 5, 2), date(2026, 5, 11)),
        ("INT-2", date(2026, 5, 2), date(2026, 5, 11)),
    ]
    with pytest.raises(errors.SlotTaken):
        commands.offer_loan(loan_id=second.pk, actor=None, at=second.requested_at)
    second.refresh_from_db()
    assert second.state == "REQUESTED"
    commands.end_loan(loan_id=first.pk, state="CANCELLED", because="Salle inondée", actor=None, at=first.requested_at)
    assert commands.offer_loan(loan_id=second.pk, actor=None, at=second.requested_at).state == "OFFERED"


def test_two_versions_that_share_a_crate_are_not_lent_at_once(
    indoor: Version, outdoor: Version, offered: Callable[..., Loan]
):
    outdoor.crates.add(indoor.crates.order_by("pk")[0])
    offered(indoor, "2026-05-03", "2026-05-10")
    assert not may_be_asked(outdoor, Span(date(2026, 5, 9), date(2026, 5, 12)), TODAY)


@pytest.mark.parametrize(
    ("version", "first", "last", "values", "refusal"),
    [
        ("indoor", "2026-05-10", "2026-05-03", {}, errors.LastBeforeFirst),
        ("indoor", "2026-03-02", "2026-03-05", {}, errors.TooSoon),
        ("indoor", "2026-05-01", "2026-06-30", {}, errors.LongerThanSeason),
        ("outdoor", "2026-05-01", "2026-12-30", {}, errors.LongerThanSeason),
        ("outdoor", "2026-10-28", "2026-11-02", {}, errors.OutOfSeason),
        ("indoor", "2026-05-03", "2026-05-10", {"setting": "OUTDOOR"}, errors.IndoorVersionOutdoors),
        ("indoor", "2026-05-03", "2026-05-10", {"email": "nulle part"}, errors.NoAddress),
        ("indoor", "2999-05-03", "2999-05-10", {}, BadValue),
    ],
)
def test_bad_days_and_places_are_refused_with_the_way_out(
    indoor: Version,
    outdoor: Version,
    ask: Callable[..., Loan],
    version: str,
    first: str,
    last: str,
    values: dict[str, Any],
    refusal: type[Exception],
):
    with pytest.raises(refusal) as said:
        ask({"indoor": indoor, "outdoor": outdoor}[version], first, last, **values)
    assert "%(" not in str(said.value)
    assert Loan.objects.count() == 0


def test_a_loan_longer_than_the_season_is_refused_with_its_length(outdoor: Version, ask: Callable[..., Loan]):
    Version.objects.filter(pk=outdoor.pk).update(longest_days=300)
    outdoor.refresh_from_db()
    with pytest.raises(errors.LongerThanSeason) as said:
        ask(outdoor, "2026-05-01", "2026-12-30")
    assert "184 jours" in str(said.value)


def test_outdoors_without_a_version_for_it_says_so(indoor: Version, ask: Callable[..., Loan]):
    with pytest.raises(errors.NothingOutdoors):
        ask(indoor, setting="OUTDOOR")


def test_conditions_are_not_accepted_beforehand_and_a_form_sent_twice_is_one_request(indoor: Version, at: datetime):
    asked = commands.Asked(
        "Syndicat A", "Luc", "luc@syndicat-a.example", "Salle", "Laval", "INDOOR", date(2026, 5, 3), date(2026, 5, 4)
    )
    given: Any = {"version_id": indoor.pk, "asked": asked, "actor": None, "at": at, "key": "loan:1"}
    with pytest.raises(errors.ConditionsNotAccepted):
        commands.request_loan(**given, accepts_conditions=False)
    made = {commands.request_loan(**given, accepts_conditions=True).pk for _each in range(2)}
    assert len(made) == 1
    assert Delivery.objects.count() == 1


def test_both_signatures_make_the_stop_an_activity_and_other_words_void_them(
    indoor: Version, offered: Callable[..., Loan], union: Callable[..., Contact], at: datetime
):
    house = union()
    loan = offered(indoor, borrower=house, is_announced=True)
    read = digest_of(loan)
    commands.sign_as_borrower(loan_id=loan.pk, name="Luc", title="présidence", read=read, actor=None, at=at)
    commands.offer_loan(loan_id=loan.pk, last_day=date(2026, 5, 11), actor=None, at=at)
    with pytest.raises(errors.OtherWords):
        commands.sign_as_lender(loan_id=loan.pk, name="Ana", title="", read=read, actor=None, at=at)
    read = digest_of(Loan.objects.get(pk=loan.pk))
    for _twice in range(2):
        commands.sign_as_lender(loan_id=loan.pk, name="Ana", title="", read=read, actor=None, at=at)
    assert Loan.objects.get(pk=loan.pk).state == "OFFERED"
    commands.sign_as_borrower(loan_id=loan.pk, name="Luc", title="présidence", read=read, actor=None, at=at)
    loan.refresh_from_db()
    stop = Activity.objects.get(pk=loan.activity_id)
    assert (loan.state, stop.kind, stop.state, stop.start, stop.end) == (
        "AGREED",
        "EXHIBITION",
        "CONFIRMED",
        "2026-05-03",
        "2026-05-11",
    )
    assert stop.is_public
    assert list(stop.participations.values_list("contact", "capacity")) == [(house.pk, "HOST")]
    with pytest.raises(errors.NoSuchStep):
        commands.offer_loan(loan_id=loan.pk, actor=None, at=at)


def test_cancelling_an_agreed_loan_cancels_its_stop_and_lets_the_crates_go(
    indoor: Version, agreed: Callable[..., Loan], at: datetime
):
    loan = agreed(indoor)
    with pytest.raises(errors.ReasonMissing):
        commands.end_loan(loan_id=loan.pk, state="CANCELLED", because=" ", actor=None, at=at)
    commands.end_loan(loan_id=loan.pk, state="CANCELLED", because="Salle inondée", actor=None, at=at)
    assert Hold.objects.count() == 0
    assert Activity.objects.get(pk=loan.activity_id).state == "CANCELLED"


def test_a_loan_goes_out_comes_home_and_its_stop_is_held_with_its_visitors(
    indoor: Version, agreed: Callable[..., Loan], at: datetime
):
    loan = agreed(indoor)
    with pytest.raises(errors.ReportFirst):
        look(loan, "IN", at)
    opens = at + timedelta(days=60)
    photo = cleaned(picture(t271="Téléphone", t306="2026:05:01 10:00:00"))
    look(loan, "OUT", opens, photos=[photo])
    with pytest.raises(errors.WrittenAlready):
        look(loan, "OUT", opens)
    with pytest.raises(errors.NotBegun):
        commands.state_visitors(loan_id=loan.pk, number=12, actor=None, at=opens)
    home = at + timedelta(days=69)
    look(loan, "IN", home)
    loan.refresh_from_db()
    commands.state_visitors(loan_id=loan.pk, number=180, qualifier="APPROX_BELOW", actor=None, at=home)
    commands.state_visitors(loan_id=loan.pk, number=190, actor=None, at=home)
    commands.give_feedback(loan_id=loan.pk, mark="WELL", text="Bien", may_quote=False, actor=None, at=home)
    stop = Activity.objects.get(pk=loan.activity_id)
    assert (loan.state, stop.state, stop.attended) == ("RETURNED", "HELD", 190)
    kept = loan.reports.get(direction="OUT").photos.get()
    assert bytes(kept.content)[:2] == b"\xff\xd8"
    assert kept.removed == "l’appareil, quand elle a été prise"


def test_home_early_lets_the_crates_go_and_late_holds_them_as_far_as_the_next_loan_allows(
    indoor: Version, agreed: Callable[..., Loan], offered: Callable[..., Loan], at: datetime
):
    early = agreed(indoor, "2026-03-10", "2026-03-20")
    look(early, "OUT", at + timedelta(days=7))
    look(early, "IN", at + timedelta(days=10))
    assert set(early.holds.values_list("end_date", flat=True)) == {date(2026, 3, 12)}
    late = agreed(indoor, "2026-03-20", "2026-03-24")
    offered(indoor, "2026-03-29", "2026-03-30")
    look(late, "OUT", at + timedelta(days=16))
    look(late, "IN", at + timedelta(days=29))
    assert set(late.holds.values_list("end_date", flat=True)) == {date(2026, 3, 27)}


def test_damage_takes_a_panel_out_and_says_which_loans_it_touches(
    indoor: Version, agreed: Callable[..., Loan], offered: Callable[..., Loan], at: datetime
):
    loan, later = agreed(indoor, "2026-03-10", "2026-03-12"), offered(indoor, "2026-06-01", "2026-06-05")
    panel = indoor.panels.get(number=2)
    look(loan, "OUT", at + timedelta(days=7))
    look(loan, "IN", at + timedelta(days=11), seen={panel.pk: commands.Seen("DAMAGED", "coin plié")})
    panel.refresh_from_db()
    incident = Incident.objects.get(panel=panel)
    assert (panel.state, incident.kind, incident.told, incident.loan_id) == ("REPAIR", "DAMAGE", "coin plié", loan.pk)
    assert list(touched_by(today=date(2026, 3, 20), panel=panel)) == [later]
    assert [one.number for one in panels_for(later, "OUT")] == [1, 3, 4]
    commands.settle_incident(incident_id=incident.pk, settled="BACK", note="recollé", actor=None, at=at)
    panel.refresh_from_db()
    assert panel.state == "IN_SERVICE"
    with pytest.raises(errors.SettledAlready):
        commands.settle_incident(incident_id=incident.pk, settled="BACK", note="", actor=None, at=at)


def test_a_crate_lost_on_the_way_stops_new_loans_until_it_is_found_or_given_up(
    indoor: Version, agreed: Callable[..., Loan], ask: Callable[..., Loan], at: datetime
):
    loan = agreed(indoor)
    crate = indoor.crates.order_by("pk")[0]
    lost = commands.open_incident(
        kind="LOSS", told="perdue par le transporteur", happened_date=at.date(), crate_id=crate.pk, actor=None, at=at
    )
    assert list(touched_by(today=TODAY, crate=crate)) == [loan]
    with pytest.raises(errors.CrateMissing, match="INT-1"):
        ask(indoor, "2026-07-01", "2026-07-03")
    commands.settle_incident(incident_id=lost.pk, settled="GIVEN_UP", note="", actor=None, at=at)
    assert Crate.objects.get(pk=crate.pk).state == "RETIRED"
    assert ask(indoor, "2026-07-01", "2026-07-03").state == "REQUESTED"


def test_an_incident_is_of_one_thing_that_has_happened(indoor: Version, at: datetime):
    panel = Panel.objects.order_by("pk")[0]
    given: Any = {"kind": "LOSS", "told": "perdu", "happened_date": at.date(), "actor": None, "at": at}
    with pytest.raises(errors.OneItem):
        commands.open_incident(**given)
    with pytest.raises(BadValue):
        commands.open_incident(**{**given, "happened_date": date(2027, 1, 1)}, panel_id=panel.pk)
    commands.open_incident(**given, panel_id=panel.pk)
    assert Panel.objects.get(pk=panel.pk).state == "LOST"


def test_a_report_says_the_state_of_each_panel_and_keeps_twelve_photographs(
    indoor: Version, agreed: Callable[..., Loan], at: datetime
):
    loan = agreed(indoor)
    with pytest.raises(errors.PanelMissing):
        look(loan, "OUT", at, seen={indoor.panels.all()[0].pk: commands.Seen("")})
    with pytest.raises(errors.TooManyPhotos):
        look(loan, "OUT", at, photos=[cleaned(picture())] * 13)
    with pytest.raises(BadValue):
        look(loan, "OUT", at, seen_date=date(2027, 1, 1))


def test_only_who_may_acts_on_loans(indoor: Version, ask: Callable[..., Loan], cast: Any, at: datetime):
    loan = ask(indoor)
    for name in ("treasurer", "delegate", "partner", "nobody"):
        user = cast.users.get(name)
        if user is None:
            continue
        with pytest.raises(NotAllowed):
            commands.offer_loan(loan_id=loan.pk, actor=user, at=at)
    with pytest.raises(NotAllowed):
        commands.sign_as_lender(loan_id=loan.pk, name="x", title="", read="", actor=cast.users["education"], at=at)


def test_old_requests_lose_their_names(indoor: Version, ask: Callable[..., Loan], at: datetime):
    loan = ask(indoor)
    commands.end_loan(loan_id=loan.pk, state="DECLINED", because="Complet", actor=None, at=at)
    assert commands.forget_requests(at=at + timedelta(days=700)) == 0
    assert commands.forget_requests(at=at + timedelta(days=900)) == 1
    loan.refresh_from_db()
    assert (loan.contact_name, loan.email, loan.phone) == ("", "", "")


def test_the_return_is_reminded_once(indoor: Version, agreed: Callable[..., Loan], at: datetime):
    loan = agreed(indoor, "2026-03-10", "2026-03-12")
    look(loan, "OUT", at + timedelta(days=7))
    assert commands.remind_returns(at=at + timedelta(days=7)) == 1
    assert commands.remind_returns(at=at + timedelta(days=8)) == 0
