"""How every form is drawn: labels above, reason beneath, errors beside the field and summed up on top."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelMultipleChoiceField
from django.forms.renderers import TemplatesSetting

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
