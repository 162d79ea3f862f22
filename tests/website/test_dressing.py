"""Typography repaired as editors type, in the language of the page (S139)."""

import pytest
from wagtail.models import Locale

from convergence.website.dressing import dress_body, dress_html
from convergence.website.models import TextPage

NB, NNB = "\u00a0", "\u202f"
BODY = [
    {"type": "heading", "value": "Qui sommes-nous ?", "id": "1"},
    {"type": "text", "value": '<p>Le 50^e : "on y va" ! <a href="https://a.example/?q=1:2">ici</a></p>', "id": "2"},
    {"type": "quote", "value": {"quote": "L'union", "said_by": "Une déléguée", "source_url": "https://a.example/x'y"}, "id": "3"},
    {"type": "doors", "value": [{"type": "item", "id": "5", "value": {"title": "Agir !", "words": "", "url": "https://b.example/?a=1!"}}], "id": "4"},
]  # fmt: skip


@pytest.mark.rule("S139")
def test_every_word_of_a_body_is_dressed_and_no_address() -> None:
    heading, text, quote, doors = dress_body(BODY, "fr")
    assert heading["value"] in {f"Qui sommes-nous{NB}?", f"Qui sommes-nous{NNB}?"}
    assert "<sup>e</sup>" in text["value"]
    assert 'href="https://a.example/?q=1:2"' in text["value"]
    assert f"«{NB}on y va{NB}»" in text["value"] or f"«{NNB}on y va{NNB}»" in text["value"]
    assert quote["value"]["quote"] == "L’union"
    assert quote["value"]["source_url"] == "https://a.example/x'y"
    assert doors["value"][0]["value"]["title"] in {f"Agir{NB}!", f"Agir{NNB}!"}
    assert doors["value"][0]["value"]["url"] == "https://b.example/?a=1!"


@pytest.mark.rule("S139")
@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_dressing_twice_is_dressing_once(language: str) -> None:
    once = dress_body(BODY, language)
    assert dress_body(once, language) == once
    assert dress_html(dress_html("<p>L'an 1^er : 3 % !</p>", language), language) == dress_html(
        "<p>L'an 1^er : 3 % !</p>", language
    )


@pytest.mark.rule("S139")
def test_a_page_is_dressed_when_it_is_saved_in_its_own_language(home) -> None:
    page = home.add_child(
        instance=TextPage(title="L'atelier : où ?", slug="atelier", locale=home.locale, body=BODY[:3])
    )
    assert page.title == "L’atelier\u00a0: où\u00a0?" or page.title == "L’atelier\u00a0: où\u202f?"
    page.refresh_from_db()
    assert page.body[2].value["quote"] == "L’union"
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "Where: here?"
    english.full_clean()
    assert english.title == "Where: here?"
