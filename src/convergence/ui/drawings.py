"""The drawings of the faces: posters made of a few flat shapes and one thread. Pure: no Django.

Every drawing is 480 by 480. The thread comes in at the left edge, `THREAD` from the top, where the thread of the page
ends; what it does then tells what the page is about. Shapes wear roles, not colours: `a` and `b` and `c` are shapes on
the ground, `t` the thread, `g` the ground again; `COLOURS` of a sheet or of a picture say what these are.
Licence: the one of the product. Author: the Convergence project.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin

SIZE = 480
THREAD = 40


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: the ground it stands on (`night`, `straw` or `paper`) and its shapes as SVG."""

    ground: str
    shapes: str


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _rect(role: str, x: float, y: float, width: float, height: float, rx: float = 0, more: str = "") -> str:
    corner = f' rx="{_n(rx)}"' if rx else ""
    return f'<rect class="{role}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{corner}{more}/>'


def _circle(role: str, x: float, y: float, r: float) -> str:
    return f'<circle class="{role}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"/>'


def _path(role: str, d: str) -> str:
    return f'<path class="{role}" d="{d}"/>'


def _knot(x: float, y: float, r: float = 13) -> str:
    return _circle("k", x, y, r)


def _thread(d: str) -> str:
    return _path("t", f"M0 {THREAD}{d}")


def _arm(role: str, x: int, y: int) -> str:
    """Return a raised arm and the back of its hand; the thread runs over it, the fingers close on the thread."""
    arm = _path(role, f"M{x + 20} {y + 80}L{x - 2} {SIZE}H{x + 120}L{x + 100} {y + 80}Z")
    return arm + _path("e", f"M{x + 6} {y + 176}H{x + 112}") + _rect(role, x + 4, y + 34, 112, 96, 22)


def _fingers(role: str, x: int, y: int) -> str:
    fingers = "".join(
        _rect(f"{role} o", x + 2 + 29 * place, y + drop, 29, 72, 14) for place, drop in enumerate((12, 2, 4, 16))
    )
    turned = f' transform="rotate(-7 {x + 62} {y + 83})"'
    return fingers + _rect(f"{role} o", x + 14, y + 64, 96, 38, 18, turned)


def _head(role: str, x: float, y: float, r: float) -> str:
    """Return somebody: a head and shoulders."""
    w = r * 1.75
    return _circle(role, x, y, r) + _path(role, f"M{_n(x - w)} {_n(y + r * 3.1)}a{_n(w)} {_n(w)} 0 0 1 {_n(2 * w)} 0Z")


def _fists() -> str:
    hands = (("c", 350, 186), ("b", 70, 246), ("a", 204, 82))
    thread = _thread("C70 40 40 288 130 288S190 124 262 124 330 228 410 228 470 60 480 20")
    return "".join(_arm(*hand) for hand in hands) + thread + "".join(_fingers(*hand) for hand in hands)


def _loom() -> str:
    warp = [24 + 48 * place for place in range(10)]
    rows = [236 + 42 * place for place in range(6)]
    strands = "".join(_rect("a", x - 9, 0, 18, SIZE) for x in warp)
    cloth = "".join(_rect("c" if place % 2 else "b", 0, y, SIZE, 32) for place, y in enumerate(rows))
    over = "".join(
        _rect("a", x - 9, y - 1, 18, 34)
        for row, y in enumerate(rows)
        for place, x in enumerate(warp)
        if (row + place) % 2
    )
    shuttle = _path("g", "M196 150C250 106 360 106 414 150C360 194 250 194 196 150Z") + _path(
        "b", "M206 150C256 116 354 116 404 150C354 184 256 184 206 150Z"
    )
    return (
        strands
        + cloth
        + over
        + _thread("H20C70 40 60 214 120 214H180C230 214 210 150 250 150")
        + shuttle
        + _knot(305, 150)
    )


