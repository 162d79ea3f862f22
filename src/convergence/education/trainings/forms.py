"""Questions of trainings; validation only."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import AgeRange, Gender
from convergence.education.trainings.models import DateOption, Training
from convergence.vocabulary.models import Region

NOT_SAID = ("", _("I would rather not say"))
NEWS_WORDS = _(
    "I agree to receive invitations to events and trainings of %(name)s (%(address)s; %(contact)s) by e-mail. I can "
    "withdraw at any time."
)


def fresh_key() -> str:
    """Return a key for a form, so that sending it twice does its act once."""
    return secrets.token_hex(16)


class _Once(forms.Form):
    """A form with a key drawn when it is shown, and a field that only machines fill."""

    form_key = forms.CharField(max_length=64, min_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = fresh_key


class RequestForm(_Once):
    """What a union says when it asks for a training."""

    training = forms.ModelChoiceField(
        Training.objects.none(), label=_("Which training?"), required=False, empty_label=_("another subject")
    )
    subject = forms.CharField(
        label=_("Or which subject?"), max_length=200, required=False,
        help_text=_("When none of the trainings is what you look for."),
    )  # fmt: skip
    asked_organisation = forms.CharField(
        label=_("Your union"), max_length=200, help_text=_("Its whole name, or its acronym."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    asked_name = forms.CharField(
        label=_("Your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    asked_email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The dates to choose from go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )  # fmt: skip
    asked_phone = forms.CharField(
        label=_("Telephone"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    people = forms.IntegerField(
        label=_("How many people, about?"), min_value=1, max_value=2000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    wished_dates = forms.CharField(
        label=_("When would suit you?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Days, evenings, weeks to avoid: as you would say it."),
    )  # fmt: skip
    is_online = forms.BooleanField(label=_("It would be online"), required=False)
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Region"), required=False, empty_label=_("not sure, or online")
    )
    venue = forms.CharField(label=_("Where: room, address, city"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    access_needs = forms.CharField(
        label=_("What does everybody need to take part?"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ramp, sign language, large print, childcare… No names, please."),
    )  # fmt: skip
    message = forms.CharField(
        label=_("Something else?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    wants_news = forms.BooleanField(label=_("Invite me to events and trainings"), required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )

    def __init__(self, *args: Any, news_words: str = "", known_union: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training"].queryset = Training.objects.published()  # type: ignore[attr-defined]
        self.fields["region"].queryset = Region.objects.all()  # type: ignore[attr-defined]
        self.news_words = news_words
        if news_words:
            self.fields["wants_news"].help_text = news_words
        else:
            del self.fields["wants_news"]
        if known_union:
            for name in ("asked_organisation", "website"):
                del self.fields[name]
        self.known_union = known_union

    def clean(self) -> dict[str, Any]:
        """Ask for a training or a subject, and for a place unless it is online."""
        given = super().clean() or self.cleaned_data
        if not given.get("training") and not given.get("subject", "").strip():
            self.add_error("training", _("Choose a training, or write the subject."))
        if not given.get("is_online") and not given.get("venue", "").strip():
            self.add_error("venue", _("Say where it would be, or tick that it would be online."))
        return given

    @property
    def is_by_a_machine(self) -> bool:
        """Tell whether the field that nobody sees was filled."""
        return bool(self.cleaned_data.get("website"))

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"form_key", "website"}}
        given.setdefault("wants_news", False)
        given["consent_words"] = self.news_words if given["wants_news"] else ""
        if self.known_union:
            given["asked_organisation"] = self.known_union
        return given


class SignInForm(_Once):
    """What somebody says who signs in: a name, the rest as they choose; nothing is chosen beforehand (S83)."""

    name = forms.CharField(label=_("Your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail, for an attestation"), max_length=254, required=False,
        help_text=_("The link to your attestation goes there, and nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )  # fmt: skip
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[NOT_SAID, *Gender.choices], required=False,
        help_text=_("Only as a number in reports, and only when there are enough of you."),
    )  # fmt: skip
    age_range = forms.ChoiceField(label=_("Age"), choices=[NOT_SAID, *AgeRange.choices], required=False)


class ChoiceForm(forms.Form):
    """Which of the dates; none is chosen beforehand."""

    option = forms.ModelChoiceField(
        DateOption.objects.none(), label=_("Which date suits you?"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose one of the dates, or say below that none fits.")},
    )  # fmt: skip

    def __init__(self, *args: Any, options: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["option"]
        field.queryset = options
        field.label_from_instance = words


class NoneFitsForm(forms.Form):
    """What the union says when none fits."""

    words = forms.CharField(
        label=_("When would suit you better?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AttestationForm(forms.Form):
    """Under which name, in which language."""

    name = forms.CharField(label=_("Your name, as the attestation is to bear it"), max_length=160)
    language = forms.ChoiceField(label=_("Language of the attestation"), choices=settings.LANGUAGES)


class CodeForm(forms.Form):
    """The code of an attestation."""

    code = forms.CharField(
        label=_("Code of the attestation"), max_length=60,
        help_text=_("Twelve signs, as in ABCD-2345-WXYZ; dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
