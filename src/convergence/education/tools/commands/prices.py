"""Printed editions with their price, postage and rates: what the team writes; nothing is there before."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.tools.commands.catalogue import locked
from convergence.education.tools.models import Edition, PostageBand, Printing, TaxRate

DEAREST = 1_000_000


def _check_price(cents: int | None) -> None:
    if cents is not None and not 0 <= cents <= DEAREST:
        raise BadValue(field="price_cents")


@transaction.atomic
def create_printing(
    *, tool_id: int, name: str, actor: Any, at: datetime, edition_id: int | None = None, **values: Any
) -> Printing:
    """Write that a tool was printed; it can be ordered once it has a price and is offered.

    Raises:
        NotFound, NotAllowed, BadValue (a price beyond belief), ValidationError.

    Writes the audit line `tools.printing.created`.
    """
    require(actor, "tools.edit_printing")
    tool = locked(tool_id)
    _check_price(values.get("price_cents"))
    edition = Edition.objects.filter(pk=edition_id, tool=tool).first() if edition_id else None
    printing = Printing(tool=tool, edition=edition, name=name.strip(), **values)
    printing.full_clean()
    printing.save(force_insert=True)
    changes = audit.changes_between({}, audit.snapshot(printing))
    audit.record(actor=actor, verb="tools.printing.created", obj=printing, changes=changes, at=at)
    return printing


@transaction.atomic
def change_printing(*, printing_id: int, actor: Any, at: datetime, **values: Any) -> Printing:
    """Change the name, price, taxes or offer of a printed edition; orders placed keep their price.

    Raises:
        NotFound, NotAllowed, BadValue, ValidationError.

    Writes the audit line `tools.printing.changed`.
    """
    require(actor, "tools.edit_printing")
    printing = Printing.objects.select_for_update(of=("self",)).select_related("tool").filter(pk=printing_id).first()
    if printing is None:
        raise NotFound
    _check_price(values.get("price_cents"))
    before = audit.snapshot(printing)
    for name, value in values.items():
        setattr(printing, name, value)
    printing.full_clean()
    printing.save()
    changes = audit.changes_between(before, audit.snapshot(printing))
    if changes:
        audit.record(actor=actor, verb="tools.printing.changed", obj=printing, changes=changes, at=at)
    return printing


@transaction.atomic
def write_postage(*, up_to: int, cents: int, actor: Any, at: datetime, is_example: bool = False) -> PostageBand:
    """Write what sending costs up to a number of copies; writing it again replaces it.

    Raises:
        NotAllowed, BadValue.

    Writes the audit line `tools.postage.written`.
    """
    require(actor, "tools.edit_prices")
    if not 0 < up_to <= 100_000 or not 0 <= cents <= DEAREST:
        raise BadValue(field="up_to")
    before = PostageBand.objects.filter(up_to=up_to).first()
    band, _made = PostageBand.objects.update_or_create(up_to=up_to, defaults={"cents": cents, "is_example": is_example})
    changes = {"cents": (before.cents if before else None, cents)}
    audit.record(actor=actor, verb="tools.postage.written", obj=band, changes=changes, at=at)
    return band


@transaction.atomic
def remove_postage(*, band_id: int, actor: Any, at: datetime) -> None:
    """Take a postage away; orders placed keep theirs.

    Raises:
        NotFound, NotAllowed.

    Writes the audit line `tools.postage.removed`.
    """
    require(actor, "tools.edit_prices")
    band = PostageBand.objects.filter(pk=band_id).first()
    if band is None:
        raise NotFound
    audit.record(actor=actor, verb="tools.postage.removed", obj=band, changes={"cents": (band.cents, None)}, at=at)
    band.delete()


@transaction.atomic
def write_rate(*, tax: str, rate: int, start_date: date, actor: Any, at: datetime) -> TaxRate:
    """Write the rate of a tax from a day on, in thousandths of a percent; invoices issued keep theirs.

    Raises:
        NotAllowed, ValidationError (no such tax, a rate of 100 % or more).

    Writes the audit line `tools.rate.written`.
    """
    require(actor, "tools.edit_prices")
    row = TaxRate.objects.filter(tax=tax, start_date=start_date).first() or TaxRate(tax=tax, start_date=start_date)
    before = row.rate
    row.rate = rate
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="tools.rate.written", obj=row, changes={"rate": (before, rate)}, at=at)
    return row
