"""Moving in from WordPress, step by step: the export, the report of the try, the confirmation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import require
from convergence.core.errors import DomainError
from convergence.core.tasks import enqueue_after_commit
from convergence.website.models import MovingRun, MovingState
from convergence.website.moving import runs
from convergence.website.moving.reporting import COUNTED, Level, Report
from convergence.website.tasks import apply_move, check_move

SMALL = 1_000_000
SHOWN = 400


class ExportForm(forms.Form):
    """The export, and the files of the library."""

    file = forms.FileField(
        label=_("Export of WordPress (.xml)"),
        help_text=_("In WordPress: Tools, Export, All content. Nothing is written before you have read the report."),
        widget=forms.FileInput(attrs={"accept": ".xml"}),
        error_messages={"required": _("Choose the .xml file of the export."), "empty": _("The file is empty.")},
    )
    media = forms.FileField(
        label=_("Files of the library (.zip)"),
        required=False,
        help_text=_(
            "The folder wp-content/uploads of the old site, as one .zip. Without it, pictures are listed as missing; nothing is fetched from the web."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


def _run(request: HttpRequest, pk: int) -> MovingRun:
    require(request.user, runs.ACTION)
    run = MovingRun.objects.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def _actor_id(request: HttpRequest) -> Any:
    return request.user.pk


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show the moves so far and the pages that wait for a picture, and take a new export."""
    require(request.user, runs.ACTION)
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        run = runs.upload(file=given["file"], media=given["media"], actor=request.user, at=timezone.now())
        if run.size > SMALL:
            enqueue_after_commit(check_move, run_id=run.pk, actor_id=_actor_id(request))
        else:
            runs.check(run_id=run.pk, actor=request.user, at=timezone.now())
        return redirect("site:move", pk=run.pk)
    context = {
        "title": _t("Move in from WordPress"),
        "lede": _t("Pages, news and files of the older site, cleaned. Read the report first; then confirm."),
        "form": form,
        "moves": MovingRun.objects.all()[:25],
        "held": runs.held_pages(),
    }
    return render(request, "backoffice/site/moves.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of a move, by what it asks of people."""
    run = _run(request, pk)
    report = Report.from_data(run.report)
    groups = [(level, report.at(level)) for level in Level]
    context = {
        "title": run.file_name,
        "run": run,
        "is_busy": run.state in {MovingState.CHECKING, MovingState.APPLYING},
        "counts": [(report.counts[key], label) for key, label in COUNTED.items() if report.counts.get(key)],
        "groups": [(level.label, lines[:SHOWN], len(lines)) for level, lines in groups if lines],
    }
    response = render(request, "backoffice/site/move.html", context)
    if context["is_busy"]:
        response["Refresh"] = "3"
    return response


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a move that was read: at once when it is short, in the worker otherwise."""
    run = _run(request, pk)
    try:
        run = runs.start(run_id=run.pk, actor=request.user)
        if run.size > SMALL:
            enqueue_after_commit(apply_move, run_id=run.pk, actor_id=_actor_id(request))
        else:
            run = runs.apply(run_id=run.pk, actor=request.user, at=timezone.now())
            if run.state == MovingState.APPLIED:
                messages.success(
                    request, _t("The export is in the site. What lacks a picture’s words waits as a draft.")
                )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("site:move", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a move, and delete its files."""
    run = _run(request, pk)
    try:
        runs.discard(run_id=run.pk, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("site:move", pk=pk)
    messages.success(request, _t("The export was given up. Nothing of it is in the site."))
    return redirect("site:moves")


@require_POST
def publish_ready(request: HttpRequest) -> HttpResponse:
    """Publish the pages whose pictures are complete now."""
    count = runs.publish_ready(actor=request.user, at=timezone.now())
    words = ngettext("%(count)s page is published.", "%(count)s pages are published.", count) % {"count": count}
    (messages.success if count else messages.warning)(request, words)
    return redirect("site:moves")
