"""What is asked by a form, or done by one press: the act, its refusal where it belongs, and the way on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from convergence.backoffice.finance import base
from convergence.ui.forms import done as is_done


def posted(request: HttpRequest) -> Any:
    """Return what was sent, None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    form: forms.BaseForm,
    do: Callable[[], Any],
    *,
    back: str,
    done: str = "",
    template: str = "backoffice/form.html",
    **words: Any,
) -> HttpResponse:
    """Show a form; do its act and go on, or say the refusal beside its field.

    Args:
        request: what is asked.
        form: the form, bound when it was sent.
        do: the act; a sentence that it returns is said instead of `done`.
        back: where to go on.
        done: what is said then.
        template: of the page.
        words: what the template needs: title, lede, act and more.
    """
    said: list[Any] = []
    if request.method == "POST" and is_done(form, lambda: said.append(do())):
        messages.success(request, said[0] if isinstance(said[0], str) else done)
        return redirect(back)
    context = {"form": form, "back_url": back, **words}
    return render(request, template, context, status=422 if form.errors else 200)


def press(request: HttpRequest, act: Callable[..., Any], done: str, **values: Any) -> bool:
    """Do by one press the act of a command, as whoever is signed in, now; say it or its refusal on the next page.

    Returns:
        Whether it was done.
    """
    return base.done(request, lambda: act(actor=request.user, at=timezone.now(), **values), done)
