"""What the screens of money share: fields, refusals beside their field, lists with filters, downloads."""

import re
import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergence.accounts.policies import require, visible
from convergence.backoffice.lists.files import csv_download, download, streamed, xlsx_download
from convergence.contacts.models import Contact
from convergence.contacts.rules.names import fold_for_search
from convergence.core.errors import DomainError
from convergence.core.money import typed_cents
from convergence.finance.models import Invoice
from convergence.finance.rules.references import folded

PER_PAGE = 25
__all__ = ["csv_download", "download", "streamed", "xlsx_download"]
M = TypeVar("M", bound=Model)


def visible_or_404(request: HttpRequest, action: str, rows: QuerySet[M], pk: int) -> M:
    """Return a row that the person may see.

    Raises:
        NotAllowed: the role has no such right at all.
        Http404: the row does not exist, or is not shown to this person.
    """
    require(request.user, action)
    found = visible(request.user, action, rows.filter(pk=pk)).first()
    if found is None:
        raise Http404
    return found


def done(request: HttpRequest, act: Callable[[], Any], words: str) -> bool:
    """Do an act; say its refusal or its success at the top of the next page. Return whether it was done."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True


def paged(request: HttpRequest, rows: QuerySet[Any], *, count: int | None = None) -> Page[Any]:
    """Return the page that the address asks for; `count` is how many rows there are, when that was counted before."""
    paginator = Paginator(rows, PER_PAGE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def words_in(text: str) -> list[str]:
    """Return the words of a search box; control characters are dropped."""
    return plain_text(text).split()[:8]


def plain_text(text: str, limit: int = 300) -> str:
    """Return what was typed without control characters, cut to a length."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:limit]


def payer_matches(text: str, prefix: str = "payer__") -> Q:
    """Return the filter of a search box over who pays: each word in the name, number or acronym."""
    wanted = Q()
    for word in words_in(text):
        wanted &= (
            Q(**{f"{prefix}search_text__contains": fold_for_search(word)})
            | Q(**{f"{prefix}name__icontains": word})
            | Q(**{f"{prefix}number__iexact": word})
            | Q(**{f"{prefix}acronym__icontains": word})
        )
    return wanted


def periods() -> list[str]:
    """Return the periods that have invoices, latest first."""
    return list(Invoice.objects.order_by("-period").values_list("period", flat=True).distinct())


def fresh_key() -> str:
    """Return a key for a form, so that sending it twice does its act once."""
    return f"form:{secrets.token_hex(12)}"


class ContactField(forms.CharField):
    """A contact by member number or name; several that fit are named."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Member number, acronym, or the beginning of the name."))
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return the one contact that fits, None when empty.

        Raises:
            ValidationError: none fits, or several do.
        """
        typed = " ".join(words_in(super().clean(value)))
        if not typed:
            return None
        known = Contact.objects.current()
        number = typed.split(" — ")[0].strip()
        for exactly in (Q(number__iexact=number) | Q(name__iexact=typed), Q(acronym__iexact=typed)):
            exact = list(known.filter(exactly)[:2])
            if len(exact) == 1:
                return exact[0]
        found = list(known.filter(payer_matches(typed, "")).order_by("sort_name", "pk")[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("Nobody fits “%(typed)s”. Write the member number, or look in the members.") % {"typed": typed}
            )
        names = " ; ".join(f"{row.name} ({row.number})" if row.number else row.name for row in found[:5])
        raise ValidationError(
            _("Several fit: %(names)s. Write the member number or the whole name.") % {"names": names}
        )


class InvoiceField(forms.CharField):
    """An invoice by its number or its reference code, tolerant as bank labels are, or by the number of who owes it."""

    def clean(self, value: Any) -> Any:
        """Return the invoice, None when empty.

        Raises:
            ValidationError: no such invoice.
        """
        typed = super().clean(value).strip()
        if not typed:
            return None
        rows = Invoice.objects.with_balance().select_related("payer")
        found = rows.filter(Q(number__iexact=typed) | Q(reference__iexact=typed)).first()
        if found is None:
            close = [row for row in rows.exclude(reference="") if folded(row.reference) == folded(typed)]
            found = close[0] if len(close) == 1 else None
        if found is None:
            whose = Q(payer__number__iexact=typed) | Q(dues_recipient__member__number__iexact=typed)
            owed = list(rows.open().filter(whose).order_by("pk")[:2])
            if len(owed) > 1:
                raise ValidationError(
                    _("Member %(typed)s owes several invoices: write the number of one of them.") % {"typed": typed}
                )
            found = owed[0] if owed else None
        if found is None:
            raise ValidationError(_("No invoice has the number or code “%(typed)s”.") % {"typed": typed})
        return found


class CentsField(forms.CharField):
    """An amount typed in dollars; gives whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write cents as dollars."""
        return typed_cents(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return whole cents, None when empty.

        Raises:
            ValidationError: not an amount above zero and below 10 000 000.
        """
        typed = super().clean(value)
        bare = re.sub(r"[\s\u00a0\u202f$]", "", typed)
        if not bare:
            return None
        if re.fullmatch(r"\d{9,}(?:[.,]\d{1,2})?", bare):
            raise ValidationError(
                _("This amount is too large: less than 100 000 000 dollars. Look at the decimal sign.")
            )
        if not re.fullmatch(r"\d{1,8}(?:[.,]\d{1,2})?", bare):
            raise ValidationError(_("Write an amount in dollars above zero, like 40 or 37.50."))
        whole, _point, cents = bare.replace(",", ".").partition(".")
        return int(whole) * 100 + int(cents.ljust(2, "0") or 0)


FIRST_YEAR, LAST_YEAR = 1900, 2100


def in_our_time(day: date | None) -> None:
    """Refuse a day that was mistyped by centuries: others cannot be counted with nor shown in another zone.

    Raises:
        ValidationError: its year is before 1900 or after 2100.
    """
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Write a year between 1900 and 2100."), code="year")


class MomentField(forms.DateTimeField):
    """A local day and hour, by the calendar of the browser or as 2024-05-03 09:00."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment.

        Raises:
            ValidationError: it is none, or lies centuries away.
        """
        try:
            found: datetime | None = super().to_python(value)
        except OverflowError as error:
            raise ValidationError(_("Write a year between 1900 and 2100."), code="year") from error
        in_our_time(found)
        return found


class DayField(forms.DateField):
    """A day, by the calendar of the browser or as 2024-05-03."""

    default_validators = [in_our_time]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class ReasonForm(forms.Form):
    """Why something is undone: kept with the entries."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


def pdf(content: bytes, name: str) -> HttpResponse:
    """Give a PDF, shown by the browser."""
    response = HttpResponse(bytes(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
