"""The list of addresses not to write to."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import may, require
from convergence.backoffice.lists import Bar, Choice, download, listing
from convergence.backoffice.messages.forms import SuppressionForm
from convergence.backoffice.messages.pages import one, page_of
from convergence.messaging import commands, queries
from convergence.messaging.addresses import fold
from convergence.messaging.choices import SuppressionReason, Topic
from convergence.messaging.models import Suppression

BAR = Bar(
    gettext_lazy("Address"),
    [
        Choice("topic", gettext_lazy("Not sent any more"), gettext_lazy("all"), Topic.choices),
        Choice("reason", gettext_lazy("Reason"), gettext_lazy("all reasons"), SuppressionReason.choices),
    ],
)


def _filtered(request: HttpRequest) -> QuerySet[Suppression]:
    rows = queries.suppressions()
    for word in BAR.words(request):
        rows = rows.filter(address_key__contains=fold(word))
    return rows.filter(**{name: value for name, value in BAR.chosen(request).items() if value})


@require_http_methods(["GET", "POST"])
@listing("messaging.view_suppression")
def suppressions(request: HttpRequest) -> HttpResponseBase:
    """The list, its filters, the list as a file, and the form to add an address."""
    form = SuppressionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        commands.suppress(actor=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Nothing of this kind is sent to this address any more."))
        return redirect("messages:suppressions")
    rows = _filtered(request)
    head = [_("Address"), _("Not sent any more"), _("Reason"), _("Detail"), _("Since")]
    cells = (
        [one.address_key, one.get_topic_display(), one.get_reason_display(), one.detail, one.since.isoformat()]
        for one in rows.iterator(chunk_size=1000)
    )
    kind = request.GET.get("format", "") if request.method == "GET" else ""
    if (file_asked := download(kind, "ne-plus-ecrire", head, cells)) is not None:
        return file_asked
    context = {
        "title": _("Not to write to"),
        "lede": _(
            "Asked for by the person, or because the address does not exist. Looked at again before each message."
        ),
        "form": form,
        "bar": BAR,
        "is_filtered": bool(BAR.words(request) or any(BAR.chosen(request).values())),
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
