"""From request to return: which state may follow which."""

STEPS: dict[str, tuple[str, ...]] = {
    "REQUESTED": ("OFFERED", "DECLINED", "CANCELLED"),
    "OFFERED": ("OFFERED", "AGREED", "DECLINED", "CANCELLED"),
    "AGREED": ("ON_LOAN", "CANCELLED"),
    "ON_LOAN": ("RETURNED",),
    "RETURNED": (),
    "DECLINED": (),
    "CANCELLED": (),
}


def may_follow(before: str, after: str) -> bool:
    """Tell whether one state may follow another."""
    return after in STEPS[before]
