"""Forms of internships and missions."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import STAFF_ROLES
from convergence.accounts.policies import may, visible
from convergence.activities.choices import SecurityLevel
from convergence.activities.models import Activity
from convergence.backoffice.activities.forms import NamedContactField
from convergence.backoffice.finance.base import DayField
from convergence.education.stays.choices import CommitmentKind, LinkKind
from convergence.education.stays.models import (
    Application,
    CommitteeMember,
    Criterion,
    Expected,
    Finding,
    Programme,
    StayCall,
)
from convergence.vocabulary.countries import choices as countries


class Valued(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose values go to a command: it saves nothing by itself, and lets the command check the whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5

    def _post_clean(self) -> None:
        """Leave the record alone: the command writes it."""

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        return dict(self.cleaned_data)


def _free_slug(model: Any, given: dict[str, Any], own: int | None) -> str:
    stem = slugify(given.get("slug") or given.get("title_fr", ""))[:70] or "appel"
    taken = set(model.objects.filter(slug__startswith=stem).exclude(pk=own).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


class ProgrammeForm(Valued):
    """A programme."""

    slug = forms.SlugField(label=_("Short name in its address"), required=False, help_text=_("Empty: from the title."))

    class Meta:
        model = Programme
        fields = (
            "kind", "title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es", "source", "slug",
            "is_public",
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what the command takes, with a short name that is free."""
        return super().values() | {"slug": _free_slug(Programme, self.cleaned_data, self.instance.pk)}


class CallForm(Valued):
    """A call: where, when, how many, under which rules."""

    country = forms.ChoiceField(label=_("Country"))
    partner = NamedContactField(
        persons=False, label=_("Partner there"), required=False, help_text=_("An organisation of the register.")
    )
    opens = DayField(label=_("Opens on"))
    closes = DayField(label=_("Closes on"), help_text=_("This day included."))
    leaves = DayField(label=_("Departure"))
    returns = DayField(label=_("Return"))
    slug = forms.SlugField(label=_("Short name in its address"), required=False, help_text=_("Empty: from the title."))
    preparation = forms.ModelChoiceField(
        Activity.objects.none(), label=_("Preparation"), required=False,
        help_text=_("A training of the register of activities: write it there first."),
    )  # fmt: skip

    class Meta:
        model = StayCall
        fields = (
            "programme", "title_fr", "title_en", "title_es", "words_fr", "words_en", "words_es", "country", "partner",
            "opens", "closes", "leaves", "returns", "places", "least_age", "asks_cv", "asks_letter", "scorers",
            "pass_mark", "answer_days", "security", "preparation", "slug",
        )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "---------"), *countries("fr")]  # type: ignore[attr-defined]
        self.fields["partner"].user = user  # type: ignore[attr-defined]
        rows = visible(user, "activities.view_activity", Activity.objects.filter(kind__in=("TRAINING", "WORKSHOP")))
        self.fields["preparation"].queryset = rows.order_by("-first_day", "-pk")  # type: ignore[attr-defined]
        if self.instance.partner is not None:
            self.initial["partner"] = self.instance.partner.name

    def values(self) -> dict[str, Any]:
        """Return what the command takes, with a short name that is free."""
        return super().values() | {"slug": _free_slug(StayCall, self.cleaned_data, self.instance.pk)}


class CriterionForm(Valued):
    """A criterion."""

    class Meta:
        model = Criterion
        fields = ("name_fr", "name_en", "name_es", "weight", "most", "position")


class ExpectedForm(Valued):
    """What is asked after the return."""

    class Meta:
        model = Expected
        fields = ("kind", "words_fr", "words_en", "words_es", "days")


PARTS: dict[str, type[Valued]] = {"criterion": CriterionForm, "expected": ExpectedForm}


