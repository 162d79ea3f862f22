"""The stylesheet of the organisation's colours, and the style guide in development."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convergence.ui import charts, palette
from convergence.ui.context import organisation_of, palette_of


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """Return the colours of the organisation; its address carries their fingerprint, so it may be kept for ever."""
    answer = HttpResponse(
        palette.stylesheet(palette_of(organisation_of(request))), content_type="text/css; charset=utf-8"
    )
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def mark(request: HttpRequest) -> FileResponse:
    """Return the organisation's mark. A drawing may hold scripts: as a page of its own it may run none.

    Raises:
        Http404: no mark was given, or its file is gone.
    """
    kept = organisation_of(request).mark
    if not kept or not kept.storage.exists(kept.name):
        raise Http404
    answer = FileResponse(kept.open("rb"), content_type="image/svg+xml" if kept.name.endswith(".svg") else "image/png")
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


class SpecimenForm(forms.Form):
    """Every kind of field, for the style guide."""

    name = forms.CharField(label="Nom de votre syndicat", help_text="Tel qu’il figure sur vos lettres.")
    email = forms.EmailField(label="Courriel", required=False)
    members = forms.IntegerField(label="Combien de membres avez-vous aujourd’hui ?", min_value=1)
    language = forms.ChoiceField(label="Langue", choices=[("fr", "Français"), ("es", "Español")])
    steps = forms.MultipleChoiceField(
        label="Et maintenant ?",
        choices=[("a", "Faire un don"), ("b", "Recevoir le bulletin")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    method = forms.ChoiceField(
        label="Comment paierez-vous ?", choices=[("c", "Par chèque"), ("t", "Par virement")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Un mot à ajouter", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label="J’ai vérifié ces nombres")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component; its address exists in development only."""
    steps = [
        SimpleNamespace(label="Fichier", state="done"),
        SimpleNamespace(label="Colonnes", state="current", note="3 à vérifier"),
        SimpleNamespace(label="Lignes", state="to_come"),
        SimpleNamespace(label="Appliquer", state="to_come"),
    ]
    rows = [charts.Row("Groupe A", (42_000, 38_500), ("42 000 $", "38 500 $")), charts.Row("Groupe B", (9_000, 9_700))]
    chart = charts.bars(
        title="Cotisations",
        description="Reçu par groupe, comparé à l’an dernier",
        series=("2023-2024", "2022-2023"),
        rows=rows,
    )
    form = SpecimenForm({"email": "x"} if "errors" in request.GET else None)
    page = Paginator(range(60), 25).get_page(request.GET.get("page"))
    context = {"form": form, "steps": steps, "chart": chart, "page": page, "tokens": palette.light(palette.DEFAULT)}
    return render(request, "ui/styleguide/index.html", context)
