"""Forms of tours of guests."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from convergence.activities.choices import ActivityKind, SecurityLevel
from convergence.activities.models import Activity
from convergence.backoffice.activities.forms import NamedContactField, OfUser
from convergence.backoffice.contacts.forms import country_choices
from convergence.backoffice.finance.base import CentsField, DayField, MomentField
from convergence.documents.models import Picture
from convergence.education.tours.choices import Nearer
from convergence.education.tours.models import Leg, Lodging, Mention, Tour, TourGuest, Way
from convergence.education.tours.papers import languages_in
from convergence.ui.forms import RowsField
from convergence.vocabulary.models import Place, Theme

SPOKEN = ("es", "en", "fr", "pt", "ht", "ar", "sw", "bn", "hi", "tl", "qu")
MEETINGS = [
    ActivityKind.MEETING, ActivityKind.CONFERENCE, ActivityKind.LUNCH_TALK, ActivityKind.WORKSHOP, ActivityKind.TRAINING,
    ActivityKind.EVENING, ActivityKind.VISIT, ActivityKind.RALLY, ActivityKind.OTHER,
]  # fmt: skip
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def spoken_choices() -> list[tuple[str, str]]:
    """Return the languages that guests speak, by their names."""
    return [(code, languages_in([code], get_language() or "fr")) for code in SPOKEN]


class TourForm(forms.Form):
    """A tour: what it is called, when, how it is kept."""

    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=200, required=False)
    start = DayField(label=gettext_lazy("First day"))
    end = DayField(label=gettext_lazy("Last day"))
    return_date = DayField(
        label=gettext_lazy("Day on which the guests are home"), required=False,
        help_text=gettext_lazy("Needed when somebody is at risk: nothing is shown in public before that day."),
    )  # fmt: skip
    on_call = forms.CharField(
        label=gettext_lazy("Whom the guests call, day and night"), max_length=200, required=False,
        help_text=gettext_lazy("A name and a telephone; printed on every page of the road book."),
    )  # fmt: skip
    summary_fr = forms.CharField(
        label=gettext_lazy("In a few words, in French"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    summary_en = forms.CharField(
        label=gettext_lazy("In English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    summary_es = forms.CharField(
        label=gettext_lazy("In Spanish"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    themes = RowsField(
        Theme.objects.all(), label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    security = forms.ChoiceField(
        label=gettext_lazy("Security"), choices=SecurityLevel.choices, initial=SecurityLevel.ORDINARY,
        help_text=gettext_lazy("A guest at risk raises it by themselves, whatever is chosen here."),
    )  # fmt: skip
    is_public = forms.BooleanField(label=gettext_lazy("On the site once it is confirmed and safe"), required=False)

    @classmethod
    def initial_of(cls, tour: Tour) -> dict[str, Any]:
        """Return what a tour holds."""
        activity = tour.activity
        names = (
            "title_fr",
            "title_en",
            "title_es",
            "summary_fr",
            "summary_en",
            "summary_es",
            "return_date",
            "is_public",
        )
        found = {name: getattr(activity, name) for name in names}
        return found | {
            "start": tour.days.first,
            "end": tour.days.last,
            "on_call": tour.on_call,
            "security": tour.security,
            "themes": activity.themes.all(),
        }

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        return {**self.cleaned_data, "themes": [theme.pk for theme in self.cleaned_data["themes"]]}


class _Part(forms.ModelForm):  # type: ignore[type-arg]
    """A part of a tour; the command checks it whole."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, NamedContactField):
                field.user = user

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        return dict(self.cleaned_data)

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command, which says them beside their field."""


class GuestForm(_Part):
    """A guest."""

    person = NamedContactField(
        persons=True, label=gettext_lazy("Person of the register"), required=False,
        help_text=gettext_lazy("Then the register is where the name is changed."),
    )  # fmt: skip
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    spoken = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"),
        choices=spoken_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-a-row"}),
    )
    agreed_date = DayField(label=gettext_lazy("Said on"), required=False)
    per_day_cents = CentsField(label=gettext_lazy("Given per day"), required=False)
    visa_from = DayField(label=gettext_lazy("Visa from"), required=False)
    visa_until = DayField(label=gettext_lazy("Visa until"), required=False)
    insured_from = DayField(label=gettext_lazy("Insured from"), required=False)
    insured_until = DayField(label=gettext_lazy("Insured until"), required=False)
    passport_until = DayField(
        label=gettext_lazy("Passport until"), required=False,
        help_text=gettext_lazy("The day only. No number of a passport, visa or policy is kept; these days are emptied after the return."),
    )  # fmt: skip
    picture = forms.ModelChoiceField(Picture.objects.all(), label=gettext_lazy("Picture"), required=False)

    class Meta:
        model = TourGuest
        fields = (
            "name", "person", "safety", "pseudonym", "presents_fr", "presents_en", "presents_es", "country", "language", "spoken", "agreed", "agreed_how",
            "agreed_date", "picture", "visa", "visa_from", "visa_until", "insured_from", "insured_until", "passport_until",
            "emergency", "phone", "email", "per_day_cents",
        )  # fmt: skip
        help_texts = {
            "name": gettext_lazy("Leave it empty for a person of the register."),
            "safety": gettext_lazy(
                "At risk: every page, paper and letter says the pseudonym; only the coordination and the projects see the name."
            ),
            "agreed_how": gettext_lazy("As in: said so by telephone to Ana; signed form in the binder."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        guest: TourGuest | None = kwargs.get("instance")
        if guest is not None and guest.pk:
            kwargs.setdefault("initial", {})
            kwargs["initial"] |= {"spoken": list(guest.speaks), "person": guest.person.name if guest.person else ""}
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "—"), *country_choices()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        person, picture = given.pop("person"), given.pop("picture")
        return {
            **given,
            "person_id": person.pk if person else None,
            "picture_id": picture.pk if picture else None,
            "spoken": " ".join(given["spoken"]),
            "per_day_cents": given["per_day_cents"] or 0,
        }


class LegForm(_Part):
    """A leg."""

    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    host = NamedContactField(
        persons=False, label=gettext_lazy("Host in the register"), required=False,
        help_text=gettext_lazy("Its delegate then finds the leg in the members’ space, and the tour counts for it."),
    )  # fmt: skip
    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Place on the map"), required=False)

    class Meta:
        model = Leg
        fields = (
            "first_day", "last_day", "city", "place", "host", "host_name", "contact_name", "contact_email", "contact_phone",
            "letters", "language", "interpreter", "interpreter_phone", "notes",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        leg: Leg | None = kwargs.get("instance")
        if leg is not None and leg.pk and leg.host:
            kwargs["initial"] = {**kwargs.get("initial", {}), "host": leg.host.name}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        host, place = given.pop("host"), given.pop("place")
        return {**given, "host_id": host.pk if host else None, "place_id": place.pk if place else None}


class LodgingForm(_Part):
    """A lodging."""

    first_night = DayField(label=gettext_lazy("From the night of"))
    leaves_date = DayField(label=gettext_lazy("Until the day of leaving"))

    class Meta:
        model = Lodging
        fields = ("first_night", "leaves_date", "name", "address", "phone")


class WayForm(_Part):
    """A journey."""

    leaves_at = MomentField(label=gettext_lazy("Leaves"))
    arrives_at = MomentField(label=gettext_lazy("Arrives"))

    class Meta:
        model = Way
        fields = ("means", "leaves_from", "goes_to", "leaves_at", "arrives_at", "remark")


class MentionForm(_Part):
    """A mention in the media."""

    said_date = DayField(label=gettext_lazy("On"))
    url = forms.URLField(label=gettext_lazy("Address"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Mention
        fields = ("medium", "medium_kind", "said_date", "title", "url", "language", "is_public")


PARTS: dict[str, type[_Part]] = {"lodging": LodgingForm, "way": WayForm, "mention": MentionForm}


class MeetingForm(OfUser):
    """A meeting of a tour."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in MEETINGS],
        initial=ActivityKind.MEETING,
    )
    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=200, required=False)
    day = DayField(label=gettext_lazy("Day"))
    start_time = forms.TimeField(label=gettext_lazy("From what hour"), required=False, widget=HOUR)
    end_time = forms.TimeField(label=gettext_lazy("Until what hour"), required=False, widget=HOUR)
    host = NamedContactField(persons=False, label=gettext_lazy("Host in the register"), required=False)
    venue = forms.CharField(label=gettext_lazy("Room or address"), max_length=200, required=False)
    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("Place on the map"), required=False)
    is_confirmed = forms.BooleanField(label=gettext_lazy("Those who receive it have said yes"), required=False)

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        host, place = given.pop("host"), given.pop("place")
        return {**given, "host_id": host.pk if host else None, "place_id": place.pk if place else None}


class JoinedForm(forms.Form):
    """Somebody met on a tour who came nearer."""

    how = forms.ChoiceField(label=gettext_lazy("Came nearer by"), choices=Nearer.choices, widget=forms.RadioSelect)
    joined_date = DayField(label=gettext_lazy("On"))
    meeting = forms.ModelChoiceField(Activity.objects.none(), label=gettext_lazy("Met at"), required=False)
    consent = forms.CharField(
        label=gettext_lazy("How this person agreed"), max_length=300,
        help_text=gettext_lazy("As in: signed the sheet at the meeting of 3 May, in the binder."),
    )  # fmt: skip
    wants_news = forms.BooleanField(
        label=gettext_lazy("Agreed to receive the newsletter by e-mail"), required=False,
        help_text=gettext_lazy("Only then are name and e-mail kept, in the register, with the proof of consent."),
    )  # fmt: skip
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=160, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        meeting = given.pop("meeting")
        return {**given, "meeting_id": meeting.pk if meeting else None}


class DeclinedForm(forms.Form):
    """Why a host cannot."""

    because = forms.CharField(label=gettext_lazy("Why"), max_length=300)
