"""Forms of the screens of contacts: they validate, commands write."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from convergence.backoffice.contacts.choosers import contact_chooser, organisation_chooser, person_chooser
from convergence.contacts.choices import Channel, ConsentAct, ConsentPurpose, FormOfAddress
from convergence.contacts.models import (
    Affiliation,
    Body,
    ConsentEvent,
    ContactPoint,
    DeclaredCount,
    DoNotContact,
    FormerName,
    Interaction,
    Mandate,
    Organisation,
    Person,
    PostalAddress,
)
from convergence.vocabulary import countries


def country_choices() -> list[tuple[str, str]]:
    """Return countries by their name in the active language; Canada first."""
    return sorted(countries.choices(get_language() or "fr"), key=lambda pair: (pair[0] != "CA", pair[1]))


class CountryField(forms.TypedChoiceField):
    """A country by its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("country"))
        super().__init__(choices=country_choices, **kwargs)


DATE = AdminDateInput


class WebsiteField(forms.URLField):
    """A web address; https when nothing is written before it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("web site"), required=False, assume_scheme="https", **kwargs)


class PersonForm(forms.ModelForm[Person]):
    """Names, language and titles of a person."""

    form_of_address = forms.ChoiceField(
        label=_("form of address"), choices=[("", "—"), *FormOfAddress.choices], required=False
    )
    website = WebsiteField()

    class Meta:
        model = Person
        fields = (
            "given_name",
            "family_name",
            "pseudonym",
            "form_of_address",
            "title_gender",
            "language",
            "region",
            "number",
            "website",
            "is_deceased",
            "notes",
        )
        help_texts = {
            "pseudonym": _("Shown in public credits instead of the name."),
            "title_gender": _("As the person chose; empty: neutral titles."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = self.instance.form_of_address if self.instance else ""
        if written and written not in FormOfAddress.values:
            self.fields["form_of_address"].choices += [(written, written)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Ask for a name."""
        values = super().clean() or self.cleaned_data
        if not (values.get("given_name") or values.get("family_name") or values.get("pseudonym")):
            self.add_error("family_name", _("Write a name, or a pseudonym."))
        return values


