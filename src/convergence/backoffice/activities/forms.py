"""Forms of the activity register."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from convergence.accounts.policies import visible
from convergence.activities.choices import (
    INTERNSHIPS,
    ActivityKind,
    AgeRange,
    FigureKind,
    Gender,
    OrganisationCapacity,
    PersonCapacity,
    SecurityLevel,
)
from convergence.activities.models import Activity
from convergence.backoffice.finance.base import DayField, words_in
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core.figures import Qualifier
from convergence.ui.forms import RowsField
from convergence.vocabulary.models import Axis, Place, Region, Theme

WHOLES = (ActivityKind.TOUR, ActivityKind.COLLOQUIUM, ActivityKind.MISSION, *INTERNSHIPS)
"""Kinds that have parts of their own."""
NOT_SAID = ("", gettext_lazy("not said"))


class NamedContactField(forms.CharField):
    """A contact that the user may see, by name, acronym or member number; several that fit are named.

    `persons` is True for people only, False for organisations and bodies only, None for either.
    """

    def __init__(self, *, persons: bool | None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.persons = persons
        self.user: Any = None

    def clean(self, value: Any) -> Any:
        """Return the one contact that fits, None when empty.

        Raises:
            ValidationError: none fits, or several do.
        """
        words = words_in(super().clean(value))
        if not words:
            return None
        rows = visible(self.user, "contacts.view_contact", Contact.objects.current())
        person = Q(kind=ContactKind.PERSON)
        if self.persons is not None:
            rows = rows.filter(person if self.persons else ~person)
        typed = " ".join(words)
        exact = list(rows.filter(Q(name__iexact=typed) | Q(acronym__iexact=typed) | Q(number__iexact=typed))[:2])
        if len(exact) == 1:
            return exact[0]
        for word in words:
            rows = rows.filter(Q(search_text__icontains=word) | Q(name__icontains=word))
        found = list(rows.order_by("sort_name", "pk")[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("Nobody fits “%(typed)s”. Look in the members, or add them there first.") % {"typed": typed}
            )
        names = " ; ".join(row.name for row in found[:5])
        raise ValidationError(_("Several fit: %(names)s. Write the whole name.") % {"names": names})


class OfUser(forms.Form):
    """A form whose contacts are those that the user may see."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, NamedContactField):
                field.user = user


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]
    """An activity; its state and who was there have forms of their own."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ActivityKind.choices)
    axis = forms.ModelChoiceField(
        Axis.objects.all(), label=gettext_lazy("Work axis"), required=False,
        help_text=gettext_lazy("One only: the activity counts once, under it. Left empty at first, it is that of its kind."),
    )  # fmt: skip
    themes = RowsField(
        Theme.objects.all(), label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("As many as fit: it is found under each, and counted once in all."),
    )  # fmt: skip
    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Place"), required=False)
    region = forms.ModelChoiceField(Region.objects.all(), label=gettext_lazy("Region"), required=False)
    part_of = forms.ModelChoiceField(
        Activity.objects.none(), label=gettext_lazy("Part of"), required=False,
        help_text=gettext_lazy("A stop of a tour, a workshop of a colloquium. People are then counted here, not there."),
    )  # fmt: skip
    return_date = DayField(
        label=gettext_lazy("Return date"), required=False,
        help_text=gettext_lazy("From that day on it may be shown. Without one, a high level keeps it hidden for good."),
    )  # fmt: skip
    security = forms.ChoiceField(
        label=gettext_lazy("Security"), choices=SecurityLevel.choices, initial=SecurityLevel.ORDINARY,
        help_text=gettext_lazy("Above ordinary it is on no public page, feed or count: people may be in danger."),
    )  # fmt: skip

    class Meta:
        model = Activity
        fields = (
            "kind", "title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es", "start", "end",
            "start_time", "end_time", "place", "venue", "is_online", "region", "part_of", "axis", "themes", "languages", "is_intersyndical",
            "is_public", "security", "return_date", "distance_km", "carbon_kg", "notes",
        )  # fmt: skip
        widgets = {
            "start_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "end_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "start": gettext_lazy(
                "As precise as you know: 1975, 1975-06 or 1975-06-12. Leave empty what nobody knows."
            ),
            "is_intersyndical": gettext_lazy(
                "At least two unions, neither of which belongs to the other: add them first."
            ),
            "distance_km": gettext_lazy("Only if you follow it; nothing depends on it."),
            "languages": gettext_lazy("As in: fr es"),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wholes = visible(user, "activities.edit_activity", Activity.objects.filter(part_of=None))
        kept = Q(kind__in=WHOLES) | Q(parts__isnull=False) | Q(pk=self.instance.part_of_id)
        self.fields["part_of"].queryset = (  # type: ignore[attr-defined]
            wholes.filter(kept).exclude(pk=self.instance.pk).distinct().order_by("-first_day", "-pk")
        )

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        themes = [theme.pk for theme in given.pop("themes")]
        return {**given, "themes": themes}

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command, which says them beside their field."""


