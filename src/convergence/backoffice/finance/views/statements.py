"""Bank files: reading them, and the list of those read."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.finance.views.bank import matching_page
from convergence.backoffice.finance.words import remarks
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.core.errors import DomainError
from convergence.finance import commands
from convergence.finance.models import BankStatement
from convergence.finance.statements.reading import MAX_BYTES
from convergence.ui.forms import add_refusal


class StatementForm(forms.Form):
    """A bank file."""

    file = forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("CSV, OFX or camt.053 as the bank gives it. Lines already known are left out."),
    )
    date_order = forms.ChoiceField(
        label=gettext_lazy("Order of the dates"),
        required=False,
        choices=[
            ("", gettext_lazy("As the file tells")),
            ("dmy", gettext_lazy("day, month, year")),
            ("mdy", gettext_lazy("month, day, year")),
            ("ymd", gettext_lazy("year, month, day")),
        ],
        help_text=gettext_lazy("Only when the file does not tell."),
    )


STATEMENTS = Bar(gettext_lazy("File"))


def _statements_as_file(request: HttpRequest, rows: Any) -> HttpResponseBase | None:
    head = [_("File"), _("From"), _("Until"), _("Lines"), _("Already known"), _("Read on")]
    cells = (
        [
            one.file_name,
            one.first_date.isoformat() if one.first_date else "",
            one.last_date.isoformat() if one.last_date else "",
            one.line_count,
            one.repeated_count,
            one.imported_at.isoformat(),
        ]
        for one in rows.iterator(chunk_size=500)
    )
    return download(request.GET.get("format", ""), "releves", head, cells)


@require_http_methods(["GET", "POST"])
@listing("finance.view_bankstatement")
def index(request: HttpRequest) -> HttpResponseBase:
    """List the statements read or give them as a file, and read another."""
    is_write = request.method == "POST"
    require(request.user, "finance.import_bankstatement" if is_write else "finance.view_bankstatement")
    form = StatementForm(request.POST or None, request.FILES or None)
    if is_write and form.is_valid() and (read := _imported(request, form)):
        return redirect(matching_page(statement=read.pk if read.line_count > read.repeated_count else ""))
    rows = visible(request.user, "finance.view_bankstatement", BankStatement.objects.all())
    rows = holding(rows, STATEMENTS.words(request), "file_name").order_by("-imported_at", "-pk")
    if not is_write and (file_asked := _statements_as_file(request, rows)) is not None:
        return file_asked
    page = base.paged(request, rows)
    for row in page:
        row.remarks = remarks(row.warnings)
    context = {
        "title": _("Bank statements"),
        "lede": _("The file stays on your computer; its lines are kept, each once."),
        "form": form,
        "page": page,
        "bar": STATEMENTS,
        "may_import": may(request.user, "finance.import_bankstatement"),
    }
    return render(request, "backoffice/finance/statements.html", context)


def _imported(request: HttpRequest, form: StatementForm) -> BankStatement | None:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        form.add_error(
            "file", _("This file is larger than %(megabytes)s MB.") % {"megabytes": MAX_BYTES // 1024 // 1024}
        )
        return None
    try:
        statement = commands.import_statement(
            content=file.read(),
            file_name=file.name or "",
            date_order=form.cleaned_data["date_order"] or None,
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return None
    fresh = statement.line_count - statement.repeated_count
    messages.success(
        request,
        ngettext("%(count)s new line.", "%(count)s new lines.", fresh) % {"count": fresh}
        + " "
        + ngettext("%(count)s already known.", "%(count)s already known.", statement.repeated_count)
        % {"count": statement.repeated_count},
    )
    return statement
