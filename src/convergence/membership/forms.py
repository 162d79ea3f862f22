"""The questions of the personal form; validation only."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.contacts.rules.phones import UnreadablePhoneError, normalise_phone
from convergence.membership.choices import NextStep, PaymentWay
from convergence.membership.rules.dues import MAX_MEMBERS


class DetailsForm(forms.Form):
    """Address and contact points; the labels differ for a person."""

    attention = forms.CharField(
        label=_("To the attention of"), max_length=200, required=False, help_text=_("Who opens your mail about dues.")
    )
    street = forms.CharField(
        label=_("Street address"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    city = forms.CharField(
        label=_("City"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    province = forms.CharField(
        label=_("Province"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level1"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    email = forms.EmailField(
        label=_("E-mail for dues"),
        required=False,
        help_text=_("Invoices and receipts go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    delegate_email = forms.EmailField(
        label=_("E-mail of your delegate"),
        required=False,
        help_text=_("For invitations to assemblies."),
        widget=forms.EmailInput(attrs={"inputmode": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        help_text=_("With its extension, as you write it: 514-555-0123 ext. 20."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, is_person: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_person:
            del self.fields["attention"], self.fields["delegate_email"]
            self.fields["email"].label = _("E-mail")

    def clean_phone(self) -> str:
        """Return the telephone as typed, provided it can be read."""
        phone = str(self.cleaned_data["phone"]).strip()
        if phone:
            try:
                normalise_phone(phone)
            except UnreadablePhoneError as error:
                raise forms.ValidationError(
                    _("This number cannot be read. Write it with its area code, like 514-555-0123 ext. 20."),
                    code="bad_phone",
                ) from error
        return phone


class CountForm(forms.Form):
    """How many members; a surprising number is confirmed."""

    members = forms.CharField(
        label=_("How many members do you have today?"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    confirmed = forms.BooleanField(label=_("Yes, this number is right"), required=False)

    def __init__(self, *args: Any, ask: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask:
            self.fields["confirmed"].widget = forms.HiddenInput()

    def clean_members(self) -> int:
        """Return the count; spaces between the thousands are welcome."""
        typed = re.sub(r"[\s\u00a0\u202f]", "", self.cleaned_data["members"])
        if not re.fullmatch(r"\d{1,9}", typed) or int(typed) > MAX_MEMBERS:
            raise forms.ValidationError(
                _("Write a whole number of members, between 0 and 5,000,000."), code="bad_count"
            )
        return int(typed)


class AmountForm(forms.Form):
    """A free amount, in dollars."""

    amount = forms.CharField(
        label=_("How much do you want to give for your dues?"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_amount(self) -> int:
        """Return whole cents; a comma or a point, spaces and the dollar sign are welcome."""
        typed = re.sub(r"[\s\u00a0\u202f$]", "", self.cleaned_data["amount"]).replace(",", ".")
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", typed):
            raise forms.ValidationError(_("Write an amount in dollars, like 40 or 37.50."), code="bad_amount")
        return int(Decimal(typed) * 100)


class AnswerForm(forms.Form):
    """How and when; nothing is chosen beforehand."""

    way = forms.ChoiceField(
        label=_("How will you pay?"),
        choices=[choice for choice in PaymentWay.choices if choice[0] != PaymentWay.CARD],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three ways.")},
    )
    promised_date = forms.DateField(
        label=_("By which day?"),
        help_text=_("We will not remind you before that day."),
        error_messages={"required": _("Write the day by which you will pay.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("A word to add"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, last: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = self.fields["promised_date"].widget.attrs
        attrs["min"] = today.isoformat()
        if last is not None:
            attrs["max"] = last.isoformat()


class NextStepsForm(forms.Form):
    """The four next steps, one box each; none is ticked beforehand (S64, C4)."""

    email = forms.EmailField(
        label=_("At which e-mail address?"),
        required=False,
        help_text=_("For the bulletin and urgent actions only."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields.pop("email")
        for value, label in NextStep.choices:
            if value in words:
                self.fields[value] = forms.BooleanField(label=label, help_text=words[value], required=False)
        self.fields["email"] = email

    def clean(self) -> dict[str, Any]:
        """Gather the ticked boxes as `steps`."""
        values = super().clean() or self.cleaned_data
        values["steps"] = [value for value in NextStep.values if values.get(value)]
        return values
