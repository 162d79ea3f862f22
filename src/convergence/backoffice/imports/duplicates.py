"""Possible duplicates among recorded contacts: look, merge, or keep apart for good."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import require, visible
from convergence.contacts.commands import mark_not_duplicate
from convergence.contacts.importing.scanning import as_pair, duplicates_to_show
from convergence.contacts.importing.sentences import WHY, listed
from convergence.contacts.models import Contact
from convergence.core.errors import DomainError

MERGE = "contacts.merge_contacts"
PER_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show pairs of contacts that may be one, the likest first."""
    require(request.user, MERGE)
    found = duplicates_to_show()
    page = Paginator(found.pairs, PER_PAGE).get_page(request.GET.get("page"))
    pairs = [as_pair(row) for row in page.object_list]
    ids = {pk for pair in pairs for pk in (pair.first, pair.second)}
    rows: Any = visible(request.user, "contacts.view_contact", Contact.objects.filter(pk__in=ids))
    contacts = {row.pk: row for row in rows}
    shown = [
        {
            "first": contacts[pair.first],
            "second": contacts[pair.second],
            "score": pair.score,
            "why": listed(WHY.get(word, word) for word in pair.why),
        }
        for pair in pairs
        if pair.first in contacts and pair.second in contacts
    ]
    context = {
        "title": _("Possible duplicates"),
        "lede": _("The same name alone is not enough: each pair says in what it agrees."),
        "page": page,
        "found": found,
        "pairs": shown,
    }
    return render(request, "backoffice/imports/duplicates.html", context)


@require_POST
def keep_apart(request: HttpRequest) -> HttpResponse:
    """Write that two contacts are different, so that they are not proposed again."""
    require(request.user, MERGE)
    first, second = request.POST.get("first", ""), request.POST.get("second", "")
    if first.isdecimal() and second.isdecimal() and len(first + second) < 36:
        try:
            mark_not_duplicate(first_id=int(first), second_id=int(second), actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kept apart: this pair is not proposed again."))
    return redirect("imports:duplicates")