def _needle() -> str:
    cloth = _rect("b", 0, 306, SIZE, 174)
    stitches = "".join(_rect("k", 24 + 58 * place, 384, 36, 8, 4) for place in range(8))
    needle = _path("a", "M392 66C412 50 436 62 428 88L196 404L168 428L180 392Z")
    hidden = _path("b", "M140 306H254L236 336L186 428L140 440Z")
    eye = _path("g", "M398 88C406 78 418 80 412 94L392 122C386 128 378 124 382 114Z")
    return (
        needle
        + eye
        + cloth
        + hidden
        + _path("c", "M0 306H480V322H0Z")
        + _thread("C160 40 130 230 250 210S360 40 396 104")
        + _path("t", "M396 104C470 220 470 300 420 388")
        + stitches
    )


def _spool() -> str:
    wound = "".join(_path("t", f"M132 {158 + 13 * row}L348 {146 + 13 * row}") for row in range(18))
    return (
        _rect("b", 132, 120, 216, 270)
        + wound
        + _rect("a", 92, 92, 296, 44)
        + _rect("a", 92, 384, 296, 44)
        + _rect("a", 214, 60, 52, 34)
        + _thread("C60 40 40 176 132 158")
        + _path("t", "M348 367C430 360 410 440 480 446")
    )


def _globe() -> str:
    meridians = "".join(f'<ellipse class="m" cx="256" cy="276" rx="{rx}" ry="176"/>' for rx in (60, 122)) + "".join(
        _path("m", f"M{_n(256 - half)} {y}H{_n(256 + half)}") for y, half in ((188, 152), (276, 176), (364, 152))
    )
    return (
        _circle("c", 256, 276, 176)
        + meridians
        + _path("m", "M256 100V452")
        + _thread(
            "C150 40 120 120 168 200S330 250 352 196M168 200C190 300 210 330 196 380M168 200C260 260 300 320 330 350"
        )
        + _knot(168, 200, 18)
        + _knot(352, 196)
        + _knot(196, 380)
        + _knot(330, 350)
    )


def _people() -> str:
    places = [(x, y) for y in (386, 262, 138) for x in (66, 182, 298, 414)]
    rows = sorted(((x + (58 if y == 262 else 0), y) for x, y in places), key=lambda place: place[1])
    roles = ("a", "b", "c", "b", "c", "a", "b", "a", "b", "c", "a", "c")
    crowd = "".join(_head(role, x, y, 34) for role, (x, y) in zip(roles, rows, strict=True))
    thread = "C40 40 20 220 66 220S130 190 182 220 240 190 298 220 360 190 414 220C500 250 500 300 472 344S420 320 356 344 300 320 240 344 180 320 124 344C20 380 20 440 66 468S130 440 182 468 250 440 298 468 370 440 414 468"
    knots = "".join(
        _knot(x, y, 9)
        for x, y in ((66, 220), (182, 220), (298, 220), (414, 220), (472, 344), (356, 344), (240, 344), (124, 344))
    )
    return crowd + _thread(thread) + knots


def _years() -> str:
    """Return a ring for each of fifty years, every tenth one strong."""
    rings = "".join(
        f'<circle class="{"y" if year % 10 == 0 else "l"}" cx="240" cy="480" r="{_n(8.6 * year)}"/>'
        for year in range(1, 51)
    )
    knots = "".join(
        _knot(240 - 86 * decade * cos(pi * turn), 480 - 86 * decade * sin(pi * turn), 10)
        for decade, turn in ((1, 0.5), (2, 0.32), (3, 0.6), (4, 0.42))
    )
    return rings + knots + _thread("H240A440 440 0 0 1 480 111") + _knot(240, THREAD, 17)


def _voice() -> str:
    return (
        _path("b", "M196 196L372 92V404L196 300Z")
        + _rect("a", 96, 196, 104, 104)
        + _path("a", "M128 300H182L206 428H150Z")
        + _rect("c", 368, 80, 24, 336)
        + _thread("C60 40 20 248 96 248")
        + _path("t", "M392 190C420 190 430 150 480 130M392 248H480M392 306C420 306 430 346 480 366")
    )


