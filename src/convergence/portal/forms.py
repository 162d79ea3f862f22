"""What a delegate corrects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.contacts.choices import Channel, Office, Purpose


class PointForm(forms.Form):
    """An e-mail or telephone of the organisation or of one of its bodies."""

    contact = forms.TypedChoiceField(label=_("Of whom?"), coerce=int)
    channel = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(Channel.EMAIL, _("E-mail")), (Channel.PHONE, _("Telephone"))],
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        label=_("The address or number"), help_text=_("For an extension: 514-555-0142 ext. 225."), max_length=254
    )
    purpose = forms.ChoiceField(
        label=_("What is it used for?"),
        help_text=_("The dues call goes to billing first."),
        choices=[("", "—"), *Purpose.choices],
    )

    def __init__(self, *args: Any, whose: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = whose  # type: ignore[attr-defined]
        if len(whose) == 1:
            self.fields["contact"].widget = forms.HiddenInput()
            self.initial.setdefault("contact", whose[0][0])


class AddressForm(forms.Form):
    """The postal address."""

    attention = forms.CharField(label=_("To the attention of"), required=False, max_length=200)
    street = forms.CharField(label=_("Number and street, or post-office box"), max_length=300)
    city = forms.CharField(label=_("City"), max_length=120)
    province = forms.CharField(label=_("Province or state"), max_length=60, initial="QC")
    postal_code = forms.CharField(label=_("Postal code"), max_length=16)


class CountForm(forms.Form):
    """How many members the organisation declares."""

    value = forms.IntegerField(
        label=_("How many members does your organisation have?"),
        help_text=_("Dues may be computed from it. The former numbers are kept, with their date."),
        min_value=0,
        max_value=5_000_000,
    )
    as_of = forms.DateField(
        label=_("Counted on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Year-month-day."),
    )


class PersonForm(forms.Form):
    """Somebody who arrived in the organisation."""

    given_name = forms.CharField(label=_("First name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    office = forms.ChoiceField(label=_("Which post?"), choices=[("", "—"), *Office.choices])
    title = forms.CharField(
        label=_("Title, as you write it"),
        max_length=150,
        required=False,
        help_text=_("If it is not the name of the post."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=60, required=False, help_text=_("For an extension: 514-555-0142 ext. 225.")
    )


class NewsForm(forms.Form):
    """Somebody arrived, left, or anything else that the organisation should know."""

    text = forms.CharField(
        label=_("What has changed?"),
        help_text=_("For example: since the assembly of May, the presidency is held by… reached at…"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