class OrganisationForm(OfUser):
    """An organisation that takes part."""

    contact = NamedContactField(
        persons=False, label=gettext_lazy("Organisation or body"), help_text=gettext_lazy("Name or acronym.")
    )
    capacity = forms.ChoiceField(label=gettext_lazy("What it does"), choices=OrganisationCapacity.choices)


class PersonForm(OfUser):
    """Somebody who does something in it."""

    person = NamedContactField(persons=True, label=gettext_lazy("Person of the register"), required=False)
    name = forms.CharField(label=gettext_lazy("Or a name"), max_length=200, required=False)
    capacity = forms.ChoiceField(label=gettext_lazy("What for"), choices=PersonCapacity.choices)
    is_named = forms.BooleanField(
        label=gettext_lazy("This person agreed to be named in public"), required=False,
        help_text=gettext_lazy("Somebody known by a pseudonym is named by it."),
    )  # fmt: skip


class AttendanceForm(OfUser):
    """Somebody who signed in, or a number of people."""

    name = forms.CharField(
        label=gettext_lazy("Name on the sheet"), max_length=200, required=False,
        help_text=gettext_lazy("Leave empty to write a number of people."),
    )  # fmt: skip
    number = forms.IntegerField(label=gettext_lazy("How many people"), initial=1, min_value=1, max_value=100_000)
    organisation = NamedContactField(persons=False, label=gettext_lazy("Organisation"), required=False)
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender, as they said it"), choices=[NOT_SAID, *Gender.choices], required=False,
        help_text=gettext_lazy("Never required: nobody has to say it, and you must not guess it."),
    )  # fmt: skip
    age_range = forms.ChoiceField(
        label=gettext_lazy("Age range, as they said it"), choices=[NOT_SAID, *AgeRange.choices], required=False
    )
    parent_agreed = forms.CharField(
        label=gettext_lazy("Parent who agreed"), max_length=200, required=False,
        help_text=gettext_lazy("Only for the name of a child under 14; without it, write the child as a number."),
    )  # fmt: skip


class FigureForm(forms.Form):
    """A figure, how sure, who says so."""

    what = forms.ChoiceField(label=gettext_lazy("What"), choices=FigureKind.choices)
    qualifier = forms.ChoiceField(label=gettext_lazy("As stated"), choices=Qualifier.choices)
    value = forms.IntegerField(label=pgettext_lazy("how many", "Number"), min_value=0, max_value=10**12)
    unit = forms.CharField(label=gettext_lazy("Of what"), max_length=120, required=False)
    source = forms.CharField(
        label=gettext_lazy("Who says so"), max_length=300,
        help_text=gettext_lazy("A number without its source cannot be defended in front of a funder."),
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why it is cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is cancelled"), max_length=300,
        help_text=gettext_lazy("It stays on the public calendar, marked as cancelled, with these words."),
    )  # fmt: skip
