"""Forms of education projects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from convergence.accounts.policies import visible
from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_when
from convergence.backoffice.activities.forms import NamedContactField, OfUser
from convergence.backoffice.finance.base import CentsField, DayField
from convergence.core.money import format_cents
from convergence.education.projects.models import Funder, Project
from convergence.education.projects.queries.outputs import costs_to_place
from convergence.education.projects.queries.proposals import free_activities
from convergence.education.tools.choices import ToolState
from convergence.education.tools.models import Tool
from convergence.finance.choices import CostKind
from convergence.ui.forms import RowsField
from convergence.vocabulary.models import Theme

LONG = forms.Textarea(attrs={"rows": 4})
PLAIN = (
    "title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es", "first_day", "last_day", "is_public",
)  # fmt: skip


class ProjectForm(forms.Form):
    """What a project is."""

    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=200, required=False)
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("An activity belongs to it when it begins on one of these days."),
    )
    summary_fr = forms.CharField(
        label=gettext_lazy("In a few words, in French"), max_length=2000, required=False, widget=LONG
    )
    summary_en = forms.CharField(
        label=gettext_lazy("In a few words, in English"), max_length=2000, required=False, widget=LONG
    )
    summary_es = forms.CharField(
        label=gettext_lazy("In a few words, in Spanish"), max_length=2000, required=False, widget=LONG
    )
    themes = RowsField(
        Theme.objects.all(), label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Activities of these themes are proposed to the project."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("Show it on the site once it is started"), required=False,
        help_text=gettext_lazy("Title, summary, funders, public sessions and tools; never an amount."),
    )  # fmt: skip

    @staticmethod
    def initial_of(project: Project) -> dict[str, Any]:
        """Return what the form shows of a project."""
        return {name: getattr(project, name) for name in PLAIN} | {"themes": project.themes.all()}

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        return {**given, "themes": [theme.pk for theme in given["themes"]]}


class FunderForm(OfUser):
    """Who promised how much, by which agreement."""

    organisation = NamedContactField(
        persons=False, label=gettext_lazy("Organisation in the register"),
        help_text=gettext_lazy("Name, acronym or member number. If it is missing, add it to the organisations first."),
    )  # fmt: skip
    promised_cents = CentsField(label=gettext_lazy("Amount promised"))
    agreement_number = forms.CharField(label=gettext_lazy("Number of the agreement"), max_length=80, required=False)
    agreement_date = DayField(label=gettext_lazy("Day of the agreement"), required=False)

    @staticmethod
    def initial_of(funder: Funder) -> dict[str, Any]:
        """Return what the form shows of a funder."""
        names = ("promised_cents", "agreement_number", "agreement_date")
        return {"organisation": funder.organisation.name} | {name: getattr(funder, name) for name in names}

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        return {"organisation_id": given.pop("organisation").pk, **given}


class LineForm(forms.Form):
    """A line of the budget."""

    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    name_es = forms.CharField(label=gettext_lazy("Name in Spanish"), max_length=120, required=False)
    planned_cents = CentsField(label=gettext_lazy("Amount planned"))


class _Titled(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Activity) -> str:
        return f"{obj.title_fr} ({told_when(obj, 'fr')})"


class ActivityForm(forms.Form):
    """Which activity of the days of the project belongs to it."""

    activity = _Titled(
        Activity.objects.none(), label=gettext_lazy("Activity"),
        help_text=gettext_lazy("Those that begin on a day of the project and that no project has; a whole brings its parts."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(user, "activities.view_activity", free_activities(project))
        self.fields["activity"].queryset = rows  # type: ignore[attr-defined]


class ToolForm(forms.Form):
    """Which tool the project made."""

    tool = forms.ModelChoiceField(
        Tool.objects.none(), label=gettext_lazy("Tool"),
        help_text=gettext_lazy("Made with the money of the project. What its sessions used is found by itself."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(user, "tools.view_tool", Tool.objects.filter(owner=None))
        rows = rows.exclude(state__in=(ToolState.WITHDRAWN, ToolState.DECLINED)).order_by("title", "pk")
        self.fields["tool"].queryset = rows  # type: ignore[attr-defined]


class EntryForm(OfUser):
    """A cost or a support that belongs to no single session."""

    kind = forms.ChoiceField(label=gettext_lazy("Cost or support"), choices=CostKind.choices)
    what = forms.CharField(label=pgettext_lazy("a cost", "What for"), max_length=200)
    amount_cents = CentsField(label=gettext_lazy("Amount"))
    party = NamedContactField(persons=None, label=gettext_lazy("Who pays or is paid"), required=False)
    booked_date = DayField(label=gettext_lazy("Date"))

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        party = given.pop("party")
        return {**given, "party_id": party.pk if party else None}


class PlaceForm(forms.Form):
    """Under which line each cost stands."""

    def __init__(self, *args: Any, project: Project, placed: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [(str(line.pk), str(line)) for line in project.lines.all()]
        for row in costs_to_place(project):
            self.fields[f"entry_{row.pk}"] = forms.ChoiceField(
                label=cost_in_words(row), required=False, choices=[("", gettext_lazy("under no line")), *lines],
                initial=str(placed.get(row.pk, "")),
            )  # fmt: skip

    def values(self) -> dict[int, int | None]:
        """Return entry → line."""
        given = self.cleaned_data.items()
        return {int(name.removeprefix("entry_")): int(line) if line else None for name, line in given}


class ReasonForm(forms.Form):
    """What must be corrected."""

    reason = forms.CharField(
        label=gettext_lazy("What must be corrected"), max_length=300,
        help_text=gettext_lazy("It stands in the new report. The former one stays and can be read."),
    )  # fmt: skip


def cost_in_words(row: Any) -> str:
    """Name a cost: what for, how much, which day."""
    return f"{row.what}, {format_cents(row.amount_cents)}, {row.booked_date:%Y-%m-%d}"
