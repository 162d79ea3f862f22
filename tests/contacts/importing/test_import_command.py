"""`manage.py import_contacts`."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from convergence.contacts.import_models import ImportRun
from convergence.contacts.models import Contact

from .bad_files import BAD_FILES
from .conftest import CEGEP, HEADERS, SHORT, TEXTILE

pytestmark = pytest.mark.django_db
Csv = Callable[..., Path]


def run(path: Path | str, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_contacts", str(path), json=True, stdout=out, stderr=io.StringIO(), **options)
    return dict(json.loads(out.getvalue()))


def test_every_line_is_printed_with_its_verdict(csv_file: Csv) -> None:
    found = run(csv_file([["Liste"], HEADERS, TEXTILE, SHORT]))
    assert list(found) == ["rows"]
    assert [(row["sheet"], row["line"], row["verdict"], row["match"]) for row in found["rows"]] == [
        (None, 1, "IGNORED", None), (None, 2, "IGNORED", None), (None, 3, "NEW", None),
        (None, 4, "DUPLICATE", {"sheet": None, "line": 3}),
    ]  # fmt: skip
    assert found["rows"][2]["values"] == dict(zip(HEADERS, TEXTILE, strict=True))
    assert list(found["rows"][0]) == ["sheet", "line", "verdict", "match", "reasons", "values"]


def test_it_writes_into_the_register_and_a_trial_does_not(csv_file: Csv) -> None:
    path = csv_file([HEADERS, TEXTILE])
    run(path, dry_run=True)
    assert (Contact.objects.count(), ImportRun.objects.count()) == (0, 0)
    run(path)
    assert Contact.objects.filter(number="1001").count() == 1


def test_a_known_contact_is_named(csv_file: Csv) -> None:
    path = csv_file([HEADERS, TEXTILE])
    run(path)
    union = Contact.objects.get(number="1001")
    assert [row["match"] for row in run(path, dry_run=True)["rows"]] == [None, {"contact": union.pk}]


def test_a_sheet_without_a_list_is_left_out_line_by_line(xlsx_file: Callable[..., Path]) -> None:
    path = xlsx_file({"Mode d'emploi": [["Instructions"], ["Une ligne par syndicat."]], "Membres": [HEADERS, TEXTILE]})
    rows = run(path, dry_run=True)["rows"]
    assert [(row["sheet"], row["line"], row["verdict"]) for row in rows] == [
        ("Mode d'emploi", 1, "IGNORED"),
        ("Mode d'emploi", 2, "IGNORED"),
        ("Membres", 1, "IGNORED"),
        ("Membres", 2, "NEW"),
    ]
    assert rows[0]["reasons"] == ["La feuille a été laissée de côté : ce n’est pas une liste de contacts."]


def test_one_sheet_of_several(xlsx_file: Callable[..., Path]) -> None:
    path = xlsx_file({"Nord": [HEADERS, TEXTILE], "Sud": [HEADERS, CEGEP]})
    assert {row["sheet"] for row in run(path, sheet="Sud")["rows"]} == {"Sud"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sheet": "Ouest"}, "Il n’y a pas de feuille « Ouest »"),
        ({"profile": "Rien"}, "Il n’y a pas de profil « Rien »"),
        ({"period": "abc"}, "« abc » n’est pas une période"),
        ({"period": "2022-2025"}, "« 2022-2025 » n’est pas une période"),
    ],
)
def test_what_is_not_there_is_said(xlsx_file: Callable[..., Path], options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError) as refusal:
        run(xlsx_file({"Nord": [HEADERS, TEXTILE]}), **options)
    assert (said in str(refusal.value).replace("\u00a0", " ").replace("\u202f", " "), refusal.value.returncode) == (
        True,
        1,
    )


def test_a_file_that_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "vide.csv"
    path.write_bytes(b"")
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert "Le fichier est vide" in str(refusal.value)
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    make, words = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(CommandError) as refusal:
        run(path)
    said = str(refusal.value)
    assert (words in said, said.endswith("."), refusal.value.returncode) == (True, True, 1)
    assert (ImportRun.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(CommandError):
        run("/nulle/part.csv")
