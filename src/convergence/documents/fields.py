"""A field of a form that takes one paper: weighed by the browser before it is sent, checked here before it is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError
from convergence.documents.papers import ACCEPT, MOST_BYTES, Paper, PaperTooHeavy, checked

IN_WORDS = _("PDF, Word or OpenDocument text, JPEG or PNG picture; 10 MB at most.")


class PaperField(forms.FileField):
    """A paper, as it will be kept; None when there is none. `too_heavy` is the name of one that was not kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", IN_WORDS)
        attrs = {"accept": ACCEPT, "data-most-bytes": MOST_BYTES, "data-too-heavy": lazystr(PaperTooHeavy.message)}
        kwargs.setdefault("widget", forms.FileInput(attrs=attrs))
        super().__init__(**kwargs)
        self.too_heavy = ""

    def clean(self, data: Any, initial: Any = None) -> Paper | None:  # type: ignore[override]
        """Return the paper.

        Raises:
            ValidationError: too heavy, of no kind that is taken, locked, holding a program; or none and one is required.
        """
        if self.too_heavy:
            raise ValidationError(str(PaperTooHeavy(name=self.too_heavy)), code=PaperTooHeavy.code)
        if not data:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return checked(data.name or "", data.read())
        except DomainError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


def tell_too_heavy(form: forms.BaseForm, names: dict[str, str]) -> None:
    """Tell a form which of its papers were too heavy to be kept: names of fields with names of files."""
    for name, file in names.items():
        field = form.fields.get(name)
        if isinstance(field, PaperField):
            field.too_heavy = file
