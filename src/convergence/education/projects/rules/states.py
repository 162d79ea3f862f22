"""Which state of a project follows which (S93)."""

STEPS: dict[str, tuple[str, ...]] = {
    "DRAFT": ("RUNNING",),
    "RUNNING": ("CLOSED",),
    "CLOSED": ("RUNNING",),
}


def may_follow(before: str, after: str) -> bool:
    """Tell whether a project may go from one state to the other."""
    return after in STEPS.get(before, ())