def _letter() -> str:
    return (
        _rect("b", 64, 150, 352, 240)
        + _path("a", "M64 150L240 292L416 150Z")
        + _path("e", "M64 390L196 258M416 390L284 258")
        + _thread("C120 40 240 40 240 150V480")
        + _path("t", "M0 286H480")
        + _knot(240, 286, 24)
    )


def _book() -> str:
    left = "".join(_path("e", f"M92 {y}L206 {y + 20}") for y in range(196, 380, 30))
    right = "".join(_path("e", f"M274 {y + 20}L388 {y}") for y in range(226, 380, 30))
    return (
        _path("a", "M56 138L240 172L424 138V430L240 462L56 430Z")
        + _path("b", "M72 132L234 164V440L72 410Z")
        + _path("b", "M408 132L246 164V440L408 410Z")
        + left
        + right
        + _thread("C140 40 180 60 240 160C250 200 300 214 388 196C440 190 420 120 480 110")
        + _knot(240, 160, 15)
    )


def _shirt() -> str:
    cloth = "M166 96C190 130 290 130 314 96L372 116L462 226L392 286L360 252V450H120V252L88 286L18 226L108 116Z"
    stitched = '<path class="t" stroke-dasharray="16 12" d="M120 428H360M100 262L40 212M380 262L440 212"/>'
    label = _rect("b", 196, 164, 88, 58)
    return (
        _path("a", cloth)
        + _path("g", "M178 94C196 118 284 118 302 94L290 88H190Z")
        + stitched
        + label
        + _thread("C170 40 130 190 240 193S330 330 250 340 200 300 170 428")
        + _knot(240, 193, 11)
    )


def _frames() -> str:
    hung = []
    for role, x, y, ground in (("a", 74, 96, "b"), ("b", 240, 128, "c"), ("c", 404, 96, "a")):
        hung.append(
            _rect("a" if role != "a" else "c", x - 66, y, 132, 172)
            + _rect(ground, x - 54, y + 12, 108, 148)
            + f'<svg x="{x - 54}" y="{y + 12}" width="108" height="148" viewBox="0 0 108 148">{_head("g", 54, 66, 28)}</svg>'
            + _rect("k", x - 6, y - 24, 12, 36, 3)
        )
    floor = _rect("c", 0, 430, SIZE, 50)
    visitors = _head("a", 150, 352, 32) + _head("a", 330, 372, 26)
    return _thread("C120 110 340 160 480 60") + "".join(hung) + floor + visitors


def _panels() -> str:
    return (
        _rect("a", 36, 92, 196, 164)
        + _rect("b", 248, 92, 196, 164)
        + _rect("c", 36, 272, 120, 168)
        + _rect("a", 172, 272, 272, 168)
        + _path("b", "M64 116H200V180H132L108 208V180H64Z")
        + f'<svg x="248" y="92" width="196" height="164" viewBox="40 70 400 334">{_path("a", "M166 96C190 130 290 130 314 96L372 116L462 226L392 286L360 252V450H120V252L88 286L18 226L108 116Z")}</svg>'
        + f'<svg x="36" y="272" width="120" height="168" viewBox="0 0 120 168">{_head("a", 60, 78, 34)}</svg>'
        + "".join(_rect("b", 200 + 42 * place, 330, 12, 110) for place in range(6))
        + _rect("c", 172, 384, 272, 14)
        + _thread("C20 200 160 240 240 230S470 250 430 290 120 250 110 350 260 360 310 350 420 330 480 300")
        + _knot(240, 230, 11)
        + _knot(110, 350, 11)
        + _knot(310, 350, 11)
    )


def _lock() -> str:
    return (
        _rect("b", 108, 230, 264, 210)
        + _circle("a", 240, 318, 30)
        + _path("a", "M226 330H254L264 398H216Z")
        + '<path class="t tt" d="M156 230V176a84 84 0 0 1 168 0V230"/>'
        + _thread("C90 40 110 100 156 176")
    )


