"""Possible duplicates among recorded contacts: look, merge, or keep apart for good."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import require, visible
from convergence.contacts.commands import mark_not_duplicate
from convergence.contacts.importing.duplicates import Pair, possible_duplicates
from convergence.contacts.importing.sentences import WHY, listed
from convergence.contacts.models import Contact, NotDuplicate
from convergence.core.errors import DomainError

MERGE = "contacts.merge_contacts"
PER_PAGE = 25
KEPT_SECONDS = 600


def _pairs() -> list[Pair]:
    """The pairs of the whole register, worked out again when a contact changed."""
    state = Contact.objects.aggregate(last=Max("changed_at"), top=Max("pk"))
    mark = f"duplicates:{state['last']}:{state['top']}:{NotDuplicate.objects.count()}"
    found: list[Pair] | None = cache.get(mark.replace(" ", "_"))
    if found is None:
        found = possible_duplicates()
        cache.set(mark.replace(" ", "_"), found, KEPT_SECONDS)
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show pairs of contacts that may be one, the likest first."""
    require(request.user, MERGE)
    page = Paginator(_pairs(), PER_PAGE).get_page(request.GET.get("page"))
    ids = {pk for pair in page.object_list for pk in (pair.first, pair.second)}
    rows: Any = visible(request.user, "contacts.view_contact", Contact.objects.filter(pk__in=ids))
    contacts = {row.pk: row for row in rows}
    shown = [
        {
            "first": contacts[pair.first],
            "second": contacts[pair.second],
            "score": pair.score,
            "why": listed(WHY.get(word, word) for word in pair.why),
        }
        for pair in page.object_list
        if pair.first in contacts and pair.second in contacts
    ]
    context = {
        "title": _("Possible duplicates"),
        "lede": _("The same name alone is not enough: each pair says in what it agrees."),
        "page": page,
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
