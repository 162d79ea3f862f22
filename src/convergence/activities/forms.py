"""What people who are there fill in: signing in, and the evaluation without a name (S15)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import AgeRange, Gender, Question

SCALE = ((1, _("not at all")), (2, _("a little")), (3, _("mostly")), (4, _("fully")))


class EvaluationForm(forms.Form):
    """Four closed questions and a remark; none is required, nothing is chosen beforehand."""

    remark = forms.CharField(
        label=_("Something to add?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Do not write your name: nobody needs to know who says it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label,
                choices=SCALE,
                coerce=int,
                required=False,
                widget=forms.RadioSelect,
                empty_value=None,
            )
        self.order_fields([*Question.values, "remark"])

    def answers(self) -> dict[str, int]:
        """Return {code of `Question`: 1 to 4} for what was answered."""
        given = {str(question): self.cleaned_data.get(question.value) for question in Question}
        return {question: answer for question, answer in given.items() if answer is not None}


class SignInForm(forms.Form):
    """Name and the number said in the room; the rest is for whoever wants to say it (S83)."""

    word = forms.CharField(
        label=_("Number said in the room"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=[("", _("I do not say")), *Gender.choices],
        required=False,
        help_text=_("Only if you want to: it tells us whom we reach, as numbers."),
    )
    age_range = forms.ChoiceField(
        label=_("Age range"), choices=[("", _("I do not say")), *AgeRange.choices], required=False
    )
    parent_agreed = forms.CharField(
        label=_("Under 14: name of the parent who agrees"),
        max_length=200,
        required=False,
        help_text=_("Without a parent who agrees, do not sign in: the person who facilitates counts you."),
    )
