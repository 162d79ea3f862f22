"""What the screens of trainings share: a form that does one act, and says its refusal beside the field."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from convergence.backoffice.finance import base
from convergence.core.errors import DomainError
from convergence.education.trainings.models import TrainingRequest
from convergence.ui.forms import add_refusal

SEE, EDIT = "trainings.view_trainingrequest", "trainings.edit_trainingrequest"


def mine(request: HttpRequest, action: str, pk: int) -> TrainingRequest:
    """Return a request that the person may see.

    Raises:
        NotAllowed: the role has no such right at all.
        Http404: it does not exist, or is not shown to this person.
    """
    rows = TrainingRequest.objects.select_related("training", "organisation", "activity", "region")
    return base.visible_or_404(request, action, rows, pk)


def saved(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """Do an act; return what it made, or None after saying its refusal in the form."""
    try:
        return act() or True
    except DomainError as refusal:
        add_refusal(form, refusal)
    except ValidationError as refusal:
        for field, words in getattr(refusal, "error_dict", {"": refusal}).items():
            form.add_error(field if field in form.fields else None, words.messages if not field else words)
    return None


def ask(
    request: HttpRequest,
    form: forms.BaseForm,
    do: Callable[[dict[str, Any]], Any],
    back: str,
    *,
    template: str = "backoffice/form.html",
    context: dict[str, Any] | None = None,
    **words: str,
) -> HttpResponse:
    """Show a form; do its act and go back, or say the refusal beside its field."""
    if request.method == "POST" and form.is_valid() and saved(form, lambda: do(form.cleaned_data)) is not None:
        messages.success(request, words["said"])
        return redirect(back)
    whole = {"form": form, "back_url": back, **words, **(context or {})}
    return render(request, template, whole, status=422 if form.errors else 200)
