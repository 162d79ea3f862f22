"""What an order costs: goods, postage, GST and QST. Prose and table in docs/reference/rules/tools.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from convergence.core.money import share

WHOLE = 100_000
"""A rate is given in thousandths of a percent: 9.975 % is 9975 of these."""
BEARS = {"GST": ("BOTH", "GST"), "QST": ("BOTH",)}


@dataclass(frozen=True, slots=True)
class Line:
    """Copies of one printed edition; `taxes` is a code of `Taxes`."""

    quantity: int
    unit_cents: int
    taxes: str

    @property
    def cents(self) -> int:
        """Return what the copies cost."""
        return self.quantity * self.unit_cents


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order comes to, in whole cents; a tax that is not asked is None, which is not zero."""

    goods_cents: int
    postage_cents: int
    gst_cents: int | None
    qst_cents: int | None

    @property
    def total_cents(self) -> int:
        """Return all of it."""
        return self.goods_cents + self.postage_cents + (self.gst_cents or 0) + (self.qst_cents or 0)


def totals(lines: Sequence[Line], postage_cents: int, *, gst: int | None = None, qst: int | None = None) -> Totals:
    """Add up an order.

    Args:
        lines: the copies, one line at least.
        postage_cents: what sending costs.
        gst: rate of the GST in thousandths of a percent, None when it is not asked.
        qst: rate of the QST, likewise.
    """
    shares = _postage_of_lines(lines, postage_cents)
    bases = {
        tax: sum(line.cents + part for line, part in zip(lines, shares, strict=True) if line.taxes in borne)
        for tax, borne in BEARS.items()
    }
    return Totals(
        goods_cents=sum(line.cents for line in lines),
        postage_cents=postage_cents,
        gst_cents=None if gst is None else taxed(bases["GST"], gst),
        qst_cents=None if qst is None else taxed(bases["QST"], qst),
    )


def taxed(base_cents: int, rate: int) -> int:
    """Return a tax on a sum, rounded once to the nearest cent, half a cent up."""
    return (base_cents * rate * 2 + WHOLE) // (2 * WHOLE)


def _postage_of_lines(lines: Sequence[Line], postage_cents: int) -> list[int]:
    """Share the postage over the lines by their amounts, or by their copies when all are free."""
    amounts = [line.cents for line in lines]
    return share(postage_cents, amounts if sum(amounts) else [line.quantity for line in lines])


def postage(copies: int, bands: Iterable[tuple[int, int]]) -> int | None:
    """Return the postage of a number of copies, None when no band holds them.

    Args:
        copies: all copies of the order.
        bands: (up to how many copies, cents).
    """
    fitting = sorted(band for band in bands if band[0] >= copies)
    return fitting[0][1] if fitting else None