class SeatForm(forms.Form):
    """Who sits on the committee."""

    user = forms.ModelChoiceField(get_user_model().objects.none(), label=_("Who"), empty_label=None)

    def __init__(self, *args: Any, call: StayCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = CommitteeMember.objects.filter(call=call).values("user_id")
        team = get_user_model().objects.filter(is_active=True, assignments__role__in=STAFF_ROLES).exclude(pk__in=seated)
        keys = [
            one.pk for one in team.distinct().prefetch_related("assignments") if may(one, "stays.score_application")
        ]
        self.fields["user"].queryset = get_user_model().objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class ScoreForm(forms.Form):
    """Points for each criterion, and a remark."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in criteria:
            points = [(str(number), str(number)) for number in range(one.most + 1)]
            self.fields[f"criterion_{one.pk}"] = forms.ChoiceField(
                label=str(one),
                choices=points,
                widget=forms.RadioSelect(attrs={"class": "in-a-row"}),
                help_text=_("0 is the least, %(most)s the most; weight %(weight)s.")
                % {"most": one.most, "weight": one.weight},
            )
        self.fields["remark"] = forms.CharField(
            label=_("Remark for the committee"),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def points(self) -> dict[int, int]:
        """Return id of criterion → points."""
        names = (name for name in self.cleaned_data if name.startswith("criterion_"))
        return {int(name.removeprefix("criterion_")): int(self.cleaned_data[name]) for name in names}


class LinkForm(forms.Form):
    """Which link ties whom to a candidate."""

    member = forms.ModelChoiceField(
        CommitteeMember.objects.none(), label=_("Member of the committee"), empty_label=None
    )
    kind = forms.ChoiceField(label=_("Link"), choices=LinkKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"), max_length=300, required=False, help_text=_("Required for another link.")
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class RecogniseForm(forms.Form):
    """Union and person of the register."""

    union = NamedContactField(persons=False, label=_("Union in the register"), required=False)
    person = NamedContactField(
        persons=True, label=_("Person in the register"), required=False,
        help_text=_("Then the person finds it in the data that we hold about them."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, application: Application, **kwargs: Any) -> None:
        found = {"union": application.union, "person": application.person}
        super().__init__(*args, initial={name: row.name for name, row in found.items() if row}, **kwargs)
        for name in found:
            self.fields[name].user = user  # type: ignore[attr-defined]


class BecauseForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class StayForm(forms.Form):
    """A stay without a call."""

    programme = forms.ModelChoiceField(Programme.objects.all(), label=_("Programme"), empty_label=None)
    title_fr = forms.CharField(label=_("Title in French"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160, required=False)
    country = forms.ChoiceField(label=_("Country"))
    partner = NamedContactField(persons=False, label=_("Partner there"), required=False)
    leaves = DayField(label=_("Departure"))
    returns = DayField(label=_("Return"))
    security = forms.ChoiceField(label=_("Security of the stay"), choices=SecurityLevel.choices)
    is_public = forms.BooleanField(
        label=_("On the public calendar"), required=False,
        help_text=_("Above “ordinary” it appears after the return only, or never."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "---------"), *countries("fr")]  # type: ignore[attr-defined]
        self.fields["partner"].user = user  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the command takes."""
        given = dict(self.cleaned_data)
        partner, programme = given.pop("partner"), given.pop("programme")
        return given | {"partner_id": partner.pk if partner else None, "programme_id": programme.pk}


class ParticipantForm(forms.Form):
    """Somebody who goes without having applied."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The personal link goes there."))
    language = forms.ChoiceField(
        label=_("Language"), choices=(("fr", "français"), ("en", "English"), ("es", "español"))
    )
    person = NamedContactField(persons=True, label=_("Person in the register"), required=False)
    union = NamedContactField(persons=False, label=_("Sponsored by"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "union"):
            self.fields[name].user = user  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """On which day the group came back."""

    returned = DayField(label=_("Came back on"))


class PromiseForm(forms.Form):
    """What somebody promises for the return."""

    kind = forms.ChoiceField(label=_("What"), choices=CommitmentKind.choices)
    words = forms.CharField(label=_("In a few words"), max_length=200, required=False)
    days = forms.IntegerField(label=_("Days after the return"), min_value=1, max_value=730, initial=60)


class SettleForm(forms.Form):
    """What came of a commitment."""

    done_date = DayField(label=_("Done on"), required=False)
    outcome = forms.CharField(label=_("What came of it"), max_length=500, required=False)
    activity = forms.ModelChoiceField(
        Activity.objects.none(), label=_("The talk in the register"), required=False,
        help_text=_("Then it counts once, with all that was done."),
    )  # fmt: skip
    is_waived = forms.BooleanField(label=_("Nothing is asked any more"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(user, "activities.view_activity", Activity.objects.all()).order_by("-first_day", "-pk")
        self.fields["activity"].queryset = rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:200]))  # type: ignore[attr-defined]


class FindingForm(Valued):
    """What a mission found."""

    class Meta:
        model = Finding
        fields = (
            "text_fr", "source_fr", "text_en", "source_en", "text_es", "source_es", "certainty", "is_public",
        )  # fmt: skip
