"""How every form is drawn: labels above, reason beneath, errors beside the field and summed up on top."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, ModelMultipleChoiceField
from django.forms.renderers import TemplatesSetting

from convergence.core.errors import DomainError
from convergence.core.identifiers import id_from


class Renderer(TemplatesSetting):
    """Draws `{{ form }}` with the templates of this app; widgets stay Django's own."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class RowsSent:
    """What a field that names several rows adds; Django's own asks SQLite for numbers that SQLite cannot read."""

    def clean(self, value: Any) -> Any:
        """Return the rows.

        Raises:
            ValidationError: something else than the number of a row was sent.
        """
        for one in value or ():
            if id_from(one) is None:
                message = self.error_messages["invalid_pk_value"]  # type: ignore[attr-defined]
                raise ValidationError(message, "invalid_pk_value", {"pk": one})
        return super().clean(value)  # type: ignore[misc]


class RowsField(RowsSent, ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a table."""


def add_refusal(form: BaseForm, refusal: DomainError | ValidationError) -> None:
    """Put a refusal beside the field that it names, or above the form."""
    if isinstance(refusal, ValidationError):
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for name, sentences in by_field.items():
            form.add_error(name if name in form.fields else None, sentences)
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Run an act for a form that was sent and is valid; a refusal goes beside its field. Tell whether it was done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except (DomainError, ValidationError) as refusal:
        add_refusal(form, refusal)
        return False
    return True
