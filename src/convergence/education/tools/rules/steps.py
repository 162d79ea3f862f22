"""Which state of an order or a loan follows which."""

ORDER_STEPS: dict[str, tuple[str, ...]] = {
    "RECEIVED": ("ACCEPTED", "CANCELLED"),
    "ACCEPTED": ("SHIPPED", "CANCELLED"),
    "SHIPPED": (),
    "CANCELLED": (),
}
LOAN_STEPS: dict[str, tuple[str, ...]] = {
    "ASKED": ("LENT", "REFUSED"),
    "LENT": ("RETURNED",),
    "RETURNED": (),
    "REFUSED": (),
}
TOOL_STEPS: dict[str, tuple[str, ...]] = {
    "DRAFT": ("PUBLISHED",),
    "OFFERED": ("PUBLISHED", "DECLINED"),
    "PUBLISHED": ("WITHDRAWN",),
    "DECLINED": ("PUBLISHED",),
    "WITHDRAWN": ("PUBLISHED",),
}


def may_follow(steps: dict[str, tuple[str, ...]], before: str, after: str) -> bool:
    """Tell whether one state follows the other."""
    return after in steps.get(before, ())
