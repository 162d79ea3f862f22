"""What waits for a person among loans: requests, agreements to sign, what leaves and returns this week."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.education.exhibitions.choices import LoanState, Party
from convergence.education.exhibitions.models import Loan, Signature
from convergence.education.exhibitions.queries.loans import leaving_between, returning_between, week_of


@home.waiting("exhibitions.edit_loan", order=46)
def loans_to_follow(user: Any, at: datetime) -> home.WaitingSource:
    """Requests to answer, crates that leave and crates that return within seven days or are late."""
    rows = visible(user, "exhibitions.edit_loan", Loan.objects.all())
    week, here = week_of(timezone.localdate(at)), reverse("exhibitions:index")
    asked, leaving, returning = yield home.Counted(
        rows.filter(state=LoanState.REQUESTED), rows.filter(leaving_between(week)), rows.filter(returning_between(week))
    )
    if asked:
        why = _("A request keeps no crate: whoever is offered first has it.")
        yield home.Waiting(
            asked,
            ngettext("request for an exhibition to answer", "requests for an exhibition to answer", asked),
            why,
            f"{here}?state=REQUESTED",
        )
    if leaving:
        why = _("Pack and check the panels, write the report of departure.")
        yield home.Waiting(
            leaving, ngettext("loan leaving this week", "loans leaving this week", leaving), why, f"{here}?when=leaves"
        )
    if returning:
        why = _("Unpack, look at each panel, write the report of return.")
        yield home.Waiting(
            returning,
            ngettext("loan returning this week, or late", "loans returning this week, or late", returning),
            why,
            f"{here}?when=returns",
        )


@home.waiting("exhibitions.sign_loan", order=47)
def agreements_to_sign(user: Any, at: datetime) -> home.WaitingSource:
    """Agreements that wait for the signature of the organisation."""
    rows = visible(user, "exhibitions.sign_loan", Loan.objects.filter(state=LoanState.OFFERED))
    signed = Signature.objects.filter(party=Party.LENDER).values("loan_id")
    [waiting] = yield home.Counted(rows.exclude(pk__in=signed))
    if waiting:
        why = _("The stop is announced once both have signed.")
        url = reverse("exhibitions:index") + "?state=OFFERED"
        yield home.Waiting(waiting, ngettext("loan agreement to sign", "loan agreements to sign", waiting), why, url)
