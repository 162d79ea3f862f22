"""What the pictures of the example show: a hall of sewing machines, an assembly, an exhibition in a square, a portrait.

Drawn for the example and printed by `prints`. Nobody is portrayed: faces have no features. Licence: the one of the
product. Author: the Convergence project.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

from convergence.demo.site.prints import NIGHT, SIZE, STRAW, THREAD, Plate, lit, printed, slope

WIDE, HIGH = SIZE
WHITE, BLACK = 255, 0
Point = tuple[float, float]
MACHINE: tuple[tuple[Point, ...], ...] = (
    ((0, 0), (1, 0), (1, 0.13), (0, 0.13)),
    ((0.66, 0.13), (0.93, 0.13), (0.93, 0.7), (0.7, 0.7)),
    ((0.1, 0.43), (0.9, 0.46), (0.9, 0.72), (0.14, 0.7), (0.08, 0.62)),
    ((0.08, 0.24), (0.25, 0.24), (0.27, 0.66), (0.08, 0.66)),
    ((0.155, 0.12), (0.175, 0.12), (0.175, 0.26), (0.155, 0.26)),
    ((0.52, 0.7), (0.64, 0.7), (0.62, 0.9), (0.54, 0.9)),
)
"""A sewing machine one wide: its bed, pillar, arm, head, needle and spool; heights go up."""


def hall() -> bytes:
    """Return the hall of a clothing plant: two rows of sewing machines, nobody, one thread from machine to machine."""
    night, straw, thread = _blank(), _blank(), _blank()
    night.paste(slope(105, 215))
    night = lit(night, FAR, 900, 190)
    draw, light, red = (ImageDraw.Draw(plate) for plate in (night, straw, thread))
    for near in (1.3, 0.86, 0.57, 0.38, 0.25):  # windows of the left wall
        window = [
            _towards(-80, y, part) for y, part in ((-150, near), (-150, near * 0.74), (420, near * 0.74), (420, near))
        ]
        draw.polygon(window, WHITE)
        light.polygon(window, 40)
        for one, other in ((0, 3), (1, 2), (0, 1), (3, 2)):
            draw.line([window[one], window[other]], 30, round(20 * near))
        middle = _between(window[0], window[1]), _between(window[3], window[2])
        draw.line(middle, 30, round(12 * near))
        draw.line([_between(window[0], window[3]), _between(window[1], window[2])], 30, round(12 * near))
    for near in (0.95, 0.62, 0.4, 0.26, 0.17):  # lamps
        draw.polygon([_towards(700, -330, near), _towards(1500, -330, near), _towards(1440, -260, near), _towards(760, -260, near)], WHITE)  # fmt: skip
        draw.line([_towards(690, -338, near), _towards(1510, -338, near)], 20, round(16 * near))
    needles = [[_bench(draw, place, 0.66**step) for step in (6, 5, 4, 3, 2, 1, 0)] for place in (1180, -60)]
    way = [(0.0, 133.0), *reversed(needles[1][3:]), *needles[0][3:], (WIDE + 40.0, 700.0)]
    red.line(_sagging(way), BLACK, 13, joint="curve")
    for x, y in way[1:-1]:
        red.ellipse((x - 19, y - 19, x + 19, y + 19), BLACK)
    return printed([Plate(straw, STRAW, 0, (6, -4)), Plate(night, NIGHT, 22), Plate(thread, THREAD, 0, (-4, 4))])


def assembly() -> bytes:
    """Return a full hall seen from behind: heads, raised fists, a banner without words over the platform."""
    chance = Random(1975)  # noqa: S311
    night, straw, thread = slope(90, 200), _blank(), _blank()
    night = lit(night, (800, 430), 760, 200)
    draw, light, red = (ImageDraw.Draw(plate) for plate in (night, straw, thread))
    for x in range(-160, WIDE + 200, 132):  # curtain
        draw.polygon([(x, 0), (x + 44, 0), (x + 62, 580), (x + 8, 580)], 70)
    light.rectangle((330, 380, 1270, 580), 40)
    draw.rectangle((330, 380, 1270, 580), 245)
    banner = [(220, 130), (800, 186), (1380, 130), (1380, 352), (800, 410), (220, 352)]
    draw.polygon(banner, WHITE)
    light.polygon(banner, WHITE)
    red.polygon(banner, BLACK)
    for x in (214, 1386):
        draw.line([(x, 70), (x, 600)], 12, 18)
    for place in range(5):  # who sits at the table
        _somebody(draw, 568 + 116 * place, 470, 28, 20)
    draw.rectangle((440, 520, 1160, 600), 12)
    for row, (r, y, tone) in enumerate(((22, 612, 176), (30, 652, 150), (40, 706, 124), (54, 776, 98), (72, 872, 70), (98, 1000, 40), (132, 1160, 8))):  # fmt: skip
        for place in range(int(WIDE / (r * 2.6)) + 3):
            x = (place - 0.5 + (row % 2) / 2) * r * 2.6 + chance.uniform(-0.3, 0.3) * r
            drop = y + chance.uniform(-0.25, 0.25) * r
            if row > 1 and chance.random() < 0.24:
                _hand(draw, x + 1.3 * r, drop - 0.2 * r, r, tone)
            _somebody(draw, x, drop, r, max(4, tone + chance.randint(-16, 16)))
    return printed([Plate(straw, STRAW, 0, (5, 4)), Plate(thread, THREAD, 0, (-5, 3)), Plate(night, NIGHT, 22)])


def square() -> bytes:
    """Return an exhibition in a square: three large panels under the trees, people who stop before them."""
    chance = Random(2023)  # noqa: S311
    night, straw, thread = slope(255, 205), _blank(), _blank()
    draw, light, red = (ImageDraw.Draw(plate) for plate in (night, straw, thread))
    x = -40
    while x < WIDE:  # houses behind
        width, top = chance.randint(120, 240), chance.randint(230, 430)
        tone = chance.choice((170, 190, 205))
        draw.rectangle((x, top, x + width, 800), tone)
        for wx in range(x + 22, x + width - 30, 50):
            for wy in range(top + 30, 740, 74):
                draw.rectangle((wx, wy, wx + 22, wy + 40), 250 if chance.random() < 0.4 else tone - 60)
        x += width + chance.choice((0, 0, 14))
    draw.rectangle((0, 800, WIDE, HIGH), 238)
    for x, y, r in ((40, 300, 230), (1560, 280, 250)):
        draw.rectangle((x - 18, y, x + 18, 960), 20)
        for _leaf in range(40):
            lx, ly = x + chance.gauss(0, r * 0.45), y + chance.gauss(0, r * 0.34)
            draw.ellipse((lx - r * 0.28, ly - r * 0.24, lx + r * 0.28, ly + r * 0.24), chance.choice((40, 70, 100)))
    for left, width, tone in ((170, 360, 70), (600, 410, 40), (1080, 360, 90)):
        _panel(draw, light, left, width, tone)
    hung: list[Point] = [
        (0, 300),
        (170, 360),
        (530, 360),
        (600, 335),
        (1010, 335),
        (1080, 360),
        (1440, 360),
        (WIDE, 300),
    ]
    red.line(_sagging(hung), BLACK, 15, joint="curve")
    for knot in hung[1:-1]:
        red.ellipse((knot[0] - 22, knot[1] - 22, knot[0] + 22, knot[1] + 22), BLACK)
    for x, feet, tall, tone in ((330, 1090, 380, 6), (420, 1084, 250, 24), (800, 1150, 450, 4), (1190, 1070, 360, 10), (1300, 1086, 390, 18)):  # fmt: skip
        _passer(draw, x, feet, tall, tone)
    return printed([Plate(straw, STRAW, 0, (6, 2)), Plate(night, NIGHT, 22), Plate(thread, THREAD, 0, (-4, 5))])


def portrait() -> bytes:
    """Return somebody with a cap and a sack over the shoulder, before a round sun."""
    night, straw, thread = slope(250, 205, angle=90), _blank(), _blank()
    draw, light, red = (ImageDraw.Draw(plate) for plate in (night, straw, thread))
    light.ellipse((330, 90, 1270, 1030), BLACK)
    draw.ellipse((940, 470, 1500, 1320), 120)  # the sack
    for fold in range(7):
        draw.arc((960 + 34 * fold, 500 + 20 * fold, 1480, 1320), 190, 300, 60, 7)
    draw.polygon([(330, HIGH), (430, 900), (620, 800), (960, 800), (1130, 900), (1230, HIGH)], 36)
    draw.polygon([(690, 690), (880, 690), (910, 840), (785, 900), (660, 840)], 120)
    draw.ellipse((600, 330, 970, 800), 178)
    draw.chord((600, 330, 970, 800), 90, 270, 96)  # the side in the shade
    draw.pieslice((576, 250, 994, 620), 180, 360, 22)
    draw.polygon([(560, 430), (1090, 420), (1080, 470), (580, 472)], 10)
    red.line(_sagging([(0, 130), (420, 640), (800, 850), (1180, 640), (WIDE, 300)]), BLACK, 15, joint="curve")
    return printed([Plate(straw, STRAW, 0, (5, -4)), Plate(night, NIGHT, 22), Plate(thread, THREAD, 0, (-4, 4))])


def _blank() -> Image.Image:
    return Image.new("L", SIZE, WHITE)


FAR = (1130, 380)
"""Where the rows of the hall meet."""


def _towards(x: float, y: float, near: float) -> Point:
    """Return a point on its way to where the rows meet: at 1 it is where it is named, at 0 it has arrived."""
    return FAR[0] + (x - FAR[0]) * near, FAR[1] + (y - FAR[1]) * near


def _between(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _bench(draw: ImageDraw.ImageDraw, left: float, near: float) -> Point:
    """Draw a piece of a long table with its sewing machine; return where the needle is."""
    further, wide = near * 0.66, 760
    table = [_towards(left, 960, near), _towards(left + wide, 960, near), _towards(left + wide, 960, further), _towards(left, 960, further)]  # fmt: skip
    front = [table[0], table[1], _towards(left + wide, 1010, near), _towards(left, 1010, near)]
    draw.polygon(table, 205)
    draw.polygon(front, 30)
    for leg in (0.04, 0.9):
        foot = [_towards(left + wide * part, y, near) for part, y in ((leg, 1010), (leg + 0.05, 1010), (leg + 0.05, 1500), (leg, 1500))]  # fmt: skip
        draw.polygon(foot, 40)
    tone = round(8 + 90 * (1 - near))
    deep = (near + further) / 2
    for part in MACHINE:
        draw.polygon([_towards(left + 110 + 560 * px, 960 - 520 * py, deep) for px, py in part], tone)
    (x1, y1), (x2, y2) = _towards(left + 620, 560, deep), _towards(left + 730, 740, deep)
    draw.ellipse((x1, y1, x2, y2), tone)
    shine = [_towards(left + 200, 700, deep), _towards(left + 600, 690, deep)]
    draw.line(shine, 215, max(2, round(16 * deep)))
    return _towards(left + 202, 900, deep)


def _sagging(way: Sequence[Point]) -> list[Point]:
    """Return a line through the points, hanging a little between each and the next."""
    found: list[Point] = []
    for (x1, y1), (x2, y2) in pairwise(way):
        slack = min(70.0, 0.14 * abs(x2 - x1))
        for step in range(12):
            part = step / 12
            found.append((x1 + (x2 - x1) * part, y1 + (y2 - y1) * part + slack * sin(pi * part)))
    return [*found, way[-1]]


def _somebody(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, tone: int) -> None:
    """Draw a head and shoulders from behind, with a rim of light."""
    for rim, shade in ((0.13 * r, 250), (0.0, tone)):
        draw.ellipse((x - 1.75 * r - rim, y + 0.95 * r - rim, x + 1.75 * r + rim, y + 4.6 * r), shade)
        draw.ellipse((x - 0.86 * r - rim, y - 1.2 * r - rim, x + 0.86 * r + rim, y + 1.05 * r + rim), shade)
    draw.rectangle((x - 0.42 * r, y + 0.5 * r, x + 0.42 * r, y + 1.5 * r), tone)


def _hand(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, tone: int) -> None:
    """Draw a raised arm and its fist."""
    for rim, shade in ((0.13 * r, 250), (0.0, tone)):
        draw.line([(x, y + 3 * r), (x + 0.15 * r, y - 1.6 * r)], shade, round(0.8 * r + 2 * rim))
        draw.rounded_rectangle(
            (x - 0.5 * r - rim, y - 2.6 * r - rim, x + 0.8 * r + rim, y - 1.3 * r + rim), 0.35 * r, shade
        )


def _panel(draw: ImageDraw.ImageDraw, light: ImageDraw.ImageDraw, left: int, width: int, tone: int) -> None:
    """Draw a panel on its posts, with somebody's portrait."""
    top, low = 360 - (width - 360) // 2, 930
    tall, middle = low - top, left + width / 2
    for x in (left + 16, left + width - 16):
        draw.line([(x, top), (x, 1020)], 12, 20)
    inside = (left + 16, top + 16, left + width - 16, low - 16)
    draw.rectangle((left, top, left + width, low), 8)
    draw.rectangle(inside, WHITE)
    light.rectangle(inside, 20)
    draw.chord((middle - 0.4 * width, top + 0.62 * tall, middle + 0.4 * width, top + 1.32 * tall), 180, 360, tone)
    draw.rectangle((middle - 0.4 * width, top + 0.95 * tall, middle + 0.4 * width, low - 16), tone)
    draw.rectangle((middle - 0.09 * width, top + 0.5 * tall, middle + 0.09 * width, top + 0.7 * tall), tone + 50)
    face = (middle - 0.18 * width, top + 0.2 * tall, middle + 0.18 * width, top + 0.6 * tall)
    draw.ellipse(face, tone + 100)
    draw.chord(face, 90, 270, tone)
    draw.chord((face[0] - 6, face[1] - 10, face[2] + 6, face[3] - 30), 195, 345, max(0, tone - 40))


def _passer(draw: ImageDraw.ImageDraw, x: float, feet: float, tall: float, tone: int) -> None:
    """Draw somebody who stands, from behind, with a rim of light."""
    r, head = tall * 0.075, feet - tall
    for rim, shade in ((tall * 0.016, 250), (0.0, tone)):
        coat = [(x - tall * 0.12 - rim, head + 3 * r - rim), (x - tall * 0.06, head + 2.3 * r - rim), (x + tall * 0.06, head + 2.3 * r - rim), (x + tall * 0.12 + rim, head + 3 * r - rim), (x + tall * 0.15 + rim, feet - tall * 0.36 + rim), (x - tall * 0.15 - rim, feet - tall * 0.36 + rim)]  # fmt: skip
        draw.polygon(coat, shade)
        draw.ellipse((x - r - rim, head - rim, x + r + rim, head + 2.5 * r + rim), shade)
        for start in (-tall * 0.085 - rim, tall * 0.015):
            draw.rectangle((x + start, feet - tall * 0.37, x + start + tall * 0.07 + rim, feet), shade)
