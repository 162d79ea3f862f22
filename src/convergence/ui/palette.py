"""The colours of every face, derived from the five that an organisation chooses. Pure: no Django.

Text keeps a contrast of 4.5 to 1 with its ground, lines that carry meaning 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11),
whatever five colours are chosen. The colours of the product itself are written by hand in `static/ui/tokens.css`.
"""

import re
from dataclasses import dataclass

WORDS = 7.0
TEXT = 4.5
SHAPE = 3.0
BLACK = "#000000"
WHITE = "#ffffff"
_HEX = re.compile(r"#[0-9a-f]{6}")


WORDS_ON_GROUND = (
    ("ink", "paper"),
    ("soft", "paper"),
    ("thread-text", "paper"),
    ("on-block", "block"),
    ("on-deep", "deep"),
    ("on-straw", "straw"),
    ("ink", "raised"),
    ("ink", "sunk"),
    ("soft", "sunk"),
    ("ink", "night-wash"),
    ("ink", "straw-wash"),
    ("thread-text", "thread-wash"),
)
"""Every pair of tokens in which words stand on a ground: 4.5 to 1 at least."""
SHAPES_ON_GROUND = (
    ("thread", "paper"),
    ("night", "paper"),
    ("focus", "paper"),
    ("thread-on-deep", "deep"),
)
"""Shapes that carry meaning, on their ground: 3 to 1 at least."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours as `#rrggbb`: ground, text, the thread, the second strand, the third strand."""

    paper: str = "#faf6ee"
    ink: str = "#191714"
    thread: str = "#c1121f"
    night: str = "#14323b"
    straw: str = "#f2c14e"


DEFAULT = Palette()


def is_colour(text: str) -> bool:
    """Tell whether `text` is a colour written `#rrggbb`, in lower case."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (equal) to 21 (black on white). Source: WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with `share` (0 to 1) of `other` mixed in."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, ground: str, *, ratio: float = TEXT) -> str:
    """Return `colour`, moved towards black or white only as far as `ratio` against `ground` asks."""
    end = BLACK if contrast(BLACK, ground) >= contrast(WHITE, ground) else WHITE
    steps = (mix(colour, end, step / 20) for step in range(21))
    return next((step for step in steps if contrast(step, ground) >= ratio), end)


def words_on(ground: str) -> str:
    """Return the colour of words on a filled ground: white where it can be read, else black."""
    return WHITE if contrast(WHITE, ground) >= TEXT else BLACK


def light(palette: Palette) -> dict[str, str]:
    """Return the tokens of the light scheme, name → `#rrggbb`, names as in tokens.css without the dashes."""
    paper, ink = palette.paper, readable(palette.ink, palette.paper, ratio=WORDS)
    soft, thread_text = readable(mix(ink, paper, 0.3), paper), readable(palette.thread, paper)
    return {
        "paper": paper,
        "ink": ink,
        "thread": readable(palette.thread, paper, ratio=SHAPE),
        "night": readable(palette.night, paper, ratio=SHAPE),
        "straw": palette.straw,
        "raised": _wash(paper, WHITE, 0.7, ink, soft, thread_text),
        "sunk": _wash(paper, ink, 0.05, ink, soft),
        "soft": soft,
        "line": mix(paper, ink, 0.16),
        "thread-text": thread_text,
        "block": palette.thread,
        "on-block": words_on(palette.thread),
        "deep": palette.night,
        "on-deep": words_on(palette.night),
        "thread-on-deep": readable(palette.thread, palette.night, ratio=SHAPE),
        "deep-soft": mix(palette.night, words_on(palette.night), 0.22),
        "on-straw": words_on(palette.straw),
        "thread-wash": _wash(paper, palette.thread, 0.1, ink, thread_text),
        "night-wash": _wash(paper, palette.night, 0.1, ink),
        "straw-wash": _wash(paper, palette.straw, 0.2, ink),
        "focus": readable(palette.night, paper, ratio=SHAPE),
    }


def dark(palette: Palette) -> dict[str, str]:
    """Return the tokens of the dark scheme: the night colour, nearly black, as ground and the strands lit on it."""
    paper = mix(mix(palette.night, BLACK, 0.6), "#121212", 0.5)
    while contrast(WHITE, paper) < 14:
        paper = mix(paper, BLACK, 0.3)
    ink = "#f4eee2"
    straw = readable(palette.straw, paper, ratio=WORDS)
    soft, thread_text = mix(ink, paper, 0.28), readable(palette.thread, paper)
    return {
        "paper": paper,
        "ink": ink,
        "thread": readable(palette.thread, paper, ratio=SHAPE + 1),
        "night": readable(mix(palette.night, WHITE, 0.3), paper, ratio=WORDS),
        "straw": straw,
        "raised": _wash(paper, WHITE, 0.05, ink, soft, thread_text),
        "sunk": _wash(paper, BLACK, 0.35, ink, soft),
        "soft": soft,
        "line": mix(paper, ink, 0.2),
        "thread-text": thread_text,
        "block": palette.thread,
        "on-block": words_on(palette.thread),
        "deep": palette.night,
        "on-deep": words_on(palette.night),
        "thread-on-deep": readable(palette.thread, palette.night, ratio=SHAPE),
        "deep-soft": mix(palette.night, words_on(palette.night), 0.22),
        "on-straw": words_on(straw),
        "thread-wash": _wash(paper, palette.thread, 0.15, ink, thread_text),
        "night-wash": _wash(paper, palette.night, 0.3, ink),
        "straw-wash": _wash(paper, palette.straw, 0.14, ink),
        "focus": readable(palette.straw, paper, ratio=SHAPE),
    }


def _wash(paper: str, colour: str, share: float, *words: str) -> str:
    """Return the paper tinted by a colour, or the paper itself when the words could not be read on the tint."""
    tint = mix(paper, colour, share)
    return tint if all(contrast(word, tint) >= TEXT for word in words) else paper


def tokens_of(sheet: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the colours that tokens.css gives: in the light, in the dark of the machine, in the dark chosen by hand."""
    day, night, chosen = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in sheet.split(":root")[1:4])
    return day, night, chosen


def stylesheet(palette: Palette) -> str:
    """Return the stylesheet that puts `palette` over the product's own colours, light and dark."""
    day, night = _rules(light(palette)), _rules(dark(palette))
    return (
        f":root{{{day}}}\n"
        f"@media (prefers-color-scheme: dark){{:root:not(.w-theme-light){{{night}}}}}\n"
        f":root.w-theme-dark{{{night}}}\n"
    )


def _rules(tokens: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in tokens.items())


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
