"""Tools, their versions and editions, credits and links."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core.db import UncertainDateField
from convergence.documents.models import LANGUAGES, WEB_ADDRESS, Picture, Source
from convergence.documents.rules.files import KINDS
from convergence.education.tools.choices import (
    LICENCE_PAGES,
    Audience,
    CreditCapacity,
    Licence,
    ToolKind,
    ToolState,
)
from convergence.education.tools.rules.languages import title_shown
from convergence.vocabulary.models import Axis, Place, Theme


class ToolQuerySet(models.QuerySet["Tool"]):
    """Tools, chainable."""

    def published(self) -> "ToolQuerySet":
        """Keep what was published and not withdrawn."""
        return self.filter(state=ToolState.PUBLISHED)

    def in_public(self) -> "ToolQuerySet":
        """Keep what any stranger may see."""
        return self.published().filter(audience=Audience.PUBLIC)

    def with_editions(self) -> "ToolQuerySet":
        """Read the published editions together with the tools: titles are theirs."""
        rows = Edition.objects.filter(version__published_at__isnull=False).select_related("version")
        return self.prefetch_related(
            Prefetch("editions", rows.order_by("-version__number", "language", "pk"), "public_editions")
        )


class Tool(models.Model):
    """Something to learn with. Its title in another language is the title of an edition in that language (S89).

    Personal data: none of its own, but what is written in the notes.
    """

    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ToolKind)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of the title"), max_length=2, choices=LANGUAGES, default="fr")
    summary_fr = models.TextField(_("in a few words, in French"), max_length=2000, blank=True)
    summary_en = models.TextField(_("in a few words, in English"), max_length=2000, blank=True)
    summary_es = models.TextField(_("in a few words, in Spanish"), max_length=2000, blank=True)
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work axis")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    rights_holder = models.CharField(_("who holds the rights"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, blank=True)
    licence_note = models.CharField(_("more about the licence"), max_length=300, blank=True)
    accessibility = models.TextField(_("how it can be read, seen or heard by everybody"), max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("how long it takes, in minutes"), null=True, blank=True)
    resolution_fr = models.TextField(_("model resolution, in French"), max_length=8000, blank=True)
    resolution_en = models.TextField(_("model resolution, in English"), max_length=8000, blank=True)
    resolution_es = models.TextField(_("model resolution, in Spanish"), max_length=8000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ToolState, default=ToolState.DRAFT)
    because = models.CharField(_("why"), max_length=300, blank=True)
    audience = models.CharField(_("for whom"), max_length=7, choices=Audience, default=Audience.PUBLIC)
    owner = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offered by")
    )
    is_lent = models.BooleanField(_("can be borrowed"), default=False)
    cover = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where it is told")
    )
    notes = models.TextField(_("notes of the team"), max_length=4000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("recorded"))
    changed_at = models.DateTimeField(_("changed"))

    # Added by `with_editions()`, the newest version first.
    public_editions: "list[Edition]"

    objects: ClassVar[Any] = ToolQuerySet.as_manager()

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        ordering = ("-published_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=ToolState.PUBLISHED) | ~Q(licence=""),
                name="tools_published_with_licence",
                violation_error_message=_("Choose a licence: nobody may copy what says nothing of it."),
            ),
        )
        indexes = (models.Index(fields=["state", "audience", "kind"], name="tools_shown"),)

    def __str__(self) -> str:
        return self.title

    def shown(self, language: str | None = None) -> tuple[str, str]:
        """Return the title for a language and the language it is really in (S89); read `with_editions()` first in lists."""
        rows = self.__dict__.get("public_editions")
        if rows is None:
            rows = self.editions.filter(version__published_at__isnull=False).select_related("version")
        editions = [(row.version.number, row.language, row.title) for row in rows]
        return title_shown((self.title, self.language), editions, language or get_language() or "fr")

    def summary_in(self, language: str) -> tuple[str, str]:
        """Return the summary for a language and the language it is in: French, then any, where there is none."""
        order = dict.fromkeys((language[:2], "fr", "es", "en"))
        return next(((text, code) for code in order if (text := getattr(self, f"summary_{code}"))), ("", "fr"))

    def resolution_in(self, language: str) -> tuple[str, str]:
        """Return the model resolution for a language and the language it is in."""
        order = dict.fromkeys((language[:2], "fr", "es", "en"))
        return next(((text, code) for code in order if (text := getattr(self, f"resolution_{code}"))), ("", "fr"))

    @property
    def licence_page(self) -> str:
        """Return the page of the licence, empty when it has none."""
        return LICENCE_PAGES.get(Licence(self.licence), "") if self.licence else ""


class FormerSlug(models.Model):
    """A short name that a tool bore: its address leads to the present one (S84). Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("former short name")
        verbose_name_plural = _("former short names")

    def __str__(self) -> str:
        return self.slug


