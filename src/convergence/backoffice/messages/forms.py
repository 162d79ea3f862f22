"""Forms of the screens of messages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.messaging.addresses import is_email
from convergence.messaging.choices import ReturnReason, SuppressionReason, Topic


class _Address(forms.Form):
    address = forms.CharField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput)

    def clean_address(self) -> str:
        """Refuse what is no e-mail address."""
        address: str = self.cleaned_data["address"].strip()
        if not is_email(address):
            raise forms.ValidationError(_("“%(address)s” is not an e-mail address."), params={"address": address})
        return address


class BounceForm(_Address):
    """A bounce that a person read in their own mailbox."""

    is_permanent = forms.TypedChoiceField(
        label=_("What did the answer say?"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=[
            ("yes", _("The address does not exist: write to it no more")),
            ("no", _("Mailbox full or server away: try again next time")),
        ],
    )
    diagnostic = forms.CharField(label=_("Words of the answer"), max_length=300, required=False)


class SuppressionForm(_Address):
    """Somebody asked by telephone or in person not to receive something."""

    topic = forms.ChoiceField(label=_("What should we stop sending?"), widget=forms.RadioSelect, choices=Topic.choices)
    reason = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        choices=[(r.value, r.label) for r in (SuppressionReason.ASKED, SuppressionReason.COMPLAINED)],
    )
    detail = forms.CharField(label=_("Who asked, when, how"), max_length=300, required=False)


class ReturnedForm(forms.Form):
    """A letter that the post brought back."""

    reason = forms.ChoiceField(
        label=_("What does the envelope say?"), widget=forms.RadioSelect, choices=ReturnReason.choices
    )
    returned_date = forms.DateField(
        label=_("When did it come back?"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=_("New address, or anything written on it"), max_length=300, required=False)
