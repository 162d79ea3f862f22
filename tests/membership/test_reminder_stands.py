"""One decision for all recipients in the same situation is the decision for each of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.models import DuesCall
from convergence.membership.queries.reminders import case_of, situation_of
from convergence.membership.rules.reminders import Case, Level, decide

DAY = date(2024, 4, 1)
LEVELS = [Level(1, 0), Level(2, 30), Level(3, 60)]
days = st.integers(-90, 90).map(lambda count: DAY + timedelta(days=count))
cents = st.integers(0, 300)


@given(
    charged=st.none() | cents,
    paid=cents,
    promise=st.none() | days,
    sent=st.sets(st.integers(1, 3)).map(lambda numbers: tuple(sorted(numbers))),
    last=st.none() | days,
    flags=st.tuples(*[st.booleans()] * 4),
    closing=st.none() | days,
    on=days,
)
def test_situation_decides_as_the_case_does(
    charged: int | None,
    paid: int,
    promise: date | None,
    sent: tuple[int, ...],
    last: date | None,
    flags: tuple[bool, bool, bool, bool],
    closing: date | None,
    on: date,
) -> None:
    paid = paid if charged is not None else 0
    was_sent, exempt, has_left, marked = flags
    call = DuesCall(due_date=DAY, closing_date=closing)
    whole = Case(charged, paid, DAY, promise, sent, last, was_sent, exempt, has_left, marked, closing)
    money = (charged, paid) if charged is not None else None
    situation = situation_of(money, promise, sent, last, (was_sent, exempt, has_left, marked))
    assert decide(case_of(call, situation), LEVELS, on=on) == decide(whole, LEVELS, on=on)
