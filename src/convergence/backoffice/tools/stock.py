"""Printed copies: what is left, what came and went, prices."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.backoffice.tools.base import GET_POST, ask, tool_or_404
from convergence.backoffice.tools.forms import MovementForm, PrintingForm
from convergence.education.tools import commands
from convergence.education.tools.models import Order, Printing

SEE = "tools.view_stock"


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List printed editions with what is left, or give the list as a file."""
    asked = Bar(gettext_lazy("Tool"))
    rows = visible(request.user, SEE, Printing.objects.with_left()).select_related("tool").order_by("tool__title", "pk")
    words = asked.words(request)
    rows = holding(rows, words, "tool__title", "name") if words else rows
    head = [_("Tool"), _("What is printed"), _("Price of a copy"), _("Taxes"), _("Can be ordered"), _("Left")]
    cells = (
        [row.tool.title, row.name, "" if row.price_cents is None else row.price_cents / 100, row.get_taxes_display(),
         _("yes") if row.is_offered else _("no"), row.left]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "stock", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Printed copies"),
        "lede": _("What is left to order: copies leave the stock when they are ordered."),
        "bar": asked,
        "is_filtered": bool(words),
        "page": base.paged(request, rows),
    }
    return render(request, "backoffice/tools/stock.html", context)


def _printing(request: HttpRequest, action: str, printing_id: int) -> Printing:
    return base.visible_or_404(request, action, Printing.objects.with_left().select_related("tool"), printing_id)


@require_safe
def show(request: HttpRequest, printing_id: int) -> HttpResponse:
    """Show a printed edition with its movements."""
    printing = _printing(request, SEE, printing_id)
    rows = printing.movements.select_related("order").order_by("-rank")
    context = {
        "title": str(printing),
        "lede": _("Nothing here is changed nor deleted: a mistake is mended by another line."),
        "printing": printing,
        "page": base.paged(request, rows),
        "seen_orders": set(
            visible(request.user, "tools.view_order", Order.objects.filter(movements__printing=printing)).values_list(
                "pk", flat=True
            )
        ),
        "may_move": may(request.user, "tools.record_stock"),
        "may_edit": may(request.user, "tools.edit_printing"),
    }
    return render(request, "backoffice/tools/printing.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Write that a tool was printed."""
    tool = tool_or_404(request, "tools.view_tool", tool_id)
    require(request.user, "tools.edit_printing")
    return ask(
        request,
        PrintingForm(request.POST or None),  # type: ignore[arg-type]
        lambda given: commands.create_printing(tool_id=tool_id, actor=request.user, at=timezone.now(), **given),
        reverse("tools:show", args=[tool_id]),
        title=_("Printed copies of “%(title)s”") % {"title": tool.title},
        act=_("Save"),
        said=_("Written. Say how many copies came, then it can be ordered."),
    )


@require_http_methods(GET_POST)
def edit(request: HttpRequest, printing_id: int) -> HttpResponse:
    """Change the price or the offer of a printed edition."""
    printing = _printing(request, "tools.edit_printing", printing_id)
    return ask(
        request,
        PrintingForm(request.POST or None, instance=Printing.objects.get(pk=printing_id)),  # type: ignore[arg-type]
        lambda given: commands.change_printing(
            printing_id=printing_id, actor=request.user, at=timezone.now(), is_example=False, **given
        ),
        reverse("tools:printing", args=[printing_id]),
        title=str(printing),
        lede=_("Orders already placed keep their price."),
        act=_("Save"),
        said=_("Changed."),
    )


@require_http_methods(GET_POST)
def move(request: HttpRequest, printing_id: int) -> HttpResponse:
    """Write that copies came or went."""
    printing: Any = _printing(request, "tools.record_stock", printing_id)

    def act(given: dict[str, Any]) -> None:
        made = commands.move_stock(printing_id=printing_id, actor=request.user, at=timezone.now(), **given)
        if made is None:
            raise ValidationError(_("As many are there as was thought: nothing is written."))

    return ask(
        request,
        MovementForm(request.POST or None),
        act,
        reverse("tools:printing", args=[printing_id]),
        title=str(printing),
        lede=_("%(left)s copies are left at this moment.") % {"left": printing.left},
        act=_("Write"),
        said=_("Written."),
    )
