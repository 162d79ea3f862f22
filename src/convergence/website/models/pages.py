"""Home, pages of text, contact."""

from datetime import date
from itertools import takewhile
from typing import Any, ClassVar

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageLogEntry

from convergence.vocabulary.models import Axis
from convergence.website.models.base import DrawingName, PublicPage


class HomePage(PublicPage):
    """The first page: a poster, the ways to act, what lives now. Personal data: as `PublicPage`."""

    poster = models.CharField(_("poster"), max_length=80, help_text=_("A few words, very large."))

    content_panels = [
        PublicPage.content_panels[0],
        FieldPanel("poster"),
        *PublicPage.content_panels[1:],
    ]
    dressed = (*PublicPage.dressed, "poster")
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    own_drawing = DrawingName.FISTS
    template = "website/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the latest news and what is coming."""
        from convergence.website.calendar.pages import next_ones  # noqa: PLC0415
        from convergence.website.models.news import NewsPage  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().public().descendant_of(self).with_pictures()
        context["news"] = news.order_by("-date", "-pk")[:3]
        context["coming"] = next_ones(3)
        return context


class TextPage(PublicPage):
    """A page of text; it may open a section and list the pages below it. Personal data: as `PublicPage`."""

    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("work axis"))
    lists_children = models.BooleanField(_("list the pages below it"), default=False)
    offers_course = models.BooleanField(
        _("a training that can be asked for"), default=False, help_text=_("Search engines then show it as a course.")
    )

    tells_changes = models.BooleanField(
        _("say when it was changed"),
        default=False,
        help_text=_("For a policy: each new version leaves its date at the foot of the page."),
    )

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("axis"),
        FieldPanel("lists_children"),
        FieldPanel("offers_course"),
        FieldPanel("tells_changes"),
    ]
    template = "website/text.html"

    class Meta:
        verbose_name = _("page of text")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, the text that stands above them, and the days on which a policy was changed (L3)."""
        context = super().get_context(request, *args, **kwargs)
        context["children"] = self.get_children().live().public().specific() if self.lists_children else []
        blocks = list(self.body)
        opening = list(takewhile(lambda block: block.block_type == "text", blocks)) if context["children"] else []
        context["opening_text"], context["blocks"] = opening, blocks[len(opening) :]
        context["published_on"], context["changed_on"] = self._days() if self.tells_changes else (None, [])
        return context

    def _days(self) -> tuple[date | None, list[date]]:
        """Return the day of the first publication, and those of the later ones, the last first."""
        first = self.first_published_at and localdate(self.first_published_at)
        published = PageLogEntry.objects.filter(page_id=self.pk, action="wagtail.publish")
        days = {localdate(moment) for moment in published.values_list("timestamp", flat=True)}
        return first, sorted(days - {first}, reverse=True)


class ContactPage(PublicPage):
    """How to reach the organisation: read from its profile. Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    own_drawing = DrawingName.LETTER
    template = "website/contact.html"

    class Meta:
        verbose_name = _("contact page")
