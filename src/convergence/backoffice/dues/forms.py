"""Questions of the dues screens; validation only."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.backoffice.dues.base import CentsField, ContactField
from convergence.contacts.choices import OrganisationKind
from convergence.membership.choices import Basis, CoverageKind, GroupCode, PaymentWay
from convergence.vocabulary.models import Region


def day_input() -> forms.DateInput:
    """Return a date field that a browser draws as a calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CreateForm(forms.Form):
    """The period of a new call and the date of its letter."""

    period = forms.CharField(
        label=_("Period"),
        max_length=9,
        help_text=_("Two years that follow each other, like 2023-2024. It is written on every invoice."),
    )
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    letter_date = forms.DateField(label=_("Date of the letter"), widget=day_input())
    due_date = forms.DateField(
        label=_("Due date"),
        required=False,
        widget=day_input(),
        help_text=_("From the next day on, dues are late. Empty: sixty days after the letter."),
    )


class PeriodForm(forms.Form):
    """Place and dates of a draft."""

    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    letter_date = forms.DateField(label=_("Date of the letter"), widget=day_input())
    due_date = forms.DateField(
        label=_("Due date"), widget=day_input(), help_text=_("From the next day on, dues are late.")
    )
    closing_date = forms.DateField(
        label=_("Closing date"),
        required=False,
        widget=day_input(),
        help_text=_("Personal links stop working then. Empty: twelve months after the sending."),
    )


class ClosingForm(forms.Form):
    """Another closing date for a call that was sent."""

    closing_date = forms.DateField(label=_("Closing date"), widget=day_input())


class LetterForm(forms.Form):
    """The letter in one language."""

    subject = forms.CharField(label=_("Object line"), max_length=150, required=False)
    addressees = forms.CharField(label=_("Addressees"), max_length=200, required=False)
    body = forms.CharField(
        label=_("Letter"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 22, "class": "voice"}),
    )
    closing_formula = forms.CharField(label=_("Closing formula"), max_length=300, required=False)

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        """Ask for the whole of the French letter: it is what everyone without another language reads."""
        super().__init__(*args, **kwargs)
        if language == "fr":
            for name in ("subject", "body", "closing_formula"):
                self.fields[name].required = True


