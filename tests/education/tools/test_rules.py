"""Pure rules: amounts, titles, robots, files."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.documents.rules import files
from convergence.education.tools.rules import pricing
from convergence.education.tools.rules.languages import title_shown
from convergence.education.tools.rules.pricing import Line, totals
from convergence.education.tools.rules.robots import is_counted
from tests.education.tools.conftest import PDF

GST, QST = 5_000, 9_975
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.mark.rule("S84")
@pytest.mark.parametrize(
    ("lines", "postage", "rates", "found"),
    [
        ([Line(3, 1_200, "BOTH")], 450, (GST, QST), (3_600, 203, 404, 4_657)),
        ([Line(1, 1_000, "GST")], 0, (GST, QST), (1_000, 50, 0, 1_050)),
        ([Line(1, 1_000, "BOTH"), Line(1, 1_000, "NONE")], 300, (GST, QST), (2_000, 58, 115, 2_473)),
        ([Line(1, 10, "BOTH")], 0, (GST, QST), (10, 1, 1, 12)),
        ([Line(5, 800, "BOTH")], 600, (None, None), (4_000, None, None, 4_600)),
        ([Line(4, 0, "BOTH")], 600, (GST, None), (0, 30, None, 630)),
    ],
)
def test_amounts_follow_the_table_of_the_rules(lines, postage, rates, found) -> None:
    said = totals(lines, postage, gst=rates[0], qst=rates[1])
    assert (said.goods_cents, said.gst_cents, said.qst_cents, said.total_cents) == found


@given(
    st.lists(
        st.builds(Line, st.integers(1, 500), st.integers(0, 20_000), st.sampled_from(["BOTH", "GST", "NONE"])),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 10_000),
)
def test_each_tax_is_rounded_once_and_never_asked_of_more_than_everything(lines: list[Line], postage: int) -> None:
    said = totals(lines, postage, gst=GST, qst=QST)
    whole = said.goods_cents + postage
    assert said.total_cents == whole + said.gst_cents + said.qst_cents
    assert 0 <= said.qst_cents <= pricing.taxed(whole, QST)
    assert 0 <= said.gst_cents <= pricing.taxed(whole, GST)
    if all(line.taxes == "BOTH" for line in lines):
        assert (said.gst_cents, said.qst_cents) == (pricing.taxed(whole, GST), pricing.taxed(whole, QST))


def test_postage_is_that_of_the_first_band_that_holds_all_copies() -> None:
    bands = [(40, 2_200), (2, 450), (10, 1_200)]
    assert [pricing.postage(copies, bands) for copies in (1, 2, 3, 40, 41)] == [450, 450, 1_200, 2_200, None]
    assert pricing.postage(1, []) is None


@pytest.mark.rule("S89")
def test_a_title_is_translated_only_by_an_edition() -> None:
    own = ("Bande dessinée", "fr")
    editions = [(1, "fr", "Bande dessinée"), (1, "es", "Historieta"), (2, "es", "La historieta")]
    assert title_shown(own, editions, "es-mx") == ("La historieta", "es")
    assert title_shown(own, editions[:1], "es") == own
    assert title_shown(own, editions, "en") == own


@pytest.mark.rule("S84")
@pytest.mark.parametrize(
    ("method", "agent", "span", "counted"),
    [
        ("GET", BROWSER, "", True),
        ("GET", BROWSER, "bytes=0-", True),
        ("GET", BROWSER, "bytes=500-", False),
        ("HEAD", BROWSER, "", False),
        ("GET", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://example/bot.html)", "", False),
        ("GET", "curl/8.0", "", False),
        ("GET", "", "", False),
    ],
)
def test_a_robot_is_not_a_download(method: str, agent: str, span: str, counted: bool) -> None:
    assert is_counted(method, agent, span) is counted


def archive(**names: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        for name, content in names.items():
            box.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return held.getvalue()


def swollen(content: bytes) -> bytes:
    """Say in the index of an archive that what it holds weighs 300 MB once it is open."""
    place = content.rindex(b"PK\x01\x02") + 24
    return content[:place] + (300 * 1024 * 1024).to_bytes(4, "little") + content[place + 4 :]


def hidden(words: bytes) -> bytes:
    packed = zlib.compress(words)
    return b"%PDF-1.7\n5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"


@pytest.mark.rule("S8", "S84")
@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("outil.pdf", PDF, ""),
        ("outil.PDF", PDF, ""),
        ("outil.exe", b"MZ", "WRONG_KIND"),
        ("outil", PDF, "WRONG_KIND"),
        ("outil.pdf", b"", "EMPTY"),
        ("outil.pdf", b"MZ\x90\x00", "NOT_WHAT_IT_SAYS"),
        ("outil.pdf", PDF + b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", "PROGRAM"),
        ("outil.pdf", PDF + b"<< /S /J#61vaScript >>", "PROGRAM"),
        ("outil.pdf", PDF + b"<< /S /Launch /F (cmd.exe) >>", "PROGRAM"),
        ("outil.pdf", hidden(b"1 0 << /Names << /EmbeddedFiles 3 0 R >> >>"), "PROGRAM"),
        ("outil.pdf", hidden(b"1 0 << /Type /Page >>"), ""),
        ("outil.pdf", PDF + b"trailer << /Encrypt 9 0 R >>", "LOCKED"),
        ("outil.docx", archive(word__document_dot_xml=b"<w/>"), ""),
        ("outil.docx", archive(word__document_dot_xml=b"<w/>", word__vbaProject_dot_bin=b"x"), "MACRO"),
        ("outil.docx", b"PK\x03\x04 broken", "NOT_WHAT_IT_SAYS"),
        ("outil.svg", b"<svg/>", "WRONG_KIND"),
        ("outil.heic", b"\x00\x00\x00\x18ftypheic", "WRONG_KIND"),
        ("outil.txt", b"\xef\xbb\xbf <svg onload=alert(1)>", "NOT_WHAT_IT_SAYS"),
        ("outil.docx", swollen(archive(word__document_dot_xml=b"<w/>")), "TOO_LARGE"),
        ("outil.epub", archive(mimetype=b"application/epub+zip"), ""),
        ("outil.epub", archive(mimetype=b"application/zip"), "NOT_WHAT_IT_SAYS"),
        ("outil.txt", "Débat".encode(), ""),
        ("outil.txt", b"<script>alert(1)</script>", "NOT_WHAT_IT_SAYS"),
        ("outil.txt", b"\x00\x01", "NOT_WHAT_IT_SAYS"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42", ""),
        ("film.mp4", b"<html>", "NOT_WHAT_IT_SAYS"),
        ("texte.vtt", b"WEBVTT\n", ""),
        ("son.mp3", b"\xff", "NOT_WHAT_IT_SAYS"),
    ],
)
def test_a_file_is_what_its_name_says_and_holds_no_program(name: str, content: bytes, fault: str) -> None:
    assert files.fault_of(name, content) == fault


def test_a_file_of_300_megabytes_is_too_large() -> None:
    class Heavy(bytes):
        def __len__(self) -> int:
            return 300 * 1024 * 1024

    assert files.fault_of("outil.pdf", Heavy(PDF)) == "TOO_LARGE"


@pytest.mark.rule("S50")
def test_a_civil_name_is_found_in_the_properties_of_a_file() -> None:
    told = PDF + b"<< /Author (Chloe Civil) >>"
    wide = PDF + b"<< /Author (\xfe\xff" + "Chloé Civil".encode("utf-16-be") + b") >>"
    assert files.names_found("a.pdf", told, ["Chloe Civil"]) == ["Chloe Civil"]
    assert files.names_found("a.pdf", wide, ["Chloé Civil"]) == ["Chloé Civil"]
    assert files.names_found("a.pdf", PDF, ["Chloé Civil"]) == []
    office = archive(
        word__document_dot_xml=b"x", docProps__core_dot_xml="<dc:creator>Civil, Chloé</dc:creator>".encode()
    )
    assert files.names_found("a.docx", office, ["Chloé Civil"]) == ["Chloé Civil"]
