"""Files, sound and unsound."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from convergence.contacts.importing.readers import UnreadableFile, guess_delimiter, open_table

ROWS = [["Nom", "Ville"], ["Syndicat de l'Île-aux-Œillets", "Montréal"], [], ["Comité d'été", "Québec"]]


def lines_of(path: Path, **values: str) -> list[tuple[int, list[object]]]:
    return [(line, list(cells)) for sheet in open_table(path, **values).sheets for line, cells in sheet.lines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_are_guessed(csv_file: Callable[..., Path], encoding: str, delimiter: str) -> None:
    path = csv_file(ROWS, encoding, delimiter)
    assert lines_of(path) == list(enumerate(ROWS, start=1))


def test_a_line_counts_as_a_spreadsheet_counts_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Nom;Notes\n"Deux\nlignes";x\n\nTrois;y\n', encoding="utf-8")
    assert [(line, cells[:1]) for line, cells in lines_of(path)] == [
        (1, ["Nom"]), (2, ["Deux\nlignes"]), (3, []), (4, ["Trois"]),
    ]  # fmt: skip


def test_a_quote_alone_in_its_cell_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Nom;Ville;Rue\nUn;Alma;"1;2"\nDeux;";"\nTrois;";x\n"Quatre ""4""\nfin";y;z\n', encoding="utf-8")
    assert [cells for _line, cells in lines_of(path)] == [
        ["Nom", "Ville", "Rue"], ["Un", "Alma", "1;2"], ["Deux", ";"], ["Trois", '"', "x"], ['Quatre "4"\nfin', "y", "z"],
    ]  # fmt: skip


def test_nul_bytes_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Nom;Ville\nSyn\x00dicat;Val-Joli\n")
    assert lines_of(path)[1] == (2, ["Syndicat", "Val-Joli"])


def test_a_formula_is_text_and_never_worked_out(xlsx_file: Callable[..., Path]) -> None:
    path = xlsx_file({"Liste": [["Nom", "Nb"], ['=HYPERLINK("http://exemple.invalid";"x")', "=1+1"]]})
    assert lines_of(path)[1] == (2, ['=HYPERLINK("http://exemple.invalid";"x")', "=1+1"])


def test_lines_of_a_sheet_that_begins_low_keep_their_number(xlsx_file: Callable[..., Path]) -> None:
    path = xlsx_file({"Liste": [[None], [None], [None, "Nom"]]})
    assert lines_of(path)[-1] == (3, ["", "Nom"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n \r\n", "empty_file"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"<html><table></table></html>", "not_a_table"),
        (bytes(range(256)) * 40, "not_a_table"),
        (b"PK\x03\x04 broken", "broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
    ],
)
def test_what_is_no_list_is_refused_by_name(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refusal:
        lines_of(path)
    assert refusal.value.code == code


def test_a_quote_never_closed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Nom;Ville\n"Syndicat;x\n' + "ligne;y\n" * 500, encoding="utf-8")
    with pytest.raises(UnreadableFile) as refusal:
        lines_of(path)
    assert refusal.value.code == "open_quote"


def workbook_with(path: Path, sheet: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (b" " * (40 << 20), "zip_bomb"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>', "zip_bomb"),
        (b'<worksheet><c r="XFD1048576"><v>1</v></c></worksheet>', "too_many_lines"),
        (b'<worksheet><c r="XFD12"><v>1</v></c></worksheet>', "too_many_columns"),
    ],
)
def test_a_trap_is_not_opened(tmp_path: Path, sheet: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        open_table(workbook_with(tmp_path / "piege.xlsx", sheet))
    assert refusal.value.code == code


def test_declared_sizes_are_not_believed(tmp_path: Path) -> None:
    path = workbook_with(tmp_path / "piege.xlsx", b" " * (40 << 20))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableFile) as refusal:
        open_table(path)
    assert refusal.value.code == "zip_bomb"


def test_a_note_of_the_spreadsheet_gives_the_delimiter() -> None:
    assert guess_delimiter("sep=,\na;b,c;d\n") == ","
