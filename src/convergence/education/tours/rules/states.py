"""Which state of a leg follows which."""

STEPS: dict[str, tuple[str, ...]] = {
    "PLANNED": ("ASKED",),
    "ASKED": ("CONFIRMED", "DECLINED", "ASKED"),
    "CONFIRMED": ("ASKED", "DECLINED"),
    "DECLINED": ("ASKED",),
}


def may_follow(before: str, after: str) -> bool:
    """Tell whether a leg may go from one state to the other."""
    return after in STEPS.get(before, ())
