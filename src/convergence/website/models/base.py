"""What every public page has: words of its opening, a body of blocks, a picture for others who link to it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from convergence.documents.models import Picture
from convergence.ui.drawings import DRAWINGS
from convergence.website.addresses import refuse_taken
from convergence.website.blocks import BodyBlock
from convergence.website.dressing import dress_body, dress_line
from convergence.website.forms import PublicCopyForm, PublicPageForm


class DrawingName(models.TextChoices):
    """The drawings that an editor may put beside a title, by what they show."""

    FISTS = "fists", _("hands that hold the thread")
    PEOPLE = "people", _("a crowd")
    TABLE = "table", _("a round table")
    LINK = "link", _("a workshop and a hospital")
    GLOBE = "globe", _("the world")
    YEARS = "years", _("fifty rings, one a year")
    LOOM = "loom", _("a loom")
    SHIRT = "shirt", _("a T-shirt")
    NEEDLE = "needle", _("a needle")
    SPOOL = "spool", _("a spool")
    VOICE = "voice", _("a megaphone")
    LETTER = "letter", _("a letter")
    BOOK = "book", _("a book")
    PANELS = "panels", _("a comic")
    FRAMES = "frames", _("an exhibition")
    SCALES = "scales", _("scales")
    LOCK = "lock", _("a padlock")
    BOX = "box", _("a collection box")
    BELL = "bell", _("a bell")
    LEAFLETS = "leaflets", _("leaflets")
    KNOTS = "knots", _("three strands and their knot")


class PublicPage(Page):  # type: ignore[misc]
    """A page of the public site. Personal data: what editors write in it."""

    kicker = models.CharField(_("above the title"), max_length=80, blank=True)
    lede = models.TextField(_("opening words"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=pgettext_lazy("of a page", "body"), blank=True)
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    drawing = models.CharField(
        _("drawing"),
        max_length=8,
        choices=DrawingName,
        blank=True,
        help_text=_("Stands beside the title when there is no picture."),
    )
    own_drawing: ClassVar[str] = DrawingName.KNOTS

    content_panels = [
        *Page.content_panels,
        FieldPanel("kicker"),
        FieldPanel("lede"),
        FieldPanel("picture"),
        FieldPanel("drawing"),
        FieldPanel("body", heading=_("Content of the page")),
    ]
    dressed: ClassVar[tuple[str, ...]] = ("title", "kicker", "lede")
    show_in_menus_default = False
    base_form_class = PublicPageForm
    copy_form_class = PublicCopyForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Repair the typography of what was typed, in the language of the page (S139); addresses and code stay.

        Raises:
            ValidationError: the product itself answers at the address of the page.
        """
        super().clean()
        refuse_taken(self.get_parent() if self.path else None, self.slug)
        language = self.locale.language_code if self.locale_id else settings.LANGUAGE_CODE
        for field in self.dressed:
            setattr(self, field, dress_line(getattr(self, field), language))
        block = self._meta.get_field("body").stream_block
        stored = list(block.get_prep_value(self.body))
        dressed = dress_body(stored, language)
        if dressed != stored:
            self.body = block.to_python(dressed)

    @property
    def drawn(self) -> str:
        """Return the name of the drawing beside the title: the chosen one, else the one of this kind of page."""
        return self.drawing if self.drawing in DRAWINGS else self.own_drawing

    def pictures(self) -> Iterator[Picture]:
        """Yield every picture that the page shows."""
        if self.picture:
            yield self.picture
        for block in self.body:
            if block.block_type == "picture" and block.value["picture"]:
                yield block.value["picture"]

    def refuse_unready_pictures(self) -> None:
        """Refuse a page whose pictures lack credit, words or consent (S51, S91, S97).

        Raises:
            ValidationError: names each picture and what it lacks.
        """
        unready = [(picture, picture.missing()) for picture in self.pictures()]
        sentences = [
            _("The picture “%(title)s” cannot be shown yet: it lacks %(lacks)s. Open it, add this, then publish again.")
            % {"title": picture.title, "lacks": ", ".join(lacks)}
            for picture, lacks in unready
            if lacks
        ]
        if sentences:
            raise ValidationError(sentences)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the same page in the other languages, and the first page in this one."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        translations = self.get_translations(inclusive=True).live().select_related("locale")
        context["translations"] = list(translations.order_by("locale_id"))
        context["home_url"] = reverse("website:home")
        return context
