"""The form of a picture: whatever door it comes by, what the file tells beside the picture is taken out and said."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import BaseImageForm

from convergence.documents.rules.metadata import without_metadata


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """Takes place, names, device, moment and words out of the file that comes, and writes down that it did (S51)."""

    def clean(self) -> dict[str, Any]:
        """Put the cleaned file in the place of the one that came."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        file = given.get("file")
        if file and "file" in self.changed_data:
            file.seek(0)
            cleaned = without_metadata(file.read())
            self.instance.taken_out = " ".join(cleaned.found)
            given["file"] = SimpleUploadedFile(file.name, cleaned.content, getattr(file, "content_type", ""))
        return given
