"""Which state of an application follows which."""

from datetime import date

STEPS: dict[str, tuple[str, ...]] = {
    "RECEIVED": ("OFFERED", "WAITING", "REFUSED", "WITHDRAWN"),
    "WAITING": ("OFFERED", "REFUSED", "WITHDRAWN"),
    "OFFERED": ("ACCEPTED", "DECLINED", "LAPSED", "WITHDRAWN"),
    "ACCEPTED": ("WITHDRAWN",),
    "DECLINED": (),
    "LAPSED": (),
    "REFUSED": (),
    "WITHDRAWN": (),
}


def may_follow(before: str, after: str) -> bool:
    """Tell whether an application may go from one state to the other."""
    return after in STEPS.get(before, ())


def may_withdraw(state: str, today: date, leaves: date) -> bool:
    """Tell whether a candidate may withdraw by themselves: until the eve of the departure."""
    return may_follow(state, "WITHDRAWN") and today < leaves
