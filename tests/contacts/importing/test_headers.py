"""The header line and what columns mean."""

import pytest

from convergence.contacts.importing.columns import ColumnKind, find_period
from convergence.contacts.importing.headers import guess_layout
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


@pytest.mark.parametrize(
    ("headers", "types", "subject", "code"),
    [
        (("No", "Nombre del sindicato", "Tipo"), ("A", "b", "", "Grupo C"), "ORGANISATION", "x.group"),
        (("No", "Organization", "Type"), ("B", "Union"), "ORGANISATION", "kind"),
        (("No", "First name", "Last name", "Type"), ("D", "D"), "PERSON", "x.group"),
    ],
)
def test_a_type_that_is_one_of_the_groups_is_the_group(
    headers: tuple[str, ...], types: tuple[str, ...], subject: str, code: str
) -> None:
    group = ColumnKind("x.group", "text", (r"grupo|groupe",), only_values=r"(?:grupo )?[a-d]")
    rows: list[Line] = [(1, list(headers))]
    rows += [(line, [str(line), *("Paz",) * (len(headers) - 2), said]) for line, said in enumerate(types, 2)]
    layout = guess_layout(rows, (*EXTRA, group))
    assert (layout.subject, layout.columns[-1].code) == (subject, code)


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


def test_a_group_above_gives_its_columns_their_meaning_and_period() -> None:
    sample: list[Line] = [
        (1, ["Liste au 14 février 2024"]),
        (2, ["", "Organisme", "", "Coordonnées", "", "Cotisation 2022-2023", ""]),
        (3, ["No", "Nom", "Nb de membres", "Ville", "Code postal", "Montant", "Date"]),
        (4, ["12", "Syndicat du port", "240", "Laval", "H7A 1B2", "50,00 $", "13/02/2023"]),
    ]
    kinds = (
        ColumnKind("x.dues", "money", (r"cotisation|montant",), by_period=True),
        ColumnKind("x.dues_date", "date", (r"recue? le", r"payee? le", r"date"), by_period=True, follows="x.dues"),
    )
    layout = guess_layout(sample, kinds)
    assert layout.header_line == 3
    assert [(column.code, column.period) for column in layout.columns] == [
        ("number", ""), ("name", ""), ("count", ""), ("city", ""), ("postal", ""),
        ("x.dues", "2022-2023"), ("x.dues_date", "2022-2023"),
    ]  # fmt: skip


def test_headers_written_on_two_lines_are_one() -> None:
    sample: list[Line] = [
        (1, ["No", "Nom du", "Code", "Adresse"]),
        (2, ["membre", "syndicat", "postal", "courriel"]),
        (3, ["12", "Syndicat du port", "H7A 1B2", "port@syndicat.example"]),
    ]
    layout = guess_layout(sample, EXTRA)
    assert (layout.header_line, [column.code for column in layout.columns]) == (
        2,
        ["number", "name", "postal", "email"],
    )


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Mbr #", "number"), ("Matricule", "number"), ("Núm. afiliado", "number"), ("Org.", "name"), ("Abrév.", "acronym"),
        ("Centr.", "central"), ("Labour Fed.", "central"), ("Rég.", "region"), ("Mbres", "count"), ("Eff.", "count"),
        ("# of members", "count"), ("Pers. ressource", "contact"), ("Fonct.", "office"), ("Adr.", "street"),
        ("Mun.", "city"), ("Code post.", "postal"), ("Zip / Postal", "postal"), ("Ph.", "phone"), ("Tél. bur.", "phone"),
        ("Adr. courriel", "email"), ("Code\npostal", "postal"), ("Rem.", "notes"),
        ("Núm. de miembro", "number"), ("N.º de socio", "number"), ("Código", "number"), ("Nom complet de l'organisation", "name"),
        ("Ville, province", "city"), ("Ville / Code postal", "city"), ("Phone/Ext", "phone"), ("Téléphone et poste", "phone"),
        ("Courriel de l'organisation", "email"), ("Contact email", "email"), ("Nom, prénom du contact", "contact"),
        ("First name (contact)", "contact_first"), ("Reçoit le bulletin", "newsletter"), ("Abonné au bulletin", "newsletter"),
    ],
)  # fmt: skip
def test_abbreviated_headers_are_known(header: str, code: str) -> None:
    assert meanings("Sigle" if code != "acronym" else "Ville", header, titles=0)[2][1] == code


