"""What waits on the home page."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.backoffice import home
from convergence.contacts.import_models import ImportRow, ImportRun, RunState


@home.waiting("contacts.import_contacts", order=30)
def lists_to_settle(user: Any, at: datetime) -> home.WaitingSource:
    """Count the lines of checked lists about which somebody must decide, and lists that wait to be applied."""
    for run in ImportRun.objects.filter(state=RunState.CHECKED).order_by("pk")[:5]:
        count = ImportRow.objects.filter(run=run).to_settle().count()
        url = reverse("imports:run", args=[run.pk])
        if count:
            title = ngettext("line to settle in %(file)s", "lines to settle in %(file)s", count)
            why = _("A duplicate that nobody settles is left out of the register.")
            yield home.Waiting(count, title % {"file": run.file_name}, why, url)
        else:
            why = _("The list is checked; nothing of it is in the register before it is applied.")
            yield home.Waiting(1, _("list to apply: %(file)s") % {"file": run.file_name}, why, url)
