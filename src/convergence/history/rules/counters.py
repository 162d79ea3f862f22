"""Which of two numbers a counter shows (S71–S76)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """What a counter shows: `number` is None when only the declared words exist; `basis` is `declared` or `recorded`."""

    number: int | None
    basis: str


def reading(declared: int | None, qualifier: str, recorded: int | None) -> Shown:
    """Return the declared figure until the records exceed it, then the records.

    Args:
        declared: the number behind the declared words; None when they give none (« plusieurs centaines »).
        qualifier: how it is stated; « more than 50 » is only exceeded from 52 on, for 51 is already more than 50.
        recorded: what the registers count; None while no register counts it.

    Source: S71–S76.
    """
    if declared is None or recorded is None:
        return Shown(declared, "declared")
    floor = declared + 1 if qualifier == "MORE_THAN" else declared
    return Shown(recorded, "recorded") if recorded > floor else Shown(declared, "declared")
