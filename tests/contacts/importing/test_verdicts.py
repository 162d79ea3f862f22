"""One verdict per line about its main subject."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.importing.check import CheckedLine, check, plan_sheet, sample_of
from convergence.contacts.importing.headers import guess_layout
from convergence.contacts.importing.matching import compare_words, name_words
from convergence.contacts.importing.readers import open_table

from .conftest import CEGEP, HEADERS, SHORT, TEXTILE

PEOPLE = ("No", "Nom", "Prénom", "Courriel", "Tél.", "CP", "Bulletin")


def run(path: Path) -> list[CheckedLine]:
    table = open_table(path)
    return list(check([plan_sheet(sheet, guess_layout(sample_of(sheet))) for sheet in table.sheets]))


@pytest.fixture
def judge(csv_file: Callable[..., Path]) -> Callable[[Sequence[Sequence[str]]], list[tuple[int, str, int | None]]]:
    def verdicts(rows: Sequence[Sequence[str]]) -> list[tuple[int, str, int | None]]:
        lines = run(csv_file(rows))
        return [(one.line, one.verdict, None if one.match is None else lines[one.match].line) for one in lines]

    return verdicts


Judge = Callable[[Sequence[Sequence[str]]], list[tuple[int, str, int | None]]]


def changed(row: Sequence[str], **values: str) -> list[str]:
    places = {
        "no": 0,
        "name": 1,
        "acronym": 2,
        "contact": 6,
        "street": 8,
        "city": 9,
        "postal": 10,
        "phone": 11,
        "email": 12,
    }
    cells = list(row)
    for name, value in values.items():
        cells[places[name]] = value
    return cells


def test_titles_blanks_totals_and_headers_again_are_ignored(judge: Judge) -> None:
    total = changed([""] * len(HEADERS), name="SOUS-TOTAL")
    total[5] = "1 659"
    rows = [
        ["Liste des membres"],
        [],
        HEADERS,
        TEXTILE,
        total,
        [""] * 14,
        HEADERS,
        ["", "Région Estrie"],
        CEGEP,
        ["Note."],
    ]
    assert [verdict for _line, verdict, _match in judge(rows)] == [
        "IGNORED", "IGNORED", "IGNORED", "NEW", "IGNORED", "IGNORED", "IGNORED", "IGNORED", "NEW", "IGNORED",
    ]  # fmt: skip


def test_a_line_without_a_name_is_refused_and_a_bad_cell_is_not(judge: Judge) -> None:
    bad = changed(CEGEP, phone="appeler Luc", email="courriel(a)invalide")
    assert judge([HEADERS, changed(TEXTILE, name=""), bad]) == [
        (1, "IGNORED", None),
        (2, "REFUSED", None),
        (3, "NEW", None),
    ]


@pytest.mark.parametrize("first", [True, False])
def test_the_line_with_a_number_is_new_wherever_it_stands(judge: Judge, first: bool) -> None:
    rows = [HEADERS, TEXTILE, SHORT] if first else [HEADERS, SHORT, TEXTILE]
    duplicate, new = (3, 2) if first else (2, 3)
    assert sorted(judge(rows)) == sorted([(1, "IGNORED", None), (new, "NEW", None), (duplicate, "DUPLICATE", new)])


def test_without_numbers_the_fullest_line_is_new(judge: Judge) -> None:
    assert judge([HEADERS, SHORT, changed(TEXTILE, no="")]) == [
        (1, "IGNORED", None), (2, "DUPLICATE", 3), (3, "NEW", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "SYNDICAT DES TRAVAILLEUSES ET TRAVAILLEURS DE L'USINE TEXTILE DE VAL-JOLI–CSN",
        "Synd. des trav. de l'usine textile de Val-Joli–CSN",
        "syndicat des travailleuses et travailleurs de l'usine textile de val-joli - csn",
        "Syndicat des travailleuses et travailleurs de l'usine textile de ValJoli",
        "Syndicat des travailleuses et travailleurs de l'usine textle de Val-Joli–CSN",
    ],
)
def test_a_name_typed_otherwise_is_the_same_subject(judge: Judge, name: str) -> None:
    other = changed(TEXTILE, no="", name=name, email="", street="")
    assert judge([HEADERS, TEXTILE, other])[2] == (3, "DUPLICATE", 2)


def test_two_numbers_are_two_subjects_whatever_else_agrees(judge: Judge) -> None:
    assert judge([HEADERS, TEXTILE, changed(TEXTILE, no="1009")])[2] == (3, "NEW", None)


def test_one_number_is_one_subject(judge: Judge) -> None:
    assert judge([HEADERS, TEXTILE, changed(TEXTILE, email="", phone="")])[2] == (3, "DUPLICATE", 2)


def test_the_same_name_alone_is_only_a_reason(csv_file: Callable[..., Path]) -> None:
    other = changed(
        TEXTILE, no="", city="Lac-Perdu", postal="J2T 6V6", phone="450 555-0181", email="autre@syndicat.example",
        contact="Paule Roy", street="65, rue de la Gare", acronym="",
    )  # fmt: skip
    lines = run(csv_file([HEADERS, TEXTILE, other]))
    assert [(one.verdict, [why.code for why in one.reasons]) for one in lines[1:]] == [
        ("NEW", ["resembles"]), ("NEW", ["resembles"]),
    ]  # fmt: skip


def test_two_organisations_may_share_acronym_city_and_office(judge: Judge) -> None:
    other = changed(
        TEXTILE, no="", name="Syndicat du musée de Val-Joli", email="musee@syndicat.example", contact="Ana Ríos"
    )
    assert judge([HEADERS, TEXTILE, other])[2] == (3, "NEW", None)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (("", "TREMBLAY", "Zoé", "zoe.tremblay+bulletin@courriel.example", "", "", "oui"), "DUPLICATE"),
        (("", "Zoé", "Tremblay", "zoe.tremblay@courriel.example", "", "", ""), "DUPLICATE"),
        (("", "Tremblay", "Zoe", "", "514 555-0177", "", ""), "DUPLICATE"),
        (("", "Tremblay", "Zoé", "autre@courriel.example", "450 555-0101", "J1A 1A1", ""), "NEW"),
        (("", "Roy", "Luc", "zoe.tremblay@courriel.example", "", "", ""), "NEW"),
        (("I2", "Tremblay", "Zoé", "zoe.tremblay@courriel.example", "514 555-0177", "H2N 8V2", ""), "NEW"),
    ],
)
def test_people(judge: Judge, row: tuple[str, ...], verdict: str) -> None:
    zoe = ("I1", "Tremblay", "Zoé", "zoe.tremblay@courriel.example", "514 555-0177", "H2N 8V2", "non")
    assert judge([PEOPLE, zoe, row])[2][1] == verdict


def test_the_same_subject_on_two_sheets(xlsx_file: Callable[..., Path]) -> None:
    lines = run(xlsx_file({"Nord": [HEADERS, TEXTILE], "Sud": [HEADERS, SHORT]}))
    assert [(one.sheet, one.line, one.verdict, one.match) for one in lines] == [
        ("Nord", 1, "IGNORED", None), ("Nord", 2, "NEW", None), ("Sud", 1, "IGNORED", None), ("Sud", 2, "DUPLICATE", 1),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["usine", "textile", "hopital", "cegep", "Synd.", "trav.", "12", "14"]), max_size=6))
def test_comparing_names_is_symmetric(parts: list[str]) -> None:
    left, right = name_words(" ".join(parts)), name_words(" ".join(reversed(parts)))
    assert compare_words(left, right) == compare_words(right, left)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0012", "12", True),
        ("I-2000", "i2000", True),
        ("N° 12", "12", True),
        ("12-3", "123", False),
        ("145", "154", False),
    ],
)
def test_how_member_numbers_are_compared(judge: Judge, one: str, other: str, same: bool) -> None:
    verdict = judge([HEADERS, changed(TEXTILE, no=one), changed(TEXTILE, no=other)])[2][1]
    assert verdict == ("DUPLICATE" if same else "NEW")


def test_two_locals_of_one_union_are_two_even_without_numbers(judge: Judge) -> None:
    rows = [
        changed(
            TEXTILE, no="", name=f"Syndicat des métallos, section locale {local}", email=f"sl{local}@syndicat.example"
        )
        for local in ("145", "154")
    ]
    assert [verdict for _line, verdict, _match in judge([HEADERS, *rows])] == ["IGNORED", "NEW", "NEW"]


def test_units_notes_and_totals_of_every_wording_are_ignored(judge: Judge) -> None:
    def line(**values: str) -> list[str]:
        return changed([""] * len(HEADERS), **values)

    rows = [
        HEADERS,
        ["", "(nom complet)", "", "", "", "(nombre)"] + [""] * 8,
        TEXTILE,
        line(name="Sous-total FTQ", city=""),
        line(name="S/TOTAL", phone="1 234"),
        line(name="Nombre de membres : 12"),
        line(name="Syndicats inactifs"),
        line(name="=SOMME(A1:A3)"),
        CEGEP,
        ["", "", "* cotisation minimale de 50 $"],
        ["", "", "", "", "", "", "", "", "", "", "", "* cotisation minimale de 50 $"],
        ["Préparé par M. Tremblay le 3 mars 2024"],
    ]
    assert [verdict for _line, verdict, _match in judge(rows)] == [
        "IGNORED", "IGNORED", "NEW", "IGNORED", "IGNORED", "IGNORED", "IGNORED", "IGNORED", "NEW", "IGNORED", "IGNORED",
        "IGNORED",
    ]  # fmt: skip


def test_a_person_alone_on_a_line_is_one_when_the_list_knows_the_name(judge: Judge) -> None:
    rows = [
        ("Nom complet", "Courriel", "Téléphone", "Code postal"),
        ("LE BŒUF, Étienne", "etienne@courriel.example", "514 555-0101", "H2H 2H2"),
        ("Gagnon, Luc", "luc@courriel.example", "514 555-0102", "H2H 2H3"),
        ("Retraités",),
        ("Zoé Gagnon",),
    ]
    assert [verdict for _line, verdict, _match in judge(rows)] == ["IGNORED", "NEW", "NEW", "IGNORED", "NEW"]


def test_a_list_of_unions_in_two_columns_of_names_refuses_no_union(judge: Judge) -> None:
    rows = [
        ["No", "Nom du syndicat", "Prénom", "Nom", "Ville, province", "Courriel"],
        ["1", "Syndicat du port de Gaspé", "Zoé", "Roy", "Gaspé (Québec)", "z@x.example"],
        ["", "CSN", "", "", "", ""],
        ["2", "Syndicat du musée de Laval", "", "", "Laval", ""],
        ["3", "", "Luc", "Gagnon", "", "l@x.example"],
        ["4", "Syndicat de la gare de Lévis", "", "Côté, Ana", "", "a@x.example"],
    ]
    assert judge(rows) == [
        (1, "IGNORED", None), (2, "NEW", None), (3, "IGNORED", None), (4, "NEW", None), (5, "REFUSED", None), (6, "NEW", None),
    ]  # fmt: skip


def test_marks_of_as_above_are_read_from_the_line_above(csv_file: Callable[..., Path]) -> None:
    head = ("No", "Nom de l'organisation", "Centrale", "Région", "Adresse", "Personne contact")
    rows = [
        head,
        ("1", "Syndicat du port", "CSN", "", "1, boul. du Sud\nMontréal (Qc)\nH2X 1A1", "Zoé Roy"),
        ("2", "Syndicat du musée", "idem", '"', "2, rue du Fort", "Idem"),
        ("3", "Syndicat du phare", "″", "Ditto", "2, rue du Fort", "Igual Sanz"),
    ]
    found = [(line.entry or {}, line.reasons) for line in run(csv_file(rows))[1:]]
    assert [(one.get("central"), one.get("region"), one["person"][:2]) for one, _why in found] == [
        ("CSN", None, ["Zoé", "Roy"]), ("CSN", None, ["Zoé", "Roy"]), ("CSN", None, ["Igual", "Sanz"]),
    ]  # fmt: skip
    assert [found[0][0][part] for part in ("street", "city", "postal")] == ["1, boul. du Sud", "Montréal", "H2X 1A1"]
    assert [[why.code for why in reasons] for _one, reasons in found] == [
        [], ["as_above", "nothing_above", "as_above"], ["as_above", "nothing_above"],
    ]  # fmt: skip
