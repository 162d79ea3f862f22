"""Search over education: each register finds what its public page shows, and forgets at once what is kept (S95)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from convergence.activities.commands import change_activity, change_state
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.education.exhibitions import commands as exhibitions
from convergence.education.projects import commands as projects
from convergence.education.projects.models import Funder
from convergence.education.stays import commands as stays
from convergence.education.stays.models import Programme, StayCall
from convergence.education.tours import commands as tours
from convergence.education.tours.models import Tour, TourGuest
from convergence.vocabulary.models import Theme
from convergence.website.models import SearchEntry
from convergence.website.searching import index
from convergence.website.searching.education import read_projects
from convergence.website.searching.finding import find

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


def found(query: str, language: str = "fr") -> dict[str, str]:
    """Return {kind: address of the first} of what a search finds."""
    index.bring_up_to_date()
    return {group.kind: group.hits[0].url for group in find(query, language).groups}


def kept_words() -> str:
    """Return all the words that search holds."""
    return " ".join(" ".join(row) for row in SearchEntry.objects.values_list("title", "words", "folded_words"))


@pytest.fixture
def theme(home: Any) -> Theme:
    """Return a theme."""
    return Theme.objects.create(slug="agroecologie", name_fr="Agroécologie", name_en="Agroecology")


@pytest.fixture
def tour(home: Any) -> Tour:
    """Return a public tour with a guest who agreed to be named."""
    day = timezone.localdate() + timedelta(days=10)
    made = tours.create_tour(
        title_fr="Tournée des couturières", title_es="Gira de las costureras", start=day, end=day + timedelta(days=9),
        return_date=day + timedelta(days=12), is_public=True, actor=None, at=AT,
    )  # fmt: skip
    change_state(activity_id=made.activity_id, state="CONFIRMED", actor=None, at=AT)
    tours.save_guest(
        tour_id=made.pk, name="Rosa Xochimilco", presents_fr="déléguée de l’atelier", country="MX", spoken="es",
        language="es", agreed="NAMED", agreed_how="au téléphone", agreed_date=date(2026, 3, 1), actor=None, at=AT,
    )  # fmt: skip
    return made


@pytest.mark.rule("S93", "S138")
def test_projects_by_title_theme_and_funder_and_no_draft(theme: Theme) -> None:
    day = date(2026, 1, 1)
    made = projects.create_project(
        title_fr="Semences paysannes", title_en="Peasant seeds", summary_fr="Des jardinières·ers d’ici.",
        first_day=day, last_day=date(2026, 12, 31), themes=[theme.pk], is_public=True, actor=None, at=AT,
    )  # fmt: skip
    fund = Contact.objects.create(
        kind="ORGANISATION", organisation_kind="OTHER", name="Fonds Érable", sort_name="fonds", created_at=AT,
        changed_at=AT,
    )  # fmt: skip
    Funder.objects.create(project=made, organisation=fund, promised_cents=100)
    assert found("semences") == {}
    projects.start_project(project_id=made.pk, actor=None, at=AT)
    address = f"/projets/{made.slug}/"
    for query in ("SEMENCE paysan", "jardiniers", "agroecologie", "fonds erable"):
        assert found(query)["PROJECT"] == address, query
    assert found("seed", "en") == {"PROJECT": f"/en{address}"}
    assert found("agroecology", "en")["THEME"] == "/en/theme/agroecologie/"
    Contact.objects.filter(pk=fund.pk).update(is_sensitive=True)  # no line in any log
    assert find("fonds erable", "fr").groups == ()
    projects.change_project(
        project_id=made.pk, first_day=day, last_day=made.last_day, is_public=False, actor=None, at=AT
    )
    assert "PROJECT" not in found("semences")
    assert "paysannes" not in kept_words()


def test_more_projects_ask_no_more_of_the_database(theme: Theme, django_assert_num_queries: Any) -> None:
    for number in range(3):
        made = projects.create_project(
            title_fr=f"Semences {number}", first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), is_public=True,
            actor=None, at=AT,
        )  # fmt: skip
        projects.start_project(project_id=made.pk, actor=None, at=AT)
        fund = Contact.objects.create(
            kind="ORGANISATION", organisation_kind="OTHER", name=f"Fonds {number}", created_at=AT, changed_at=AT
        )
        Funder.objects.create(project=made, organisation=fund, promised_cents=100)
    with django_assert_num_queries(3):  # projects, funders, themes
        told = list(read_projects())
    assert [entry.words for entry in told if entry.language == "fr"] == ["Fonds 0", "Fonds 1", "Fonds 2"]


@pytest.mark.rule("S138")
def test_exhibitions_by_title_work_and_author(theme: Theme) -> None:
    made = exhibitions.save_record(
        kind="exhibition", slug="regards", title_fr="Regards croisés", is_public=True, actor=None, at=AT
    )
    exhibitions.save_record(
        kind="work", exhibition=made, title_fr="La récolte", author="Inès Cormier", actor=None, at=AT
    )
    for query in ("regard", "recolte", "ines cormier"):
        assert found(query) == {"EXHIBITION": "/expositions/regards/"}, query
    exhibitions.save_record(kind="exhibition", record_id=made.pk, is_public=False, actor=None, at=AT)
    assert found("regard") == {}
    assert "Cormier" not in kept_words()


@pytest.mark.rule("S71", "S95")
def test_a_tour_leaves_at_once_when_it_is_guarded(tour: Tour) -> None:
    address = f"/tournees/{tour.activity.slug}/"
    for query in ("couturieres", "rosa xochimilco", "mexique", "déléguée atelier"):
        assert found(query)["TOUR"] == address, query
    assert found("costureras", "es")["TOUR"] == f"/es{address}"
    change_activity(activity_id=tour.activity_id, security="HIGH", actor=None, at=AT)
    assert found("couturieres") == {}
    assert found("rosa xochimilco") == {}
    assert "Xochimilco" not in kept_words()


@pytest.mark.rule("S71", "S95")
def test_a_guest_at_risk_is_never_found_by_name(tour: Tour) -> None:
    assert "TOUR" in found("rosa xochimilco")
    guests = TourGuest.objects.filter(tour=tour)
    guests.update(safety="AT_RISK", pseudonym="Lucía")  # no line in any log: not read again, and not shown
    assert find("rosa xochimilco", "fr").groups == ()
    tours.save_guest(tour_id=tour.pk, guest_id=guests.get().pk, agreed="REFUSED", actor=None, at=AT)
    assert found("couturieres") == {}
    assert "Xochimilco" not in kept_words()
    Activity.objects.update(security="CONFIDENTIAL")
    SearchEntry.objects.all().delete()
    index.SearchState.objects.all().delete()
    assert found("couturieres lucia") == {}
    assert "Tournée des couturières" not in kept_words()


@pytest.mark.rule("S72", "S138")
def test_calls_and_programmes_of_stays(home: Any) -> None:
    programme = Programme.objects.create(slug="courts", kind="SHORT_INTERNSHIP", title_fr="Courts", is_public=True)
    day = timezone.localdate()
    call = stays.write_call(
        programme=programme, slug="cuba", title_fr="Partir chez les agronomes", country="CU", opens=day,
        closes=day + timedelta(days=5), leaves=day + timedelta(days=90), returns=day + timedelta(days=99),
        actor=None, at=AT,
    )  # fmt: skip
    assert "STAY" not in found("agronome")
    StayCall.objects.update(state="PUBLISHED")
    stays.write_programme(programme_id=programme.pk, summary_fr="Trois semaines.", actor=None, at=AT)
    assert found("agronomes cuba")["STAY"] == "/stages/cuba/"
    assert found("trois semaines")["STAY"] == "/stages/programmes/courts/"
    stays.cancel_call(call_id=call.pk, reason="Ouragan", actor=None, at=AT)
    assert "STAY" not in found("agronome")


@pytest.mark.parametrize(
    ("query", "language", "address"),
    [
        ("calendrier", "fr", "/calendrier/"),
        ("expositions emprunter", "fr", "/expositions/"),
        ("internships", "en", "/en/stages/"),
        ("giras", "es", "/es/tournees/"),
    ],
)
def test_the_lists_of_the_registers_are_found(home: Any, query: str, language: str, address: str) -> None:
    assert found(query, language)["PLACE"] == address
