"""Signing the agreement; what follows when both have."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityKind, ActivityState, OrganisationCapacity
from convergence.activities.commands import change_state, create_activity
from convergence.core import audit
from convergence.core.errors import BadValue
from convergence.education.exhibitions.choices import LoanState, Party
from convergence.education.exhibitions.commands import mail
from convergence.education.exhibitions.commands.finding import locked, step
from convergence.education.exhibitions.errors import NothingToSign, OtherWords
from convergence.education.exhibitions.models import Loan, Signature
from convergence.education.exhibitions.queries.agreement import digest_of, is_signed_by_both
from convergence.vocabulary.models import Axis

AXIS = "education"


@transaction.atomic
def sign_as_lender(*, loan_id: int, name: str, title: str, read: str, actor: Any, at: datetime) -> Loan:
    """Sign for the organisation.

    Raises:
        NotFound, NotAllowed: no such loan; the actor may not sign.
        NothingToSign, OtherWords, BadValue: as for `sign_as_borrower`.

    Writes the audit line `exhibitions.loan.signed`.
    """
    loan = locked(loan_id)
    require(actor, "exhibitions.sign_loan", loan)
    return _sign(loan, Party.LENDER, name, title, read, actor=actor, at=at)


@transaction.atomic
def sign_as_borrower(*, loan_id: int, name: str, title: str, read: str, actor: Any, at: datetime) -> Loan:
    """Sign for the borrower, behind the personal link (no actor) or in the members' space. Signing twice changes nothing.

    Args:
        loan_id: the loan.
        name: who signs.
        title: as what.
        read: digest of the agreement as it was read.
        actor: None behind the personal link.
        at: when.

    Raises:
        NotFound, NotAllowed: no such loan; it is not one's own.
        NothingToSign: it was not offered, or is over.
        OtherWords: the agreement changed since it was read.
        BadValue: nobody signs.

    Writes the audit line `exhibitions.loan.signed`, with the digest of what was signed; when both have signed, also
    `exhibitions.loan.agreed`, and the stop becomes an activity of the register.
    """
    loan = locked(loan_id)
    require(actor, "exhibitions.answer_loan", loan)
    return _sign(loan, Party.BORROWER, name, title, read, actor=actor, at=at)


def _sign(loan: Loan, party: Party, name: str, title: str, read: str, *, actor: Any, at: datetime) -> Loan:
    digest = digest_of(loan)
    given = loan.signatures.filter(party=party, digest=digest).exists()
    if given:
        return loan
    if loan.state != LoanState.OFFERED:
        raise NothingToSign
    if read != digest:
        raise OtherWords
    if not name.strip():
        raise BadValue(field="name")
    loan.signatures.filter(party=party).delete()
    Signature.objects.create(
        loan=loan,
        party=party,
        name=name.strip()[:200],
        title=title.strip()[:200],
        digest=digest,
        signed_at=at,
        signed_by_id=getattr(actor, "pk", None),
    )
    changes = {"party": (None, str(party)), "digest": (None, digest)}
    audit.record(actor=actor, verb="exhibitions.loan.signed", obj=loan, changes=changes, at=at)
    if is_signed_by_both(loan):
        _agree(loan, at=at)
    return loan


def _agree(loan: Loan, *, at: datetime) -> None:
    loan.activity_id = _stop(loan, at=at)
    step(loan, LoanState.AGREED, actor=None, at=at)
    mail.write(loan, "signed", at=at, with_agreement=True)


def _stop(loan: Loan, *, at: datetime) -> int:
    """Write the stop as a confirmed activity and return its id."""
    exhibition = loan.version.exhibition
    titles: dict[str, Any] = {
        f"title_{language}": f"{exhibition.title_in(language)} – {loan.city}"[:200]
        for language in ("fr", "en", "es")
        if language == "fr" or exhibition.title_language(language) == language
    }
    made = create_activity(
        kind=ActivityKind.EXHIBITION,
        start=loan.first_day.isoformat(),
        end=loan.last_day.isoformat(),
        place=loan.place,
        venue=f"{loan.venue}, {loan.city}"[:200],
        axis=Axis.objects.filter(slug=AXIS).first(),
        is_public=loan.is_announced,
        organisations=[(loan.borrower_id, OrganisationCapacity.HOST)] if loan.borrower_id else [],
        actor=None,
        at=at,
        **titles,
    )
    change_state(activity_id=made.pk, state=ActivityState.CONFIRMED, actor=None, at=at)
    return int(made.pk)
