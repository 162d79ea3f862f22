"""Copies that come and go. The last movement says what is left; see “Printed copies: stock”."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.tools.choices import Movement
from convergence.education.tools.errors import OutOfStock
from convergence.education.tools.models import Order, Printing, StockMovement

MOST = 1_000_000
SIGNS = {Movement.RECEIVED: 1, Movement.GIVEN: -1, Movement.LOST: -1}


@transaction.atomic
def move_stock(
    *,
    printing_id: int,
    kind: str,
    quantity: int,
    actor: Any,
    at: datetime,
    note: str = "",
    activity_id: int | None = None,
) -> StockMovement | None:
    """Write that copies came, were given out, were lost, or were counted.

    Args:
        printing_id: the printed edition.
        kind: RECEIVED, GIVEN, LOST or COUNTED.
        quantity: how many copies; for COUNTED, how many there are.
        actor: who writes it.
        at: when.
        note: from where, to whom.
        activity_id: where they were given out.

    Returns:
        The movement, None when as many are there as was thought.

    Raises:
        NotFound, NotAllowed, BadValue (no such kind, an impossible number), OutOfStock.

    Writes the audit line `tools.stock.moved`.
    """
    require(actor, "tools.record_stock")
    printing = locked_printing(printing_id)
    if kind not in (*SIGNS, Movement.COUNTED) or not (0 if kind == Movement.COUNTED else 1) <= quantity <= MOST:
        raise BadValue(field="quantity")
    change = quantity - left_of(printing) if kind == Movement.COUNTED else SIGNS[Movement(kind)] * quantity
    if change == 0:
        return None
    made = move(printing, kind, change, actor=actor, at=at, note=note.strip()[:300], activity_id=activity_id)
    audit.record(
        actor=actor,
        verb="tools.stock.moved",
        obj=printing,
        changes={"left": (made.left - change, made.left), "kind": (None, kind)},
        at=at,
    )
    return made


def locked_printing(printing_id: int) -> Printing:
    """Return a printed edition, locked for the act.

    Raises:
        NotFound: there is no such printed edition.
    """
    found: Printing | None = (
        Printing.objects.select_for_update(of=("self",)).select_related("tool").filter(pk=printing_id).first()
    )
    if found is None:
        raise NotFound
    return found


def left_of(printing: Printing) -> int:
    """Return what the last movement left."""
    last = printing.movements.order_by("-rank").first()
    return last.left if last else 0


def move(
    printing: Printing,
    kind: str,
    change: int,
    *,
    actor: Any,
    at: datetime,
    order: Order | None = None,
    note: str = "",
    activity_id: int | None = None,
) -> StockMovement:
    """Write the next movement of a printed edition that is locked.

    Raises:
        OutOfStock: fewer copies are left, also when somebody else was quicker.
    """
    last = printing.movements.order_by("-rank").first()
    rank, before = (last.rank, last.left) if last else (0, 0)
    if before + change < 0:
        raise OutOfStock(what=str(printing), left=before)
    try:
        with transaction.atomic():
            return StockMovement.objects.create(
                printing=printing,
                rank=rank + 1,
                kind=kind,
                quantity=change,
                left=before + change,
                order=order,
                activity_id=activity_id,
                note=note,
                recorded_at=at,
                recorded_by_id=getattr(actor, "pk", None),
            )
    except IntegrityError as error:
        raise OutOfStock(what=str(printing), left=left_of(printing)) from error
