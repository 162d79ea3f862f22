"""News, statements and press releases."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from convergence.documents.models import Picture
from convergence.vocabulary.models import Axis, Theme
from convergence.website.models.base import DrawingName, PublicPage


class NewsKind(models.TextChoices):
    """What a piece of news is."""

    NEWS = "NEWS", _("news")
    STATEMENT = "STATEMENT", _("statement")
    RELEASE = "RELEASE", _("press release")


class NewsIndexPage(PublicPage):
    """All the news, the latest first. Personal data: as `PublicPage`."""

    max_count_per_parent = 1
    subpage_types: ClassVar[list[str]] = ["website.NewsPage"]
    own_drawing = DrawingName.VOICE
    template = "website/news_index.html"

    class Meta:
        verbose_name = _("page of news")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of news, narrowed by theme or kind."""
        context = super().get_context(request, *args, **kwargs)
        rows = NewsPage.objects.live().public().child_of(self).with_pictures().order_by("-date", "-pk")
        kind, theme = request.GET.get("genre", ""), request.GET.get("theme", "")
        if kind in NewsKind.values:
            rows = rows.filter(kind=kind)
        if theme:
            rows = rows.filter(themes__slug=theme)
        context |= {
            "kinds": NewsKind.choices,
            "kind": kind,
            "theme": Theme.objects.filter(slug=theme).first(),
            "news": Paginator(rows, 12).get_page(request.GET.get("page")),
        }
        return context


class NewsQuerySet(PageQuerySet):  # type: ignore[misc]
    """News, with chainable filters."""

    def with_pictures(self) -> "NewsQuerySet":
        """Fetch the pictures along, and their sizes: a list never asks for each."""
        pictures = Picture.objects.prefetch_renditions()
        found: NewsQuerySet = self.prefetch_related(models.Prefetch("picture", queryset=pictures))
        return found


class NewsPage(PublicPage):
    """A piece of news, or a statement with the body that adopted it (S78). Personal data: as `PublicPage`."""

    kind = models.CharField(_("kind"), max_length=9, choices=NewsKind, default=NewsKind.NEWS)
    date = models.DateField(_("date"))
    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    resolution = models.CharField(_("resolution number"), max_length=60, blank=True)
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("work axis"))
    themes = ParentalManyToManyField(Theme, blank=True, verbose_name=_("themes"))

    content_panels = [
        PublicPage.content_panels[0],
        FieldPanel("kind"),
        FieldPanel("date"),
        MultiFieldPanel(
            [FieldPanel("adopted_by"), FieldPanel("adopted_on"), FieldPanel("resolution")],
            heading=_("Adoption, for a statement"),
        ),
        *PublicPage.content_panels[1:],
        FieldPanel("axis"),
        FieldPanel("themes"),
    ]
    dressed = (*PublicPage.dressed, "adopted_by")
    objects = PageManager.from_queryset(NewsQuerySet)()
    parent_page_types: ClassVar[list[str]] = ["website.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    own_drawing = DrawingName.VOICE
    template = "website/news.html"

    class Meta:
        verbose_name = _("piece of news")

    def clean(self) -> None:
        """Refuse a statement that nobody adopted (S78)."""
        super().clean()
        if self.kind == NewsKind.STATEMENT and not (self.adopted_by and self.adopted_on):
            sentence = _("A statement says which body adopted it and when.")
            raise ValidationError({"adopted_by": sentence} if not self.adopted_by else {"adopted_on": sentence})
