"""Pictures of every page, letter and e-mail at 1280 and 390 pixels, into `build/screenshots/` (kept out of git).

    make screenshots                               everything, in French
    make screenshots ARGS="--language en"          in another language (en, es)
    make screenshots ARGS="--dark"                 with the dark colours
    make screenshots ARGS="--only gestion/argent"  only addresses that hold these words
    make screenshots ARGS="--docs"                 also renew the chosen pictures of README and docs (docs/images/)

Pages are found by walking: from the first page, the members' space and the back office, as each of several people,
every link of this host is followed once per kind of address (numbers and codes count as one kind). What no link leads to
is acted out by `tools.scenes`: the first run, an empty centre, the personal form, an import, refusals.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import django  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright  # noqa: E402

from tests.journeys.browser import is_wider_than_the_screen  # noqa: E402
from tests.journeys.server import Installation, installation  # noqa: E402
from tests.journeys.walk import Walk, kind_of  # noqa: E402
from tools import scenes  # noqa: E402

OUT = ROOT / "build" / "screenshots"
DOCS = ROOT / "docs" / "images"
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
LONGEST = 6000
EVERY = 1000
# People, and where their walk begins. `None` is somebody who is not signed in. Each gives what the ones before did not.
WALKS: tuple[tuple[str | None, str], ...] = (
    (None, "/"),
    ("delegate", "/espace/"),
    ("coordinator", "/gestion/"),
    ("treasurer", "/gestion/"),
    ("board", "/gestion/"),
    ("auditor", "/gestion/"),
)
# Picture → name beside the documentation, and how many pixels of its height are kept.
CHOSEN = {
    "coordinator/1280/gestion": ("home", 640),
    "coordinator/1280/gestion-cotisations-n": ("resultat", 1000),
    "coordinator/1280/gestion-argent-banque": ("rapprocher-la-banque", 900),
    "scenes/1280/liste-2-apercu": ("apercu-d-une-liste", 900),
    "scenes/390/lien-2-cotisation": ("formulaire-au-telephone", 1390),
    "scenes/1280/site-1-page": ("ecrire-une-page", 1000),
    "scenes/1280/site-2-nouvelle": ("ecrire-une-nouvelle", 1000),
    "scenes/1280/site-3-jalon": ("ecrire-un-jalon", 1000),
    "scenes/1280/site-4-image": ("deposer-une-image", 1000),
    "scenes/1280/site-5-langues": ("langues-des-pages", 900),
    "scenes/1280/site-6-composer": ("composer-une-page", 1330),
    "scenes/1280/site-8-rapport": ("emmenager-depuis-wordpress", 1000),
    "scenes/1280/savoir-1-activite": ("inscrire-une-activite", 1060),
    "scenes/1280/savoir-2-evenement": ("ouvrir-un-evenement", 840),
    "scenes/390/savoir-3-accueil": ("a-laccueil-au-telephone", 844),
    "scenes/1280/savoir-4-outil": ("publier-un-outil", 1080),
    "scenes/1280/savoir-5-commande": ("commande-recue", 640),
    "scenes/1280/savoir-6-pret": ("preter-une-exposition", 700),
    "scenes/1280/savoir-7-formation": ("formation-demande", 920),
    "scenes/1280/tournee-1-a-faire": ("preparer-une-tournee", 1000),
    "scenes/390/tournee-5-hote": ("hote-au-telephone", 2100),
    "papiers/tournee-4-feuille-de-route-1": ("feuille-de-route", 1060),
    "scenes/1280/stage-1-appel": ("appel-de-stage", 880),
    "scenes/1280/stage-2-points": ("donner-ses-points", 1180),
    "scenes/1280/stage-3-classement": ("classement-d-un-stage", 520),
    "scenes/1280/stage-4-sejour": ("sejour-de-stage", 900),
    "papiers/gestion-cotisations-n-apercu-lettre-pdf-membre": ("lettre", 1060),
    "scenes/1280/savoir-8-projet": ("suivre-un-projet", 900),
}


@dataclass
class Album:
    """The pictures of one language, and what went wrong while they were taken."""

    folder: Path
    only: str = ""
    faults: list[str] = field(default_factory=list)

    def take(self, page: Page, part: str, name: str) -> None:
        """Take the page as it stands at both widths."""
        for width, size in SIZES.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            height = min(int(page.evaluate(TALLEST)), LONGEST)
            page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
            page.wait_for_timeout(120)
            target = self.folder / part / width / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=target, animations="disabled")
            if is_wider_than_the_screen(page):
                self.faults.append(f"{page.url}: wider than {width} pixels")
        page.set_viewport_size(SIZES["1280"])  # type: ignore[arg-type]

    def paper(self, content: bytes, name: str) -> None:
        """Take the first two pages of a PDF."""
        folder = self.folder / "papiers"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            subprocess.run(["pdftoppm", "-png", "-r", "96", "-l", "2", file.name, str(folder / name)], check=True)

    def contents(self) -> str:
        """Return a page that shows all the pictures, part by part."""
        pictures = sorted(path.relative_to(self.folder) for path in self.folder.rglob("*.png"))
        parts = sorted({str(path.parent) for path in pictures})
        figures = {
            part: "".join(
                f'<figure><a href="{escape(str(path))}"><img loading="lazy" src="{escape(str(path))}" alt=""></a>'
                f"<figcaption>{escape(path.stem)}</figcaption></figure>"
                for path in pictures
                if str(path.parent) == part
            )
            for part in parts
        }
        sections = "".join(f"<h2>{escape(part)}</h2><div>{figures[part]}</div>" for part in parts)
        return f'<!doctype html><meta charset="utf-8"><title>{self.folder.name}</title><style>{INDEX_STYLE}</style>{sections}'


# The back office scrolls within its frame: the page is as tall as the tallest of the two.
TALLEST = "Math.max(document.documentElement.scrollHeight, document.querySelector('.content')?.scrollHeight || 0)"
INDEX_STYLE = """body{font-family:sans-serif;margin:2rem}div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}
figure{margin:0;width:20rem}img{width:100%;max-height:26rem;object-fit:cover;object-position:top;border:1px solid #999}"""


def name_of(address: str) -> str:
    """Return the file name of the picture of an address."""
    return re.sub(r"[^a-z0-9]+", "-", kind_of(address).lower()).strip("-") or "premiere-page"


def window(browser: Browser, base: str, language: str, *, dark: bool = False) -> BrowserContext:
    """Open a window in a language."""
    context = browser.new_context(
        viewport=SIZES["1280"],  # type: ignore[arg-type]
        locale=f"{language}-CA",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": base}])
    return context


def walk(album: Album, context: BrowserContext, path: Walk, part: str) -> None:
    """Take every page of a walk, and the papers that it leads to."""
    page = context.new_page()
    for address, answer in path.pages(page):
        _note(album, address, answer)
        if album.only in address:
            album.take(page, part, name_of(address))
    for address in path.files:
        if not re.search(r"\.pdf|/pdf/", address) or album.only not in address:
            continue
        answer = context.request.get(address)
        if answer.ok:
            album.paper(answer.body(), name_of(address))
        else:
            album.faults.append(f"{address}: {answer.status}")


def _note(album: Album, address: str, answer: Response | None) -> None:
    if answer is None or answer.status >= 400:
        album.faults.append(f"{address}: {answer.status if answer else 'no answer'}")


def take_all(browser: Browser, there: Installation, album: Album, language: str, *, dark: bool) -> None:
    """Walk as everybody, then act out the scenes."""
    kinds: set[str] = set()
    for person, start in WALKS:
        context = window(browser, there.url, language, dark=dark)
        if person:
            context.new_page().goto(urljoin(there.url, f"/demo/entrer/{person}/"))
        walk(album, context, Walk(there.url, urljoin(there.url, start), kinds, sample=EVERY), person or "public")
        kinds.discard("/gestion/")  # the first page of each role is its own
        context.close()
    for scene in scenes.OF_THE_DEMO:
        _act(album, scene, lambda: window(browser, there.url, language, dark=dark), there)


def take_empty(browser: Browser, folder: Path, album: Album, language: str, *, dark: bool) -> None:
    """Begin a centre that has nothing yet, and take what it says."""
    with installation(folder, demo=False, settings=scenes.EMPTY) as there:
        context = window(browser, there.url, language, dark=dark)
        for scene in scenes.OF_THE_FIRST_DAY:
            _act(album, scene, lambda: context, there, keep=True)
        walk(album, context, Walk(there.url, urljoin(there.url, "/gestion/")), "vide")
        context.close()


def _act(
    album: Album, scene: scenes.Scene, opened: "scenes.Opener", there: Installation, *, keep: bool = False
) -> None:
    """Act out one scene; one that fails is noted and hinders no other."""
    context = opened()
    try:
        for name, taken in scene(context, there):
            if isinstance(taken, bytes):
                album.paper(taken, name)
            elif album.only in name or album.only in taken.url:
                album.take(taken, "scenes", name)
    except Exception as error:  # noqa: BLE001  (whatever went wrong belongs in the list at the end)
        album.faults.append(f"{scene.__name__}: {str(error).splitlines()[0]}")
    if not keep:
        context.close()


def renew_docs(folder: Path) -> Iterator[str]:
    """Copy the chosen pictures, cut and in few colours, beside the documentation; yield those that were not taken."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, (target, height) in CHOSEN.items():
        found = next(iter(sorted(folder.glob(f"{name}*.png"), key=lambda path: len(path.name))), None)
        if found is None:
            yield f"{name}: no such picture for docs/images/{target}.png"
            continue
        with Image.open(found) as image:
            cut = image.convert("RGB").crop((0, 0, image.width, min(image.height, height)))
            cut.quantize(96, dither=Image.Dither.NONE).save(DOCS / f"{target}.png", optimize=True)


def main() -> int:
    """Take the pictures, write their page and print what went wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--language", default="fr", choices=["fr", "en", "es"])
    options.add_argument("--only", default="", help="addresses or scenes that hold these words")
    options.add_argument("--dark", action="store_true")
    options.add_argument("--docs", action="store_true")
    given = options.parse_args()
    django.setup()  # the walk asks the project's own addresses what a link is
    album = Album(OUT / (given.language + ("-dark" if given.dark else "")), given.only)
    with suppress(FileNotFoundError):
        shutil.rmtree(album.folder)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with installation(Path(one), demo=True, settings=scenes.SETTINGS) as there:
            take_all(browser, there, album, given.language, dark=given.dark)
        if not given.only or given.only in "vide premiers":
            take_empty(browser, Path(other), album, given.language, dark=given.dark)
        browser.close()
    if given.docs:
        album.faults += renew_docs(album.folder)
    (album.folder / "index.html").write_text(album.contents(), encoding="utf-8")
    print(f"{len(list(album.folder.rglob('*.png')))} pictures: {album.folder.relative_to(ROOT)}/index.html")
    for fault in album.faults:
        print("!", fault)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
