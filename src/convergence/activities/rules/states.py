"""Which state follows which."""

STEPS: dict[str, tuple[str, ...]] = {
    "PLANNED": ("CONFIRMED", "HELD", "CANCELLED"),
    "CONFIRMED": ("HELD", "PLANNED", "CANCELLED"),
    "HELD": ("REPORTED", "CONFIRMED"),
    "REPORTED": ("HELD",),
    "CANCELLED": ("PLANNED",),
}


def may_follow(before: str, after: str) -> bool:
    """Tell whether an activity may go from one state to the other; a slip can be taken back step by step."""
    return after in STEPS.get(before, ())
