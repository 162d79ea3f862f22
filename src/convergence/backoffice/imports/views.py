"""The import, step by step: upload, columns, preview and settlement, result, undo."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import require
from convergence.backoffice.imports import forms
from convergence.backoffice.imports.rows import preview_rows, sheet_views
from convergence.backoffice.lists import Bar, Choice, download, holding, in_blocks, listing
from convergence.contacts.import_models import ImportRun, RowDecision, RunState, Verdict
from convergence.contacts.importing import applying, report, staging, tasks, undoing
from convergence.contacts.importing.errors import DateOrderNeeded
from convergence.core.errors import DomainError
from convergence.core.tasks import enqueue_after_commit

IMPORT = "contacts.import_contacts"
SMALL = 300_000
PER_PAGE = 50
STEPS = (
    gettext_lazy("The file"),
    gettext_lazy("The columns"),
    gettext_lazy("The preview"),
    gettext_lazy("The register"),
)
STEP_OF = {
    RunState.UPLOADED: 1,
    RunState.FAILED: 1,
    RunState.CHECKING: 2,
    RunState.CHECKED: 2,
    RunState.APPLYING: 3,
    RunState.APPLIED: 4,
    RunState.UNDOING: 4,
    RunState.UNDONE: 4,
    RunState.DISCARDED: 4,
}


def _run(request: HttpRequest, pk: int) -> ImportRun:
    require(request.user, IMPORT)
    run = ImportRun.objects.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def steps(current: int) -> list[dict[str, Any]]:
    """Return the steps with the one where the person stands."""
    return [
        {"label": label, "is_done": place < current, "is_current": place == current}
        for place, label in enumerate(STEPS)
    ]


BAR = Bar(gettext_lazy("Search"), [Choice("state", gettext_lazy("Step"), gettext_lazy("all steps"), RunState.choices)])


def _filtered(request: HttpRequest) -> QuerySet[ImportRun]:
    rows = holding(ImportRun.objects.order_by("-pk"), BAR.words(request), "file_name")
    if state := BAR.chosen(request)["state"]:
        rows = rows.filter(state=state)
    found: QuerySet[ImportRun] = rows
    return found


def _as_file(request: HttpRequest, rows: QuerySet[ImportRun]) -> HttpResponseBase | None:
    head = [_("File"), _("Step"), _("Uploaded"), _("Lines"), *(str(verdict.label) for verdict in Verdict)]
    cells = (
        [one.file_name, one.get_state_display(), one.created_at.isoformat(), one.total]
        + [one.totals.get(verdict, 0) for verdict in Verdict]
        for one in rows.iterator(chunk_size=500)
    )
    return download(request.GET.get("format", ""), "listes", head, cells)


@require_http_methods(["GET", "HEAD", "POST"])
@listing(IMPORT)
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the lists imported so far or give them as a file, and take a new one."""
    rows = _filtered(request)
    if (file_asked := _as_file(request, rows)) is not None:
        return file_asked
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = staging.upload(file=file, file_name=file.name, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:run", pk=run.pk)
    context = {
        "title": _("Import a list"),
        "lede": _("From your spreadsheet to the register: look, correct, settle, then apply. It can be undone."),
        "form": form,
        "steps": steps(0),
        "page": Paginator(rows, 25).get_page(request.GET.get("page")),
        "bar": BAR,
        "has_any": ImportRun.objects.exists(),
    }
    return render(request, "backoffice/imports/index.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import at the step where it is."""
    run = _run(request, pk)
    if run.state in {RunState.UPLOADED, RunState.FAILED}:
        return _columns_page(request, run)
    if run.state in {RunState.CHECKING, RunState.APPLYING, RunState.UNDOING}:
        return _progress_page(request, run)
    if run.state == RunState.CHECKED:
        return _preview_page(request, run)
    return _result_page(request, run)


def _context(run: ImportRun, title: str, lede: str = "") -> dict[str, Any]:
    return {"title": title, "lede": lede, "run": run, "steps": steps(STEP_OF[RunState(run.state)])}


def _columns_page(request: HttpRequest, run: ImportRun, problem: str = "", status: int = 200) -> HttpResponse:
    context = _context(
        run, run.file_name, _("What was guessed of the file. Correct what is wrong: the next list will remember it.")
    )
    context |= {
        "problem": problem or run.problem,
        "sheets": sheet_views(run),
        "reading": forms.ReadingForm(initial=run.plan) if run.file_kind == "csv" else None,
        "orders": forms.ORDERS,
        "encoding": dict(forms.ENCODINGS).get(run.plan.get("encoding"), run.plan.get("encoding")),
        "asks": sorted({header for sheet in run.plan["sheets"] for header in sheet["asks"]}),
    }
    return render(request, "backoffice/imports/columns.html", context, status=status)


def _progress_page(request: HttpRequest, run: ImportRun) -> HttpResponse:
    done = run.done if run.state == RunState.CHECKING else applying.progress(run)
    words = {
        RunState.CHECKING: _("The list is being read and compared with the register."),
        RunState.APPLYING: _("The list is being written. Other writing waits for a moment."),
        RunState.UNDOING: _("What the list wrote is being taken back."),
    }
    context = _context(run, run.file_name, words[RunState(run.state)])
    stages = {
        "read": _("Lines read"),
        "compare": _("Lines compared with the others and with the register"),
        "write": _("Lines given their verdict"),
    }
    stage = stages.get(run.stage, _("Lines read")) if run.state == RunState.CHECKING else _("Lines written")
    if run.state == RunState.UNDOING:
        stage = _("Lines taken back")
    context |= {"done": done, "total": run.total, "stage": stage}
    response = render(request, "backoffice/imports/progress.html", context)
    response["Refresh"] = "3"
    return response


def _preview_page(request: HttpRequest, run: ImportRun) -> HttpResponse:
    shown = request.GET.get("verdict", "")
    rows = run.rows.order_by("place", "pk")
    open_rows = run.rows.to_settle().count()
    if not shown:
        shown = "settle" if open_rows else Verdict.NEW
    if shown == "settle":
        rows = rows.filter(verdict=Verdict.DUPLICATE)
    elif shown == "reasons":
        rows = rows.exclude(reasons=[]).exclude(verdict=Verdict.IGNORED)
    elif shown in Verdict.values:
        rows = rows.filter(verdict=shown)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = _context(run, run.file_name, _("Each line with its verdict. Nothing is in the register yet."))
    context |= {
        "problem": run.problem,
        "tabs": _tabs(run, open_rows),
        "shown": shown,
        "page": page,
        "rows": preview_rows(run, page.object_list),
        "open_rows": open_rows,
        "decisions": RowDecision,
        "writes": _will_write(run),
    }
    return render(request, "backoffice/imports/preview.html", context)


def _tabs(run: ImportRun, open_rows: int) -> list[dict[str, Any]]:
    totals = run.totals
    duplicates = totals.get(Verdict.DUPLICATE, 0)
    names = {
        Verdict.NEW: pgettext("lines", "New"),
        Verdict.UPDATE: _("Updates"),
        Verdict.REFUSED: pgettext("lines", "Refused"),
        Verdict.IGNORED: _("Ignored"),
    }
    tabs = []
    if duplicates:
        label = _("To settle") if open_rows else _("Settled duplicates")
        tabs.append({"code": "settle", "label": label, "count": open_rows or duplicates})
    tabs += [
        {"code": str(code), "label": label, "count": totals.get(code, 0)}
        for code, label in names.items()
        if totals.get(code)
    ]
    tabs.append({"code": "reasons", "label": _("With a remark"), "count": _with_remarks(run)})
    tabs.append({"code": "all", "label": pgettext("lines", "All"), "count": run.total})
    return tabs


def _with_remarks(run: ImportRun) -> int:
    return int(run.rows.exclude(reasons=[]).exclude(verdict=Verdict.IGNORED).count())


def _will_write(run: ImportRun) -> int:
    left = run.rows.filter(decision=RowDecision.LEAVE, verdict__in=(Verdict.NEW, Verdict.UPDATE)).count()
    settled = run.rows.filter(verdict=Verdict.DUPLICATE, decision__in=(RowDecision.ACCEPT, RowDecision.MERGE)).count()
    return int(run.totals.get(Verdict.NEW, 0) + run.totals.get(Verdict.UPDATE, 0) - left + settled)


def _result_page(request: HttpRequest, run: ImportRun) -> HttpResponse:
    context = _context(run, run.file_name)
    obstacles = []
    if run.state == RunState.APPLIED:
        obstacles = undoing.obstacles(run, actor=request.user, at=timezone.now())
    context |= {"obstacles": obstacles, "tabs": _tabs(run, run.rows.to_settle().count())}
    return render(request, "backoffice/imports/result.html", context)


@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the text again with another encoding or separator."""
    run = _run(request, pk)
    form = forms.ReadingForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            staging.change_reading(
                run_id=run.pk,
                encoding=values["encoding"],
                delimiter=values["delimiter"],
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            return _columns_page(request, run, str(refusal), refusal.status)
    return redirect("imports:run", pk=pk)


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the corrections; then check the list when that was asked."""
    run = _run(request, pk)
    now = timezone.now()
    try:
        run = staging.change_columns(
            run_id=run.pk,
            sheets=forms.posted_sheets(request.POST, run.plan),
            date_order=request.POST.get("date_order", ""),
            actor=request.user,
            at=now,
        )
        if request.POST.get("act") != "check":
            return redirect("imports:run", pk=pk)
        if name := request.POST.get("profile_name", "").strip():
            staging.save_profile(run_id=run.pk, name=name, actor=request.user, at=now)
        run = staging.start_check(run_id=run.pk, actor=request.user, at=now)
        _check(run)
    except DateOrderNeeded as question:
        return _columns_page(request, _run(request, pk), str(question), 422)
    except DomainError as refusal:
        return _columns_page(request, _run(request, pk), str(refusal), refusal.status)
    return redirect("imports:run", pk=pk)


def _check(run: ImportRun) -> None:
    """Check a short list at once, a long one in the worker."""
    if run.size > SMALL:
        enqueue_after_commit(tasks.check_import, run_id=run.pk)
        return
    staging.check_run(run_id=run.pk)
    staging.finish_check(run_id=run.pk, at=timezone.now())


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about the ticked lines, or about all duplicates that nobody has settled."""
    run = _run(request, pk)
    decision, _sep, scope = request.POST.get("decision", "").partition(":")
    rows = forms.chosen_rows(request.POST.getlist("row"))
    if scope.isdecimal() and len(scope) < 18:
        rows = [int(scope)]
    elif scope == "all":
        rows = list(run.rows.to_settle().values_list("pk", flat=True))
    try:
        count = staging.settle(run_id=run.pk, row_ids=rows, decision=decision, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(count)s line is settled.", "%(count)s lines are settled.", count)
        (messages.success if count else messages.warning)(request, words % {"count": count})
    back = redirect("imports:run", pk=pk)
    shown, page = request.POST.get("verdict", ""), request.POST.get("page", "")
    if shown in {*Verdict.values, "settle", "reasons", "all"}:
        back["Location"] += f"?verdict={shown}" + (f"&page={page}" if page.isdecimal() else "")
    return back


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the list into the register: at once when it is short, in the worker otherwise."""
    run = _run(request, pk)
    try:
        run = staging_apply(request, run)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:run", pk=pk)


def staging_apply(request: HttpRequest, run: ImportRun) -> ImportRun:
    """Start the writing, and do it at once when the list is short."""
    actor: Any = request.user
    run = applying.start_apply(run_id=run.pk, actor=actor, at=timezone.now())
    if run.size > SMALL:
        enqueue_after_commit(tasks.apply_import, run_id=run.pk, actor_id=actor.pk)
        return run
    run = applying.apply_run(run_id=run.pk, actor=actor, at=timezone.now())
    messages.success(request, _("The list is in the register."))
    return run


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what the list wrote: at once when it is short, in the worker otherwise."""
    run = _run(request, pk)
    actor: Any = request.user
    try:
        if run.size > SMALL:
            undoing.start_undo(run_id=run.pk, actor=actor, at=timezone.now())
            enqueue_after_commit(tasks.undo_import, run_id=run.pk, actor_id=actor.pk)
            return redirect("imports:run", pk=pk)
        undoing.undo_run(run_id=run.pk, actor=actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("What the list wrote was taken back."))
    return redirect("imports:run", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an import before it is applied."""
    run = _run(request, pk)
    try:
        staging.discard(run_id=run.pk, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:run", pk=pk)
    messages.success(request, _("The list was given up. Nothing of it is in the register."))
    return redirect("imports:index")


class _Echo:
    def write(self, value: str) -> str:
        return value


@require_safe
def report_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stream the report of every line, safe to open in a spreadsheet."""
    run = _run(request, pk)
    writer = csv.writer(_Echo(), delimiter=";")

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in report.rows_for_spreadsheet(run):
            yield str(writer.writerow(row))

    response = StreamingHttpResponse(in_blocks(lines()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-rapport.csv"'
    return response
