"""Colours: readable whatever an organisation chooses."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from convergence import ui
from convergence.ui import palette

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
palettes = st.builds(palette.Palette, paper=colours, ink=colours, thread=colours, night=colours, straw=colours)


def test_contrast_is_the_one_of_wcag() -> None:
    assert palette.contrast("#000000", "#ffffff") == 21
    assert palette.contrast("#777777", "#ffffff") == palette.contrast("#ffffff", "#777777")
    assert round(palette.contrast("#767676", "#ffffff"), 2) == 4.54


@given(palettes)
def test_words_can_be_read_whatever_the_five_colours(chosen: palette.Palette) -> None:
    for tokens in (palette.light(chosen), palette.dark(chosen)):
        for words, ground in palette.WORDS_ON_GROUND:
            assert palette.contrast(tokens[words], tokens[ground]) >= 4.5, (words, ground, tokens)
        for shape, ground in palette.SHAPES_ON_GROUND:
            assert palette.contrast(tokens[shape], tokens[ground]) >= 3, (shape, tokens)


def test_the_sheet_names_the_same_tokens_in_light_and_dark() -> None:
    assert palette.light(palette.DEFAULT).keys() == palette.dark(palette.DEFAULT).keys()


def test_the_tokens_written_by_hand_hold_the_same_names_and_can_be_read() -> None:
    sheet = (Path(ui.__file__).parent / "static/ui/tokens.css").read_text(encoding="utf-8")
    light, dark, chosen_dark = palette.tokens_of(sheet)
    assert light.keys() == palette.light(palette.DEFAULT).keys()
    assert dark == chosen_dark
    assert dark.keys() == light.keys()
    assert (
        palette.Palette(**{name: light[name] for name in ("paper", "ink", "thread", "night", "straw")})
        == palette.DEFAULT
    )
    for tokens in (light, dark):
        for words, ground in palette.WORDS_ON_GROUND:
            assert palette.contrast(tokens[words], tokens[ground]) >= 4.5, (words, ground)


def test_a_colour_is_a_sharp_and_six_digits() -> None:
    assert palette.is_colour("#c1121f")
    assert not palette.is_colour("red")
    assert not palette.is_colour("#c1121f;}")
