"""What the screens of tools share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from convergence.backoffice.finance import base
from convergence.core.errors import DomainError
from convergence.education.tools.models import Tool
from convergence.ui.forms import add_refusal

GET_POST = ["GET", "POST"]


def tool_or_404(request: HttpRequest, action: str, tool_id: int) -> Tool:
    """Return a tool on which the person may do the action."""
    return base.visible_or_404(
        request, action, Tool.objects.select_related("axis", "owner", "source", "cover"), tool_id
    )


def ask(
    request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], Any], back: str, **words: Any
) -> HttpResponse:
    """Show a form; do its act and go back, or say the refusal beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        except ValidationError as refusal:
            _add_errors(form, refusal)
        else:
            messages.success(request, words["said"])
            return redirect(back)
    context = {"form": form, "back_url": back, **words}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


def _add_errors(form: forms.Form, refusal: ValidationError) -> None:
    if hasattr(refusal, "error_dict"):
        for field, said in refusal.message_dict.items():
            form.add_error(field if field in form.fields else None, said)
    else:
        form.add_error(None, refusal.messages)
