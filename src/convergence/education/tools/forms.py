"""The form by which anybody orders printed copies: no account, no script, nothing ticked beforehand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.core.money import format_cents
from convergence.education.tools.models import Printing

PREFIX = "copies_"
MOST = 500


class OrderForm(forms.Form):
    """How many copies of what, and where they go."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    organisation = forms.CharField(
        label=_("Your union or group"),
        max_length=200,
        required=False,
        help_text=_("If it pays: the invoice will bear its name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("For the confirmation and the invoice, nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    street = forms.CharField(
        label=_("Number, street, office"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    city = forms.CharField(
        label=_("City"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    province = forms.CharField(
        label=_("Province"),
        max_length=60,
        initial="QC",
        widget=forms.TextInput(attrs={"autocomplete": "address-level1"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=16,
        help_text=_("In Canada. For elsewhere, write to us."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    note = forms.CharField(
        label=_("A word for the team"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, printings: Sequence[Printing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for printing in printings:
            self.fields[f"{PREFIX}{printing.pk}"] = forms.IntegerField(
                label=_("%(what)s – %(price)s") % {"what": printing, "price": format_cents(printing.price_cents or 0)},
                help_text=_("%(left)s copies left") % {"left": printing.left},
                min_value=0,
                max_value=MOST,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": min(MOST, printing.left)}),
            )
        self.order_fields([name for name in self.fields if name.startswith(PREFIX)] + list(type(self).base_fields))

    def copies(self) -> dict[int, int]:
        """Return {printed edition: how many copies} for what was asked."""
        return {
            int(name.removeprefix(PREFIX)): number
            for name, number in self.cleaned_data.items()
            if name.startswith(PREFIX) and number
        }

    def who(self) -> dict[str, str]:
        """Return who orders, and where the copies go."""
        names = type(self).base_fields.keys() - {"key"}
        return {name: str(self.cleaned_data[name] or "") for name in names}
