"""PDF: accessible, in its language, the same words as the e-mail, the same bytes again."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pdfua
import pikepdf
import pytest

from convergence.core.models import OrganisationProfile
from convergence.documents import branding, content, letters, pdf
from convergence.messaging.choices import Purpose
from convergence.messaging.rendering import render_email, render_pdf

AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)
PROFILE = OrganisationProfile(
    pk=1, name="Centre de l’exemple", street="1, rue", city="Montréal", postal_code="H2X 0A0", phone="514 555-0100"
)
SOURCE = """À tous les membres,

Il s'agit de *leur* organisation : voir [la bande dessinée](https://centre.example/bd).

## Pour le 50^e

- faire un don !
- "diffuser" nos outils

Veuillez accepter nos salutations les plus solidaires,
"""


def a_letter(language: str = "fr", name: str = "Zoé") -> letters.Letter:
    return letters.compose(
        language=language,
        subject="Appel à cotisation 2023-2024",
        source=f"{SOURCE}\n{{{{ nom }}}}",
        values={"nom": name},
        place_date="Montréal, le 22 février 2024",
        signatories=[{"name": "Ana Exemple", "title": "présidente"}, {"name": "Luc Exemple", "title": "coordonnateur"}],
        enclosures=[{"label": "Rapport annuel", "href": "https://centre.example/ra"}],
    )


def made(letter: letters.Letter | None = None) -> bytes:
    return render_pdf(letter or a_letter(), recipient=["Zoé", "1, rue X"], created=AT, profile=PROFILE)


def text_of(document: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.fail("This test needs pdftotext. On Debian: apt-get install poppler-utils")
    file = tmp_path / "a.pdf"
    file.write_bytes(document)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True)
    return done.stdout


def receipt() -> bytes:
    data: dict[str, Any] = {
        "title": "Reçu 2024-0001",
        "brand": branding.brand_data(PROFILE),
        "paper": branding.PAPER,
        "recipient": ["Zoé"],
        "place_date": "Montréal, le 3 mai 2024",
        "heading": "Reçu de paiement",
        "facts": [{"label": "Numéro", "value": "2024-0001"}],
        "columns": [{"label": "Objet", "wide": True}, {"label": "Montant", "align": "right"}],
        "rows": [["Cotisation", "100,00 $"]],
        "total": {"label": "Total", "value": "100,00 $"},
        "body": [],
        "signatory": {"name": "Trésorerie"},
        "labels": {"page": "Page {page} de {pages}"},
    }
    return pdf.render("receipt", data, lang="fr-CA", standards=pdf.ARCHIVE, created=AT)


@pytest.mark.rule("S62")
@pytest.mark.parametrize(("language", "lang"), [("fr", "fr-CA"), ("en", "en-CA"), ("es", "es-MX")])
def test_a_letter_is_tagged_and_speaks_its_language(language: str, lang: str) -> None:
    with pikepdf.open(BytesIO(made(a_letter(language)))) as read:
        assert str(read.Root.Lang) == lang
        assert bool(read.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in read.Root
        assert bool(read.Root.ViewerPreferences.DisplayDocTitle)
        with read.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == "Appel à cotisation 2023-2024"


@pytest.mark.rule("S62")
def test_links_have_words_to_read() -> None:
    with pikepdf.open(BytesIO(made())) as read:
        targets = [str(note.A.URI) for page in read.pages for note in page.get("/Annots", [])]
    assert targets == ["https://centre.example/bd", "https://centre.example/ra"]


def test_a_receipt_is_archival_and_accessible() -> None:
    with pikepdf.open(BytesIO(receipt())) as read, read.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")


@pytest.mark.rule("A2")
@pytest.mark.parametrize("document", [made, receipt])
def test_the_checker_of_accessibility_finds_nothing(document: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(document())
    assert [str(finding) for finding in pdfua.validate(str(file)).findings] == []


@pytest.mark.rule("S137")
def test_e_mail_text_and_pdf_hold_the_same_words(tmp_path: Path) -> None:
    letter = a_letter()
    email = render_email(letter=letter, profile=PROFILE, purpose=Purpose.DUES)
    expected = content.words(
        "Montréal le 22 février 2024 Objet Appel à cotisation 2023-2024 À tous les membres Il s’agit de leur "
        "organisation voir la bande dessinée Pour le 50 e faire un don diffuser nos outils Veuillez accepter nos "
        "salutations les plus solidaires Zoé Ana Exemple présidente Luc Exemple coordonnateur P j Rapport annuel"
    )
    html = content.words(
        content.to_text(content.parse(letters.html(letter).replace("<sup>", " <sup>"))).replace("^", " ")
    )
    shown = email.text.split("\n-- \n", maxsplit=1)[0]
    without_addresses = " ".join(part.partition(">")[2] if ">" in part else part for part in shown.split("<"))
    printed = content.words(text_of(made(), tmp_path).replace("50e", "50 e"))
    start = printed.index("Montréal", printed.index("X"))
    body = printed[start : start + len(expected)]
    assert [w for w in html if w not in {"https", "centre", "example", "bd", "ra"}] == expected
    assert content.words(without_addresses.replace("50e", "50 e")) == expected
    assert sorted(body) == sorted(expected)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert made() == made()
    assert made(a_letter(name="Ana")) != made()


def test_data_are_words_and_never_code(tmp_path: Path) -> None:
    evil = '#panic("x") $x$ *gras* #read("/etc/passwd") <b>'
    shown = text_of(made(a_letter(name=evil)), tmp_path)
    assert [word for word in ("#panic(", "$x$", "*gras*", "#read(", "<b>") if word not in shown] == []


def test_threads_render_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda i: made(a_letter(name=f"N{i}")), range(12)))
    assert len(set(documents)) == 12


def test_each_letter_of_a_print_run_starts_on_a_right_hand_page(tmp_path: Path) -> None:
    run = {
        "title": "Tirage",
        "brand": branding.brand_data(PROFILE),
        "paper": branding.PAPER,
        "letters": [
            letters.data(a_letter(name=name), recipient=[name], print_links=True) for name in ("Premier", "Second")
        ],
    }
    document = pdf.render("print_run", run, lang="fr-CA", standards=pdf.UA, created=AT)
    pages = text_of(document, tmp_path).split("\f")
    assert [index for index, page in enumerate(pages) if "Objet" in page] == [0, 2]
    assert "https://centre.example/bd" in pages[0]
    assert pages[1].strip() == ""


def test_a_moment_is_the_same_document_wherever_its_clock_stands() -> None:
    at = AT.astimezone(ZoneInfo("America/Montreal"))
    there, here = (
        render_pdf(a_letter(), recipient=["Zoé", "1, rue X"], created=one, profile=PROFILE) for one in (at, AT)
    )
    assert there == here
