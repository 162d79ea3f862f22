"""Writing to a borrower: request received, agreement to sign, signed, soon to return, declined."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.core.dates import long_day
from convergence.core.profile import current_profile
from convergence.education.exhibitions.choices import LoanState
from convergence.education.exhibitions.models import Loan
from convergence.education.exhibitions.papers import agreement_pdf
from convergence.education.exhibitions.queries.links import LATE
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import File, send_transactional
from convergence.messaging.late import Late

DAYS_BEFORE_RETURN = 3


def write(loan: Loan, about: str, *, at: datetime, with_agreement: bool = False) -> None:
    """Put a message to the borrower in the queue, in its language; nothing when it left no address.

    Args:
        loan: the loan.
        about: name of the templates `exhibitions/mail/<about>_…`.
        at: when.
        with_agreement: enclose the agreement as it reads now.
    """
    if not loan.email:
        return
    language = loan.language
    with override(language):
        context = {
            "title": loan.version.exhibition.title_in(language),
            "borrower": loan.borrower_name,
            "first": long_day(loan.first_day, language),
            "last": long_day(loan.last_day, language),
            "venue": loan.venue,
            "city": loan.city,
            "because": loan.because,
            "organisation": current_profile().name,
        }
        name = _("loan-agreement") + f"-{loan.pk}.pdf"
    send_transactional(
        to=loan.email,
        template=f"exhibitions/mail/{about}",
        context=context,
        language=language,
        purpose=Purpose.REPLY,
        contact_id=loan.borrower_id,
        files=[File(name, agreement_pdf(loan, at=at))] if with_agreement else [],
        reference=f"exhibitions.loan:{loan.pk}:{about}:{at.isoformat()}",
        merge={"link": Late(LATE, loan.nonce)},
        at=at,
    )


def remind_returns(*, at: datetime) -> int:
    """Write once to those whose loan ends in three days or has ended, and return to how many."""
    until = timezone.localdate(at) + timedelta(days=DAYS_BEFORE_RETURN)
    due = Loan.objects.filter(state=LoanState.ON_LOAN, last_day__lte=until, reminded_at=None).order_by("pk")
    written = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            rows = Loan.objects.select_for_update(of=("self",)).select_related("version__exhibition", "borrower")
            loan = rows.filter(pk=pk, state=LoanState.ON_LOAN, reminded_at=None).first()
            if loan is None:
                continue
            loan.reminded_at = at
            loan.save(update_fields=["reminded_at"])
            write(loan, "return", at=at)
            written += 1
    return written
