"""Pictures with credit, words and consent; files with language and date; sources that facts are read from."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from convergence.core.dates import UncertainDate
from convergence.core.db import UncertainDateField
from convergence.documents.choices import PortrayedConsent, SourceKind, TakenOut

LANGUAGES = (("fr", _("French")), ("en", _("English")), ("es", _("Spanish")))
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class Picture(AbstractImage):  # type: ignore[misc]
    """A picture: who made it, what it shows in words, and what the people in it agreed to (S51, S91, S97).

    Personal data: the likeness of people, and their consent's state; the credit names the author.
    """

    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Name and organisation, as asked."))
    alt_fr = models.CharField(_("what it shows, in French"), max_length=300, blank=True)
    alt_en = models.CharField(_("what it shows, in English"), max_length=300, blank=True)
    alt_es = models.CharField(_("what it shows, in Spanish"), max_length=300, blank=True)
    consent = models.CharField(
        _("people shown"), max_length=12, choices=PortrayedConsent, default=PortrayedConsent.UNKNOWN
    )
    consent_note = models.CharField(_("how they agreed"), max_length=300, blank=True)
    former_name = models.SlugField(
        _("former name"), max_length=200, blank=True, help_text=_("Its name on an older site; that address leads here.")
    )

    taken_out = models.CharField(_("taken out of the file"), max_length=40, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    admin_form_fields = (
        "title",
        "file",
        "credit",
        "alt_fr",
        "alt_en",
        "alt_es",
        "consent",
        "consent_note",
        "former_name",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(WagtailImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def alt_in(self, language: str) -> str:
        """Return the words for the picture in a language, the French ones where there are none."""
        return str(getattr(self, f"alt_{language[:2]}", "") or self.alt_fr)

    @property
    def default_alt_text(self) -> str:
        """Return the words for the picture in the language of the page."""
        return self.alt_in(get_language() or "fr")

    @property
    def may_be_shown(self) -> bool:
        """Tell whether a public page may show it: credited, put into words, nobody shown against their will (S91)."""
        agreed = self.consent in {PortrayedConsent.NOBODY, PortrayedConsent.WEB}
        return bool(self.credit and self.alt_fr and agreed)

    def sized(self, spec: str) -> "PictureRendition | None":
        """Return the picture in a size (`width-960|format-jpeg`); None when its file is gone or cannot be read."""
        try:
            found: PictureRendition = self.get_rendition(spec)
        except OSError:  # Wagtail’s own error is one
            return None
        return found

    @property
    def taken_out_words(self) -> list[str]:
        """Name what the file told beside the picture and was taken out when it came."""
        return [str(TakenOut(code).label) for code in self.taken_out.split() if code in TakenOut.values]

    def missing(self) -> list[str]:
        """Name what keeps it from a public page."""
        lacks = []
        if not self.credit:
            lacks.append(str(_("the credit")))
        if not self.alt_fr:
            lacks.append(str(_("the words for those who cannot see it")))
        if self.consent not in {PortrayedConsent.NOBODY, PortrayedConsent.WEB}:
            lacks.append(str(_("the consent of the people shown, for the web")))
        return lacks


class PictureRendition(AbstractRendition):  # type: ignore[misc]
    """A picture in one size. Personal data: as the picture."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PublicFile(AbstractDocument):  # type: ignore[misc]
    """A file offered for download: its language, date and size are said beside it (A2). Personal data: none."""

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    dated = UncertainDateField(verbose_name=_("date"))
    summary = models.CharField(_("in a few words"), max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    admin_form_fields = ("title", "file", "language", "dated", "summary")

    class Meta(WagtailDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")


class Source(models.Model):
    """Where a fact was read: page, letter, book. Two sources may disagree; each is shown (S22, S143).

    Personal data: the name of an author as published.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind, default=SourceKind.WEB_PAGE)
    title = models.CharField(_("title"), max_length=300)
    author = models.CharField(_("author"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    published = UncertainDateField(
        verbose_name=pgettext_lazy("the date of a source", "published"),
        help_text=_("As precise as it says: 1975, 1975-06 or 1975-06-12; empty if undated."),
    )
    url = models.CharField(_("address"), max_length=500, blank=True, validators=[WEB_ADDRESS])
    archived_url = models.CharField(
        _("address of the archived copy"), max_length=500, blank=True, validators=[WEB_ADDRESS]
    )
    read_on = models.DateField(_("read on"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(fields=["title", "publisher", "published"], name="documents_source_once"),
        )

    def __str__(self) -> str:
        return self.in_words(get_language() or "fr")

    def clean(self) -> None:
        """Refuse an archived copy of nothing."""
        super().clean()
        if self.archived_url and not self.url:
            raise ValidationError({"url": _("Give the address of the page itself too, not only of its archived copy.")})

    def in_words(self, language: str, *, signed: bool = True) -> str:
        """Return « Author, title, publisher, 22 février 2024 », or say that it bears no date (S29).

        Without `signed` the author is left out: something beside it says who spoke.
        """
        try:
            date = UncertainDate(self.published).for_people(language) if self.published else str(_("undated"))
        except ValueError:
            date = self.published  # as typed in a form that will be refused
        author = self.author if signed else ""
        return ", ".join(part for part in (author, self.title, self.publisher, date) if part)
