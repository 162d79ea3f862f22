"""What the style guide shows: the tokens with their contrasts, and one specimen of every component."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from convergence.ui import charts, drawings, palette

TOKENS = Path(__file__).parent / "static" / "ui" / "tokens.css"
SCALE = ("poster", "h1", "h2", "h3", "lede", "text", "label", "small")


class SpecimenForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label=_("Name of your union"), help_text=_("As it stands on your letters."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    members = forms.IntegerField(label=_("How many members have you today?"), min_value=1)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("fr", "Français"), ("en", "English"), ("es", "Español")]
    )
    steps = forms.MultipleChoiceField(
        label=_("And now?"),
        choices=[("a", _("Give")), ("b", _("Receive the bulletin"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    method = forms.ChoiceField(
        label=_("How will you pay?"), choices=[("c", _("By cheque")), ("t", _("By transfer"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("A word to add"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label=_("I have gone over these numbers"))


@dataclass(frozen=True)
class Contrast:
    """A pair of tokens and its contrast in the light and in the dark; `least` is what WCAG asks of it."""

    words: str
    ground: str
    day: tuple[str, str]
    night: tuple[str, str]
    least: float

    @property
    def ratios(self) -> tuple[float, float]:
        """Return the two contrasts, the light one first."""
        return palette.contrast(*self.day), palette.contrast(*self.night)

    @property
    def is_enough(self) -> bool:
        """Tell whether both reach what is asked."""
        return min(self.ratios) >= self.least


def contrasts() -> list[Contrast]:
    """Return every pair of the tokens, as tokens.css writes them."""
    day, night, _chosen = palette.tokens_of(TOKENS.read_text(encoding="utf-8"))
    pairs = [(pair, palette.TEXT) for pair in palette.WORDS_ON_GROUND]
    pairs += [(pair, palette.SHAPE) for pair in palette.SHAPES_ON_GROUND]
    return [
        Contrast(words, ground, (day[words], day[ground]), (night[words], night[ground]), least)
        for (words, ground), least in pairs
    ]


def everything(asked: QueryDict) -> dict[str, Any]:
    """Return what the page of the style guide shows."""
    day, night, _chosen = palette.tokens_of(TOKENS.read_text(encoding="utf-8"))
    steps = [
        SimpleNamespace(label=_t("File"), state="done"),
        SimpleNamespace(label=_t("Columns"), state="current", note=_t("3 to check")),
        SimpleNamespace(label=_t("Lines"), state="to_come"),
        SimpleNamespace(label=_t("Apply"), state="to_come"),
    ]
    rows = [charts.Row("A", (42_000, 38_500), ("42 000 $", "38 500 $")), charts.Row("B", (9_000, 9_700))]
    chart = charts.bars(
        title=_t("Dues"),
        description=_t("Received by group, beside last year"),
        series=("2023-2024", "2022-2023"),
        rows=rows,
    )
    return {
        "title": _t("The pieces and their use"),
        "tokens": [(name, colour, night[name]) for name, colour in day.items()],
        "contrasts": contrasts(),
        "scale": SCALE,
        "drawings": list(drawings.DRAWINGS),
        "steps": steps,
        "chart": chart,
        "form": SpecimenForm({"email": "x"} if "errors" in asked else None),
        "page": Paginator(range(60), 25).get_page(asked.get("page")),
    }
