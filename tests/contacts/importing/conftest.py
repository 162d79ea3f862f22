"""Lists of members, made up, in every form in which centres keep them."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import LazySettings
from django.core.files import File

from convergence.contacts.import_models import ImportRow, ImportRun
from convergence.contacts.importing import applying, staging
from tests.contacts.conftest import NOW

HEADERS = (
    "No", "Nom de l'organisation", "Sigle", "Centrale", "Région", "Nb membres", "Personne contact", "Fonction",
    "Adresse", "Ville", "Code postal", "Téléphone", "Courriel(s)", "Notes",
)  # fmt: skip
TEXTILE = (
    "1001", "Syndicat des travailleuses et travailleurs de l'usine textile de Val-Joli–CSN", "STTUTVA", "CSN", "Estrie",
    "env. 240", "LE BŒUF Étienne", "trésorière", "12, rue du Moulin", "Val-Joli", "g7l5w9", "581.555.0145 #20",
    "val-joli@syndicat.example / tresorerie@syndicat.example", "NE PLUS APPELER",
)  # fmt: skip
CEGEP = (
    "1002", "Syndicat des employés du cégep de Port-Ancien", "SECPO", "FTQ", "Québec", "1\u00a0419", "Mme Luc Gagnon",
    "présidente", "8, rue de la Gare", "Port-Ancien", "H2N-8V2", "(514) 555-0199", "port-ancien@syndicat.example", "",
)  # fmt: skip
SHORT = (
    "", "STT Val-Joli", "", "CSN", "Estrie", "", "LE BŒUF Étienne", "", "", "Val-Joli", "G7L 5W9", "5815550145 p.20",
    "VAL-JOLI@SYNDICAT.EXAMPLE", "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, settings: LazySettings) -> None:
    """Keep uploaded lists out of var/."""
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a CSV file."""

    def write(rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ";") -> Path:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / "membres.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets as a workbook."""

    def write(sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / "membres.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def checked(db: None) -> Callable[..., ImportRun]:
    """Upload a file and check it."""

    def run(path: Path, **values: Any) -> ImportRun:
        with path.open("rb") as stream:
            made = staging.upload(file=File(stream), file_name=path.name, actor=None, at=NOW, **values)
        staging.check_run(run_id=made.pk)
        return staging.finish_check(run_id=made.pk, at=NOW)

    return run


@pytest.fixture
def applied(checked: Callable[..., ImportRun]) -> Callable[..., ImportRun]:
    """Upload a file, check it, apply it."""

    def run(path: Path, **values: Any) -> ImportRun:
        made = checked(path, **values)
        applying.start_apply(run_id=made.pk, actor=None, at=NOW)
        return applying.apply_run(run_id=made.pk, actor=None, at=NOW)

    return run


@pytest.fixture
def verdicts() -> Callable[[ImportRun], list[tuple[int, str]]]:
    """Return `(line, verdict)` for every line of an import, in order."""

    def read(run: ImportRun) -> list[tuple[int, str]]:
        return list(ImportRow.objects.filter(run=run).order_by("place").values_list("line", "verdict"))

    return read