def _scales() -> str:
    return (
        _rect("a", 230, 110, 20, 320)
        + _rect("a", 150, 420, 180, 28)
        + _path("a", "M60 196L420 144V162L60 214Z")
        + _path("b", "M10 330H130A60 60 0 0 1 10 330Z")
        + _path("b", "M350 282H470A60 60 0 0 1 350 282Z")
        + _path("x", "M70 206L10 330M70 206L130 330M410 154L350 282M410 154L470 282")
        + _thread("H180C230 40 240 70 240 110")
        + _knot(240, 120, 18)
    )


def _table() -> str:
    seats = [(240 + 178 * cos(2 * pi * place / 8), 262 + 178 * sin(2 * pi * place / 8)) for place in range(8)]
    roles = ("a", "b", "a", "c", "a", "b", "a", "c")
    order = (5, 0, 3, 6, 1, 4, 7, 2)
    across = "".join(
        f"L{_n(240 + (seats[place][0] - 240) * 0.6)} {_n(262 + (seats[place][1] - 262) * 0.6)}" for place in order
    )
    knots = "".join(_knot(240 + (x - 240) * 0.6, 262 + (y - 262) * 0.6, 9) for x, y in seats)
    return (
        "".join(_circle(role, x, y, 36) for role, (x, y) in zip(roles, seats, strict=True))
        + _circle("b", 240, 262, 128)
        + _thread(f"C60 40 90 120 164 184{across}")
        + knots
    )


def _link() -> str:
    """Return a workshop here and a hospital there, and what ties them."""
    windows = "".join(_rect("g", x, y, 22, 26) for x in (318, 362, 406) for y in (262, 310, 358))
    doors = "".join(_rect("g", x, 380, 24, 34) for x in (44, 92, 140))
    return (
        _path("b", "M20 440V290L74 250V290L128 250V290L182 250V440Z")
        + doors
        + _rect("b", 30, 190, 22, 90)
        + _rect("a", 296, 232, 152, 208)
        + windows
        + _path("b", "M360 160H384V182H406V206H384V228H360V206H338V182H360Z")
        + _rect("c", 0, 436, SIZE, 44)
        + _thread("C110 40 90 170 128 240S240 360 296 300 340 120 480 96")
        + _knot(128, 240, 15)
        + _knot(296, 300, 15)
    )


def _knots() -> str:
    return (
        '<g class="w">'
        + _path("a", "M0 240H300")
        + _path("b", "M0 440C160 440 200 240 300 240")
        + "</g>"
        + '<path class="t tt" d="M-4 40C160 40 200 240 300 240H484"/>'
        + _knot(318, 240, 58)
    )


def _box() -> str:
    """Return a box with a slot: a coin goes in, the thread with it."""
    return (
        _circle("b", 240, 132, 84)
        + _thread("C120 40 150 132 240 132V212")
        + _knot(240, 132, 26)
        + _rect("a", 60, 212, 360, 56)
        + _rect("g", 142, 228, 196, 24, 12)
        + _rect("c", 84, 268, 312, 212)
        + _path("t", "M240 252V372")
        + _knot(240, 372, 30)
    )


def _bell() -> str:
    """Return a bell that is rung: the thread pulls it, and goes out as sound."""
    near = _path("t", "M92 330C64 300 56 250 74 206M388 330C416 300 424 250 406 206")
    far = _path("t", "M42 366C4 320 -4 240 24 178M438 366C476 320 484 240 456 178")
    return (
        _circle("a", 240, 402, 44)
        + _path("b", "M240 108C160 108 142 190 138 262C136 310 112 330 96 376H384C368 330 344 310 342 262C338 190 320 108 240 108Z")
        + _rect("c", 84, 366, 312, 34, 8)
        + _rect("a", 216, 70, 48, 44, 8)
        + _thread("C110 40 150 24 240 84")
        + _knot(240, 84, 16)
        + near
        + far
    )  # fmt: skip


