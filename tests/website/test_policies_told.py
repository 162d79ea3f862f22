"""Pages of policies: who is in charge, and a dated notice of each change (L1, L3)."""

from datetime import UTC, datetime

import pytest
import time_machine

from convergence.core.models import OrganisationProfile
from convergence.website.cache import copies

pytestmark = pytest.mark.django_db


def published(page, moment: datetime, words: str) -> None:
    """Publish a text at a moment."""
    page.refresh_from_db()
    with time_machine.travel(moment, tick=False):
        page.lede = words
        page.save_revision(log_action=True).publish()
    copies.forget()


@pytest.mark.rule("L3")
def test_a_change_of_a_policy_leaves_its_date(visitor, text) -> None:
    page = text("Confidentialité", "confidentialite", tells_changes=True, live=False)
    published(page, datetime(2024, 6, 3, 15, tzinfo=UTC), "Un.")
    first = visitor.get("/confidentialite/").content.decode()
    assert '<time datetime="2024-06-03">3 juin 2024</time>' in first
    assert "texte modifié" not in first
    published(page, datetime(2025, 1, 12, 15, tzinfo=UTC), "Deux.")
    published(page, datetime(2025, 1, 12, 16, tzinfo=UTC), "Trois.")
    changed = visitor.get("/confidentialite/").content.decode()
    assert changed.count("texte modifié") == 1
    assert changed.index('datetime="2025-01-12"') < changed.index('datetime="2024-06-03"')


def test_other_pages_do_not_tell_their_changes(visitor, text) -> None:
    published(text(), datetime(2024, 6, 3, tzinfo=UTC), "Un.")
    assert "Versions de cette page" not in visitor.get("/agir/").content.decode()


@pytest.mark.rule("L1")
def test_every_page_names_who_is_in_charge_of_personal_information(visitor, text) -> None:
    OrganisationProfile.objects.update(privacy_officer_title="Coordination", privacy_officer_contact="vie@ldf.example")
    text()
    for path in ("/", "/agir/", "/recherche/", "/rien/"):
        found = visitor.get(path).content.decode().replace("\xa0", " ")
        assert "Responsable des renseignements personnels : Coordination, vie@ldf.example" in found
    OrganisationProfile.objects.update(privacy_officer_title_es="Coordinación")
    assert "Coordinación, vie@ldf.example" in visitor.get("/es/recherche/").content.decode()
