"""What people write to register, and to name those of a group."""

import secrets
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convergence.core.dates import long_moment
from convergence.core.money import format_cents
from convergence.education.gatherings.choices import Meal, Way
from convergence.education.gatherings.commands import Asked
from convergence.education.gatherings.models import Gathering, Price, Sitting

LONGEST_KEY = 40


def fresh_key() -> str:
    """Return a key for a form, so that sending it twice registers once."""
    return secrets.token_urlsafe(24)


def price_words(price: Price, language: str) -> str:
    """Return a category with its price."""
    amount = format_cents(price.amount_cents, language) if price.amount_cents else str(_("free"))
    return f"{price.name_in(language)}{_(': ')}{amount}"


def sitting_words(sitting: Sitting, language: str) -> str:
    """Return a session with its beginning and room, and say when it is full."""
    said = f"{sitting.title_in(language)}, {long_moment(sitting.starts_at, language)}"
    if sitting.room:
        said = f"{said}, {sitting.room}"
    full = _("full")
    return f"{said} ({full})" if sitting.is_full else said


class PersonForm(forms.Form):
    """Who comes; what the gathering does not ask is left out."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Your place, or your rank on the waiting list, is confirmed there."),
    )
    sittings = forms.TypedMultipleChoiceField(
        label=_("Sessions"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose those that you will come to; nothing is required."),
    )  # fmt: skip
    meal = forms.ChoiceField(label=_("Meal"), required=False, widget=forms.RadioSelect)
    meal_note = forms.CharField(label=_("Allergies"), max_length=300, required=False)
    access = forms.CharField(
        label=_("What you need to take part fully"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Access, interpretation, hearing, anything. Read by two people of the team, deleted the day after."),
    )  # fmt: skip
    children = forms.CharField(label=_("Children who need care, and their ages"), max_length=200, required=False)

    def __init__(self, *args: Any, gathering: Gathering, is_group: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering = gathering
        language = (get_language() or "fr")[:2]
        sittings = list(gathering.sittings.all())
        if sittings:
            self.fields["sittings"].choices = [(one.pk, sitting_words(one, language)) for one in sittings]  # type: ignore[attr-defined]
        if gathering.asks_meal:
            self.fields["meal"].choices = Meal.choices  # type: ignore[attr-defined]
        asked = {
            "sittings": bool(sittings),
            "meal": gathering.asks_meal,
            "meal_note": gathering.asks_meal,
            "access": gathering.asks_access,
            "children": gathering.asks_childcare,
        }
        for name, is_asked in asked.items():
            if not is_asked:
                self.fields.pop(name, None)
        if is_group:
            self.fields["email"].required = False
            self.fields["email"].help_text = _("With an e-mail the person receives a confirmation of their own.")

    def asked(self, language: str) -> Asked:
        """Return what the command takes."""
        given = self.cleaned_data
        return Asked(
            given_name=given["given_name"],
            family_name=given["family_name"],
            email=given["email"],
            language=language,
            organisation=given.get("organisation", ""),
            price_id=given.get("price"),
            sitting_ids=given.get("sittings") or (),
            meal=given.get("meal", ""),
            meal_note=given.get("meal_note", ""),
            access=given.get("access", ""),
            children=given.get("children", ""),
        )


@lru_cache(maxsize=256)
def _without(form: type[forms.Form], names: frozenset[str]) -> type[forms.Form]:
    """Return the form without some fields, made once: a form copies all its fields each time it is shown or sent."""
    return type(form.__name__, (form,), dict.fromkeys(names))


def registration_form(data: Any, gathering: Gathering) -> "RegistrationForm":
    """Return the public form of a gathering, holding only what it asks."""
    names = {
        "sittings": not gathering.sittings.all(),
        "meal": not gathering.asks_meal,
        "meal_note": not gathering.asks_meal,
        "access": not gathering.asks_access,
        "children": not gathering.asks_childcare,
        "price": not gathering.prices.all(),
    }
    shape = _without(RegistrationForm, frozenset(name for name, is_idle in names.items() if is_idle))
    return shape(data, gathering=gathering)  # type: ignore[call-arg, return-value]


class RegistrationForm(PersonForm):
    """The public form of one person."""

    way = forms.ChoiceField(label=_("How will you come?"), widget=forms.RadioSelect)
    organisation = forms.CharField(
        label=_("Union or organisation"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    price = forms.TypedChoiceField(label=_("Category"), coerce=int, widget=forms.RadioSelect)
    key = forms.CharField(max_length=LONGEST_KEY, min_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, gathering=gathering, **kwargs)
        language = (get_language() or "fr")[:2]
        ways = [seats.way for seats in gathering.seats.all()]
        self.fields["way"].choices = [(way, Way(way).label) for way in ways]  # type: ignore[attr-defined]
        if len(ways) == 1:
            self.fields["way"].widget = forms.HiddenInput()
            self.initial["way"] = ways[0]
        prices = list(gathering.prices.all())
        if prices:
            self.fields["price"].choices = [(one.pk, price_words(one, language)) for one in prices]  # type: ignore[attr-defined]
        else:
            self.fields.pop("price", None)
        if any(one.for_members for one in prices):
            self.fields["organisation"].help_text = _(
                "For the members’ price, write the whole name or acronym of your union."
            )
        self.initial.setdefault("key", fresh_key())
        self.order_fields(
            ["way", "given_name", "family_name", "email", "organisation", "price", "sittings", "meal", "meal_note",
             "access", "children", "key"]
        )  # fmt: skip


class ReservationForm(forms.Form):
    """How many places a union reserves at once."""

    places = forms.IntegerField(
        label=_("How many places"), min_value=1, max_value=200, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    way = forms.ChoiceField(label=_("How will they come?"), widget=forms.RadioSelect)
    price = forms.TypedChoiceField(label=_("Category"), coerce=int, widget=forms.RadioSelect)
    contact_name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The link to name the people goes there."))
    key = forms.CharField(max_length=LONGEST_KEY, min_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "fr")[:2]
        ways = [seats.way for seats in gathering.seats.all()]
        self.fields["way"].choices = [(way, Way(way).label) for way in ways]  # type: ignore[attr-defined]
        if len(ways) == 1:
            self.fields["way"].widget = forms.HiddenInput()
            self.initial["way"] = ways[0]
        prices = list(gathering.prices.all())
        self.fields["price"].choices = [(one.pk, price_words(one, language)) for one in prices]  # type: ignore[attr-defined]
        if not prices:
            del self.fields["price"]
        self.initial.setdefault("key", fresh_key())
