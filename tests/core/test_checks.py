"""What is asked before strangers write to the organisation."""

import pytest
from django.core.checks import run_checks

from convergence.core.models import OrganisationProfile

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    """Return the ids of our own complaints."""
    told = run_checks(include_deployment_checks=True)
    return [str(one.id) for one in told if str(one.id).startswith("core.")]


@pytest.mark.rule("L1")
@pytest.mark.parametrize(
    ("title", "contact", "told"),
    [("", "", ["core.E001"]), ("Coordination", "", ["core.E001"]), ("", "a@b.example", ["core.E001"]), ("Coordination", "a@b.example", [])],
)  # fmt: skip
def test_a_site_names_who_is_in_charge_of_personal_information(title: str, contact: str, told: list[str]) -> None:
    OrganisationProfile.objects.create(
        pk=1, name="Ligue des fils", privacy_officer_title=title, privacy_officer_contact=contact
    )
    assert found() == told


def test_nothing_is_asked_before_the_first_run() -> None:
    assert found() == []
