"""The header line and what columns mean."""

import pytest

from convergence.contacts.importing.headers import ColumnKind, find_period, guess_layout
from convergence.contacts.importing.readers import Line

EXTRA = (
    ColumnKind("x.dues", "money", (r"cotis(?:ation)?s?|dues|cuotas?",), by_period=True),
    ColumnKind("x.dues_date", "date", (r"recue? le|date received|fecha de pago",), by_period=True, follows="x.dues"),
)


def meanings(*headers: str, titles: int = 1) -> tuple[int, str, list[str]]:
    sample: list[Line] = [(line, ["Liste des membres"]) for line in range(1, titles + 1)]
    sample.append((titles + 1, list(headers)))
    sample.append((titles + 2, ["1", "Syndicat du port"] + [""] * (len(headers) - 2)))
    layout = guess_layout(sample, EXTRA)
    return layout.header_line, layout.subject, [column.code for column in layout.columns]


def test_french_organisations_under_title_lines() -> None:
    assert meanings(
        "No", "Nom de l'organisation", "Sigle", "Centrale", "Région", "Nb membres", "Personne contact", "Fonction",
        "Adresse", "Ville", "Code postal", "Téléphone", "Courriel(s)", "Cotis. 2022-2023", "Reçue le", "Notes", titles=3,
    ) == (4, "ORGANISATION", [
        "number", "name", "acronym", "central", "region", "count", "contact", "office", "street", "city", "postal",
        "phone", "email", "x.dues", "x.dues_date", "notes",
    ])  # fmt: skip


def test_english_organisations() -> None:
    assert meanings("Member No.", "Union name", "Acronym", "No. of members", "Contact person", "E-mail", "Zip") == (
        2, "ORGANISATION", ["number", "name", "acronym", "count", "contact", "email", "postal"],
    )  # fmt: skip


def test_spanish_organisations() -> None:
    assert meanings("N° socio", "Nombre del sindicato", "Nº de afiliados", "Persona de contacto", "Cargo", "Correo") == (
        2, "ORGANISATION", ["number", "name", "count", "contact", "office", "email"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "codes"),
    [
        (("Nom", "Prénom", "Courriel", "CP", "Langue", "Bulletin"),
         ["last_name", "first_name", "email", "postal", "language", "newsletter"]),
        (("First name", "Last name", "Email", "Newsletter"), ["first_name", "last_name", "email", "newsletter"]),
        (("Nombre", "Apellidos", "Correo", "Boletín"), ["first_name", "last_name", "email", "newsletter"]),
    ],
)  # fmt: skip
def test_a_bare_name_takes_its_meaning_from_its_neighbours(headers: tuple[str, ...], codes: list[str]) -> None:
    assert meanings(*headers, titles=0) == (1, "PERSON", codes)


def test_a_contact_in_two_columns_belongs_to_the_organisation() -> None:
    assert meanings("Nom", "Sigle", "Nom du contact", "Prénom du contact", "Courriel")[2] == [
        "name", "acronym", "contact_last", "contact_first", "email",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("Cotis. 2022-2023", "2022-2023"),
        ("cotisation 22-23", "2022-2023"),
        ("Dues 2022/23", "2022-2023"),
        ("Cuota 2022", "2022"),
        ("Cotisation", ""),
    ],
)
def test_a_header_may_carry_a_period(header: str, period: str) -> None:
    assert find_period(header) == period


def test_an_amount_keeps_its_own_period_and_date() -> None:
    found = meanings("No", "Organisme", "Cotis. 2021-2022", "Reçue le", "Cotis. 2022-2023", "Reçue le")
    assert found[2] == ["number", "name", "x.dues", "x.dues_date", "x.dues", "x.dues_date"]
