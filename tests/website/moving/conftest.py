"""A site with a home page, a page of news, a page to give; and a folder of files."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from wagtail.models import Locale, Page, Site

from convergence.vocabulary.models import Theme
from convergence.website.models import ContactPage, HomePage, NewsIndexPage, TextPage


def picture(size: tuple[int, int] = (600, 400), kind: str = "PNG") -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, (200, 60, 40)).save(stream, kind)
    return stream.getvalue()


@pytest.fixture
def site(db: None) -> Any:
    """The new site."""
    locale = Locale.objects.get_or_create(language_code="fr")[0]
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    home = root.add_child(instance=HomePage(title="Centre", slug="accueil-fr", poster="Ensemble", locale=locale))
    Site.objects.all().delete()
    made = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    Site.clear_site_root_paths_cache()
    home.add_child(instance=NewsIndexPage(title="Nouvelles", slug="nouvelles", locale=locale))
    home.add_child(instance=ContactPage(title="Contact", slug="contact", locale=locale))
    home.add_child(instance=TextPage(title="Faire un don", slug="faire-un-don", locale=locale))
    home.add_child(instance=TextPage(title="Coalition", slug="coalition", locale=locale))
    Theme.objects.get_or_create(slug="travail-decent", defaults={"name_fr": "Travail décent"})
    return made


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """The old library."""
    folder = tmp_path / "wp-content" / "uploads"
    files = {
        "2015/06/petite-hisoire-ciso.png": picture(),
        "2019/05/marche.png": picture((800, 500)),
        "2018/01/rapport.pdf": b"%PDF-1.4\n% made up\n",
        "2010/01/dessin.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "2010/01/menteuse.jpg": b"<html>not a picture</html>",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return tmp_path
