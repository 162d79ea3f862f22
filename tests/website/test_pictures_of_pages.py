"""What stands beside a title, small posters that lead to pages, sources read from the register."""

import pytest

from convergence.documents.models import Source

pytestmark = pytest.mark.django_db


def page_of(visitor, page) -> str:
    page.save_revision().publish()
    return visitor.get(page.get_url()).content.decode()


def test_a_page_shows_the_drawing_of_its_kind_or_the_chosen_one(visitor, home, text, history_page) -> None:
    assert text().drawn == "knots"
    assert history_page.drawn == "years"
    assert text("Ailleurs", "ailleurs", drawing="loom").drawn == "loom"
    assert 'class="drawing drawing--night"' in visitor.get("/").content.decode()


def test_posters_lead_to_published_pages_only(visitor, text) -> None:
    shown, draft = text("Atelier", "atelier", drawing="needle", lede="Le fil."), text("Ébauche", "ebauche", live=False)
    holder = text(body=[{"type": "posters", "value": [shown.pk, draft.pk]}])
    found = page_of(visitor, holder)
    assert '<a href="/atelier/">' in found
    assert "<b>Atelier</b><span>Le fil.</span>" in found
    assert "Ébauche" not in found


@pytest.mark.rule("S22")
def test_sources_are_read_from_the_register(visitor, text) -> None:
    source = Source.objects.create(
        title="Historique",
        language="es",
        url="https://exemple.example/historique",
        archived_url="https://archive.example/1",
    )
    page = text(body=[{"type": "sources", "value": [{"source": source.pk, "detail": "p. 3"}]}])
    found = page_of(visitor, page)
    assert (
        '<span lang="es"><a href="https://exemple.example/historique" rel="noopener">Historique, non datée</a></span>'
        in found
    )
    assert '(<a href="https://archive.example/1" rel="noopener">copie archivée</a>), p. 3' in found
    source.title = "Historique revu"
    source.save()
    assert "Historique revu" in str(page.get_latest_revision_as_object().body)
