"""What the home page says of contacts: who is to be visited."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.contacts.choices import UNION_KINDS
from convergence.contacts.models import Organisation
from convergence.contacts.queries.relations import to_visit


@home.waiting("contacts.view_organisation", order=900)
def unions_to_visit(user: Any, at: datetime) -> home.WaitingSource:
    """Count the unions not seen for the months of the setting (S66)."""
    rows = visible(user, "contacts.view_organisation", Organisation.objects.filter(organisation_kind__in=UNION_KINDS))
    [count] = yield home.Counted(to_visit(rows, timezone.localdate(at)))
    if count:
        why = _("No call, visit, letter of yours nor dues for the months of the setting: a tie that loosens.")
        yield home.Waiting(
            count, ngettext("union to visit", "unions to visit", count), why, reverse("contacts:to_visit")
        )
