"""The relationship log and who is due for a visit (S66)."""

from datetime import date

import pytest

from convergence.contacts.commands import log_interaction, merge_contacts
from convergence.contacts.models import Organisation
from convergence.contacts.queries.relations import last_seen, log_of, to_visit
from convergence.core.profile import change_profile

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 22)


def due(on: date = TODAY) -> list[str]:
    return [contact.name for contact in to_visit(Organisation.objects.all(), on)]


@pytest.mark.rule("S66")
def test_organisation_without_contact_for_twelve_months_is_to_be_visited(organisation, coordinator, at) -> None:
    for name, on in (("ORG-A", date(2023, 2, 22)), ("ORG-B", date(2023, 2, 23)), ("ORG-C", None)):
        union = organisation(name)
        if on:
            log_interaction(contact_id=union.pk, kind="VISIT", on=on, actor=coordinator, at=at)
    assert due() == ["ORG-C", "ORG-A"]


@pytest.mark.rule("S66")
def test_the_wait_is_a_setting_and_a_note_is_no_contact(organisation, coordinator, at) -> None:
    union = organisation("ORG-A")
    log_interaction(contact_id=union.pk, kind="CALL", on=date(2023, 12, 1), actor=coordinator, at=at)
    log_interaction(contact_id=union.pk, kind="NOTE", on=date(2024, 2, 20), actor=coordinator, at=at)
    assert due() == []
    change_profile(actor=coordinator, at=at, name="Centre", not_seen_months=2)
    assert due() == ["ORG-A"]
    assert last_seen(union, TODAY).on == date(2023, 12, 1)


def test_log_of_the_absorbed_contact_counts_for_the_kept_one(organisation, coordinator, at) -> None:
    kept, absorbed = organisation("ORG-A"), organisation("ORG A")
    line = log_interaction(contact_id=absorbed.pk, kind="VISIT", on=TODAY, text="Rencontre", actor=coordinator, at=at)
    merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)
    assert due() == []
    assert list(log_of(kept)) == [line]


def test_closed_organisations_are_not_visited(organisation) -> None:
    organisation("ORG-A", is_closed=True)
    assert due() == []


def test_last_day_is_the_latest_of_the_kept_and_the_absorbed(organisation, coordinator, at) -> None:
    days = {
        "ORG-A": (date(2020, 5, 1), date(2021, 5, 1)),
        "ORG-B": (date(2021, 6, 1), date(2019, 6, 1)),
        "ORG-C": (None, date(2018, 7, 1)),
        "ORG-D": (date(2017, 8, 1), None),
        "ORG-E": (None, None),
    }
    for name, (own, other) in days.items():
        kept, absorbed = organisation(name), organisation(f"{name} bis")
        for contact, on in ((kept, own), (absorbed, other)):
            if on:
                log_interaction(contact_id=contact.pk, kind="CALL", on=on, actor=coordinator, at=at)
        merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)
    found = {contact.name: contact.last_seen for contact in to_visit(Organisation.objects.all(), TODAY)}
    assert found == {name: max(filter(None, both), default=None) for name, both in days.items()}
    assert list(found) == ["ORG-E", "ORG-D", "ORG-C", "ORG-A", "ORG-B"]
