"""What has just happened to a loan."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LoanStateChanged:
    """A loan went from one state to another: codes of `LoanState`."""

    loan_id: int
    before: str
    after: str