def _leaflets() -> str:
    """Return three leaflets that the thread hands on."""

    def leaf(role: str, line: str, x: int, y: int, turn: int) -> str:
        turned = f' transform="rotate({turn} {x + 70} {y + 95})"'
        lines = "".join(
            f'<path class="{line}" d="M{x + 22} {y + drop}H{x + width}"{turned}/>'
            for drop, width in ((52, 118), (84, 118), (116, 90), (148, 118))
        )
        return _rect(role, x, y, 140, 190, 0, turned) + lines

    return (
        leaf("b", "e", 40, 120, -14)
        + leaf("a", "e", 172, 176, 4)
        + leaf("c", "x", 312, 238, 16)
        + _thread("C70 40 60 130 96 140S200 150 250 200 300 250 350 258 440 250 480 210")
        + _knot(96, 140, 15)
        + _knot(250, 200, 15)
        + _knot(366, 260, 15)
    )


def _lens() -> str:
    """Return a lens over a cloth: within it the thread is seen large."""
    strands = "".join(_path("m", f"M0 {y}H{SIZE}") for y in range(84, SIZE, 28))
    handle = '<path class="x xx" d="M330 330L446 446"/>'
    return (
        strands + _circle("c", 220, 220, 150) + _thread("C70 40 90 150 130 190") + '<path class="t tt" d="M96 300C180 330 170 150 250 190S310 210 350 140"/>'
        + '<circle class="x xx" cx="220" cy="220" r="150"/>' + handle + _knot(250, 190, 26)
    )  # fmt: skip


def _broken() -> str:
    """Return a thread that scissors have cut."""
    blades = _path("a", "M262 286L404 118L420 132L286 306Z") + _path("a", "M236 292L210 74L230 66L268 286Z")
    rings = _path("x xx", "M272 300L318 362M250 296L214 356")
    eyes = "".join(f'<circle class="x xx" cx="{x}" cy="{y}" r="42"/>' for x, y in ((344, 396), (192, 394)))
    return (
        blades
        + rings
        + eyes
        + _circle("b", 260, 288, 9)
        + _thread("C90 40 60 190 150 190L196 184M150 190L192 204M150 190L190 168")
        + _path("t", "M480 250C430 250 400 240 370 236L336 222M370 236L330 244M370 236L338 262")
    )


def _tangle() -> str:
    return _thread(
        "C160 40 260 420 130 380S160 90 320 150 380 430 240 420 90 200 250 210 420 330 330 380 120 330 190 250 400 200 360 300 250 330 300 250"
    ) + _knot(300, 250, 15)


DRAWINGS: Mapping[str, Drawing] = {
    "fists": Drawing("night", _fists()),
    "loom": Drawing("paper", _loom()),
    "needle": Drawing("night", _needle()),
    "spool": Drawing("straw", _spool()),
    "globe": Drawing("paper", _globe()),
    "people": Drawing("straw", _people()),
    "years": Drawing("night", _years()),
    "voice": Drawing("straw", _voice()),
    "letter": Drawing("night", _letter()),
    "book": Drawing("night", _book()),
    "shirt": Drawing("straw", _shirt()),
    "frames": Drawing("paper", _frames()),
    "panels": Drawing("straw", _panels()),
    "lock": Drawing("paper", _lock()),
    "scales": Drawing("night", _scales()),
    "table": Drawing("paper", _table()),
    "link": Drawing("straw", _link()),
    "knots": Drawing("paper", _knots()),
    "box": Drawing("night", _box()),
    "bell": Drawing("paper", _bell()),
    "leaflets": Drawing("night", _leaflets()),
    "lens": Drawing("straw", _lens()),
    "broken": Drawing("paper", _broken()),
    "tangle": Drawing("paper", _tangle()),
}


def svg(name: str, classes: str = "") -> str:
    """Return a drawing as an element of a page; machines that speak pass over it, for the words beside say the same."""
    found = DRAWINGS[name]
    return (
        f'<svg class="drawing drawing--{found.ground}{" " + classes if classes else ""}" viewBox="0 0 {SIZE} {SIZE}"'
        f' preserveAspectRatio="xMidYMin slice" aria-hidden="true" focusable="false">{found.shapes}</svg>'
    )
