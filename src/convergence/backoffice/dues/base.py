"""What the dues screens share: the path of a call, contacts typed by hand, refusals beside their field."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.lists.files import in_blocks
from convergence.contacts.models import Contact
from convergence.contacts.queries.search import search
from convergence.core.errors import DomainError
from convergence.core.money import format_cents, typed_cents
from convergence.core.spreadsheets import harmless
from convergence.membership.choices import CallState
from convergence.membership.models import DuesCall
from convergence.membership.queries.readiness import has_been_read, has_scales, missing, read_at_once
from convergence.ui.context import organisation_of

STEPS = (
    ("period", gettext_lazy("Period")),
    ("letter", gettext_lazy("Letter")),
    ("audience", gettext_lazy("Recipients")),
    ("preview", gettext_lazy("Preview and test")),
    ("signatures", gettext_lazy("Signatures")),
    ("send", gettext_lazy("Sending")),
    ("reminders", gettext_lazy("Reminders")),
    ("result", gettext_lazy("Result")),
)


def shown_or_404(request: HttpRequest, model: type[Model], pk: int, action: str) -> Any:
    """Return a record that the user may see.

    Raises:
        Http404: it does not exist or is not shown to them.
    """
    found = visible(request.user, action, model._default_manager.filter(pk=pk)).first()
    if found is None:
        raise Http404
    return found


def call_or_404(request: HttpRequest, pk: int) -> DuesCall:
    """Return a call that the user may see."""
    require(request.user, "membership.view_duescall")
    found: DuesCall = shown_or_404(request, DuesCall, pk, "membership.view_duescall")
    return found


def step_url(name: str, call: DuesCall) -> str:
    """Return the address of a step."""
    if name == "letter":
        return reverse("dues:letter", args=[call.pk, "fr"])
    return reverse(f"dues:{name}", args=[call.pk])


def _is_done(name: str, call: DuesCall, undone: frozenset[str]) -> bool:
    if call.state != CallState.DRAFT:
        return name not in {"reminders", "result"} and not (name == "send" and call.state == CallState.ISSUING)
    if name in {"send", "reminders", "result"}:
        return False
    if name == "preview":
        return call.tested_at is not None
    return name not in undone


def path_of(call: DuesCall, current: str, undone: Iterable[str] = ()) -> list[SimpleNamespace]:
    """Return the steps of a call as knots on a thread; the ones after the sending open once it is sent."""
    left = frozenset(undone)
    found = []
    for name, label in STEPS:
        after = name in {"reminders", "result"} and call.state == CallState.DRAFT
        state = "current" if name == current else "done" if _is_done(name, call, left) else "to_come"
        href = "" if after or name == current else step_url(name, call)
        is_done = state == "current" and _is_done(name, call, left)
        found.append(SimpleNamespace(label=label, state=state, href=href, note="", goes_on=is_done))
    return found


def page(request: HttpRequest, template: str, call: DuesCall, current: str, **context: Any) -> HttpResponse:
    """Render one page of a call."""
    undone = context.pop("undone", None)
    if undone is None:
        undone = ()
        if call.state == CallState.DRAFT:
            if not has_been_read(call):
                read_at_once(call)
            undone = {one.step for one in missing(call, profile=organisation_of(request))}
            if not has_scales(call):  # that others are left out is told where all are counted
                undone.add("audience")
    return render(
        request,
        f"backoffice/dues/{template}.html",
        {
            "call": call,
            "title": _("Dues %(period)s") % {"period": call.period},
            "steps": path_of(call, current, undone),
            "is_draft": call.state == CallState.DRAFT,
            "may_edit": may(request.user, "membership.edit_duescall"),
            "may_send": may(request.user, "membership.issue_dues_call"),
            "may_remind": may(request.user, "membership.remind_dues"),
            **context,
        },
    )


def attempt(request: HttpRequest, act: Callable[[], Any], done: str = "") -> bool:
    """Do an act; say its refusal or its success at the top of the next page. Returns whether it was done."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    if done:
        messages.success(request, done)
    return True


class ContactField(forms.CharField):
    """A contact, by its member number or its name; several that fit are named."""

    def __init__(self, *args: Any, choices: Callable[[], QuerySet[Contact]] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Member number, acronym, or the beginning of the name."))
        kwargs.setdefault("max_length", 300)
        super().__init__(*args, **kwargs)
        self.choices_of = choices or Contact.objects.current

    def clean(self, value: Any) -> Contact | None:
        """Return the one contact that fits.

        Raises:
            ValidationError: none fits, or several do.
        """
        typed = super().clean(value).strip()
        if not typed:
            return None
        rows = self.choices_of()
        for exactly in (Q(number=typed) | Q(name__iexact=typed), Q(acronym__iexact=typed)):
            exact = list(rows.filter(exactly)[:2])
            if len(exact) == 1:
                return exact[0]
        found = list(search(rows, typed).order_by("sort_name", "pk")[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("Nobody fits “%(typed)s”. Write the member number, or look under Members.") % {"typed": typed}
            )
        names = "\u00a0; ".join(f"{row.name} ({row.number})" if row.number else row.name for row in found[:5])
        if len(found) > len(found[:5]):
            names = _("%(names)s and others") % {"names": names}
        raise ValidationError(
            _("Several fit: %(names)s. Write the member number or the whole name.") % {"names": names}
        )


class CentsField(forms.CharField):
    """An amount typed in dollars; gives whole cents."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write cents as dollars."""
        return typed_cents(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Return whole cents, None when empty.

        Raises:
            ValidationError: not an amount.
        """
        typed = super().clean(value)
        bare = "".join(sign for sign in typed if sign not in " \u00a0\u202f$").replace(",", ".")
        if not bare:
            return None
        whole, _point, cents = bare.partition(".")
        if not (whole.isdecimal() and len(whole) <= 9 and (not cents or (cents.isdecimal() and len(cents) <= 2))):
            raise ValidationError(_("Write an amount in dollars, like 40 or 37.50."))
        return int(whole) * 100 + int(cents.ljust(2, "0") or 0)


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Stream a CSV file that opens well in a French spreadsheet: UTF-8 with mark, semicolons, formulas escaped."""
    writer = csv.writer(_Echo(), delimiter=";")

    def lines() -> Iterable[str]:
        yield "\ufeff" + str(writer.writerow(head))
        for row in rows:
            yield str(writer.writerow([harmless(value) for value in row]))

    response = StreamingHttpResponse(in_blocks(lines()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def amount(cents: int | None) -> str:
    """Write an amount, or a dash when it is not known."""
    return "—" if cents is None else format_cents(cents)


__all__ = [
    "CentsField",
    "ContactField",
    "amount",
    "attempt",
    "call_or_404",
    "csv_response",
    "page",
    "path_of",
    "shown_or_404",
    "step_url",
]
