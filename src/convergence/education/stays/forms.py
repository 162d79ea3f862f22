"""What candidates and participants are asked; validation only."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.documents.fields import PaperField
from convergence.documents.papers import Paper
from convergence.education.stays.choices import PaperKind
from convergence.education.stays.commands import Told
from convergence.education.stays.commands.emergency import LONGEST
from convergence.education.stays.models import StayCall

LONG, SHORT = 6000, 2000
PAPERS = {"paper_cv": PaperKind.CV, "paper_letter": PaperKind.LETTER, "paper_other": PaperKind.OTHER}
CIRCLE_WORDS = _(
    "I want to stay in the circle of former participants: %(name)s keeps my name and e-mail to write to me about it, two "
    "or three times a year. I can take this back at any time."
)


def fresh_key() -> str:
    """Return a key for a form, so that sending it twice does its act once."""
    return f"stay:{secrets.token_hex(16)}"


class DayInput(forms.DateInput):
    """The calendar of the browser."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def day_field(label: Any, *, attrs: dict[str, Any] | None = None, **kwargs: Any) -> forms.DateField:
    """Return a field for a day, by the calendar of the browser or as 2024-05-03."""
    return forms.DateField(
        label=label, widget=DayInput(**(attrs or {})), input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs
    )


def _area(label: Any, rows: int, most: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class TextsForm(forms.Form):
    """What a candidate tells, and papers; also to complete an application later."""

    motivation = _area(
        _("Why this stay?"), 6, LONG, help_text=_("What you expect to see, to learn, to do. Half a page is enough.")
    )
    experience = _area(
        _("Your commitment until now"), 4, LONG, required=False,
        help_text=_("In your union or elsewhere; languages that you speak."),
    )  # fmt: skip
    after = _area(
        _("What you will do after the return"), 4, LONG, required=False,
        help_text=_("Talks, an article, a workshop in your union…"),
    )  # fmt: skip
    needs = _area(
        _("What you need to take part"), 2, SHORT, required=False,
        help_text=_("Access, child at home, release from work… No health details: those come later, sealed."),
    )  # fmt: skip
    paper_cv = PaperField(label=_("Curriculum vitæ"), required=False)
    paper_letter = PaperField(label=_("Letter of motivation"), required=False)
    paper_other = PaperField(label=_("Another paper: letter of support, diploma"), required=False)
    tells_union = forms.BooleanField(
        label=_("My union may know that I apply, follow my application and support it"), required=False
    )

    def papers(self) -> dict[str, Paper]:
        """Return the papers that came, by kind."""
        given = self.cleaned_data
        return {kind: given[name] for name, kind in PAPERS.items() if given.get(name) is not None}

    def texts(self) -> dict[str, str]:
        """Return what was written."""
        return {name: self.cleaned_data[name] for name in ("motivation", "experience", "after", "needs")}


class ApplyForm(TextsForm):
    """An application: who, why, with which papers; nothing is ticked beforehand."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("Your personal link goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    birth_date = day_field(
        _("Date of birth"),
        attrs={"autocomplete": "bday"},
        help_text=_("To know whether you are of the age of the call."),
    )
    parent_agreed = forms.CharField(label=_("Under 14: name of the parent who agrees"), max_length=200, required=False)
    union_name = forms.CharField(
        label=_("Your union or organisation"), max_length=200, required=False,
        help_text=_("Its whole name, or its acronym. None is required."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    form_key = forms.CharField(max_length=64, min_length=16, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs={"tabindex": -1})
    )

    def __init__(self, *args: Any, call: StayCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = fresh_key
        self.fields["paper_cv"].required = call.asks_cv
        self.fields["paper_letter"].required = call.asks_letter
        if call.least_age >= 14:
            del self.fields["parent_agreed"]
        first = ["name", "email", "phone", "birth_date", "parent_agreed", "union_name", "tells_union"]
        self.order_fields(first)

    def told(self, language: str) -> Told:
        """Return what the command takes."""
        given = self.cleaned_data
        names = ("name", "email", "phone", "birth_date", "union_name", "tells_union")
        return Told(
            language=language,
            papers=self.papers(),
            parent_agreed=given.get("parent_agreed", ""),
            **self.texts(),
            **{name: given[name] for name in names},
        )


class BecauseForm(forms.Form):
    """Why, if one wants to say."""

    because = forms.CharField(label=_("Why, if you want to say"), max_length=300, required=False)


class SheetForm(forms.Form):
    """Whom to call and what to know when something happens."""

    call_name = forms.CharField(label=_("Whom to call"), max_length=LONGEST)
    call_link = forms.CharField(label=_("Who they are to you"), max_length=LONGEST, required=False)
    call_phone = forms.CharField(
        label=_("Their telephone, with the code of the country"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
    call_other = forms.CharField(label=_("Somebody else, with telephone"), max_length=LONGEST, required=False)
    health = _area(_("Health: allergies, medicines, what whoever treats you must know"), 3, LONGEST, required=False)
    papers = forms.CharField(label=_("Passport: number, country, until when"), max_length=LONGEST, required=False)
    insurance = forms.CharField(label=_("Insurance: company, number, telephone"), max_length=LONGEST, required=False)
    other = _area(_("Anything else"), 2, LONGEST, required=False)


class DoneForm(forms.Form):
    """What came of a commitment."""

    done_date = day_field(_("On which day"))
    outcome = forms.CharField(
        label=_("What came of it"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Where, how many people, the address of the article…"),
    )  # fmt: skip