@pytest.mark.parametrize(("cell", "code"), [("225", "extension"), ("trésorière", "office")])
def test_a_post_is_an_extension_or_an_office_by_its_cells(cell: str, code: str) -> None:
    sample: list[Line] = [(1, ["Syndicat", "Téléphone", "Poste"]), (2, ["Syndicat du port", "514-555-0101", cell])]
    assert guess_layout(sample, EXTRA).columns[2].code == code


def test_a_date_completes_an_amount_only_beside_it() -> None:
    kinds = (
        ColumnKind("x.dues", "money", (r"cotisation",), by_period=True),
        ColumnKind("x.dues_date", "date", (r"recue? le", r"payee? le", r"date"), by_period=True, follows="x.dues"),
    )
    row = ["Syndicat du port", "50", "13/02/2023"]
    near = guess_layout([(1, ["Syndicat", "Cotisation 2022", "Date"]), (2, row)], kinds)
    far = guess_layout([(1, ["Date", "Syndicat", "Cotisation 2022"]), (2, [row[2], row[0], row[1]])], kinds)
    assert [column.code for column in near.columns] == ["name", "x.dues", "x.dues_date"]
    assert [column.code for column in far.columns] == ["", "name", "x.dues"]


def test_an_organisation_before_the_names_of_people_is_what_the_lines_are_about() -> None:
    heads = ["No membre", "Nom du syndicat", "Prénom", "Nom", "Courriel"]
    rows: list[Line] = [
        (1, heads),
        (2, ["1", "Syndicat du port", "Zoé", "Roy", "z@x.example"]),
        (3, ["2", "Syndicat du musée", "", "", ""]),
    ]
    layout = guess_layout(rows, EXTRA)
    assert layout.subject == "ORGANISATION"
    assert [column.code for column in layout.columns] == ["number", "name", "contact_first", "contact_last", "email"]


def test_people_of_one_organisation_are_people() -> None:
    rows: list[Line] = [
        (1, ["Organisation", "Prénom", "Nom", "Courriel"]),
        *((line, ["Syndicat du port", "Zoé", f"Roy {line}", f"z{line}@x.example"]) for line in (2, 3, 4)),
    ]
    assert guess_layout(rows, EXTRA).subject == "PERSON"


def test_a_group_above_names_the_contact() -> None:
    rows: list[Line] = [
        (1, ["", "", "Personne déléguée", "", "Coordonnées"]),
        (2, ["No", "Nom du syndicat", "Prénom", "Nom", "Courriel"]),
        (3, ["1", "Syndicat du port", "Zoé", "Roy", "z@x.example"]),
        (4, ["2", "Syndicat du port", "Luc", "Roy", "l@x.example"]),
    ]
    assert guess_layout(rows, EXTRA).subject == "ORGANISATION"


def test_spanish_names_in_two_columns_are_the_contact() -> None:
    rows: list[Line] = [
        (1, ["Núm. de miembro", "Organización", "Siglas", "Nombre", "Apellidos"]),
        (2, ["401", "Sindicato Nacional", "SN", "José", "Hernández Ruiz"]),
    ]
    assert [column.code for column in guess_layout(rows, EXTRA).columns] == [
        "number", "name", "acronym", "contact_first", "contact_last",
    ]  # fmt: skip


def test_headers_written_again_below_say_nothing_of_the_cells() -> None:
    heads = ["Syndicat", "Téléphone", "Poste"]
    rows: list[Line] = [(1, heads), (2, ["Syndicat du port", "514-555-0101", "225"]), (3, heads)]
    assert guess_layout(rows, EXTRA).columns[2].code == "extension"


def test_a_list_of_one_column_loses_no_line_to_its_header() -> None:
    rows: list[Line] = [(1, ["Nom"]), (2, ["Syndicat du port de Gaspé"]), (3, ["Comité de quartier"])]
    layout = guess_layout(rows, EXTRA)
    assert (layout.header_line, layout.subject, layout.columns[0].code) == (1, "ORGANISATION", "name")


def test_a_colon_after_a_header_says_nothing() -> None:
    assert meanings("Member # :", "Organization name :", "Acronym :")[2] == ["number", "name", "acronym"]