class EnclosureForm(forms.Form):
    """A document as a readable link."""

    label = forms.CharField(label=_("Name"), max_length=150, required=False)
    url = forms.CharField(label=_("Address"), max_length=500, required=False)
    language = forms.ChoiceField(
        label=_("For the letter in"),
        required=False,
        choices=[("", _("every language")), ("fr", "Français"), ("en", "English"), ("es", "Español")],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both the name and the address, or neither."""
        values = super().clean() or {}
        if bool(values.get("label")) != bool(values.get("url")):
            name = "url" if values.get("label") else "label"
            self.add_error(name, _("Write both the name that is read and the address, or neither."))
        return values


EnclosureFormSet = forms.formset_factory(EnclosureForm, extra=3, max_num=12)


class AudienceForm(forms.Form):
    """Who is called: nothing chosen means everybody."""

    groups = forms.MultipleChoiceField(
        label=_("Groups"), choices=GroupCode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=_("Types of organisations"),
        choices=OrganisationKind.choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = [(row.slug, str(row)) for row in Region.objects.all()]  # type: ignore[attr-defined]


class CountForm(forms.Form):
    """A corrected count, and who said it."""

    members = forms.IntegerField(label=_("Declared members"), min_value=0, max_value=5_000_000)
    as_of = forms.DateField(label=_("On"), widget=day_input())
    said_by = forms.CharField(label=_("Said by"), max_length=200)
    confirmed = forms.BooleanField(
        label=_("The number is very different from the last one, and it is right"), required=False
    )


class PromiseForm(forms.Form):
    """A promise told by telephone or e-mail."""

    promised_date = forms.DateField(label=_("Will pay by"), widget=day_input())
    way = forms.ChoiceField(label=_("How"), choices=[("", "—"), *PaymentWay.choices], required=False)
    said_by = forms.CharField(label=_("Said by"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class ScaleForm(forms.Form):
    """A scale; which amounts are asked depends on how it is computed."""

    group = forms.ChoiceField(label=_("Group"), choices=GroupCode.choices)
    basis = forms.ChoiceField(label=_("Computed"), choices=Basis.choices, widget=forms.RadioSelect)
    rate = forms.CharField(
        label=_("Rate per member, in dollars"),
        max_length=12,
        required=False,
        help_text=_("For example 0.12. Per declared member only."),
    )
    floor = CentsField(label=_("Minimum"), required=False)
    ceiling = CentsField(label=_("Maximum"), required=False)
    flat = CentsField(label=_("Amount"), required=False, help_text=_("Same amount for all only."))
    suggested = CentsField(label=_("Suggestion"), required=False, help_text=_("Free amount only."))
    minimum = CentsField(label=_("Least free amount"), required=False)
    tiers = forms.CharField(
        label=_("Tiers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: first number of members, colon, amount. The first line starts at 0. For example 0: 50, then 500: 150."
        ),
    )
    pro_rata = forms.BooleanField(label=_("Reduced for those who join during the period"), required=False)
    valid_from = forms.DateField(label=_("Valid from"), widget=day_input())
    adopted_by = forms.CharField(label=_("Adopted by"), max_length=200, help_text=_("For example: general assembly."))
    adopted_date = forms.DateField(label=_("Adopted on"), widget=day_input())
    is_example = forms.BooleanField(label=_("This is an example, not a real amount"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_rate(self) -> Decimal:
        """Return cents with up to four decimals."""
        typed = self.cleaned_data["rate"].replace(",", ".").replace("$", "").strip()
        try:
            rate = Decimal(typed or 0) * 100
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write an amount in dollars, like 0.12.")) from error
        if not rate.is_finite() or rate < 0 or rate > 100_000 or rate != round(rate, 4):
            raise forms.ValidationError(_("Write an amount in dollars, like 0.12."))
        return rate

    def clean_tiers(self) -> list[tuple[int, int]]:
        """Return `(from_members, cents)`."""
        found = []
        for line in self.cleaned_data["tiers"].splitlines():
            if not line.strip():
                continue
            match = re.fullmatch(
                r"\s*([\d\s\u00a0\u202f]+?)\s*:\s*(\d[\d\s\u00a0\u202f]*)([.,](\d{1,2}))?\s*\$?\s*", line
            )
            if match is None:
                raise forms.ValidationError(_("This line is not a tier: %(line)s") % {"line": line.strip()})
            start, whole = (int(re.sub(r"\D", "", match[place])) for place in (1, 2))
            found.append((start, whole * 100 + int((match[4] or "0").ljust(2, "0"))))
        return found

    def values(self) -> dict[str, Any]:
        """Return the fields of the stored scale."""
        data = self.cleaned_data
        return {
            "group": data["group"],
            "basis": data["basis"],
            "rate_cents": data["rate"],
            "floor_cents": data["floor"],
            "ceiling_cents": data["ceiling"],
            "flat_cents": data["flat"] or 0,
            "suggested_cents": data["suggested"] or 0,
            "minimum_cents": data["minimum"] or 0,
            "pro_rata": data["pro_rata"],
            "valid_from": data["valid_from"],
            "adopted_by": data["adopted_by"],
            "adopted_date": data["adopted_date"],
            "is_example": data["is_example"],
            "note": data["note"],
        }


class CoverageForm(forms.Form):
    """Who pays for whom, from a day on."""

    payer = ContactField(label=_("Who pays"))
    member = ContactField(label=pgettext_lazy("who is paid for", "For whom"))
    kind = forms.ChoiceField(label=_("How"), choices=CoverageKind.choices, widget=forms.RadioSelect)
    start_date = forms.DateField(label=_("From"), widget=day_input())


class ExemptionForm(forms.Form):
    """A decision to take dues off."""

    member = ContactField(label=_("Member"))
    period = forms.CharField(label=_("Period"), max_length=9, help_text=_("Like 2023-2024: written, never guessed."))
    percent = forms.IntegerField(label=_("Part taken off, in per cent"), min_value=1, max_value=100, initial=100)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)
    decided_date = forms.DateField(label=_("Decided on"), widget=day_input())
    covers_extraordinary = forms.BooleanField(label=_("Also covers extraordinary contributions"), required=False)


class ExtraForm(forms.Form):
    """A voted extraordinary contribution."""

    period = forms.CharField(label=_("Period"), max_length=9, help_text=_("Like 2023-2024: written, never guessed."))
    group = forms.ChoiceField(label=_("Group"), choices=[("", _("all groups")), *GroupCode.choices], required=False)
    label = forms.CharField(label=_("Object"), max_length=200)
    amount_cents = CentsField(label=_("Amount"))
    adopted_by = forms.CharField(label=_("Adopted by"), max_length=200)
    adopted_date = forms.DateField(label=_("Adopted on"), widget=day_input())


class ApplicationForm(forms.Form):
    """Somebody asks to become a member."""

    contact = ContactField(
        label=_("Who applies"), help_text=_("Member number or name. A new contact is first recorded under Members.")
    )
    group = forms.ChoiceField(label=_("Group asked for"), choices=[("", "—"), *GroupCode.choices])
    submitted_date = forms.DateField(label=_("Received on"), widget=day_input())
    motive = forms.CharField(
        label=_("Why they join"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class DecisionForm(forms.Form):
    """The board's decision."""

    group = forms.ChoiceField(label=_("Group"), choices=GroupCode.choices)
    decided_date = forms.DateField(label=_("Decided on"), widget=day_input())
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class ChangeGroupForm(forms.Form):
    """A change of group on a day."""

    group = forms.ChoiceField(label=_("New group"), choices=[("", "—"), *GroupCode.choices])
    on = forms.DateField(label=_("From"), widget=day_input())
    source = forms.CharField(label=_("Decision or source"), max_length=300)


class LeaveForm(forms.Form):
    """A departure."""

    last_day = forms.DateField(label=_("Last day as a member"), widget=day_input())
    reason = forms.CharField(label=_("Reason"), max_length=300)


class DirectoryForm(forms.Form):
    """Yes or no to the public list."""

    agreed = forms.ChoiceField(
        label=_("Public list of members"),
        choices=[("yes", _("agrees")), ("no", _("refuses"))],
        widget=forms.RadioSelect,
    )
    said_by = forms.CharField(label=_("Said by"), max_length=200)


class ReminderTextForm(forms.Form):
    """One level in one language."""

    days_after_due = forms.IntegerField(label=_("Days after the due date"), min_value=0, max_value=365)
    subject = forms.CharField(label=_("Object line"), max_length=150)
    body = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))
