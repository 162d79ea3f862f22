"""The fields of forms that name a picture, a file or rows: they bear whatever text is sent instead of a number."""

from typing import Any

from django.db.models import ForeignKey
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from convergence.core.identifiers import id_from
from convergence.documents.models import Picture
from convergence.ui.forms import RowsField


class _Tolerant:
    """Wagtail's choosers ask the database for any text as if it were a number."""

    model_class: Any

    def get_instance(self, value: Any) -> Any:
        """Return the row of a number that was sent, None when it is no number."""
        if not isinstance(value, self.model_class):
            value = id_from(value)
        return super().get_instance(value)  # type: ignore[misc]


class PictureChooser(_Tolerant, AdminImageChooser):  # type: ignore[misc]
    """The field that names a picture."""


class FileChooser(_Tolerant, AdminDocumentChooser):  # type: ignore[misc]
    """The field that names a file."""


register_form_field_override(ForeignKey, to=Picture, override={"widget": PictureChooser})
register_form_field_override(ParentalManyToManyField, override={"form_class": RowsField})
