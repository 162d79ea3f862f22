"""Lists as files: no cell is ever run."""

import pytest

from convergence.core.spreadsheets import csv_chunks, harmless


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+1",
        "-2",
        "@SUM(A1)",
        "  =1+1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
        "\x00=1",
        "\uff1d1",
        "\tx",
        "\rx",
        "\nx",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Syndicat = union", "", "1 250,00 $", "a-b", -5, 0, None])
def test_what_begins_no_formula_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value


def test_the_header_is_made_harmless_too() -> None:
    assert b"".join(csv_chunks(["=A"], [["  =B", 1]])).decode("utf-8-sig") == "'=A\r\n'  =B;1\r\n"
