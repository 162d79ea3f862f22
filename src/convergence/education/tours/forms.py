"""What a host is asked behind its link; validation only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_PEOPLE = 100_000


class ConfirmForm(forms.Form):
    """Yes, and who receives the guests."""

    contact_name = forms.CharField(
        label=_("Who receives the guests"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_phone = forms.CharField(
        label=_("Their telephone on those days"), max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Printed in the road book of the guests, for nobody else."),
    )  # fmt: skip
    message = forms.CharField(
        label=_("What we should know"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ramp, parking, hours of the door, what you wish to speak about."),
    )  # fmt: skip
    read = forms.CharField(max_length=21, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """Return what the command takes."""
        return dict(self.cleaned_data)


class DeclineForm(forms.Form):
    """No, and why."""

    because = forms.CharField(
        label=_("Why, in a few words"), max_length=300, help_text=_("It helps us to find other days or another place.")
    )


class PeopleForm(forms.Form):
    """How many people came to each meeting of a host."""

    def __init__(self, *args: Any, meetings: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in meetings:
            self.fields[f"people_{row.pk}"] = forms.IntegerField(
                label=str(row), min_value=0, max_value=MOST_PEOPLE, required=False, initial=row.attended,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def given(self) -> dict[int, int]:
        """Return activity → people, where a number was written."""
        return {
            int(name.removeprefix("people_")): value for name, value in self.cleaned_data.items() if value is not None
        }
