"""What is read of a gathering each time somebody registers, while everybody waits: in one statement, prepared once."""

import time
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from convergence.activities.models import Activity
from convergence.core.reading import Prepared, keep_read
from convergence.education.gatherings.models import Gathering, Price, Seats, Sitting


def _of(model: type[Model], names: str) -> tuple[str, ...]:
    """Return names of fields in the order of the model, which is the one that `from_db` takes."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names.split())


SEATS = _of(Seats, "id gathering_id way capacity taken waiting last_rank")
GATHERING = _of(
    Gathering,
    "id activity_id opens_at closes_at refund_until offer_hours asks_meal asks_access asks_childcare names_emptied_at",
)
ACTIVITY = _of(
    Activity,
    "id slug state is_public security return_date start first_day start_time title_fr title_en title_es",
)
OF_ACTIVITY = len(SEATS) + len(GATHERING)
KEPT_SECONDS, MOST_KEPT = 5.0, 64
_lately: dict[str, tuple[float, Gathering]] = {}


def _read(**which: Any) -> QuerySet[Any, Any]:
    rows = Seats.objects.filter(**which).annotate(
        any_price=Exists(Price.objects.filter(gathering_id=OuterRef("gathering_id"))),
        any_sitting=Exists(Sitting.objects.filter(gathering_id=OuterRef("gathering_id"))),
    )
    return rows.order_by("-way").values_list(
        *SEATS,
        *(f"gathering__{name}" for name in GATHERING),
        *(f"gathering__activity__{name}" for name in ACTIVITY),
        "any_price",
        "any_sitting",
    )


LOCKED = Prepared(
    lambda gathering_id, way: _read(gathering_id=gathering_id, way=way),
    lock=Seats._meta.db_table, gathering_id=-7, way="?way",
)  # fmt: skip
NAMED = Prepared(lambda slug: _read(gathering__activity__slug=slug), slug="?slug")


def locked(gathering_id: int, way: str) -> Seats | None:
    """Return the places of a way of coming, locked, with their gathering and activity; None when there are none.

    `has_prices` tells whether the gathering has prices: most have none, and are not asked for them.
    """
    rows = LOCKED.rows(gathering_id=gathering_id, way=way)
    return _seats(rows[0], _gathering(rows[0])) if rows else None


def open_to_form(slug: str) -> Gathering | None:
    """Return the gathering of an activity with what its form asks; what only pages show is read when it is touched."""
    rows = NAMED.rows(slug=slug)
    if not rows:
        return None
    gathering = _gathering(rows[0])
    any_price, any_sitting = rows[0][-2:]
    keep_read(gathering, seats=[_seats(row, gathering) for row in rows])
    if not any_price:
        keep_read(gathering, prices=[])
    if not any_sitting:
        keep_read(gathering, sittings=[])
    if len(_lately) >= MOST_KEPT:
        _lately.clear()
    _lately[slug] = (time.monotonic(), gathering)
    return gathering


def open_lately(slug: str) -> Gathering | None:
    """Return what this process read of a gathering a few seconds ago, if it did.

    Enough to understand a form, since registering asks again under the lock for all that matters; never to refuse one.
    """
    read_at, gathering = _lately.get(slug, (0.0, None))
    return gathering if time.monotonic() - read_at < KEPT_SECONDS else None


def _seats(row: tuple[Any, ...], gathering: Gathering) -> Seats:
    seats = Seats.from_db(None, SEATS, row[: len(SEATS)])
    seats.gathering, seats.has_prices = gathering, bool(row[-2])
    return seats


def _gathering(row: tuple[Any, ...]) -> Gathering:
    gathering = Gathering.from_db(None, GATHERING, row[len(SEATS) : OF_ACTIVITY])
    gathering.activity = Activity.from_db(None, ACTIVITY, row[OF_ACTIVITY:-2])
    return gathering
