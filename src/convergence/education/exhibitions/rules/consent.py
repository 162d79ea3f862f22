"""What the people portrayed in a work allow, taken together (S91)."""

from collections.abc import Iterable, Mapping

AGREED = "AGREED"
SHOWN, PRINT_ONLY, WITHDRAWN = "SHOWN", "PRINT_ONLY", "WITHDRAWN"


def allowed(answers: Iterable[Mapping[str, str]]) -> str:
    """Return how a work may be shown: SHOWN everywhere, PRINT_ONLY (on panels and paper), WITHDRAWN.

    Args:
        answers: for each person portrayed, use → latest answer; a use without an answer was not agreed to.
    """
    people = list(answers)
    if any(AGREED not in (one.get("EXHIBITION"), one.get("PRINT")) for one in people):
        return WITHDRAWN
    if all(one.get("WEB") == AGREED and one.get("EXHIBITION") == AGREED for one in people):
        return SHOWN
    return PRINT_ONLY
