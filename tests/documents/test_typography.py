"""Typography dresses what the author wrote, and adds no word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.documents.content import dress, merge, parse, to_html, to_text, words
from convergence.documents.letters import compose
from convergence.documents.typography import NBSP, NNBSP, polish, split_ordinals

TEXT = st.text(alphabet="abcéL \"'«»:;!?.,^0123456789e-’…/@{}", max_size=80)


@pytest.mark.rule("S139")
@pytest.mark.parametrize(
    ("typed", "dressed"),
    [
        ("l'appui d'une", "l’appui d’une"),
        ('dit "bonjour" et', f"dit «{NBSP}bonjour{NBSP}» et"),
        ("« mot »", f"«{NBSP}mot{NBSP}»"),
        ("«mot»", f"«{NBSP}mot{NBSP}»"),
        ("deux : trois", f"deux{NBSP}: trois"),
        ("quoi ? oui ! donc ;", f"quoi{NNBSP}? oui{NNBSP}! donc{NNBSP};"),
        ("du 50^e!", "du 50^e!"),
        ("180 000 jeans, 25 $", f"180{NBSP}000 jeans, 25{NBSP}$"),
        ("le 22 février 2024", f"le 22{NBSP}février 2024"),
        ("514-383-2266 poste 225", f"514-383-2266 poste{NBSP}225"),
        ("travailleurs/euses, certain.e.s, invité-e-s", "travailleurs/euses, certain.e.s, invité-e-s"),
        ("https://x.example/a?b=c : l'un", f"https://x.example/a?b=c{NBSP}: l’un"),
        ("{{ nom }} : {{ lien }}", f"{{{{ nom }}}}{NBSP}: {{{{ lien }}}}"),
    ],
)
def test_french(typed: str, dressed: str) -> None:
    assert polish(typed, "fr-CA") == dressed


def test_the_quotation_marks_of_each_language() -> None:
    assert polish("de 9 h à 17 h 30", "fr") == "de 9\u00a0h à 17\u00a0h\u00a030"
    assert polish('say "yes"', "en") == "say “yes”"
    assert polish('decir "sí"', "es") == "decir «sí»"


@pytest.mark.rule("S139")
def test_an_ordinal_is_raised() -> None:
    assert to_html(dress(parse("année du 50^e anniversaire"), "fr")) == "<p>année du 50<sup>e</sup> anniversaire</p>"
    assert split_ordinals("XX^e et 1^er") == [("XX", False), ("e", True), (" et 1", False), ("er", True)]


@pytest.mark.rule("S139")
@pytest.mark.parametrize(
    ("typed", "raised"),
    [
        ("le 1er rang", "le 1<sup>er</sup> rang"),
        ("50e et XXIe, 1res et 2es", "50<sup>e</sup> et XXI<sup>e</sup>, 1<sup>res</sup> et 2<sup>es</sup>"),
        ("Ier congrès", "I<sup>er</sup> congrès"),
        ("Le VIe, Ce, H2X 3e4, 12-3e, v1.2e", "Le VI<sup>e</sup>, Ce, H2X 3e4, 12-3e, v1.2e"),
    ],
)
def test_a_french_ordinal_without_sign_is_raised(typed: str, raised: str) -> None:
    assert to_html(dress(parse(typed), "fr")) == f"<p>{raised}</p>"
    assert to_html(dress(parse(typed), "en")) == f"<p>{typed}</p>"


@pytest.mark.rule("S139")
def test_the_ordinal_of_a_merged_word_is_raised_and_that_of_an_object_line_is_flat() -> None:
    letter = compose(
        language="fr",
        subject="Notre 50^e année",
        source="Comité du {{ nom }}, d'ici le {{ date }} : [lien]({{ lien }})",
        values={"nom": "50^e anniversaire", "date": "1er mai 2024", "lien": "https://centre.example/1er/"},
        place_date="Montréal, le 1er mai 2024",
    )
    assert letter.subject == "Notre 50e année"
    assert letter.place_date == f"Montréal, le 1er{NBSP}mai 2024"
    assert to_html(letter.body) == (
        f"<p>Comité du 50<sup>e</sup> anniversaire, d’ici le 1<sup>er</sup>{NBSP}mai 2024{NBSP}: "
        '<a href="https://centre.example/1er/">lien</a></p>'
    )


@pytest.mark.rule("S139")
def test_a_quotation_that_crosses_bold_opens_and_closes() -> None:
    assert to_text(dress(parse('Voici **"un"** mot : "deux *trois*"'), "fr")) == (
        f"Voici «{NBSP}un{NBSP}» mot{NBSP}: «{NBSP}deux trois{NBSP}»"
    )


@given(TEXT, st.sampled_from(["fr", "en", "es"]))
def test_no_word_is_added_or_lost(text: str, language: str) -> None:
    assert words(polish(text, language)) == words(text)


@given(TEXT)
def test_dressing_twice_changes_nothing(text: str) -> None:
    once = polish(text, "fr")
    assert polish(once, "fr") == once


def test_a_value_is_words_and_never_markup() -> None:
    blocks = merge(
        parse("Bonjour {{ nom }}, voici [le lien]({{ lien }})."),
        {"nom": "**<b>Zoé</b>**", "lien": "https://x.example/?a=1&b"},
    )
    assert to_html(blocks) == (
        '<p>Bonjour **&lt;b&gt;Zoé&lt;/b&gt;**, voici <a href="https://x.example/?a=1&amp;b">le lien</a>.</p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "Un *petit* mot, **fort**.\n\n- un\n- [deux](https://x.example)\n\n## Titre",
        "<p>Un <i>petit</i> mot, <b>fort</b>.</p><ul><li>un</li><li><a href='https://x.example'>deux</a></li></ul><h2>Titre</h2>",
    ],
)
def test_markdown_and_the_editor_s_html_give_the_same(source: str) -> None:
    assert to_html(parse(source)) == (
        "<p>Un <em>petit</em> mot, <strong>fort</strong>.</p>\n"
        '<ul><li>un</li><li><a href="https://x.example">deux</a></li></ul>\n'
        "<h2>Titre</h2>"
    )


def test_what_is_no_letter_loses_its_tag_and_keeps_its_words() -> None:
    html = '<p onclick="x()">Un <span style="color:red">mot</span><script>alert(1)</script> <a href="javascript:x">ici</a></p>'
    assert to_html(parse(html)) == '<p>Un mot <a href="#">ici</a></p>'
