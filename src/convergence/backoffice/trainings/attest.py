"""Attestations: the register of those issued, issuing for a line, cancelling."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.backoffice.trainings.asking import ask, mine
from convergence.backoffice.trainings.forms import IssueForm
from convergence.education.trainings import commands
from convergence.education.trainings.models import Attestation, SignIn
from convergence.education.trainings.rules import codes

SEE, ISSUE = "trainings.view_attestation", "trainings.issue_attestation"


def _rows(request: HttpRequest) -> QuerySet[Any]:
    return visible(request.user, SEE, Attestation.objects.defer("pdf").select_related("request__training"))


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List attestations by number, or give the list as a file; names stay on the papers."""
    asked = Bar(gettext_lazy("Number, code or reference of the request"), [])
    rows = _rows(request)
    words = [codes.read(word) or word for word in asked.words(request)]
    if words:
        rows = holding(rows, words, "number", "code", "request__code")
    rows = rows.order_by("-pk")
    head = [_("Number"), _("Issued"), _("Request"), _("Training"), _("State")]
    cells = (
        [
            row.number,
            timezone.localdate(row.issued_at).isoformat(),
            row.request.code,
            row.content.get("what", ""),
            _state(row),
        ]
        for row in rows.iterator(chunk_size=2000)
    )
    file = download(request.GET.get("format", ""), "attestations", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    for row in page:
        row.state, row.shown_code = _state(row), codes.shown(row.code)
    context = {
        "title": _("Attestations"),
        "lede": _("Given to whoever asks, one number each; their code is verified without saying to whom."),
        "bar": asked,
        "page": page,
        "is_filtered": bool(words),
        "may_issue": may(request.user, ISSUE),
    }
    return render(request, "backoffice/trainings/attestations.html", context)


def _state(row: Attestation) -> str:
    return pgettext("an attestation", "cancelled") if row.cancelled_at else _("holds")


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, signin_id: int) -> HttpResponse:
    """Issue the attestation of a line, for somebody who asks without a telephone."""
    row = SignIn.objects.filter(pk=signin_id, emptied_at=None).first()
    asked = mine(request, "trainings.edit_trainingrequest", row.request_id if row else 0)
    if row is None:
        raise Http404
    return ask(
        request,
        IssueForm(request.POST or None, initial={"name": row.name, "language": row.language}),
        lambda given: commands.issue_attestation(line_id=row.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:lines", args=[asked.pk]),
        title=_("An attestation for %(name)s") % {"name": row.name},
        lede=_("Only for a person who asks. The paper is the same for ever: look at the name twice."),
        act=_("Issue it"),
        said=_("It is issued."),
    )


@require_safe
def paper(request: HttpRequest, attestation_id: int) -> HttpResponse:
    """Give a paper as it was issued."""
    found = base.visible_or_404(request, SEE, Attestation.objects.all(), attestation_id)
    if found.pdf is None:
        raise Http404
    return base.pdf(bytes(found.pdf), found.number)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, attestation_id: int) -> HttpResponse:
    """Cancel an attestation that is wrong."""
    found = base.visible_or_404(request, ISSUE, Attestation.objects.defer("pdf"), attestation_id)
    return ask(
        request,
        base.ReasonForm(request.POST or None),
        lambda given: commands.cancel_attestation(
            attestation_id=found.pk, actor=request.user, at=timezone.now(), **given
        ),
        reverse("trainings:attestations"),
        title=_("Cancel the attestation %(number)s") % {"number": found.number},
        lede=_("Its code will say that it holds no longer. Another one may be issued under the right name."),
        act=_("Cancel it"),
        said=_("It is cancelled."),
    )
