"""Forms of exhibitions that travel."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from convergence.accounts.policies import visible
from convergence.backoffice.activities.forms import NamedContactField
from convergence.backoffice.finance.base import CentsField, DayField
from convergence.documents.models import Picture
from convergence.education.exhibitions.choices import Answer, IncidentKind, LoanState, Settlement, Use
from convergence.education.exhibitions.models import Crate, Exhibition, Loan, Panel, Version, Work
from convergence.education.tools.models import Tool
from convergence.ui.forms import RowsField
from convergence.vocabulary.models import Place, Theme


class OfferForm(forms.Form):
    """Which version, which days, how long on the way, to whom."""

    version = forms.ModelChoiceField(
        Version.objects.none(), label=gettext_lazy("Version"), empty_label=None, widget=forms.RadioSelect
    )
    first_day = DayField(label=gettext_lazy("First day on view"))
    last_day = DayField(label=gettext_lazy("Last day on view"))
    out_days = forms.IntegerField(label=gettext_lazy("Days on the way there"), min_value=0, max_value=90)
    back_days = forms.IntegerField(
        label=gettext_lazy("Days on the way back"), min_value=0, max_value=90,
        help_text=gettext_lazy("Days to pack before and to check after are those of the version; they are added."),
    )  # fmt: skip
    borrower = NamedContactField(
        persons=False, label=gettext_lazy("Borrower in the register"), required=False,
        help_text=gettext_lazy("Then the stop counts for it, and its delegate finds the loan in the members’ space."),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        Place.objects.all(), label=gettext_lazy("Place on the map"), required=False,
        help_text=gettext_lazy("Without one the stop is in the list only."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, loan: Loan, **kwargs: Any) -> None:
        initial = {name: getattr(loan, name) for name in ("first_day", "last_day", "out_days", "back_days")}
        initial |= {"version": loan.version_id, "place": loan.place_id}
        initial |= {"borrower": loan.borrower.name if loan.borrower else loan.organisation_name}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["borrower"].user = user  # type: ignore[attr-defined]
        rows = Version.objects.filter(exhibition=loan.version.exhibition_id).select_related("exhibition")
        self.fields["version"].queryset = rows  # type: ignore[attr-defined]
        if not self.is_bound and loan.borrower is None:
            self.initial["borrower"] = ""

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = self.cleaned_data
        place, borrower = given["place"], given["borrower"]
        return {
            "version_id": given["version"].pk,
            "place_id": place.pk if place else None,
            "borrower_id": borrower.pk if borrower else None,
            **{name: given[name] for name in ("first_day", "last_day", "out_days", "back_days")},
        }


class EndForm(forms.Form):
    """Declined or cancelled, and why."""

    state = forms.ChoiceField(label=gettext_lazy("What"), widget=forms.RadioSelect)
    because = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("The borrower reads these words by e-mail.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = (LoanState.DECLINED, LoanState.CANCELLED)
        self.fields["state"].choices = [(one.value, one.label) for one in kept]  # type: ignore[attr-defined]


class IncidentForm(forms.Form):
    """What happened to which panel or crate."""

    panel = forms.ModelChoiceField(
        Panel.objects.select_related("work", "version__exhibition"), label=gettext_lazy("Panel"), required=False
    )
    crate = forms.ModelChoiceField(Crate.objects.all(), label=gettext_lazy("Or a whole crate"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"), choices=IncidentKind.choices, widget=forms.RadioSelect
    )
    told = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    happened_date = DayField(label=gettext_lazy("On"), initial=timezone.localdate)
    loan = forms.ModelChoiceField(Loan.objects.none(), label=gettext_lazy("During which loan"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(user, "exhibitions.view_loan", Loan.objects.all()).select_related("borrower")
        self.fields["loan"].queryset = rows.order_by("-first_day")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = self.cleaned_data
        named = {f"{name}_id": given[name].pk if given[name] else None for name in ("panel", "crate", "loan")}
        return {**named, **{name: given[name] for name in ("kind", "told", "happened_date")}}


class SettleForm(forms.Form):
    """How an incident ended."""

    settled = forms.ChoiceField(label=gettext_lazy("How"), choices=Settlement.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("In a few words"), max_length=300, required=False)


class PortrayedForm(forms.Form):
    """Somebody who can be recognised."""

    name = forms.CharField(
        label=gettext_lazy("Who"), max_length=200,
        help_text=gettext_lazy("A name, or a mark by which the team knows who it is. Shown to named roles only."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What they said about one use, when and how."""

    use = forms.ChoiceField(label=gettext_lazy("For which use"), choices=Use.choices, widget=forms.RadioSelect)
    answer = forms.ChoiceField(label=gettext_lazy("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    how = forms.CharField(
        label=gettext_lazy("How they said so"), max_length=300,
        help_text=gettext_lazy("As in: signed form of 3 May 2024, kept in the binder; by telephone to Ana."),
    )  # fmt: skip
    said_date = DayField(label=gettext_lazy("On"))


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """A record of the catalogue; the command checks it whole."""

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        return dict(self.cleaned_data)

    def _post_clean(self) -> None:
        """Leave the checks of the whole to the command, which says them beside their field."""


class ExhibitionForm(PartForm):
    """An exhibition."""

    themes = RowsField(
        Theme.objects.all(), label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tools = RowsField(
        Tool.objects.published().order_by("title", "pk"), label=gettext_lazy("Tools that go with it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Exhibition
        fields = (
            "title_fr", "title_en", "title_es", "slug", "summary_fr", "summary_en", "summary_es", "source", "themes",
            "tools", "is_public",
        )  # fmt: skip


class WorkForm(PartForm):
    """A work."""

    picture = forms.ModelChoiceField(
        Picture.objects.all(), label=gettext_lazy("Picture"), required=False,
        help_text=gettext_lazy("With its credit and its words. It is shown once the people portrayed agreed to the web."),
    )  # fmt: skip

    class Meta:
        model = Work
        fields = ("position", "title_fr", "title_en", "title_es", "author", "made", "picture")


class CrateForm(PartForm):
    """A crate."""

    class Meta:
        model = Crate
        fields = ("code", "contents", "weight_kg", "size_cm")


class VersionForm(PartForm):
    """A version."""

    insurance_cents = CentsField(label=gettext_lazy("Insured for"), required=False)
    crates = RowsField(
        Crate.objects.none(), label=gettext_lazy("Crates"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Two versions may share a crate: it is still in one place at a time."),
    )  # fmt: skip

    class Meta:
        model = Version
        fields = (
            "setting", "name", "crates", "insurance_cents", "before_days", "transport_days", "after_days", "season_opens",
            "season_closes", "longest_days", "conditions_fr", "conditions_en", "conditions_es", "is_offered",
        )  # fmt: skip

    def narrow(self, exhibition: Exhibition) -> None:
        """Offer the crates of one exhibition."""
        self.fields["crates"].queryset = exhibition.crates.all()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        return {**given, "insurance_cents": given["insurance_cents"] or 0}


class PanelForm(PartForm):
    """A panel."""

    class Meta:
        model = Panel
        fields = ("version", "number", "title", "work", "crate")

    def narrow(self, exhibition: Exhibition) -> None:
        """Offer what belongs to one exhibition."""
        self.fields["version"].queryset = exhibition.versions.select_related("exhibition")  # type: ignore[attr-defined]
        self.fields["work"].queryset = exhibition.works.all()  # type: ignore[attr-defined]
        self.fields["crate"].queryset = exhibition.crates.all()  # type: ignore[attr-defined]


PARTS: dict[str, type[PartForm]] = {"work": WorkForm, "crate": CrateForm, "version": VersionForm, "panel": PanelForm}
