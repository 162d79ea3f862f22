"""Rates, postage and totals of orders, from what the team wrote; what is missing is None, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.education.tools.choices import Tax
from convergence.education.tools.errors import TaxRateMissing
from convergence.education.tools.models import Order, PostageBand, TaxRate
from convergence.education.tools.rules import pricing


@dataclass(frozen=True)
class Rates:
    """Rates to ask on a day, in thousandths of a percent; None: not registered."""

    gst: int | None
    qst: int | None


def registration(profile: OrganisationProfile, tax: str) -> str:
    """Return the registration number for a tax, empty when the organisation is not registered."""
    return profile.gst_number if tax == Tax.GST else profile.qst_number


def rates_on(day: date) -> Rates:
    """Return the rates to ask on a day.

    Raises:
        TaxRateMissing: the organisation is registered for a tax of which no rate is in force.
    """
    profile = current_profile()
    found: dict[str, int | None] = {Tax.GST: None, Tax.QST: None}
    for tax in Tax:
        if registration(profile, tax):
            row = TaxRate.objects.filter(tax=tax, start_date__lte=day).order_by("-start_date").first()
            if row is None:
                raise TaxRateMissing(tax=tax.label)
            found[tax] = row.rate
    return Rates(found[Tax.GST], found[Tax.QST])


def postage_of(copies: int) -> int | None:
    """Return the postage of a number of copies, None when the team wrote none for so many."""
    return pricing.postage(copies, PostageBand.objects.values_list("up_to", "cents"))


def priced(lines: Sequence[pricing.Line], postage_cents: int | None, day: date) -> pricing.Totals | None:
    """Return what lines come to on a day; None when postage or a rate is not known yet."""
    if postage_cents is None:
        return None
    try:
        rates = rates_on(day)
    except TaxRateMissing:
        return None
    return pricing.totals(lines, postage_cents, gst=rates.gst, qst=rates.qst)


def lines_of(order: Order) -> list[pricing.Line]:
    """Return the lines of an order as the rules read them."""
    return [pricing.Line(row.quantity, row.unit_cents, row.taxes) for row in order.lines.all()]


def copies_of(order: Order) -> int:
    """Return how many copies an order asks for."""
    return sum(row.quantity for row in order.lines.all())
