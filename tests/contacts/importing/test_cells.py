"""What a cell says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.importing import cells


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1 250,00 $", 125_000),
        ("1\u00a0250,00\u202f$", 125_000),
        ("1,250.00", 125_000),
        ("1.250,00", 125_000),
        ("2611,51 $", 261_151),
        ("$50", 5_000),
        ("50.00", 5_000),
        ("CAD 50", 5_000),
        ("$1,250.00 CAD", 125_000),
        ("50 $ (chèque no 123)", 5_000),
        (2239.38, 223_938),
        ("0", 0),
        ("-", None),
        ("", None),
    ],
)
def test_amounts_are_read_without_a_reason(typed: cells.Cell, cents: int | None) -> None:
    assert cells.read_money(typed) == (cents, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cinquante piastres", "bad_amount"),
        ("-5", "negative_amount"),
        ("(50,00)", "negative_amount"),
        ("99999999999", "absurd_amount"),
        ("1 2 3", "bad_amount"),
        ("US$ 50", "foreign_currency"),
        ("USD 20", "foreign_currency"),
        ("50 €", "foreign_currency"),
        ("£20", "foreign_currency"),
        ("n/d", "not_available"),
        (float("nan"), "absurd_amount"),
    ],
)
def test_what_is_no_amount_is_left_empty_with_a_reason(typed: cells.Cell, code: str) -> None:
    value, why = cells.read_money(typed)
    assert (value, why and why.code) == (None, code)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("env. 240", (240, "about")),
        ("1\u00a0419", (1419, "exact")),
        ("23 741", (23741, "exact")),
        (435.0, (435, "exact")),
        ("200+", (200, "at_least")),
        ("plus de 300", (300, "at_least")),
        ("~50 membres", (50, "about")),
        ("≈ 240", (240, "about")),
        ("240 (2022)", (240, "exact")),
        ("1\u00a0419 (2021-03-31)", (1419, "exact")),
    ],
)
def test_counts_keep_their_qualifier(typed: cells.Cell, count: tuple[int, str]) -> None:
    assert cells.read_count(typed) == (count, None)


@pytest.mark.parametrize("typed", ["deux cents", "entre 200 et 250", "-5", "12,5", "200-250", "99999999999"])
def test_what_is_no_count_is_left_empty(typed: str) -> None:
    value, why = cells.read_count(typed)
    assert value is None
    assert why is not None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20 juill. 2022", dt.date(2022, 7, 20)),
        ("3 novemb 2022", dt.date(2022, 11, 3)),
        ("20 juillet 2022 (chèque)", dt.date(2022, 7, 20)),
        ("3 mai 2022", dt.date(2022, 5, 3)),
        ("8 févr. 2023", dt.date(2023, 2, 8)),
        ("2022-06-07", dt.date(2022, 6, 7)),
        ("20-06-2022", dt.date(2022, 6, 20)),
        ("1er mars 2022", dt.date(2022, 3, 1)),
        ("May 3, 2022", dt.date(2022, 5, 3)),
        ("3 de mayo de 2022", dt.date(2022, 5, 3)),
        (dt.datetime(2022, 3, 4, 10, 0), dt.date(2022, 3, 4)),  # noqa: DTZ001 (a spreadsheet's dates know no zone)
        (44624.0, dt.date(2022, 3, 4)),
        ("05/05/2022", dt.date(2022, 5, 5)),
    ],
)
def test_dates_are_read(typed: cells.Cell, day: dt.date) -> None:
    assert cells.read_date(typed) == (day, None)


@pytest.mark.parametrize(("order", "day"), [("dmy", dt.date(2023, 5, 12)), ("mdy", dt.date(2023, 12, 5)), (None, None)])
def test_an_open_date_waits_for_its_order(order: str | None, day: dt.date | None) -> None:
    assert cells.read_date("12/05/2023", order)[0] == day


@pytest.mark.parametrize("typed", ["31/02/2023", "hier", "mars 2022", "12/12/1022", "vers 2010", "1900-01-01"])
def test_what_is_no_date_is_left_empty(typed: str) -> None:
    value, why = cells.read_date(typed, "dmy")
    assert value is None
    assert why is not None


def test_the_cells_of_a_column_decide_its_order() -> None:
    order = cells.DateOrder()
    for cell in ("02/09/2022", "20-06-2022", "3 mai 2022", ""):
        order.see(cell)
    assert (order.decided, order.must_ask) == ("dmy", False)


def test_a_column_without_evidence_or_with_contradictions_is_asked() -> None:
    silent, torn = cells.DateOrder(), cells.DateOrder()
    for cell in ("02/09/2022", "05/06/2022"):
        silent.see(cell)
    for cell in ("02/09/2022", "25/06/2022", "06/25/2022"):
        torn.see(cell)
    assert (silent.decided, silent.must_ask, torn.decided, torn.must_ask) == (None, True, None, True)


@pytest.mark.rule("S63")
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("514-383-2266 poste 225", "+15143832266;ext=225"),
        ("581.555.0145 #20", "+15815550145;ext=20"),
        ("4185550154 p.62", "+14185550154;ext=62"),
        ("(450) 555-0125 poste 417", "+14505550125;ext=417"),
        ("(514) 555-0144 local 9", "+15145550144;ext=9"),
        ("1-514-555-0100 x12", "+15145550100;ext=12"),
        (5145550123.0, "+15145550123"),
        ("+33 1 23 45 67 89", "+33123456789"),
    ],
)
def test_phones_are_stored_with_their_extension(typed: cells.Cell, stored: str) -> None:
    phones, reasons = cells.read_phones(typed)
    assert ([phone.stored for phone in phones], reasons) == ([stored], [])


def test_two_phones_in_a_cell_are_two() -> None:
    phones, _reasons = cells.read_phones("514 555-0100 / 450 555-0101 (cell)")
    assert [(phone.e164, phone.mobile) for phone in phones] == [("+15145550100", False), ("+14505550101", True)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("514-555-0102\n418-555-0103 poste 3", ["+15145550102", "+14185550103;ext=3"]),
        ("514-555-0102 418-555-0103", ["+15145550102", "+14185550103"]),
        ("+52 222 555 0101", ["+522225550101"]),
        ("1 (800) 555-0100 ext. 4", ["+18005550100;ext=4"]),
        ("514-555-0102 / poste 4", ["+15145550102;ext=4"]),
        ("tél. 514-555-0102 rés.", ["+15145550102"]),
    ],
)
def test_phones_are_told_apart(typed: str, stored: list[str]) -> None:
    found, reasons = cells.read_phones(typed)
    assert ([phone.stored for phone in found], reasons) == (stored, [])


@pytest.mark.parametrize(
    ("typed", "said"), [("✓", True), ("1", True), ("x", True), ("oui, svp", True), ("non merci", False), ("0", False)]
)
def test_yes_and_no_in_many_words(typed: str, said: bool) -> None:
    assert cells.read_yes_no(typed) == (said, None)


@pytest.mark.parametrize("typed", ["peut-être", "oui ?"])
def test_what_is_neither_yes_nor_no_is_left_empty(typed: str) -> None:
    value, why = cells.read_yes_no(typed)
    assert (value, why and why.code) == (None, "bad_yes_no")


@pytest.mark.parametrize(("typed", "code"), [("5550100", "phone_without_area"), ("appeler Luc", "bad_phone")])
def test_what_is_no_phone_is_left_empty(typed: str, code: str) -> None:
    phones, reasons = cells.read_phones(typed)
    assert (phones, [why.code for why in reasons]) == ([], [code])


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("a@b.example / c@d.example", ["a@b.example", "c@d.example"]),
        ("A@B.EXAMPLE;c@d.example", ["a@b.example", "c@d.example"]),
        ("Luc <luc@x.example>", ["luc@x.example"]),
        ("mailto:x@y.example", ["x@y.example"]),
        ("<MAILTO:X@Y.EXAMPLE?subject=Bonjour>", ["x@y.example"]),
    ],
)
def test_addresses_of_a_cell(typed: str, addresses: list[str]) -> None:
    assert cells.read_emails(typed) == (addresses, [])


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("jean (at) syndicat.example", "jean@syndicat.example"),
        ("jean[arobase]syndicat[point]example", "jean@syndicat.example"),
        ("jean(a)syndicat.example", "jean@syndicat.example"),
        ("jean at syndicat dot example", "jean@syndicat.example"),
    ],
)
def test_an_address_hidden_from_robots_is_mended_and_it_is_said(typed: str, address: str) -> None:
    found, reasons = cells.read_emails(typed)
    assert (found, [why.code for why in reasons]) == ([address], ["mended_email"])


@pytest.mark.parametrize("typed", ["courriel(a)invalide", "a@b", "x@y..example"])
def test_what_is_no_address_is_left_empty(typed: str) -> None:
    addresses, reasons = cells.read_emails(typed)
    assert (addresses, [why.code for why in reasons]) == ([], ["bad_email"])


@pytest.mark.parametrize(
    ("typed", "code"), [("h2n8v2", "H2N 8V2"), ("G8Z-7T1", "G8Z 7T1"), ("75011", "75011"), ("D2N 8V2", None),
     ("Laval H7A 1A1", "H7A 1A1")]
)  # fmt: skip
def test_postal_codes(typed: str, code: str | None) -> None:
    assert cells.read_postal(typed)[0] == code


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Montréal (Québec) H2X 1Y4", ("Montréal", "Québec", "H2X 1Y4")),
        ("Montréal, QC", ("Montréal", "QC", "")),
        ("Baie-Sainte-Anne g1a1a1", ("Baie-Sainte-Anne", "", "G1A 1A1")),
        ("Québec", ("Québec", "", "")),
        ("Ottawa, Canada", ("Ottawa, Canada", "", "")),
        ("Saint-Pierre (Île d'Orléans)", ("Saint-Pierre (Île d'Orléans)", "", "")),
    ],
)
def test_a_city_gives_back_its_province_and_its_code(typed: str, parts: tuple[str, str, str]) -> None:
    assert cells.split_city(typed) == parts


@pytest.mark.parametrize(
    ("typed", "street", "rest"),
    [
        ("1, rue du Fer, Sept-Îles (Québec) G4R 1A1", "1, rue du Fer", ("Sept-Îles", "Québec", "G4R 1A1")),
        ("12 Main St., Sherbrooke, QC J1H 1A1", "12 Main St.", ("Sherbrooke", "QC", "J1H 1A1")),
        ("CP 12, Fermont QC G0G1J0 Canada", "CP 12", ("Fermont", "QC", "G0G 1J0")),
        ("555, rue Neuve, bureau 3, Montréal h2x-1y4", "555, rue Neuve, bureau 3", ("Montréal", "", "H2X 1Y4")),
        ("1, rue du Fer", "1, rue du Fer", ("", "", "")),
        ("Édifice Central, Montréal H2X 1Y4", "Édifice Central, Montréal H2X 1Y4", ("", "", "")),
        ("12, rue A H2X 1Y4, app. 3", "12, rue A H2X 1Y4, app. 3", ("", "", "")),
    ],
)
def test_a_whole_address_in_one_cell_is_told_apart(typed: str, street: str, rest: tuple[str, str, str]) -> None:
    kept, left = cells.split_street(typed)
    assert (kept, cells.split_city(left)) == (street, rest)


def test_a_bad_phone_is_said_once() -> None:
    _phones, reasons = cells.read_phones("appeler 12 / ou 13")
    assert [why.code for why in reasons] == ["bad_phone"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("NE PLUS APPELER", True),
        ("Do not call", True),
        ("no llamar", True),
        ("Bulletin = non", True),
        ("ne veut plus recevoir de courriels", True),
        ("ne veulent plus d’appels", True),
        ("à rappeler", False),
        ("doublon?", False),
        ("Bulletin = oui", False),
        ("ne veut pas changer de groupe", False),
    ],
)
def test_a_note_may_ask_for_silence(text: str, asked: bool) -> None:
    assert cells.says_do_not_contact(text) is asked


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.dates(), st.integers(-(10**20), 10**20)))
def test_no_cell_is_ever_too_strange(cell: cells.Cell) -> None:
    for value, why in (
        cells.read_text(cell), cells.read_money(cell), cells.read_count(cell), cells.read_date(cell, "dmy"),
        cells.read_postal(cell), cells.read_yes_no(cell), cells.read_language(cell),
    ):  # fmt: skip
        assert value is None or why is None or why.code in {"too_long", "damaged_letters", "mended_postal"}
    for found, reasons in (cells.read_phones(cell), cells.read_emails(cell)):
        assert isinstance(found, list)
        assert isinstance(reasons, list)
