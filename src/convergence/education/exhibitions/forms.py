"""What a union and its hosts are asked; validation only."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergence.core.errors import DomainError
from convergence.core.figures import Qualifier
from convergence.documents.photos import MOST_BYTES, Photo, PhotoTooHeavy, cleaned
from convergence.education.exhibitions.choices import Condition, FeedbackMark, Setting
from convergence.education.exhibitions.commands import Asked, Seen
from convergence.education.exhibitions.commands.reports import MOST_PHOTOS
from convergence.education.exhibitions.errors import TooManyPhotos
from convergence.education.exhibitions.models import Panel, Version

MOST_VISITORS = 100_000


class DayInput(forms.DateInput):
    """The calendar of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day, by the calendar of the browser or as 2024-05-03."""
    return forms.DateField(label=label, widget=DayInput(), input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class RequestForm(forms.Form):
    """Who asks, for which version, where and when; nothing is ticked beforehand."""

    version = forms.ModelChoiceField(
        Version.objects.none(),
        label=gettext_lazy("Which version"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    setting = forms.ChoiceField(
        label=gettext_lazy("Where will it stand"), choices=Setting.choices, widget=forms.RadioSelect
    )
    venue = forms.CharField(
        label=gettext_lazy("Venue"), max_length=200, help_text=gettext_lazy("Name of the place and address.")
    )
    city = forms.CharField(
        label=gettext_lazy("City"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    first_day = day_field(gettext_lazy("First day on view"))
    last_day = day_field(gettext_lazy("Last day on view"))
    expected = forms.IntegerField(
        label=gettext_lazy("People expected"), min_value=0, max_value=MOST_VISITORS, required=False
    )
    organisation_name = forms.CharField(
        label=gettext_lazy("Your union or organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=gettext_lazy("Your telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    message = forms.CharField(
        label=gettext_lazy("What you want to tell us"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    accepts_conditions = forms.BooleanField(
        label=gettext_lazy("The venue meets the conditions of this version"), required=False
    )
    is_announced = forms.BooleanField(
        label=gettext_lazy("The stop may be announced to everybody, on the calendar and on the map"), required=False
    )
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        field.queryset = Version.objects.filter(pk__in=[row.pk for row in versions])  # type: ignore[attr-defined]
        field.choices = [(row.pk, row.name or row.get_setting_display()) for row in versions]  # type: ignore[attr-defined]

    def asked(self, language: str) -> Asked:
        """Return what the command takes."""
        given = self.cleaned_data
        names = (
            "organisation_name", "contact_name", "email", "phone", "venue", "city", "setting", "first_day", "last_day",
            "expected", "message", "is_announced",
        )  # fmt: skip
        return Asked(language=language, **{name: given[name] for name in names})


class SignForm(forms.Form):
    """Who signs, as what, what was read."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    title = forms.CharField(
        label=gettext_lazy("As what you sign"), max_length=200, help_text=gettext_lazy("As in: president, treasurer.")
    )
    agrees = forms.BooleanField(label=gettext_lazy("I have read the agreement and sign it"))
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def given(self) -> dict[str, str]:
        """Return what the command takes."""
        return {name: self.cleaned_data[name] for name in ("name", "title", "read")}


class SeveralFiles(forms.ClearableFileInput):
    """Choose several photographs, or take one with the telephone."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photographs, each made again without anything but the picture."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", SeveralFiles(attrs={"accept": "image/*"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Photo]:  # type: ignore[override]
        """Return the photographs as they will be kept.

        Raises:
            ValidationError: one is no photograph, or too heavy.
        """
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_PHOTOS:
            raise ValidationError(str(TooManyPhotos(most=MOST_PHOTOS)), code=TooManyPhotos.code)
        for file in files:
            if file.size > MOST_BYTES:  # said before any is read
                raise ValidationError(str(PhotoTooHeavy(name=file.name or "")), code=PhotoTooHeavy.code)
        try:
            return [cleaned(file.read(), file.name or "") for file in files]
        except DomainError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


class ReportForm(forms.Form):
    """The state of each panel, with photographs."""

    seen_by = forms.CharField(
        label=gettext_lazy("Who looked"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    seen_date = day_field(gettext_lazy("On which day"))
    remark = forms.CharField(
        label=gettext_lazy("About the whole"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(
        label=gettext_lazy("Photographs"),
        required=False,
        help_text=gettext_lazy(
            "Twelve at most. Only the picture is kept: place, hour, names and make of the telephone are removed before."
        ),
    )

    def __init__(self, *args: Any, panels: Iterable[Panel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panels = list(panels)
        for panel in self.panels:
            self.fields[f"panel_{panel.pk}"] = forms.ChoiceField(
                label=_("Panel %(panel)s") % {"panel": panel}, choices=Condition.choices, widget=forms.RadioSelect
            )
            self.fields[f"remark_{panel.pk}"] = forms.CharField(
                label=_("Remark on panel %(number)s") % {"number": panel.number}, max_length=300, required=False
            )
        names = [name for panel in self.panels for name in (f"panel_{panel.pk}", f"remark_{panel.pk}")]
        self.order_fields([*names, "photos", "remark", "seen_by", "seen_date"])

    def given(self) -> dict[str, Any]:
        """Return what the command takes."""
        said = self.cleaned_data
        return {
            "panels": {panel.pk: Seen(said[f"panel_{panel.pk}"], said[f"remark_{panel.pk}"]) for panel in self.panels},
            **{name: said[name] for name in ("seen_by", "seen_date", "remark", "photos")},
        }


class VisitorsForm(forms.Form):
    """How many people came, how sure that is, how it went."""

    number = forms.IntegerField(label=gettext_lazy("How many people came"), min_value=0, max_value=MOST_VISITORS)
    qualifier = forms.ChoiceField(label=gettext_lazy("How sure is that"), choices=Qualifier.choices)
    mark = forms.ChoiceField(
        label=gettext_lazy("How it went"), choices=FeedbackMark.choices, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What people said, what to do better"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    may_quote = forms.BooleanField(
        label=gettext_lazy("These words may be quoted with the name of our organisation"), required=False
    )
