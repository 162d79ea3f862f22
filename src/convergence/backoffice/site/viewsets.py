"""The lists of the site: history, sources, vocabulary."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from convergence.backoffice.contacts.choosers import contact_chooser
from convergence.backoffice.site.base import SiteViewSet
from convergence.backoffice.site.choosers import FileChooser
from convergence.documents.models import Source
from convergence.history.models import Claim, CountryTie, DeclaredTotal, Milestone, MissionWording, Series
from convergence.vocabulary.models import Acronym, Axis, Place, Theme, WorldRegion

NAMES = [FieldPanel("slug"), FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en"), FieldPanel("name_es")])]


class MilestoneViewSet(SiteViewSet):
    """Milestones with their texts, figures, sources, countries, actors and links."""

    model = Milestone
    icon = "history"
    list_display = (
        "__str__",
        Column("start", label=_("When")),
        "kind",
        BooleanColumn("is_published", label=_("Shown")),
    )
    list_filter = ("kind", "series", "axis", "is_published")
    ordering = ("start", "position", "pk")
    search_fields = ("slug", "texts__title", "texts__summary")
    panels = (
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("kind"), FieldPanel("is_published")], heading=_("Milestone")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("start_part")]),
                FieldRowPanel([FieldPanel("end"), FieldPanel("end_part")]),
                FieldPanel("undated_as"),
                FieldPanel("position"),
            ],
            heading=_("When"),
            help_text=_("As precise as the source: 1975, 1975-06 or 1975-06-12. Leave empty what no source says."),
        ),
        InlinePanel("texts", heading=_("Texts"), label=_("Text"), min_num=1),
        InlinePanel("figures", heading=_("Figures"), label=_("Figure")),
        InlinePanel(
            "citations",
            panels=[
                FieldPanel("source"),
                FieldPanel("detail_fr"),
                FieldRowPanel([FieldPanel("detail_en"), FieldPanel("detail_es")]),
            ],
            heading=_("Sources"),
            label=_("Source"),
            min_num=1,
        ),
        InlinePanel("countries", heading=_("Countries"), label=_("Country")),
        InlinePanel(
            "actors",
            panels=[
                FieldPanel("contact", widget=contact_chooser.widget_class),
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_es")]),
                FieldPanel("capacity"),
            ],
            heading=_("Actors"),
            label=_("Actor"),
        ),
        InlinePanel("links_out", heading=_("Links to other milestones"), label=_("Link")),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("world_regions"),
                FieldPanel("axis"),
                FieldPanel("themes"),
                FieldPanel("series"),
                FieldPanel("picture"),
                FieldPanel("document", widget=FileChooser),
            ],
            heading=_("Belongs to"),
        ),
    )


class SeriesViewSet(SiteViewSet):
    """Series of milestones."""

    model = Series
    icon = "list-ol"
    list_display = ("name_fr",)
    panels = NAMES


class MissionViewSet(SiteViewSet):
    """Wordings of the mission."""

    model = MissionWording
    icon = "openquote"
    list_display = ("__str__", Column("valid_from", label=_("Used from")), Column("attested", label=_("Attested on")))
    panels = (
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("attested")]),
        FieldPanel("adopted_by"),
        FieldPanel("text_fr"),
        FieldPanel("text_en"),
        FieldPanel("text_es"),
        FieldPanel("source"),
        FieldPanel("position"),
    )


class ClaimViewSet(SiteViewSet):
    """Attributed claims."""

    model = Claim
    icon = "openquote"
    list_display = ("__str__", "said_by")
    panels = tuple(FieldPanel(name) for name in ("slug", "text_fr", "text_en", "text_es", "said_by", "source"))


class CountryViewSet(SiteViewSet):
    """Ties with countries."""

    model = CountryTie
    icon = "site"
    list_display = ("country", "capacity", Column("start", label=_("From")), Column("end", label=_("Until")))
    list_filter = ("capacity",)
    panels = (
        FieldRowPanel([FieldPanel("country"), FieldPanel("capacity")]),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("note_fr"),
        FieldPanel("note_en"),
        FieldPanel("note_es"),
        FieldPanel("source"),
    )


class TotalViewSet(SiteViewSet):
    """Declared totals."""

    model = DeclaredTotal
    icon = "order"
    list_display = ("wording_fr", "unit_fr", Column("value", label=pgettext_lazy("how many", "Number")), "stated")
    panels = (
        FieldRowPanel([FieldPanel("key"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("qualifier")]),
        FieldRowPanel([FieldPanel("wording_fr"), FieldPanel("wording_en"), FieldPanel("wording_es")]),
        FieldRowPanel([FieldPanel("unit_fr"), FieldPanel("unit_en"), FieldPanel("unit_es")]),
        FieldPanel("stated"),
        FieldPanel("source"),
    )


class SourceViewSet(SiteViewSet):
    """Sources."""

    model = Source
    icon = "link"
    list_display = ("title", "publisher", Column("published", label=_("Published")), "kind")
    list_filter = ("kind", "language")
    search_fields = ("title", "author", "publisher", "url")
    panels = (
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("author"), FieldPanel("publisher")]),
        FieldRowPanel([FieldPanel("published"), FieldPanel("language")]),
        FieldPanel("url"),
        FieldPanel("archived_url"),
        FieldPanel("read_on"),
    )


class ThemeViewSet(SiteViewSet):
    """Themes."""

    model = Theme
    icon = "tag"
    list_display = ("name_fr",)
    panels = NAMES


class AxisViewSet(SiteViewSet):
    """Work axes."""

    model = Axis
    icon = "tag"
    list_display = ("name_fr", "position")
    panels = (
        *NAMES,
        FieldPanel("summary_fr"),
        FieldPanel("summary_en"),
        FieldPanel("summary_es"),
        FieldPanel("position"),
    )


class PlaceViewSet(SiteViewSet):
    """Places."""

    model = Place
    icon = "tag"
    list_display = ("name_fr", "country")
    panels = (*NAMES, FieldPanel("country"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]))


class WorldRegionViewSet(SiteViewSet):
    """Parts of the world."""

    model = WorldRegion
    icon = "tag"
    list_display = ("name_fr", "m49")
    panels = (*NAMES, FieldPanel("m49"))


class AcronymViewSet(SiteViewSet):
    """Acronyms and what they stand for."""

    model = Acronym
    icon = "title"
    list_display = ("short", "stands_for_fr")
    search_fields = ("short", "stands_for_fr", "stands_for_en", "stands_for_es")
    panels = tuple(FieldPanel(name) for name in ("short", "stands_for_fr", "stands_for_en", "stands_for_es"))


viewsets = [
    MilestoneViewSet("milestones", url_prefix="site/jalons"),
    SeriesViewSet("series", url_prefix="site/series"),
    MissionViewSet("missions", url_prefix="site/mission"),
    ClaimViewSet("claims", url_prefix="site/affirmations"),
    CountryViewSet("countries", url_prefix="site/pays"),
    TotalViewSet("totals", url_prefix="site/totaux"),
    SourceViewSet("sources", url_prefix="site/sources"),
    ThemeViewSet("themes", url_prefix="site/themes"),
    AxisViewSet("axes", url_prefix="site/axes"),
    AcronymViewSet("acronyms", url_prefix="site/sigles"),
    PlaceViewSet("places", url_prefix="site/lieux"),
    WorldRegionViewSet("parts", url_prefix="site/parties-du-monde"),
]
