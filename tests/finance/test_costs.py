"""What an activity costs and who pays: written once, corrected by its opposite, seen on the activity's page."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convergence.activities import commands as activities
from convergence.activities.errors import StillNeeded
from convergence.activities.models import Activity
from convergence.core.errors import AlreadyDone, BadValue, NotAllowed
from convergence.finance.commands import record_activity_entry, reverse_activity_entry
from convergence.finance.errors import BadAmount
from convergence.finance.models import ActivityEntry
from convergence.finance.queries.costs import budget_of

pytestmark = pytest.mark.django_db
AT = datetime(2024, 6, 3, 15, tzinfo=UTC)


@pytest.fixture
def tour(db: None) -> Activity:
    return activities.create_activity(kind="TOUR", title_fr="Tournée", start="2024-05-03", actor=None, at=AT)


def write(activity: Activity, kind: str, stage: str, cents: int, **values: Any) -> ActivityEntry:
    given: dict[str, Any] = {"what": "Billets", "booked_date": date(2024, 5, 3), "actor": None, "at": AT, **values}
    return record_activity_entry(activity_id=activity.pk, kind=kind, stage=stage, amount_cents=cents, **given)


def test_the_budget_adds_up_with_its_parts_and_its_corrections(cast: Any, tour: Activity) -> None:
    stop = activities.create_activity(
        kind="CONFERENCE", title_fr="Arrêt", start="2024-05-03", part_of=tour, actor=None, at=AT
    )
    write(tour, "COST", "PLANNED", 500_000)
    write(tour, "SUPPORT", "PLANNED", 300_000, party_id=cast.amiante.pk)
    write(stop, "COST", "REAL", 12_345)
    slip = write(tour, "COST", "REAL", 99)
    reverse_activity_entry(entry_id=slip.pk, actor=None, at=AT)
    found = budget_of(tour)
    assert (found.planned_cost_cents, found.real_cost_cents) == (500_000, 12_345)
    assert (found.planned_left_cents, found.real_left_cents) == (-200_000, -12_345)
    assert [(one.contact_id, one.planned_cents) for one in found.payers] == [(cast.amiante.pk, 300_000)]
    assert len(found.entries) == 5
    with pytest.raises(StillNeeded):
        activities.delete_activity(activity_id=tour.pk, actor=None, at=AT)


def test_slips_are_refused(tour: Activity) -> None:
    for values, refusal in (
        ({"kind": "?", "stage": "REAL", "cents": 1}, BadValue),
        ({"kind": "COST", "stage": "?", "cents": 1}, BadValue),
        ({"kind": "COST", "stage": "REAL", "cents": 0}, BadAmount),
        ({"kind": "COST", "stage": "REAL", "cents": 10**12}, BadAmount),
        ({"kind": "COST", "stage": "REAL", "cents": 1, "what": " "}, BadValue),
        ({"kind": "COST", "stage": "REAL", "cents": 1, "party_id": 0 or 10**9}, BadValue),
    ):
        with pytest.raises(refusal):
            write(tour, **values)
    entry = write(tour, "COST", "REAL", 5)
    back = reverse_activity_entry(entry_id=entry.pk, actor=None, at=AT)
    for pk in (entry.pk, back.pk):
        with pytest.raises(AlreadyDone):
            reverse_activity_entry(entry_id=pk, actor=None, at=AT)


def test_entries_are_never_changed(tour: Activity) -> None:
    entry = write(tour, "COST", "REAL", 5)
    for act in (
        lambda: ActivityEntry.objects.filter(pk=entry.pk).update(amount_cents=6),
        lambda: ActivityEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_money_is_on_the_page_of_the_activity_for_those_who_may_see_it(cast: Any, tour: Activity) -> None:
    browser = cast.client("education")
    given = {"kind": "SUPPORT", "stage": "REAL", "what": "Don", "amount_cents": "1 250,50", "booked_date": "2024-05-03"}
    place = f"/gestion/activites/{tour.pk}/"
    assert browser.post(f"{place}argent/", {**given, "party": "SAVT"}).status_code == 302
    assert browser.post(f"{place}argent/", {**given, "amount_cents": "-1"}).status_code == 422
    page = browser.get(place).content.decode()
    assert "1 250,50 $" in page.replace("\u00a0", " ").replace("\u202f", " ")
    entry = ActivityEntry.objects.get()
    board = cast.client("board")
    assert "250,50" not in board.get(place).content.decode()
    assert board.post(f"/gestion/activites/argent/{entry.pk}/reprendre/").status_code != 302
    assert cast.client("communications").get(f"{place}argent/").status_code != 200
    assert browser.post(f"/gestion/activites/argent/{entry.pk}/reprendre/").status_code == 302
    assert budget_of(tour).real_support_cents == 0


def test_who_may_not_know_of_the_activity_writes_no_cost_of_it(cast: Any, tour: Activity) -> None:
    activities.change_activity(activity_id=tour.pk, security="CONFIDENTIAL", actor=None, at=AT)
    with pytest.raises(NotAllowed):
        write(tour, "COST", "REAL", 5, actor=cast.users["treasurer"])
