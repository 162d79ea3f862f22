"""Contents of old pages become clean blocks, and nothing is dropped in silence."""

import pytest

from convergence.website.dressing import dress_html, dress_line, dress_words
from convergence.website.moving.cleaning import Cleaned, clean, credit_of
from convergence.website.moving.media import corrected_name, full_size, library_path, says_something
from convergence.website.moving.noise import safe_address
from tests.website.moving.wxr import Words


def cleaned(content: str, language: str = "fr", **more: str) -> Cleaned:
    return clean(content, language=language, **more)


def values(result: Cleaned) -> list[tuple[str, object]]:
    return [(block.kind, block.value) for block in result.blocks]


def codes(result: Cleaned) -> dict[str, int]:
    found: dict[str, int] = {}
    for finding in result.findings:
        found[finding.code] = found.get(finding.code, 0) + finding.count
    return found


@pytest.mark.rule("S33")
def test_a_stray_letter_is_dropped_and_told() -> None:
    result = cleaned(Words.history, title="Historique")
    assert [finding.text for finding in result.findings if finding.code == "stray"] == ["k"]
    assert all("k</p>" not in str(value) for _kind, value in values(result))
    assert codes(result) == {
        "nbsp_run": 1, "inline_style": 1, "stray": 1, "empty_paragraph": 1, "title_repeated": 1,
    }  # fmt: skip


@pytest.mark.rule("S140")
def test_the_error_of_a_wiki_is_dropped_and_told() -> None:
    result = cleaned(Words.wiki)
    told = [finding.text for finding in result.findings if finding.code == "wiki_error"]
    assert told == [
        "Erreur Lua dans Module:Suivi_des_biographies à la ligne 197 : attempt to index field 'wikibase' (a nil value)."
    ]
    assert "Lua" not in str(values(result))
    assert codes(result)["wiki_furniture"] == 2


@pytest.mark.rule("S135")
def test_eleven_notes_are_numbered_and_marked() -> None:
    result = cleaned(Words.wiki)
    kind, notes = values(result)[-1]
    assert kind == "notes"
    assert notes == [{"text": f"Source {n}", "url": f"https://archives.example/{n}"} for n in range(1, 12)]
    text = values(result)[0][1]
    assert [f"[{n}]" in str(text) for n in range(1, 12)] == [True] * 11


@pytest.mark.rule("S135")
def test_notes_of_every_editor_take_the_order_of_their_marks() -> None:
    result = cleaned(
        'Un[ref]Crochets[/ref], deux<a href="#_ftn1" name="_ftnref1">[1]</a>, trois<sup data-fn="u-1"><a href="#u-1">1</a></sup>.\n\n'
        '<a href="#_ftnref1" name="_ftn1">[1]</a> De Word',
        footnotes='[{"id": "u-1", "content": "De <em>Gutenberg</em>"}]',
    )
    assert values(result) == [
        ("text", "<p>Un[1], deux[2], trois[3].</p>"),
        ("notes", [{"text": words, "url": ""} for words in ("Crochets", "De Word", "De Gutenberg")]),
    ]


def test_a_mark_without_its_note_is_told_and_stays() -> None:
    result = cleaned("<p>Fondé en 1975[1].</p>")
    assert values(result) == [("text", "<p>Fondé en 1975[1].</p>")]
    assert codes(result) == {"mark_without_note": 1}


def test_blocks_of_the_newer_editor() -> None:
    result = cleaned(Words.gutenberg)
    assert [kind for kind, _value in values(result)] == ["heading", "text", "quote", "text"]
    assert values(result)[0] == ("heading", "Un")
    assert "<h3>Deux</h3>" in str(values(result)[1][1])
    assert values(result)[2][1] == {"quote": "Nous marchons.", "said_by": "Léa Roy, 2019", "source_url": ""}
    assert codes(result)["quote_without_author"] == 1
    assert codes(result)["frame"] == 1


def test_nothing_hostile_passes() -> None:
    result = cleaned(Words.hostile)
    text = str(values(result))
    for word in ("script", "alert", "onclick", "pixel", "facebook", "data:", "svg", "contact-form", "vc_row", "style"):
        assert word not in text
    assert '<a href="https://ami.example/?a=1&amp;b=&#x27;c&#x27;">cinq</a>' in text
    assert "[sic] […] Colonne" in text
    assert "<li>1975 — Conférence</li>" in text
    found = codes(result)
    assert (found["bad_address"], found["tracker"], found["script"], found["shortcode"]) == (3, 2, 2, 2)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("//a.example/x", "https://a.example/x"),
        ("/chemin/?a=b:c", "/chemin/?a=b:c"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("java\tscript:alert(1)", ""),
        (" JAVASCRIPT:alert(1)", ""),
        ("vbscript:x", ""),
        ("data:text/html,<script>", ""),
        ("file:///etc/passwd", ""),
        ("http://[::1", ""),
        ("https://a.example:99999/", ""),
        ("http:///sans-hote", ""),
    ],
)
def test_addresses_that_a_page_may_carry(written: str, kept: str) -> None:
    assert safe_address(written) == kept


