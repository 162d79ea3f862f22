"""Pictures and files of the old library become ours, judged like any other that is uploaded."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from wagtail.images.fields import WagtailImageField

from convergence.core.errors import DomainError
from convergence.documents.models import Picture, PublicFile
from convergence.documents.papers import refuse_harm
from convergence.documents.rules.metadata import without_metadata
from convergence.website.dressing import dress_line
from convergence.website.models import MovedItem
from convergence.website.moving.cleaning import credit_of, folded
from convergence.website.moving.media import Media, corrected_name, full_size, library_path, says_something
from convergence.website.moving.reading import Item
from convergence.website.moving.reporting import Report
from convergence.website.moving.words import plain


class Library:
    """The files of one move: brought, found again by their old address, written to storage only for good."""

    def __init__(self, *, site: str, language: str, media: Media, report: Report, at: datetime) -> None:
        self.site = site
        self.language = language
        self.media = media
        self.report = report
        self.at = at
        self.written: list[tuple[Any, str]] = []
        self.by_path: dict[str, Picture | PublicFile] = {}
        self.by_number: dict[int, Picture | PublicFile] = {}

    def bring(self, item: Item) -> Picture | PublicFile | None:
        """Bring an attachment, or find it where it was brought before."""
        path = library_path(item.file_url) or PurePosixPath(item.file_url).name
        known = MovedItem.objects.filter(site=self.site, wp_id=item.wp_id).select_related("picture", "file").first()
        if known is not None and known.fingerprint and not (known.picture or known.file):
            self.report.add("deleted_since", item.title, item.link)
            return None
        brought = (known.picture or known.file) if known else None
        fingerprint = hashlib.sha256(repr((item.title, item.file_url, item.excerpt, item.meta)).encode()).hexdigest()
        if brought is not None:
            self._keep(item, path, brought)
            if known and known.fingerprint == fingerprint:
                self.report.counts["unchanged"] += 1
                return brought
        else:
            brought = self._new(item, path)
            if brought is None:
                return None
            self._keep(item, path, brought)
        self._describe(item, brought, is_new=known is None)
        kind = {"picture": brought} if isinstance(brought, Picture) else {"file": brought}
        MovedItem.objects.update_or_create(
            site=self.site,
            wp_id=item.wp_id,
            defaults={
                "kind": item.kind,
                "old_address": item.file_url,
                "fingerprint": fingerprint,
                "moved_at": self.at,
                **kind,
            },
        )
        return brought

    def _keep(self, item: Item, path: str, brought: Picture | PublicFile) -> None:
        self.by_path[path] = self.by_path[full_size(path)] = brought
        self.by_number[item.wp_id] = brought

    def find(self, address: str, number: str = "") -> Picture | PublicFile | None:
        """Return the file that an old address or number stood for, whatever the size that the address asked."""
        if number.isdecimal() and int(number) in self.by_number:
            return self.by_number[int(number)]
        path = library_path(address)
        return self.by_path.get(path) or self.by_path.get(full_size(path))

    def forget(self) -> None:
        """Delete the files that were written, when the rows that name them are not kept."""
        for storage, name in self.written:
            storage.delete(name)
        self.written.clear()

    # --- one file ----------------------------------------------------------------------------------------------------

    def _new(self, item: Item, path: str) -> Picture | PublicFile | None:
        name = PurePosixPath(path).name
        extension = name.rpartition(".")[2].lower()
        is_picture = extension in settings.WAGTAILIMAGES_EXTENSIONS
        if not is_picture and extension not in settings.WAGTAILDOCS_EXTENSIONS:
            self.report.add("media_refused", item.title or name, item.file_url, name)
            return None
        content = self.media.read(path) if path else None
        if not content:
            self.report.add("media_missing", item.title or name, item.file_url, path or item.file_url)
            return None
        stem = slugify(corrected_name(name.rpartition(".")[0])) or f"fichier-{item.wp_id}"
        if is_picture:
            return self._picture(item, f"{stem}.{extension}", content)
        try:
            refuse_harm(name, content)
        except DomainError as refusal:
            self.report.add("media_refused", item.title or name, item.file_url, str(refusal))
            return None
        made = PublicFile(title=self._title(item, stem), language=self.language)
        made.file.save(f"{stem}.{extension}", ContentFile(content), save=False)
        made.file_size = len(content)
        self.written.append((made.file.storage, made.file.name))
        made.save()
        self.report.counts["files"] += 1
        return made

    def _picture(self, item: Item, name: str, content: bytes) -> Picture | None:
        field = WagtailImageField()
        try:
            uploaded = field.clean(SimpleUploadedFile(name, content))
        except ValidationError as error:
            self.report.add("media_refused", item.title or name, item.file_url, f"{name} — {' '.join(error.messages)}")
            return None
        except Exception as error:  # noqa: BLE001  (a lying picture may break the decoder in any way)
            self.report.add("media_refused", item.title or name, item.file_url, f"{name} — {type(error).__name__}")
            return None
        width, height = uploaded.image.get_size()
        cleaned = without_metadata(content)
        content = cleaned.content
        made = Picture(taken_out=" ".join(cleaned.found), title=self._title(item, name.rpartition(".")[0]))
        made.file.save(name, ContentFile(content), save=False)
        made.width, made.height = width, height  # saving the file empties them
        made.file_size = len(content)
        made.former_name = slugify(PurePosixPath(library_path(item.file_url)).stem)[:200]
        self.written.append((made.file.storage, made.file.name))
        made.save()
        self.report.counts["pictures"] += 1
        return made

    def _title(self, item: Item, stem: str) -> str:
        title = plain(item.title)
        if not title or folded(title) == folded(PurePosixPath(library_path(item.file_url)).stem):
            title = stem.replace("-", " ").capitalize()
        return dress_line(title, self.language)[:255]

    def _describe(self, item: Item, brought: Picture | PublicFile, *, is_new: bool) -> None:
        old_name = PurePosixPath(library_path(item.file_url)).name
        if is_new and corrected_name(old_name) != old_name:
            self.report.add("name_corrected", brought.title, item.file_url, f"{old_name} → {corrected_name(old_name)}")
        caption, credit = credit_of(plain(item.excerpt))
        if isinstance(brought, PublicFile):
            if caption and not brought.summary:
                brought.summary = dress_line(caption, self.language)[:300]
                brought.save(update_fields=["summary"])
            return
        alt = item.meta.get("_wp_attachment_image_alt", "")
        if not says_something(alt, old_name):
            alt = ""
        if not credit:
            credit = credit_of(plain(item.content))[1]
        self.complete(brought, alt=alt, credit=credit)

    def complete(self, picture: Picture, *, alt: str, credit: str) -> None:
        """Write the words and the credit of a picture where nobody wrote any."""
        field = f"alt_{self.language}"
        changed = []
        if alt and not getattr(picture, field):
            setattr(picture, field, dress_line(alt, self.language)[:300])
            changed.append(field)
        if credit and not picture.credit:
            picture.credit = credit[:200]
            changed.append("credit")
            self.report.add("credit_found", picture.title, text=picture.credit)
        if changed:
            picture.save(update_fields=changed)
