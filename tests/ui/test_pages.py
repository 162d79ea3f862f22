"""Pages that every face shares."""

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from convergence.core.errors import BadValue
from convergence.core.models import OrganisationProfile
from convergence.ui.middleware import DomainErrorMiddleware
from convergence.ui.styleguide import SpecimenForm, contrasts

pytestmark = pytest.mark.django_db


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.rule("L5")
def test_a_page_may_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/comptes/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy


def test_an_unknown_address_says_so_in_french(client: Client) -> None:
    answer = client.get("/rien/")
    assert answer.status_code == 404
    assert "Il n’y a rien à cette adresse" in answer.content.decode()


def test_the_colours_of_the_product_need_no_second_sheet(client: Client) -> None:
    assert "couleurs.css" not in client.get("/comptes/login/").content.decode()


def test_the_colours_of_the_organisation_follow_it_everywhere(client: Client) -> None:
    OrganisationProfile.objects.create(pk=1, name="Ligue des fils", colour_thread="#0B6E4F")
    page = client.get("/comptes/login/").content.decode()
    assert "Ligue des fils" in page
    sheet = client.get("/apparence/couleurs.css")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--thread:#0b6e4f;" in sheet.content.decode()


def test_a_mark_that_holds_a_script_may_not_run_it(client: Client, settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    profile = OrganisationProfile(pk=1, name="Ligue")
    profile.mark.save("marque.svg", ContentFile(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'))
    answer = client.get("/apparence/marque")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    answer.close()


@pytest.mark.parametrize("stand_in", ["", "http://localhost:8765"])
def test_a_form_may_lead_to_the_card_provider_named_once(client: Client, settings: LazySettings, stand_in: str) -> None:
    settings.STRIPE_API_BASE = stand_in
    policy = client.get("/comptes/login/").headers["Content-Security-Policy"]
    places = next(part.split() for part in policy.split("; ") if part.startswith("form-action"))
    assert places == ["form-action", "'self'", "https://checkout.stripe.com", *filter(None, [stand_in])]


def test_without_a_mark_there_is_no_file(client: Client) -> None:
    assert client.get("/apparence/marque").status_code == 404


def test_a_refusal_is_a_page_with_its_sentence(rf: RequestFactory) -> None:
    middleware = DomainErrorMiddleware(lambda request: None)  # type: ignore[arg-type,return-value]
    with translation.override("fr"):
        answer = middleware.process_exception(rf.get("/"), BadValue("Le montant est négatif."))
    assert answer is not None
    assert answer.status_code == 422
    assert "Le montant est négatif." in answer.content.decode()
    assert middleware.process_exception(rf.get("/"), KeyError()) is None


def test_errors_stand_beside_the_field_and_on_top() -> None:
    with translation.override("fr"):
        drawn = str(SpecimenForm({"email": "x", "members": "0"}))
    assert drawn.count('class="errors"') == 1
    assert '<a href="#id_email">Courriel</a>' in drawn
    assert 'id="id_email_error"' in drawn
    assert 'aria-describedby="id_email_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "style=" not in drawn


def test_nothing_is_ticked_before_the_person() -> None:
    drawn = str(SpecimenForm())
    assert "checked" not in drawn
    assert "(facultatif)" in drawn


def test_the_thread_is_drawn_as_far_as_the_thing_is_done() -> None:
    assert 'x2="60%"' in render("{% progress 48 80 'Réponses' %}")
    assert "draw__done" not in render("{% progress 0 0 %}")
    assert 'x2="100%"' in render("{% progress 9 8 %}")


def test_a_figure_wears_its_qualifier_and_source() -> None:
    drawn = render("{% figure '40' 'stages' 'chiffre déclaré' '≈' %}")
    assert "≈ 40" in drawn
    assert "chiffre déclaré" in drawn


def test_a_state_is_said_in_words() -> None:
    assert (
        render("{% status 'late' words %}", words="<En retard>")
        == '<span class="status status--late">&lt;En retard&gt;</span>'
    )


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_style_guide_shows_every_piece_in_development_and_in_the_example(
    client: Client, settings: LazySettings, language: str
) -> None:
    settings.DEMO_MODE = True
    client.cookies["django_language"] = language
    page = client.get("/styleguide/").content.decode()
    assert f'<html lang="{language}">' in page
    assert page.count('class="drawing drawing--') >= 20
    assert page.count("<dd") == 0
    assert "style=" not in page
    assert 'class="errors"' in client.get("/styleguide/?errors=1").content.decode()


def test_a_real_installation_has_no_style_guide(client: Client, settings: LazySettings) -> None:
    settings.DEBUG = settings.DEMO_MODE = False
    assert client.get("/styleguide/").status_code == 404


def test_every_contrast_of_the_style_guide_is_enough() -> None:
    assert [pair for pair in contrasts() if not pair.is_enough] == []
    assert all(pair.ratios[0] > 1 for pair in contrasts())
