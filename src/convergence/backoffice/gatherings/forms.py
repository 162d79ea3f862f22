"""Forms of activities open to registration."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.backoffice.activities.forms import NamedContactField
from convergence.backoffice.finance.base import CentsField, DayField, MomentField
from convergence.education.gatherings.choices import Way
from convergence.education.gatherings.forms import RegistrationForm, ReservationForm
from convergence.education.gatherings.models import Gathering, Series


class GatheringForm(forms.ModelForm):  # type: ignore[type-arg]
    """An opening to registration."""

    onsite = forms.IntegerField(
        label=_("Places on site"), min_value=0, max_value=100_000, required=False,
        help_text=_("Empty: not offered that way."),
    )  # fmt: skip
    online = forms.IntegerField(
        label=_("Places online"), min_value=0, max_value=100_000, required=False,
        help_text=_("Empty: not offered that way. A place of one way is never lent to the other."),
    )  # fmt: skip
    opens_at = MomentField(label=_("Registrations open"))
    closes_at = MomentField(label=_("Registrations close"), help_text=_("Before the event begins."))
    refund_until = DayField(
        label=_("Last day of refund"), required=False,
        help_text=_("After it, who cancels is not paid back. Empty: always paid back."),
    )  # fmt: skip
    online_link = forms.URLField(
        label=_("Link to join online"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Given to confirmed people only, in their message and on their page."),
    )  # fmt: skip
    series = forms.ModelChoiceField(Series.objects.all(), label=_("Series"), required=False)

    class Meta:
        model = Gathering
        fields = (
            "onsite", "online", "opens_at", "closes_at", "online_link", "refund_until", "offer_hours", "reminder_days",
            "series", "edition", "asks_meal", "asks_access", "asks_childcare",
        )  # fmt: skip
        help_texts = {
            "edition": _("As in: 2026"),
            "asks_access": _("Answers are seen by coordination and education only, and deleted the day after."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for seats in self.instance.seats.all():
                self.initial[seats.way.lower()] = seats.capacity

    def values(self) -> dict[str, Any]:
        """Return what the commands take."""
        given = dict(self.cleaned_data)
        capacities = {str(way): given.pop(way.lower()) for way in Way}
        return {**given, "capacities": capacities}

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command, which says them beside their field."""


class SittingForm(forms.Form):
    """A session, in local hours."""

    title_fr = forms.CharField(label=_("Title in French"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    day = DayField(label=_("Day"))
    start = forms.TimeField(
        label=pgettext_lazy("an hour", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=pgettext_lazy("an hour", "Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end_day = DayField(label=_("Day of the end"), required=False, help_text=_("Only past midnight."))
    room = forms.CharField(label=_("Room"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("Places in the room"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: as many as come."),
    )


class PriceForm(forms.Form):
    """A category of price."""

    name_fr = forms.CharField(label=_("Category in French"), max_length=120)
    name_en = forms.CharField(label=_("Category in English"), max_length=120, required=False)
    name_es = forms.CharField(label=_("Category in Spanish"), max_length=120, required=False)
    amount_cents = CentsField(label=_("Price"), required=False, help_text=_("Empty: free."))
    for_members = forms.BooleanField(
        label=_("For members in good standing only"), required=False,
        help_text=_("Their dues are looked up on the day of the registration."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        return {**self.cleaned_data, "amount_cents": self.cleaned_data["amount_cents"] or 0}


class SeriesForm(forms.Form):
    """A series of events."""

    slug = forms.SlugField(label=_("Short name"), max_length=60, help_text=_("As in: jqsi"))
    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=200, required=False)
    url = forms.URLField(label=_("Address of the whole programme"), required=False, assume_scheme="https")


class StaffRegistrationForm(RegistrationForm):
    """Somebody whom the team adds; an e-mail is not required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["email"].help_text = _("With an e-mail the person receives a confirmation of their own.")


class PartyForm(ReservationForm):
    """A group that the team adds for a union."""

    organisation = NamedContactField(persons=False, label=_("Union or organisation"), help_text=_("Name or acronym."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].user = user  # type: ignore[attr-defined]
        self.fields["contact_name"].label = _("Who reserves")
        self.order_fields(["organisation", "places", "way", "price", "contact_name", "email", "key"])


def opening_of(activity: Any, starts_at: datetime | None) -> dict[str, Any]:
    """Return what a new opening proposes: from now until the eve at 17:00."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    found: dict[str, Any] = {"opens_at": now}
    if starts_at is not None:
        eve = timezone.localtime(starts_at) - timedelta(days=1)
        found["closes_at"] = eve.replace(hour=17, minute=0)
    return found
