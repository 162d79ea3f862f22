"""Pictures of every page, letter and e-mail of the demo at 1280 and 390 pixels, into `screenshots/` (kept out of git).

    make screenshots                        everything
    make screenshots ARGS="--only gestion"  only addresses that hold this word
    make screenshots ARGS="--docs"          also renew the chosen pictures of README and docs (docs/images/)

Pages are found by walking: from the first page, the members' space and the back office, as each of several people,
every link of this host is followed once per kind of address (numbers and codes count as one kind).
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from PIL import Image  # noqa: E402
from playwright.sync_api import BrowserContext, Page, sync_playwright  # noqa: E402

from tests.journeys.browser import is_wider_than_the_screen  # noqa: E402
from tests.journeys.server import Installation, installation  # noqa: E402
from tests.journeys.walk import Walk, kind_of  # noqa: E402

OUT = ROOT / "screenshots"
DOCS = ROOT / "docs" / "images"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LONGEST = 9000
# People, and where their walk begins. `None` is somebody who is not signed in.
WALKS: tuple[tuple[str | None, str], ...] = (
    (None, "/"),
    ("delegate", "/espace/"),
    ("coordinator", "/gestion/"),
    ("treasurer", "/gestion/"),
    ("auditor", "/gestion/"),
)
CHOSEN = {
    "gestion": "accueil-de-la-gestion",
    "gestion-contacts": "contacts",
    "espace-n": "espace-des-membres",
    "c-n": "formulaire-au-telephone",
}


def name_of(address: str) -> str:
    """Return the file name of the picture of an address."""
    return re.sub(r"[^a-z0-9]+", "-", kind_of(address).lower()).strip("-") or "premiere-page"


def picture(page: Page, target: Path) -> None:
    """Take the whole page, at most `LONGEST` pixels of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(250)
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), LONGEST)
    width = (page.viewport_size or DESK)["width"]
    page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": max(height, 1)})


def paper(context: BrowserContext, address: str, folder: Path) -> None:
    """Take the first two pages of a PDF."""
    answer = context.request.get(address)
    if not answer.ok or "pdf" not in answer.headers.get("content-type", ""):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(answer.body())
        file.flush()
        subprocess.run(
            ["pdftoppm", "-png", "-r", "80", "-l", "2", file.name, str(folder / name_of(address))], check=True
        )


def walk(windows: list[BrowserContext], start: str, base: str, folder: Path, only: str) -> Iterator[str]:
    """Take every page that can be reached from `start` in both windows; yield what went wrong."""
    page, small = windows[0].new_page(), windows[1].new_page()
    path = Walk(base, start)
    for address, answer in path.pages(page):
        if answer is None or answer.status >= 400:
            yield f"{address}: {answer.status if answer else 'no answer'}"
        if only and only not in address:
            continue
        picture(page, folder / "1280" / f"{name_of(address)}.png")
        small.goto(address)
        picture(small, folder / "390" / f"{name_of(address)}.png")
        if is_wider_than_the_screen(small):
            yield f"{address}: wider than a telephone"
    for address in path.files:
        paper(windows[0], address, folder / "papiers")


def take_all(there: Installation, only: str) -> list[str]:
    """Walk as everybody; return what went wrong."""
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for person, start in WALKS:
            windows = [browser.new_context(viewport=size, locale="fr-CA") for size in (DESK, PHONE)]
            for window in windows:
                if person:
                    window.new_page().goto(urljoin(there.url, f"/demo/entrer/{person}/"))
            folder = OUT / (person or "public")
            faults += list(walk(windows, urljoin(there.url, start), there.url, folder, only))
            for window in windows:
                window.close()
        browser.close()
    return faults


def renew_docs() -> None:
    """Copy the chosen pictures, reduced, beside the documentation."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, target in CHOSEN.items():
        found = next((path for width in ("390", "1280") for path in sorted(OUT.glob(f"*/{width}/{name}.png"))), None)
        if found is None:
            continue
        image = Image.open(BytesIO(found.read_bytes())).convert("RGB")
        tallest = round(image.width * (2.2 if "390" in found.parts else 0.75))
        image = image.crop((0, 0, image.width, min(image.height, tallest)))
        image.save(DOCS / f"{target}.webp", quality=80, method=6)


def main() -> int:
    """Take the pictures and print what went wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="")
    options.add_argument("--docs", action="store_true")
    given = options.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder), demo=True) as there:
        faults = take_all(there, given.only)
    if given.docs:
        renew_docs()
    print(f"{len(list(OUT.rglob('*.png')))} pictures in {OUT.relative_to(ROOT)}/")
    for fault in faults:
        print("!", fault)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
