"""Forms of tools."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import visible
from convergence.activities.models import Activity
from convergence.backoffice.activities.forms import NamedContactField
from convergence.backoffice.finance.base import CentsField, DayField
from convergence.core.db import UncertainDateField
from convergence.documents.models import LANGUAGES, Picture, Source
from convergence.documents.rules.files import KINDS, MOST_BYTES
from convergence.education.tools.choices import Audience, CreditCapacity, Licence, Movement, Tax, ToolKind
from convergence.education.tools.errors import FAULTS
from convergence.education.tools.models import Printing, Tool
from convergence.ui.forms import RowsField
from convergence.vocabulary.models import Axis, Place, Theme

MOST_CHOICES = 300


class ToolFileField(forms.FileField):
    """A file of a tool, whose weight is looked at before it is read."""

    def __init__(self, **kwargs: Any) -> None:
        kinds = ",".join(f".{kind}" for kind in KINDS)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": kinds}))
        super().__init__(max_length=150, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse a file that is too heavy.

        Raises:
            ValidationError: it is empty, or too heavy.
        """
        given = super().clean(data, initial)
        if given and given.size > MOST_BYTES:
            raise forms.ValidationError(FAULTS["TOO_LARGE"])
        return given


class ToolForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tool; its versions, credits and state have forms of their own."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ToolKind.choices)
    language = forms.ChoiceField(
        label=_("Language of the title"), choices=LANGUAGES, initial="fr",
        help_text=_("A title in another language is the title of an edition in that language."),
    )  # fmt: skip
    slug = forms.SlugField(
        label=_("Short name in the address"), max_length=120, required=False,
        help_text=_("Left empty it is made of the title. A former one keeps leading here."),
    )  # fmt: skip
    licence = forms.ChoiceField(
        label=_("Licence"), choices=[("", _("to be chosen")), *Licence.choices], required=False,
        help_text=_("Nothing is published without one."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, initial=Audience.PUBLIC)
    axis = forms.ModelChoiceField(
        Axis.objects.all(), label=_("Work axis"), required=False, help_text=_("Left empty: education.")
    )
    themes = RowsField(Theme.objects.all(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    places = forms.CharField(
        label=_("Places it tells of, in order"), max_length=300, required=False,
        help_text=_("Separated by commas, as in the list of places: Québec, Mexique, Bangladesh."),
    )  # fmt: skip
    cover = forms.ModelChoiceField(
        Picture.objects.order_by("-pk"), label=_("Cover"), required=False,
        help_text=_("Shown once it has a credit, words and consent."),
    )  # fmt: skip
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Where it is told"), required=False)

    class Meta:
        model = Tool
        fields = (
            "kind", "title", "language", "slug", "licence", "licence_note", "rights_holder", "audience", "is_lent",
            "summary_fr", "summary_en", "summary_es", "axis", "themes", "places", "minutes", "accessibility",
            "resolution_fr", "resolution_en", "resolution_es", "cover", "source", "notes",
        )  # fmt: skip
        help_texts = {
            "resolution_fr": _("For a kit: what an assembly can adopt as it is."),
            "minutes": _("For a guide or a video."),
            "rights_holder": _("As it must be written."),
        }

    def clean_places(self) -> list[int]:
        """Return the ids of the places, in the order typed.

        Raises:
            ValidationError: one is not in the list of places.
        """
        names = [name.strip() for name in self.cleaned_data["places"].split(",") if name.strip()]
        known = {place.name_fr.casefold(): place.pk for place in Place.objects.all()}
        missing = [name for name in names if name.casefold() not in known]
        if missing:
            raise forms.ValidationError(
                _("“%(name)s” is not in the list of places. Add it there first.") % {"name": ", ".join(missing)}
            )
        return [known[name.casefold()] for name in names]

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        given["themes"] = [theme.pk for theme in given.pop("themes")]
        if not given["slug"]:
            given.pop("slug")
        return given

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command, which says them beside their field."""


class VersionForm(forms.Form):
    """The next version."""

    dated = forms.CharField(
        label=_("Date"),
        max_length=10,
        required=False,
        help_text=_("As precise as you know: 2024, 2024-02, 2024-02-22."),
    )
    changes = forms.CharField(label=_("What is new"), max_length=500, required=False)

    def clean_dated(self) -> str:
        """Return the date as it is kept."""
        return str(UncertainDateField().clean(self.cleaned_data["dated"], None))


class EditionForm(forms.Form):
    """A file or an address in one language."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    title = forms.CharField(label=_("Title in that language"), max_length=200)
    file = ToolFileField(
        label=_("File"), required=False,
        help_text=_("PDF, EPUB, ODT, ODP, DOCX, PPTX, TXT, MP3, MP4, WEBM or VTT, up to 150 MB."),
    )  # fmt: skip
    url = forms.CharField(
        label=_("Or an address"), max_length=500, required=False, help_text=_("For what another site keeps: a video.")
    )
    extent = forms.CharField(label=_("Length"), max_length=80, required=False, help_text=_("As in: 24 pages."))
    accessibility = forms.CharField(
        label=_("Accessibility"), max_length=300, required=False, help_text=_("As in: tagged PDF; subtitled.")
    )


class CreditForm(forms.Form):
    """Who made it."""

    person = NamedContactField(persons=True, label=_("Person of the register"), required=False)
    name = forms.CharField(label=_("Or a name"), max_length=200, required=False)
    capacity = forms.ChoiceField(label=_("What for"), choices=CreditCapacity.choices)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].user = user  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Where others present it."""

    label = forms.CharField(label=_("Words"), max_length=200, help_text=_("As in: Page of Mouvement ACTES."))
    url = forms.CharField(label=_("Address"), max_length=500, required=False)


class PartForm(forms.Form):
    """A tool of a kit."""

    part = forms.ModelChoiceField(Tool.objects.none(), label=_("Tool"))

    def __init__(self, *args: Any, user: Any, kit: Tool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(user, "tools.view_tool", Tool.objects.exclude(pk=kit.pk)).order_by("title", "pk")
        self.fields["part"].queryset = rows  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    """An activity that uses it."""

    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Activity"), help_text=_("The latest three hundred.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible(user, "activities.view_activity", Activity.objects.all()).order_by("-first_day", "-pk")
        latest = list(seen.values_list("pk", flat=True)[:MOST_CHOICES])
        self.fields["activity"].queryset = Activity.objects.filter(pk__in=latest)  # type: ignore[attr-defined]


class AdoptionForm(forms.Form):
    """A body of a union adopted a kit."""

    union = NamedContactField(persons=False, label=_("Union"), help_text=_("Name or acronym."))
    body = forms.CharField(
        label=_("Which body"), max_length=200, help_text=_("As in: general assembly, executive, congress.")
    )
    adopted = forms.CharField(
        label=_("When"), max_length=10, help_text=_("As precise as you know: 2024, 2024-02, 2024-02-22.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    is_named = forms.BooleanField(label=_("The union may be named in public"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].user = user  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class AudienceForm(forms.Form):
    """For whom an offered tool is published."""

    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)


class PrintingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A printed edition."""

    price_cents = CentsField(
        label=_("Price of a copy"), required=False,
        help_text=_("In dollars, without taxes; 0 if the copies are given. Without a price nobody can order."),
    )  # fmt: skip

    class Meta:
        model = Printing
        fields = ("name", "price_cents", "taxes", "is_offered")
        help_texts = {"taxes": _("Asked only if the organisation is registered. If unsure, ask the treasury.")}

    def _post_clean(self) -> None:
        """Leave the checks to the command."""


class MovementForm(forms.Form):
    """Copies that came or went."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[one for one in Movement.choices if one[0] in ("RECEIVED", "GIVEN", "LOST", "COUNTED")],
    )
    quantity = forms.IntegerField(
        label=_("Copies"), min_value=0, max_value=1_000_000,
        help_text=_("After a count: how many there are, those of orders not sent yet left out."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class AcceptForm(forms.Form):
    """Who pays an order, and what sending it costs."""

    payer = NamedContactField(
        persons=False, label=_("Who pays, if it is an organisation of the register"), required=False,
        help_text=_("Name, acronym or member number."),
    )  # fmt: skip
    person = NamedContactField(persons=True, label=_("Or a person of the register"), required=False)
    writes_record = forms.BooleanField(
        label=_("Nobody of the register: write the record from the order"), required=False
    )
    postage = CentsField(label=_("Postage"), required=False, help_text=_("In dollars; 0 if it is brought."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("payer", "person"):
            self.fields[name].user = user  # type: ignore[attr-defined]


class ShipForm(forms.Form):
    """How it left."""

    tracking = forms.CharField(
        label=_("Carrier and tracking number"), max_length=120, required=False,
        help_text=_("The person receives it by e-mail."),
    )  # fmt: skip


class PostageForm(forms.Form):
    """What sending costs."""

    up_to = forms.IntegerField(label=_("Up to how many copies"), min_value=1, max_value=100_000)
    cents = CentsField(label=_("Postage"), help_text=_("In dollars, without taxes."))


class RateForm(forms.Form):
    """The rate of a tax from a day on."""

    tax = forms.ChoiceField(label=_("Tax"), choices=Tax.choices)
    percent = forms.DecimalField(
        label=_("Rate, in percent"), min_value=0, max_value=99, max_digits=6, decimal_places=3,
        help_text=_("As the tax authority publishes it on that day."),
    )  # fmt: skip
    start_date = DayField(label=_("From"))
