"""The evaluation that people answer without a name (S15)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import Question

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