class ToolVersion(models.Model):
    """A version of a tool; once published it is never changed (S84). Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    dated = UncertainDateField(verbose_name=_("date"))
    changes = models.CharField(_("what is new"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("tool", "-number")
        constraints = (models.UniqueConstraint(fields=["tool", "number"], name="tools_version_once"),)

    def __str__(self) -> str:
        return f"{self.tool} {self.number}"


class Edition(models.Model):
    """A version in one language, as one kind of file or as a link. Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="editions")
    version = models.ForeignKey(ToolVersion, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    title = models.CharField(_("title in that language"), max_length=200)
    extent = models.CharField(_("length"), max_length=80, blank=True)
    accessibility = models.CharField(_("accessibility"), max_length=300, blank=True)
    kind = models.CharField(_("kind of file"), max_length=5, default="link")
    file = models.FileField(_("file"), upload_to="tools/", max_length=200, blank=True)
    name = models.CharField(_("name of the file"), max_length=150, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    url = models.CharField(_("or an address"), max_length=500, blank=True, validators=[WEB_ADDRESS])

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-version__number", "language", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["version", "language", "kind"],
                name="tools_edition_once",
                violation_error_message=_("This version already has a file of that kind in this language."),
            ),
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="tools_edition_file_or_address",
                violation_error_message=_("Give a file or an address, one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.version.number}, {self.language}, {self.kind})"

    @property
    def media_type(self) -> str:
        """Return the media type of the file."""
        return KINDS.get(self.kind, "application/octet-stream")


class DownloadCount(models.Model):
    """How many times an edition was downloaded on a day; nothing of who did (see “Counting downloads”).

    Personal data: none.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="downloads")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("downloads of a day")
        verbose_name_plural = _("downloads by day")
        constraints = (models.UniqueConstraint(fields=["edition", "day"], name="tools_downloads_once"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.number}"


class Credit(models.Model):
    """Who made a tool: of the register, or named in words. Personal data: who did what, as published."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="credits")
    capacity = models.CharField(_("what for"), max_length=11, choices=CreditCapacity)
    person = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("or a name"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.get_capacity_display()})"

    @property
    def shown_name(self) -> str:
        """Return the pseudonym that the person goes by, else the name (S50)."""
        return (self.person.pseudonym or self.person.name) if self.person else self.name


class ToolPlace(models.Model):
    """A place that a tool tells of, in the order of its story (S89). Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("place of a tool")
        verbose_name_plural = _("places of tools")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["tool", "place"], name="tools_place_once"),)

    def __str__(self) -> str:
        return str(self.place)


class ToolLink(models.Model):
    """Where others present or publish a tool (S90). Personal data: none."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("words"), max_length=200)
    url = models.CharField(_("address"), max_length=500, blank=True, validators=[WEB_ADDRESS])

    class Meta:
        verbose_name = _("presented elsewhere")
        verbose_name_plural = _("presented elsewhere")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label


class KitPart(models.Model):
    """A tool that belongs to a kit. Personal data: none."""

    kit = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="parts")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="kits")

    class Meta:
        verbose_name = _("part of a kit")
        verbose_name_plural = _("parts of kits")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["kit", "tool"], name="tools_part_once"),
            models.CheckConstraint(condition=~Q(kit=models.F("tool")), name="tools_part_of_another"),
        )

    def __str__(self) -> str:
        return str(self.tool)


class ActivityTool(models.Model):
    """A tool that an activity used (S12, S90). Personal data: none."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="used_in")

    class Meta:
        verbose_name = _("tool used in an activity")
        verbose_name_plural = _("tools used in activities")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["activity", "tool"], name="tools_used_once"),)

    def __str__(self) -> str:
        return f"{self.tool} – {self.activity}"
