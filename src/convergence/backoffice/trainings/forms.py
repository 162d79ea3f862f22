"""Forms of trainings."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.activities.choices import AgeRange, Gender
from convergence.backoffice.activities.forms import NamedContactField
from convergence.backoffice.finance.base import DayField, fresh_key
from convergence.documents.models import PublicFile
from convergence.education.tools.models import Tool
from convergence.education.trainings.choices import Weekday
from convergence.education.trainings.models import Material, Series, Training, TrainingRequest
from convergence.ui.forms import RowsField
from convergence.vocabulary.models import Region, Theme

MOMENTS = (1, 2, 3)
NOT_SAID = ("", _("not said"))


def hour_field(**given: Any) -> forms.TimeField:
    """Return a field of an hour."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **given)


class LanguagesField(forms.MultipleChoiceField):
    """Languages, kept as `fr es`."""

    def __init__(self, **given: Any) -> None:
        super().__init__(choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, **given)

    def prepare_value(self, value: Any) -> Any:
        """Show what is kept."""
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        """Return what is kept."""
        return " ".join(super().clean(value))


class TrainingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A training of the catalogue."""

    languages = LanguagesField(label=_("Languages in which it is given"))
    themes = RowsField(
        Theme.objects.all(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Facilitators are looked for by them."),
    )  # fmt: skip

    class Meta:
        model = Training
        fields = (
            "title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es", "objectives_fr",
            "objectives_en", "objectives_es", "audience_fr", "audience_en", "audience_es", "minutes", "languages",
            "most_people", "may_be_online", "axis", "themes", "series", "position", "is_published",
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        return {**given, "themes": [theme.pk for theme in given.pop("themes")]}

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command, which says them beside their field."""


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]
    """A series of trainings."""

    url = forms.URLField(label=_("Page that presents it"), required=False, assume_scheme="https")

    class Meta:
        model = Series
        fields = ("name_fr", "name_en", "name_es", "url")

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command."""


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]
    """A guide or tool of a training."""

    file = forms.ModelChoiceField(PublicFile.objects.all(), label=_("File"), required=False)
    url = forms.URLField(label=_("Or its page"), required=False, assume_scheme="https")
    tool = forms.ModelChoiceField(
        Tool.objects.published().order_by("title", "pk"), label=_("Or a tool of the catalogue"), required=False
    )

    class Meta:
        model = Material
        fields = ("title", "language", "minutes", "file", "url", "tool")

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command."""


class FacilitatorForm(forms.Form):
    """Somebody who facilitates."""

    person = NamedContactField(persons=True, label=_("Person of the register"))
    languages = LanguagesField(label=_("Languages"))
    themes = RowsField(Theme.objects.all(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    regions = RowsField(Region.objects.all(), label=_("Regions"), required=False, widget=forms.CheckboxSelectMultiple)
    goes_everywhere = forms.BooleanField(label=_("Goes to every region"), required=False)
    is_active = forms.BooleanField(label=_("May be asked"), required=False, initial=True)
    notes = forms.CharField(
        label=_("Notes of the team"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, user: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["person"]
        else:
            self.fields["person"].user = user  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the command takes, the person left out."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "person"}
        return {**given, **{name: [row.pk for row in given[name]] for name in ("themes", "regions")}}


class AvailabilityForm(forms.Form):
    """Hours of a weekday."""

    weekday = forms.TypedChoiceField(label=_("Day"), choices=Weekday.choices, coerce=int)
    start = hour_field(label=pgettext_lazy("an hour", "From"))
    end = hour_field(label=pgettext_lazy("an hour", "Until"))


class AbsenceForm(forms.Form):
    """Days away."""

    first_day = DayField(label=_("From"))
    last_day = DayField(label=_("Until"), help_text=_("This day included."))


class AskedForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was asked, corrected by the team, or written for a union that telephoned."""

    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=2000)

    class Meta:
        model = TrainingRequest
        fields = (
            "training", "subject", "asked_organisation", "asked_name", "asked_email", "asked_phone", "people", "language",
            "letters", "is_online", "region", "venue", "wished_dates", "access_needs", "message", "notes",
        )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["notes"]

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command."""


class UnionForm(forms.Form):
    """Which organisation of the register it is."""

    organisation = NamedContactField(persons=False, label=_("Another organisation"), help_text=_("Name or acronym."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].user = user  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Moment:
    """A moment typed: its place in the form, the day, the hour and the length."""

    number: int
    day: date
    hour: time
    minutes: int


class MomentsForm(forms.Form):
    """Up to three moments to propose; the first is needed."""

    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=1440)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in MOMENTS:
            needed = number == MOMENTS[0]
            self.fields[f"day_{number}"] = DayField(label=_("Day %(number)s") % {"number": number}, required=needed)
            self.fields[f"hour_{number}"] = hour_field(label=_("From what hour"), required=needed)

    def clean(self) -> dict[str, Any]:
        """Ask for the hour of each day."""
        given = super().clean() or self.cleaned_data
        for number in MOMENTS:
            day, hour = f"day_{number}", f"hour_{number}"
            if bool(given.get(day)) != (given.get(hour) is not None) and not {day, hour} & set(self.errors):
                self.add_error(hour, _("Write both the day and the hour, or neither."))
        return given

    def moments(self) -> list[Moment]:
        """Return the moments that were typed."""
        given = self.cleaned_data
        return [
            Moment(number, given[f"day_{number}"], given[f"hour_{number}"], given["minutes"])
            for number in MOMENTS
            if given.get(f"day_{number}")
        ]


class AnswerForm(forms.Form):
    """Why, as the union will read it."""

    answer = forms.CharField(label=_("Why"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class CapacityForm(forms.Form):
    """How many lines a sheet takes."""

    capacity = forms.IntegerField(label=_("At most how many lines"), min_value=1, max_value=2400)


class PaperLineForm(forms.Form):
    """A line of the paper sheet."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(label=_("Name on the sheet"), max_length=160)
    email = forms.EmailField(label=_("E-mail, for an attestation"), required=False)
    gender = forms.ChoiceField(
        label=_("Gender, as they said it"), choices=[NOT_SAID, *Gender.choices], required=False,
        help_text=_("Never required: nobody has to say it, and you must not guess it."),
    )  # fmt: skip
    age_range = forms.ChoiceField(
        label=_("Age range, as they said it"), choices=[NOT_SAID, *AgeRange.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = fresh_key


class FollowUpForm(forms.Form):
    """What is to be done, and by when."""

    text = forms.CharField(label=_("What is to be done"), max_length=300)
    due_date = DayField(label=pgettext_lazy("a day", "By"))


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(
        label=_("What came of it"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("These words enter the relationship log of the union."),
    )  # fmt: skip


class ReplaceForm(forms.Form):
    """Who facilitates instead."""

    facilitator = forms.TypedChoiceField(label=_("Who facilitates"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].choices = choices  # type: ignore[attr-defined]


class IssueForm(forms.Form):
    """Under which name, in which language."""

    name = forms.CharField(label=_("Name, as the person asks for it"), max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
