"""Forms of the settings."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role
from convergence.accounts.commands import Grant
from convergence.accounts.models import User
from convergence.contacts.models import Contact, Organisation
from convergence.core.models import OrganisationProfile
from convergence.membership.choices import SigningOffice
from convergence.ui import palette
from convergence.vocabulary.models import Region

LANGUAGES = [("fr", "Français"), ("en", "English"), ("es", "Español")]
COLOURS = ("colour_paper", "colour_ink", "colour_thread", "colour_night", "colour_straw")

PROFILE_FIELDS = [field.name for field in OrganisationProfile._meta.fields if field.editable and not field.primary_key]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """The organisation's profile; saved by the command, never by the form."""

    language = forms.ChoiceField(label=_("Main language"), choices=LANGUAGES)
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")

    class Meta:
        model = OrganisationProfile
        fields = PROFILE_FIELDS
        widgets = {name: forms.TextInput(attrs={"type": "color"}) for name in COLOURS} | {
            "mission": forms.Textarea(attrs={"rows": 2}),
            "bank_instructions": forms.Textarea(attrs={"rows": 3}),
            "mark": forms.FileInput(),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an ink that could not be read on the paper."""
        given = super().clean() or {}
        paper, ink = (str(given.get(name, "")).lower() for name in ("colour_paper", "colour_ink"))
        if palette.is_colour(paper) and palette.is_colour(ink) and palette.contrast(paper, ink) < palette.WORDS:
            self.add_error(
                "colour_ink",
                _("Ink and paper are too close: text could not be read. Choose a darker ink or a lighter paper."),
            )
        return given


class ForSigning(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of persons, each with the organisations where they hold a post."""

    def label_from_instance(self, obj: Contact) -> str:
        """Return the name and where the posts are held."""
        places = dict.fromkeys(one.held_in.acronym or one.held_in.name for one in obj.mandates.all())
        return " — ".join(filter(None, (obj.name, ", ".join(places))))


def who_may_be(user: User | None) -> QuerySet[Contact]:
    """Return the persons who hold a post that signs and whom nobody else signs in as; and who the user is already."""
    free = Q(mandates__office__in=SigningOffice.values, user=None)
    people: QuerySet[Contact] = (
        Contact.objects.persons().current().filter(free | Q(user=user) if user else free).distinct()
    )
    return people.order_by("sort_name", "pk").prefetch_related("mandates__held_in")


class UserForm(forms.Form):
    """Somebody who signs in, their roles, and for whom they act."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The sign-in code goes there."))
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Family name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    region = forms.ModelChoiceField(
        label=_("Region"),
        help_text=_("For a regional table: it sees this region only."),
        queryset=Region.objects.all(),
        required=False,
    )
    organisation = forms.CharField(
        label=_("Number or exact name of the organisation"),
        help_text=_("For a delegate: they see this organisation only."),
        required=False,
    )

    person = ForSigning(
        label=_("Person in the register"),
        help_text=_("For a signatory: whoever is named for the letters signs them under this access."),
        queryset=Contact.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = who_may_be(user)  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation | None:
        """Find the organisation that was named."""
        text = self.cleaned_data["organisation"].strip()
        if not text:
            return None
        known = Organisation.objects.filter(merged_into=None)
        found: list[Organisation] = list(
            (known.filter(number=text) or known.filter(name__iexact=text) or known.filter(acronym__iexact=text))[:2]
        )
        if len(found) != 1:
            raise forms.ValidationError(
                _("No organisation has this number or name.")
                if not found
                else _("Several organisations bear this name: give the member number.")
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        """A delegate acts for an organisation, a regional table for a region."""
        given = super().clean() or {}
        roles = given.get("roles", [])
        if Role.ANIMATOR in roles and not given.get("region"):
            self.add_error("region", _("Choose the region of this regional table."))
        if Role.DELEGATE in roles and not given.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Name the organisation that this delegate acts for."))
        return given

    def grants(self) -> list[Grant]:
        """Return the roles to give."""
        region = self.cleaned_data["region"].slug if self.cleaned_data["region"] else ""
        return [Grant(Role(role), region if role == Role.ANIMATOR else "") for role in self.cleaned_data["roles"]]

    def identity(self) -> dict[str, str]:
        """Return name, e-mail and language."""
        return {name: self.cleaned_data[name] for name in ("email", "first_name", "last_name", "language")}


def initial_of(user: User) -> dict[str, Any]:
    """Return what the form shows of somebody."""
    held = list(user.assignments.all())
    regions = [row.region for row in held if row.region]
    access = user.accesses.select_related("organisation").filter(end_date=None).first()
    return {name: getattr(user, name) for name in ("email", "first_name", "last_name", "language")} | {
        "roles": [row.role for row in held],
        "region": Region.objects.filter(slug__in=regions).first(),
        "person": Contact.objects.filter(user=user).first(),
        "organisation": (access.organisation.number or access.organisation.name) if access else "",
    }
