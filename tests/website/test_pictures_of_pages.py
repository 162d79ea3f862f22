"""What stands beside a title, small posters that lead to pages, sources read from the register."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from convergence.documents.choices import PortrayedConsent
from convergence.documents.models import Picture, PictureRendition, Source
from convergence.history.models import Milestone, MilestoneText
from convergence.website import sizes

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


@pytest.fixture
def picture(settings, tmp_path) -> Picture:
    """A picture that may be shown."""
    settings.MEDIA_ROOT = tmp_path
    drawn = BytesIO()
    Image.new("RGB", (800, 600), "#f2c14e").save(drawn, "PNG")
    return Picture.objects.create(
        title="Atelier",
        file=ImageFile(drawn, name="atelier.png"),
        credit="Ligue des fils",
        alt_fr="Un atelier vide",
        consent=PortrayedConsent.NOBODY,
    )


@pytest.mark.rule("S51", "S97")
def test_a_picture_opens_the_page_in_modern_forms_with_its_size_words_and_credit(visitor, text, picture) -> None:
    found = page_of(visitor, text(picture=picture, drawing="loom"))
    assert 'class="opening__drawing"' not in found
    opening = found[found.index('<figure class="opening__picture">') : found.index("</figure>")]
    assert re.findall(r'type="image/(avif|webp)"', opening) == ["avif", "webp"]
    assert re.search(r'<img[^>]*width="400"[^>]*height="300"|<img[^>]*height="300"[^>]*width="400"', opening)
    assert 'alt="Un atelier vide"' in opening
    assert 'fetchpriority="high"' in opening
    assert "Ligue des fils</figcaption>" in opening


@pytest.mark.rule("S91")
def test_a_picture_without_its_credit_gives_way_to_the_drawing(visitor, text, picture) -> None:
    page = text(picture=picture)
    Picture.objects.update(credit="")
    assert 'class="opening__drawing"' in visitor.get(page.get_url()).content.decode()


def test_pictures_of_news_wait_until_they_are_seen(visitor, news, picture) -> None:
    news("Une lettre", picture=picture)
    entry = visitor.get("/nouvelles/").content.decode().split('class="news-entry"')[1]
    assert 'loading="lazy"' in entry
    assert 'sizes="(min-width: 40rem) 24rem, 7rem"' in entry
    assert entry.index("image/avif") < entry.index("image/webp")


def test_a_page_whose_picture_lost_its_file_is_still_there(visitor, text, picture, history_page) -> None:
    cache.clear()  # Wagtail keeps sizes there, whatever the test
    default_storage.delete(picture.file.name)
    milestone = Milestone.objects.create(slug="marche", kind="LIFE", start="1975", is_published=True, picture=picture)
    MilestoneText.objects.create(milestone=milestone, language="fr", title="Marche")
    page = text(picture=picture, body=[{"type": "picture", "value": {"picture": picture.pk, "caption": ""}}])
    page.save_revision().publish()
    for path in ("/agir/", "/histoire/marche/", "/histoire/chronologie-json/"):
        assert (path, visitor.get(path).status_code) == (path, 200)
    assert "shared" in visitor.get("/agir/").content.decode().split('property="og:image"')[1][:120]


def test_sizes_are_made_before_anybody_waits(visitor, text, news, picture) -> None:
    cache.clear()
    assert sizes.make_missing(at=timezone.now()) == 1
    assert sizes.make_missing(at=timezone.now()) == 0
    made = PictureRendition.objects.count()
    assert made == len(sizes.specs())
    news("Une lettre", picture=picture)
    page = text(picture=picture, body=[{"type": "picture", "value": {"picture": picture.pk, "caption": ""}}])
    for path in (page.get_url(), "/nouvelles/", "/nouvelles/une-lettre/"):
        assert visitor.get(path).status_code == 200
    assert PictureRendition.objects.count() == made


def test_what_may_not_be_shown_or_is_gone_is_passed_over(picture) -> None:
    cache.clear()
    Picture.objects.update(consent=PortrayedConsent.PRINT_ONLY)
    assert sizes.make_missing(at=timezone.now()) == 0
    Picture.objects.update(consent=PortrayedConsent.WEB)
    default_storage.delete(picture.file.name)
    assert sizes.make_missing(at=timezone.now()) == 1
    assert sizes.make_missing(at=timezone.now() + timedelta(days=2)) == 0
    assert not PictureRendition.objects.exists()
