"""What an activity was meant to cost, what it did, and who pays."""

from dataclasses import dataclass

from django.db.models import Sum

from convergence.activities.models import Activity
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.models import ActivityEntry


@dataclass(frozen=True)
class Payer:
    """Who puts money in: a contact, None for whom nobody named; whole cents."""

    contact_id: int | None
    name: str
    planned_cents: int
    real_cents: int


@dataclass(frozen=True)
class Budget:
    """Sums of an activity in whole cents, its entries, and who pays. Corrections are counted."""

    entries: tuple[ActivityEntry, ...]
    planned_cost_cents: int
    real_cost_cents: int
    planned_support_cents: int
    real_support_cents: int
    payers: tuple[Payer, ...]

    @property
    def planned_left_cents(self) -> int:
        """Return what is planned to be left; below zero, somebody must still be found."""
        return self.planned_support_cents - self.planned_cost_cents

    @property
    def real_left_cents(self) -> int:
        """Return what is left."""
        return self.real_support_cents - self.real_cost_cents


def budget_of(activity: Activity) -> Budget:
    """Return the budget of an activity, its parts included, in two statements."""
    rows = ActivityEntry.objects.filter(activity__in=[activity.pk, *activity.parts.values_list("pk", flat=True)])
    found = rows.order_by().values_list("kind", "stage", "party_id", "party__name")
    sums = list(found.annotate(cents=Sum("amount_cents")))

    def total(kind: str, stage: str) -> int:
        return sum(cents for of, at, _party, _name, cents in sums if (of, at) == (kind, stage))

    payers: dict[int | None, tuple[str, dict[str, int]]] = {}
    for of, at, party, name, cents in sums:
        if of == CostKind.SUPPORT:
            _name, by_stage = payers.setdefault(party, (name or "", {}))
            by_stage[at] = by_stage.get(at, 0) + cents
    named = sorted(payers.items(), key=lambda one: (one[1][0] == "", one[1][0]))
    return Budget(
        tuple(rows.select_related("party", "reversed_by", "activity").order_by("booked_date", "pk")[:200]),
        total(CostKind.COST, CostStage.PLANNED),
        total(CostKind.COST, CostStage.REAL),
        total(CostKind.SUPPORT, CostStage.PLANNED),
        total(CostKind.SUPPORT, CostStage.REAL),
        tuple(
            Payer(pk, name, by_stage.get(CostStage.PLANNED, 0), by_stage.get(CostStage.REAL, 0))
            for pk, (name, by_stage) in named
        ),
    )