def test_deep_and_unbalanced_tags_do_no_harm() -> None:
    assert values(cleaned("<div>" * 20_000 + "mots" + "</b></p></ul>" * 50)) == [("text", "<p>mots</p>")]
    assert values(cleaned("<b>a <i>bb</b> cc</i>")) == [("text", "<p><b>a <i>bb</i></b><i> cc</i></p>")]
    assert values(cleaned("<ul><li>un<ul><li>deux</ul><li>trois")) == [
        ("text", "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>")
    ]


def test_an_unclosed_script_swallows_the_rest_and_says_so() -> None:
    result = cleaned("<p>Avant</p><script>alert(1) <p>après</p>")
    assert values(result) == [("text", "<p>Avant</p>")]
    assert codes(result)["unclosed"] == 1


def test_levels_of_headings_close_their_gaps() -> None:
    result = cleaned("<h4>Un</h4><p>texte un</p><h6>Deux</h6><p>texte deux</p>")
    assert values(result) == [("heading", "Un"), ("text", "<p>texte un</p><h3>Deux</h3><p>texte deux</p>")]


@pytest.mark.rule("S139")
@pytest.mark.parametrize(
    ("written", "dressed"),
    [
        ("le 50^e anniversaire", "le 50<sup>e</sup> anniversaire"),
        ("Objet : appel", "Objet\u00a0: appel"),
        ("Vraiment ? Oui !", "Vraiment\u202f? Oui\u202f!"),
        ('dit "oui"', "dit «\u00a0oui\u00a0»"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("l'année", "l’année"),
        ("et puis...", "et puis…"),
        ("c'est *leur* lutte", "c’est <i>leur</i> lutte"),
        ("https://a.example/50^e?x=1...", "https://a.example/50^e?x=1..."),
        ("2 * 3 * 4 < 5", "2 * 3 * 4 &lt; 5"),
        ("certain.e.s délégué-e-s tou*te*s", "certain.e.s délégué-e-s tou*te*s"),
    ],
)
def test_french_typography(written: str, dressed: str) -> None:
    assert dress_words(written, "fr") == dressed


@pytest.mark.rule("S139")
def test_the_language_of_the_page_decides() -> None:
    assert dress_words('say "yes" : now', "en") == "say “yes” : now"
    assert dress_line('decir "sí"', "es") == "decir «sí»"
    assert dress_line("50^e", "fr") == "50e"


@pytest.mark.rule("S139")
def test_rich_text_is_dressed_between_its_tags_only_and_once() -> None:
    html = '<p>L\'<b>"idée"</b> : <a href="https://a.example/?q=l\'a">50^e</a> <code>a : "b"</code></p>'
    once = dress_html(html, "fr")
    assert once == (
        '<p>L’<b>«\u00a0idée\u00a0»</b>\u00a0: <a href="https://a.example/?q=l\'a">50<sup>e</sup></a> <code>a : "b"</code></p>'
    )
    assert dress_html(once, "fr") == once


def test_code_keeps_its_signs() -> None:
    assert values(cleaned('<p>Tapez <code>a : "b"...</code></p>')) == [("text", '<p>Tapez a : "b"...</p>')]


@pytest.mark.rule("S51")
@pytest.mark.parametrize(
    ("caption", "parted"),
    [
        ("La marche. Photo : Alix Saint-Onge, CSN", ("La marche.", "Alix Saint-Onge, CSN")),
        ("Crédit photo\u00a0: L. Roy", ("", "L. Roy")),
        ("© Archives", ("", "Archives")),
        ("Photographie ancienne", ("Photographie ancienne", "")),
    ],
)
def test_the_credit_is_read_in_the_caption(caption: str, parted: tuple[str, str]) -> None:
    assert credit_of(caption) == parted


@pytest.mark.rule("S51")
def test_a_line_under_a_picture_that_only_credits_it_is_its_credit() -> None:
    result = cleaned('<p><img src="https://a.example/x.png" alt="Une foule"></p><p>Photo : Alix Saint-Onge CSN</p>')
    assert values(result) == [
        ("picture", {"src": "https://a.example/x.png", "alt": "Une foule", "caption": "", "number": "", "credit": "Alix Saint-Onge CSN"})
    ]  # fmt: skip


@pytest.mark.rule("S32")
def test_names_of_files() -> None:
    assert corrected_name("petite-hisoire-ciso") == "petite-histoire-ciso"
    assert full_size("2015/06/a-300x200.jpg") == "2015/06/a.jpg"
    assert library_path("https://c.example/wp-content/uploads/2015/06/%C3%A9t%C3%A9.jpg") == "2015/06/été.jpg"
    assert library_path("https://c.example/wp-content/uploads/../../etc/passwd") == ""
    assert not says_something("petite-hisoire-ciso", "petite-hisoire-ciso.png")
    assert not says_something("IMG_1234", "autre.png")
    assert not says_something("DSC 0042", "autre.png")
    assert says_something("Couverture de la Petite histoire", "petite-hisoire-ciso.png")
