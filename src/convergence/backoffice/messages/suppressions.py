"""The list of addresses not to write to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import may, require
from convergence.backoffice.messages.forms import SuppressionForm
from convergence.backoffice.messages.pages import one, page_of
from convergence.messaging import commands, queries
from convergence.messaging.addresses import fold
from convergence.messaging.models import Suppression


@require_http_methods(["GET", "POST"])
def suppressions(request: HttpRequest) -> HttpResponse:
    """The list, its search, and the form to add an address."""
    require(request.user, "messaging.view_suppression")
    form = SuppressionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        commands.suppress(actor=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Nothing of this kind is sent to this address any more."))
        return redirect("messages:suppressions")
    rows = queries.suppressions()
    text = fold(request.GET.get("q", "").replace("\x00", ""))
    if text:
        rows = rows.filter(address_key__contains=text)
    context = {
        "title": _("Not to write to"),
        "lede": _(
            "Asked for by the person, or because the address does not exist. Looked at again before each message."
        ),
        "form": form,
        "q": text,
        "page": page_of(request, rows),
        "may_edit": may(request.user, "messaging.edit_suppression"),
    }
    return render(request, "backoffice/messages/suppressions.html", context, status=422 if form.errors else 200)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to an address again."""
    require(request.user, "messaging.edit_suppression")
    one(Suppression.objects.all(), pk)
    commands.lift_suppression(suppression_id=pk, actor=request.user, at=timezone.now())
    messages.success(request, _("We may write to this address again, if a consent allows it."))
    return redirect("messages:suppressions")
