"""How the pictures of the example are printed: a plate for each ink, its screen of dots, its small shift on the paper.

The example takes no picture from anywhere. It draws its own and prints them as posters are printed. Pillow alone is
needed, and the same plates always give the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import ceil, cos, hypot, pi
from random import Random

from PIL import Image, ImageChops, ImageFilter

SIZE = (1600, 1200)
PAPER, NIGHT, THREAD, STRAW = "#f3ead9", "#14323b", "#c1121f", "#f2c14e"
CELL = 13
"""How far two dots of a screen are apart, in pixels."""
DARKEST, LIGHTEST = 28, 222
SHARPNESS = 9


@dataclass(frozen=True)
class Plate:
    """What one ink prints: `tone` is black where it prints full, white where the paper stays; `shift` is in pixels."""

    tone: Image.Image
    ink: str
    angle: float = 0.0
    shift: tuple[int, int] = (0, 0)


def printed(plates: Sequence[Plate]) -> bytes:
    """Return a JPEG of the plates printed one over the other."""
    sheet = Image.new("RGB", SIZE, PAPER)
    for number, plate in enumerate(plates):
        dots = ImageChops.multiply(_dots(plate), _worn(number))
        over = ImageChops.multiply(sheet, Image.new("RGB", SIZE, plate.ink))
        where = Image.new("L", SIZE, 0)
        where.paste(dots, plate.shift)
        sheet.paste(over, (0, 0), where)
    held = BytesIO()
    sheet.save(held, "JPEG", quality=80, optimize=True)
    return held.getvalue()


def slope(light: int, dark: int, *, angle: float = 0.0) -> Image.Image:
    """Return a plate that goes from light, at the top, to dark; `angle` turns it, counter-clockwise."""
    wide = Image.linear_gradient("L").resize((ceil(hypot(*SIZE)),) * 2).rotate(angle, fillcolor=128)
    left, top = ((wide.width - side) // 2 for side in SIZE)
    return wide.crop((left, top, left + SIZE[0], top + SIZE[1])).point(
        lambda value: light + (dark - light) * value // 255
    )


def lit(tone: Image.Image, at: tuple[int, int], reach: int, strength: int) -> Image.Image:
    """Return a plate with a round light on it: the ink gives way around `at`, as far as `reach`, by `strength` at most."""
    glow = Image.new("L", SIZE, 0)
    glow.paste(_lamp(strength).resize((2 * reach, 2 * reach), Image.Resampling.BICUBIC), (at[0] - reach, at[1] - reach))
    return ImageChops.add(tone, glow)


@cache
def _lamp(strength: int) -> Image.Image:
    side = 64
    far = ((hypot(x - 31.5, y - 31.5) / 31.5) for y in range(side) for x in range(side))
    lamp = Image.new("L", (side, side))
    lamp.putdata([round(strength * (1 + cos(pi * min(1.0, part))) / 2) for part in far])
    return lamp


def _dots(plate: Plate) -> Image.Image:
    """Return where a plate leaves ink: dots as large as its tone is dark."""
    inked = ImageChops.subtract(_screen(plate.angle), plate.tone.filter(ImageFilter.GaussianBlur(1.5)))
    return inked.point(lambda value: min(255, value * SHARPNESS))


@cache
def _screen(angle: float) -> Image.Image:
    """Return hills, one for each dot, in rows that lean at an angle."""
    turn = 2 * pi / CELL
    heights = [cos(turn * x) + cos(turn * y) for y in range(CELL) for x in range(CELL)]
    tile = Image.new("L", (CELL, CELL))
    tile.putdata([round(DARKEST + (LIGHTEST - DARKEST) * (2 + height) / 4) for height in heights])
    side = ceil(hypot(*SIZE) / CELL) * CELL
    sheet = Image.new("L", (side, side))
    row = Image.new("L", (side, CELL))
    for x in range(0, side, CELL):
        row.paste(tile, (x, 0))
    for y in range(0, side, CELL):
        sheet.paste(row, (0, y))
    turned = sheet.rotate(angle, Image.Resampling.BICUBIC)
    left, top = ((side - length) // 2 for length in SIZE)
    return turned.crop((left, top, left + SIZE[0], top + SIZE[1]))


@cache
def _worn(number: int) -> Image.Image:
    """Return where the ink takes less well: the specks of a poster printed by hand."""
    small = (SIZE[0] // 4, SIZE[1] // 4)
    specks = Image.frombytes("L", small, Random(number).randbytes(small[0] * small[1]))  # noqa: S311
    return specks.resize(SIZE, Image.Resampling.BICUBIC).point(lambda value: min(255, 90 + value * 6))
