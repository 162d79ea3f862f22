"""Files and pictures of the public site: whatever the door, no program is taken in, and no picture tells who and where."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import Base
from wagtail.models import UploadedFile

from convergence.documents.models import Picture, PublicFile

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PROGRAM = PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>")


@pytest.fixture
def browser(cast: Any, settings: Any, tmp_path: Path) -> Any:
    """The browser of communications, with a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return cast.client("communications")


def file(content: bytes, name: str = "guide.pdf") -> SimpleUploadedFile:
    """Return a file to send."""
    return SimpleUploadedFile(name, content, "application/octet-stream")


def packed(name: str) -> bytes:
    """Return an archive that holds a file."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr(name, "x")
    return held.getvalue()


def said(answer: Any) -> str:
    """Return what a page or an answer to a script says, as it is read."""
    words = str(answer.json()) if "json" in answer["Content-Type"] else answer.content.decode()
    return words.replace("\\xa0", " ").replace("\xa0", " ").replace("\u202f", " ").replace("\\u202f", " ")


WORDS = {"title": "Guide", "collection": "1", "language": "fr"}


@pytest.mark.rule("A2", "S84")
def test_no_door_takes_a_program(browser: Any) -> None:
    kept = PublicFile.objects.create(title="Guide", file=ContentFile(PDF, "guide.pdf"))
    chooser = {f"document-chooser-upload-{name}": value for name, value in WORDS.items()}
    script = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    doors: tuple[tuple[str, dict[str, Any], str, dict[str, Any]], ...] = (
        (reverse("wagtaildocs:add"), WORDS, "file", {}),
        (reverse("wagtaildocs:edit", args=[kept.pk]), WORDS, "file", {}),
        (reverse("wagtaildocs:add_multiple"), WORDS, "files[]", script),
        (reverse("wagtaildocs:add_multiple"), {**WORDS, "title": "x" * 300}, "files[]", script),
        (reverse("wagtaildocs_chooser:create"), chooser, "document-chooser-upload-file", {}),
    )
    for path, words, name, how in doors:
        answer = browser.post(path, {**words, name: file(PROGRAM)}, **how)
        assert "« guide.pdf » contient un programme" in said(answer), path
    assert list(PublicFile.objects.all()) == [kept]
    kept.refresh_from_db()
    assert Path(kept.file.path).read_bytes() == PDF
    for path, words, name, how in (doors[0], doors[1], doors[2], doors[4]):
        assert browser.post(path, {**words, name: file(PDF)}, **how).status_code in {200, 302}
    assert (PublicFile.objects.count(), UploadedFile.objects.count()) == (3, 1)  # one waits for its language


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("outils.zip", packed("lisez.txt"), ""),
        ("outils.zip", packed("Macro/ouvrir.EXE"), "contient un programme"),
        ("outils.zip", b"PK broken", "n’est pas ce que dit son nom"),
        ("liste.xlsx", packed("xl/workbook.xml"), ""),
        ("liste.xlsx", packed("xl/vbaProject.bin"), "contient un programme"),
        ("liste.csv", "nom;ville\nÉlise;Montréal\n".encode("latin-1"), ""),
        ("liste.csv", b"MZ\x90\x00", "n’est pas ce que dit son nom"),
        ("page.txt", b"\xef\xbb\xbf <!DOCTYPE html><script>", "n’est pas ce que dit son nom"),
        ("guide.pdf", b"", "vide"),
    ],
)
def test_each_kind_is_looked_into(browser: Any, name: str, content: bytes, refused: str) -> None:
    answer = browser.post(reverse("wagtaildocs:add"), {**WORDS, "file": file(content, name)})
    assert PublicFile.objects.exists() is (refused == "")
    assert not refused or refused in said(answer)


@pytest.mark.rule("S51")
def test_a_picture_put_aside_until_its_words_are_right_is_cleaned_too(browser: Any) -> None:
    told = Image.Exif()
    told[Base.Artist] = "Béatrice Xochimilco"
    content = BytesIO()
    Image.new("RGB", (64, 48), "#c1121f").save(content, "JPEG", exif=told.tobytes())
    words = {"title": "B", "collection": "1", "files[]": file(content.getvalue(), "b.jpg")}
    aside = browser.post(reverse("wagtailimages:add_multiple"), words, headers={"X-Requested-With": "XMLHttpRequest"})
    number = aside.json()["uploaded_file_id"]
    given = {
        f"uploaded-image-{number}-{name}": value
        for name, value in (("title", "B"), ("collection", "1"), ("consent", "NOBODY"))
    }
    path = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    answer = browser.post(path, given, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.json()["success"], answer.json()
    made = Picture.objects.get()
    assert (made.taken_out, made.width) == ("NAMES", 64)
    assert b"Xochimilco" not in Path(made.file.path).read_bytes()
