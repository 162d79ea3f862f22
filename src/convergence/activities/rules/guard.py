"""What is kept from the public, and until when (S95)."""

from datetime import date


def is_guarded(security: str, return_date: date | None, today: date) -> bool:
    """Tell whether an activity is kept from every public door today.

    Confidential: for good. High: until its return date, which is the first day it may be shown; without one, for good.
    """
    if security == "CONFIDENTIAL":
        return True
    return security == "HIGH" and (return_date is None or today < return_date)
