"""The forms of a picture and of a file: what comes is looked at whatever door it comes by."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from convergence.core.errors import DomainError
from convergence.documents.papers import refuse_harm
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

    def save(self, commit: bool = True) -> Any:
        """Clean also what was put aside until its words were right, and comes without passing by the field."""
        picture = self.instance
        if "file" not in self.fields and picture.pk is None and picture.file:
            with picture.file.open("rb") as held:
                cleaned = without_metadata(held.read())
            storage, name = picture.file.storage, picture.file.name
            width, height = picture.width, picture.height
            picture.taken_out = " ".join(cleaned.found)
            picture.file.save(PurePath(name).name, ContentFile(cleaned.content), save=False)
            picture.width, picture.height = width, height  # saving the file empties them
            picture._set_image_file_metadata()  # noqa: SLF001  (what Wagtail's own form does)
            picture.file.close()
            storage.delete(name)
        return super().save(commit=commit)


class FileForm(BaseDocumentForm):  # type: ignore[misc]
    """Refuses a file that holds a program, is locked or is not what its name says."""

    def clean(self) -> dict[str, Any]:
        """Look into the file that came."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        file = given.get("file")
        if file and "file" in self.changed_data:
            file.seek(0)
            try:
                refuse_harm(file.name, file.read())
            except DomainError as refusal:
                self.add_error("file", str(refusal))
            file.seek(0)
        return given
