"""Finding a loan to act on, and going from one state to another."""

from datetime import datetime
from typing import Any

from convergence.core import audit, facts, links
from convergence.core.errors import NotFound
from convergence.education.exhibitions.choices import LoanState
from convergence.education.exhibitions.errors import LinkNotFound, NoSuchStep
from convergence.education.exhibitions.events import LoanStateChanged
from convergence.education.exhibitions.models import Loan
from convergence.education.exhibitions.rules.states import may_follow


def locked(loan_id: int) -> Loan:
    """Return a loan, locked for the act.

    Raises:
        NotFound: there is no such loan.
    """
    rows = Loan.objects.select_for_update(of=("self",)).select_related("version__exhibition", "borrower")
    found = rows.filter(pk=loan_id).first()
    if found is None:
        raise NotFound
    return found


def find_by_token(token: str) -> Loan:
    """Return the loan that a personal link opens.

    Raises:
        LinkNotFound: it opens nothing.
    """
    if not links.is_well_formed(token):
        raise LinkNotFound
    rows = Loan.objects.select_related("version__exhibition", "borrower", "place", "activity")
    found = rows.filter(digest=links.digest_of(token)).first()
    if found is None:
        raise LinkNotFound
    return found


def require_step(loan: Loan, after: str) -> None:
    """Refuse a state that does not follow the present one.

    Raises:
        NoSuchStep: it does not.
    """
    if not may_follow(loan.state, after):
        raise NoSuchStep(before=LoanState(loan.state).label, after=LoanState(after).label)


def step(loan: Loan, after: str, *, actor: Any, at: datetime, **changes: tuple[Any, Any]) -> None:
    """Write a new state; the caller has saved nothing else.

    Writes the audit line `exhibitions.loan.<state>`; publishes LoanStateChanged.
    """
    before, loan.state, loan.changed_at = loan.state, after, at
    loan.save()
    audit.record(
        actor=actor,
        verb=f"exhibitions.loan.{after.lower()}",
        obj=loan,
        changes={"state": (before, after), **changes},
        at=at,
    )
    facts.publish(LoanStateChanged(loan.pk, before, after))
