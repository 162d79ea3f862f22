"""What was brought from an older site: each move, and where each item of it lives now."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from convergence.documents.models import Picture, PublicFile


def private_storage() -> FileSystemStorage:
    """Return the place of uploaded exports: beside the data, never under the public media."""
    return FileSystemStorage(location=Path(settings.DATA_DIR) / "moving", base_url=None)


class MovingState(models.TextChoices):
    """The step at which a move is."""

    CHECKING = "CHECKING", _("being read")
    CHECKED = "CHECKED", _("to be confirmed")
    APPLYING = "APPLYING", _("being written")
    APPLIED = "APPLIED", _("written")
    FAILED = "FAILED", pgettext_lazy("an item", "refused")
    DISCARDED = "DISCARDED", _("given up")


class MovingRun(models.Model):
    """One export of an older site on its way into the pages. `report` is what `website.moving.reporting` writes.

    Personal data: the export (names and addresses of its authors), deleted when the move is written or given up.
    """

    state = models.CharField(_("step"), max_length=9, choices=MovingState, default=MovingState.CHECKING)
    file_name = models.CharField(_("file"), max_length=255)
    file = models.FileField(storage=private_storage, upload_to="%Y", max_length=255, blank=True)
    media = models.FileField(storage=private_storage, upload_to="%Y", max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(default=dict)
    problem = models.TextField(_("what stopped it"), blank=True)
    created_at = models.DateTimeField(_("uploaded"))
    created_by_label = models.CharField(max_length=200, blank=True)
    applied_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        verbose_name = _("move from an older site")
        verbose_name_plural = _("moves from an older site")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name


class MovedItem(models.Model):
    """An item of the older site and what it became. Personal data: none.

    `fingerprint` tells whether the export says something new; `revision_id` whether somebody changed the page since.
    """

    site = models.CharField(_("older site"), max_length=200)
    wp_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    old_address = models.CharField(_("old address"), max_length=2000, blank=True)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    picture = models.ForeignKey(Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey(PublicFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)
    revision_id = models.BigIntegerField(null=True, blank=True)
    is_held = models.BooleanField(default=False)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["site", "wp_id"], name="website_moved_once"),)

    def __str__(self) -> str:
        return f"{self.site} {self.wp_id}"