class OrganisationForm(forms.ModelForm[Organisation]):
    """Names, type and place of an organisation."""

    country = CountryField()
    website = WebsiteField()
    keep_former_name = forms.BooleanField(
        label=_("The name changed: keep the old one among the former names"),
        help_text=_("Search goes on finding it."),
        required=False,
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "acronym",
            "organisation_kind",
            "number",
            "language",
            "region",
            "country",
            "website",
            "is_closed",
            "notes",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_kind"].required = True
        if self.instance.pk is None:
            del self.fields["keep_former_name"]
            self.initial.setdefault("country", "CA")


class BodyForm(forms.ModelForm[Body]):
    """Name and kind of a body of an organisation."""

    class Meta:
        model = Body
        fields = ("name", "body_kind", "part_of", "acronym", "language", "is_closed", "notes")
        widgets = {"part_of": organisation_chooser.widget_class}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body_kind"].required = True
        self.fields["part_of"].required = True
        if self.instance.pk is not None:
            del self.fields["part_of"]


class PointForm(forms.ModelForm[ContactPoint]):
    """An e-mail, telephone or web address."""

    channel = forms.ChoiceField(
        label=_("channel"), choices=[(one.value, one.label) for one in (Channel.EMAIL, Channel.PHONE, Channel.WEB)]
    )

    class Meta:
        model = ContactPoint
        fields = ("channel", "value", "purpose", "person", "start_date", "end_date")
        widgets = {"person": person_chooser.widget_class, "start_date": DATE, "end_date": DATE}
        labels = {"person": _("Person")}
        help_texts = {
            "value": _("A telephone may have an extension: 514-383-2266 poste 225."),
            "person": _("Who is reached there, for an address of an organisation or committee."),
            "end_date": _("An address that is no longer used keeps its past: give it an end."),
        }


class AddressForm(forms.ModelForm[PostalAddress]):
    """A postal address."""

    country = CountryField(initial="CA")

    class Meta:
        model = PostalAddress
        fields = (
            "purpose",
            "attention",
            "street",
            "city",
            "province",
            "postal_code",
            "country",
            "start_date",
            "end_date",
            "returned_on",
        )
        widgets = {
            "street": forms.Textarea(attrs={"rows": 2}),
            "start_date": DATE,
            "end_date": DATE,
            "returned_on": DATE,
        }


class AffiliationForm(forms.ModelForm[Affiliation]):
    """A link to an organisation above."""

    class Meta:
        model = Affiliation
        fields = ("parent", "kind", "start_date", "end_date", "source")
        widgets = {"parent": organisation_chooser.widget_class, "start_date": DATE, "end_date": DATE}
        help_texts = {"end_date": _("The last day on which the link holds.")}


class CountForm(forms.ModelForm[DeclaredCount]):
    """How many members an organisation declares."""

    class Meta:
        model = DeclaredCount
        fields = ("value", "qualifier", "as_of", "source")
        widgets = {"as_of": DATE}
        help_texts = {"source": _("Who said it, and where: form, letter, web site.")}


class MandateForm(forms.ModelForm[Mandate]):
    """A post that a person holds here."""

    class Meta:
        model = Mandate
        fields = ("person", "office", "title", "start", "end", "attested", "is_interim", "source")
        widgets = {"person": person_chooser.widget_class}
        help_texts = {
            "title": _("Only if it is worded otherwise; else it follows the gender that the person chose."),
            "start": _("A year (1975), a month (1975-06) or a day (1975-06-12); empty when unknown."),
            "attested": _("A day on which a source names this person in this post."),
        }


class PostForm(MandateForm):
    """A post that this person holds somewhere."""

    class Meta(MandateForm.Meta):
        fields = ("held_in", "office", "title", "start", "end", "attested", "is_interim", "source")
        widgets = {"held_in": contact_chooser.widget_class}


class FormerNameForm(forms.ModelForm[FormerName]):
    """A name that the contact bore."""

    class Meta:
        model = FormerName
        fields = ("name", "acronym", "until")


class MarkForm(forms.ModelForm[DoNotContact]):
    """A do-not-contact mark."""

    class Meta:
        model = DoNotContact
        fields = ("channel", "purpose", "reason", "since", "until")
        widgets = {"since": DATE, "until": DATE}
        help_texts = {"purpose": _("Empty: for everything that goes by this channel.")}


class InteractionForm(forms.ModelForm[Interaction]):
    """A line of the relationship log."""

    class Meta:
        model = Interaction
        fields = ("kind", "on", "text")
        widgets = {"on": DATE, "text": forms.Textarea(attrs={"rows": 4})}


# An empty value would be ticked from the start: all purposes have a name in the form, and none in the ledger.
ALL_PURPOSES = "ALL"


class ConsentForm(forms.ModelForm[ConsentEvent]):
    """A consent or a withdrawal, written by staff after a call or a paper form. Nothing is chosen beforehand (C4)."""

    act = forms.ChoiceField(
        label=_("what happened"),
        choices=[(one.value, one.label) for one in (ConsentAct.GIVEN, ConsentAct.DECLARED, ConsentAct.WITHDRAWN)],
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(
        label=_("purpose"),
        choices=[*ConsentPurpose.choices, (ALL_PURPOSES, _("everything but the messages owed (withdrawal only)"))],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ConsentEvent
        fields = ("act", "purpose", "address", "method", "wording", "source")
        widgets = {"wording": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "address": _("The e-mail that it is for."),
            "method": _("Telephone, paper form, e-mail…"),
            "wording": _("The very words that were shown or said. Without them it is a declaration without proof."),
            "source": _("The page, form or file where the proof is kept."),
        }

    def clean_purpose(self) -> str:
        """Return the purpose as the ledger writes it: empty for all."""
        chosen: str = self.cleaned_data["purpose"]
        return "" if chosen == ALL_PURPOSES else chosen
