"""Tables of the import: profiles, runs, and the staged rows of each run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PrivateStorage(FileSystemStorage):
    """Files beside the data, never under the public media."""

    @property
    def base_location(self) -> str:  # type: ignore[override]
        """Folder of the lists, asked of the settings at each use."""
        return str(Path(settings.DATA_DIR) / "imports")

    @property
    def location(self) -> str:  # type: ignore[override]
        """The same, whole."""
        return str(Path(self.base_location).resolve())


def private_storage() -> FileSystemStorage:
    """Return the place of uploaded lists."""
    return PrivateStorage(base_url=None)


class RunState(models.TextChoices):
    """The step at which an import is."""

    UPLOADED = "UPLOADED", _("columns to confirm")
    CHECKING = "CHECKING", _("being checked")
    CHECKED = "CHECKED", _("to settle and apply")
    APPLYING = "APPLYING", _("being written")
    APPLIED = "APPLIED", pgettext_lazy("list", "applied")
    UNDOING = "UNDOING", _("being undone")
    UNDONE = "UNDONE", _("undone")
    FAILED = "FAILED", _("stopped by an error")
    DISCARDED = "DISCARDED", _("discarded")


class Verdict(models.TextChoices):
    """What the import thinks of a line."""

    NEW = "NEW", _("new")
    UPDATE = "UPDATE", _("update")
    DUPLICATE = "DUPLICATE", _("duplicate")
    IGNORED = "IGNORED", _("ignored")
    REFUSED = "REFUSED", _("refused")


class RowDecision(models.TextChoices):
    """What a person decided about a line."""

    ACCEPT = "ACCEPT", _("add as a new contact")
    MERGE = "MERGE", _("complete the contact it resembles")
    LEAVE = "LEAVE", _("leave out")


class ImportProfile(models.Model):
    """How a person read a list, kept for the next one of the same form. Personal data: who made it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    plan = models.JSONField(_("columns"), default=dict)
    created_at = models.DateTimeField(_("made"))
    created_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One list on its way into the register, from the upload to the undo.

    `plan` says how the file is read: `{"encoding", "delimiter", "date_order", "sheets": [{"name", "use",
    "header_line", "subject", "headers", "columns": [{"code", "period"}], "asks": [headers]}]}`.
    `totals` counts the lines by verdict. `done` of `total` lines is the progress of `stage`;
    `touched_at` is the last sign of life of the process that checks or writes it.

    Personal data: the uploaded list itself, kept until the import is discarded.
    """

    state = models.CharField(_("step"), max_length=10, choices=RunState, default=RunState.UPLOADED)
    file_name = models.CharField(_("file"), max_length=255)
    file = models.FileField(storage=private_storage, upload_to="%Y", max_length=255, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    file_kind = models.CharField(max_length=4, blank=True)
    plan = models.JSONField(default=dict)
    profile = models.ForeignKey(ImportProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    totals = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("what stopped it"), blank=True)
    created_at = models.DateTimeField(_("uploaded"))
    created_by_id = models.BigIntegerField(null=True, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    acting_id = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def source(self) -> str:
        """The words by which what it wrote names its source."""
        return f"{self.file_name} (import {self.pk})"[:300]


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Chainable filters of staged rows."""

    def to_settle(self) -> ImportRowQuerySet:
        """Keep the duplicates that nobody has decided about."""
        return self.filter(verdict=Verdict.DUPLICATE, decision="")

    def in_order(self) -> ImportRowQuerySet:
        """Order as in the file."""
        return self.order_by("place", "pk")


class ImportRow(models.Model):
    """One line of a list, with its verdict; kept as the trace of what the import did.

    `place` counts all lines of all sheets from 0; `cells` are the raw cells in order; `entry` is what was understood;
    `reasons` are pairs of a code and its values. `outcome` keeps, for the undo, what was changed or created for a
    contact that existed before: `{"fields": {name: [before, after]}, "created": {table: [ids]}}`.

    Personal data: the line as it was in the list.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    sheet = models.CharField(_("sheet"), max_length=100, null=True, blank=True)  # noqa: DJ001 (null: a CSV has none)
    line = models.PositiveIntegerField(_("line"))
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict)
    score = models.PositiveSmallIntegerField(_("likeness"), default=0)
    match_place = models.PositiveIntegerField(null=True, blank=True)
    match_contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reasons = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    entry = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    decision = models.CharField(_("decision"), max_length=6, choices=RowDecision, blank=True)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    person = models.ForeignKey("contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_contact = models.BooleanField(default=False)
    created_person = models.BooleanField(default=False)
    outcome = models.JSONField(null=True, blank=True)

    objects: ClassVar[Any] = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ("run_id", "place")
        constraints = (models.UniqueConstraint(fields=["run", "place"], name="contacts_import_row_once"),)
        indexes = (
            models.Index(fields=["run", "verdict", "place"], name="contacts_import_verdict"),
            models.Index(fields=["fingerprint"], name="contacts_import_fingerprint"),
        )

    def __str__(self) -> str:
        return f"{self.sheet or self.run_id}:{self.line}"


class DuplicateScan(models.Model):
    """When the register was last looked through for duplicates, and in what state. One row. Personal data: none."""

    mark = models.CharField(max_length=120)
    scanned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scanned_at:%Y-%m-%d %H:%M}"


class PossibleDuplicate(models.Model):
    """Two contacts that looked like one at the last scan. Personal data: that two people resemble each other."""

    first = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    why = models.JSONField(default=list)

    class Meta:
        ordering = ("-score", "first_id", "second_id")
        indexes = (models.Index(fields=["-score", "first", "second"], name="contacts_duplicate_order"),)

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}: {self.score}"
