"""Search ignores accents, case, ligatures, punctuation and inclusive forms (S138)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.rules.names import fold_for_search, search_words

RIGHT_QUOTE = "\u2019"


def finds(query: str, text: str) -> bool:
    """Whether a query finds a text, in the way the database does it."""
    stored = fold_for_search(text)
    return all(word in stored for word in search_words(query))


@pytest.mark.rule("S138")
@pytest.mark.parametrize("query", ["invitées", "invites", "INVITÉS", "invité·e·s", "invite(e)s"])
@pytest.mark.parametrize("text", ["les invité-e-s", "les invité·e·s", "les invité.e.s", "les invité(e)s du Sud"])
def test_inclusive_form_is_found_by_each_form_it_stands_for(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.rule("S138")
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("certain.e.s", "certaines"),
        ("travailleurs/euses", "travailleuses"),
        ("travailleurs/euses", "travailleurs"),
        ("travailleur·se·s", "travailleuse"),
        ("délégué(e)s", "déléguées"),
        ("délégué-e-s", "delegues"),
        ("directeur-trice-s", "directrices"),
        ("directeur·rice", "directrice"),
        ("citoyen·ne·s", "citoyennes"),
        ("infirmier-ère-s", "infirmières"),
        ("syndicaux·ales", "syndicales"),
        ("actif-ve-s", "actives"),
        ("heureux·se", "heureuses"),
        ("étudiants-es", "étudiante"),
        ("professionnel·le·s", "professionnelles"),
    ],
)
def test_usual_inclusive_endings_unfold(text: str, query: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("LE BŒUF Étienne", "le boeuf etienne"),
        ("Marie-Ève Thériault", "marie eve theriault"),
        (f"D{RIGHT_QUOTE}Amours", "damours"),
        ("C.S.N.", "csn"),
        ("CCMM\u2013CSN", "ccmm csn"),
        ("Info@Syndicat.example / a.b-c@d.example", "info@syndicat.example a.b-c@d.example"),
        ("Peña Łódź", "pena lodz"),
        ("\x00\"'%_\\", ""),
        ("", ""),
    ],
)
def test_stored_text(text: str, stored: str) -> None:
    assert fold_for_search(text) == stored


@pytest.mark.parametrize("query", ["d'amours", f"d{RIGHT_QUOTE}amours", "damours", "D Amours"])
def test_apostrophes_are_ignored_both_ways(query: str) -> None:
    assert finds(query, f"Jos\u00e9e D{RIGHT_QUOTE}Amours")


def test_part_of_an_address_and_words_in_any_order_are_found() -> None:
    text = "Syndicat de l'usine textile STTUTPO pointe-verte-21@syndicat.example"
    assert finds("textile usine", text)
    assert finds("pointe-verte-21@syndicat.example", text)
    assert finds("sttutpo", text)
    assert not finds("aluminerie", text)


@pytest.mark.parametrize("query", ['"', "'", "\x00", "%", "_", "\\", "  ", "\ud800", "../" * 500])
def test_punctuation_alone_looks_for_nothing(query: str) -> None:
    assert search_words(query) == ()


def test_query_is_bounded() -> None:
    assert len(search_words(" ".join(f"mot{n}" for n in range(100)))) == 8


@given(st.text(max_size=80))
def test_folding_is_idempotent_and_holds_only_plain_words(text: str) -> None:
    stored = fold_for_search(text)
    assert fold_for_search(stored) == stored
    assert "\x00" not in stored
    assert stored == " ".join(stored.split())


@given(st.text(alphabet="abcéÈœ -'", min_size=1, max_size=40))
def test_a_text_finds_itself(text: str) -> None:
    assert finds(text, text)


@given(st.text(max_size=300))
def test_any_query_is_harmless(query: str) -> None:
    assert all(not set(word) & set("'\"%\\\x00") for word in search_words(query) if "@" not in word)
