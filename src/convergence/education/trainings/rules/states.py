"""Which state of a request follows which."""

STEPS: dict[str, tuple[str, ...]] = {
    "RECEIVED": ("PROPOSED", "CONFIRMED", "REFUSED", "WITHDRAWN"),
    "PROPOSED": ("PROPOSED", "RECEIVED", "CONFIRMED", "REFUSED", "WITHDRAWN"),
    "CONFIRMED": ("HELD", "RECEIVED", "REFUSED", "WITHDRAWN"),
    "HELD": ("CLOSED", "CONFIRMED"),
    "CLOSED": ("HELD",),
    "REFUSED": ("RECEIVED",),
    "WITHDRAWN": ("RECEIVED",),
}


def may_follow(before: str, after: str) -> bool:
    """Tell whether a request may go from one state to the other."""
    return after in STEPS.get(before, ())
