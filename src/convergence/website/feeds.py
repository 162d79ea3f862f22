"""Atom and RSS of the news, in each language, whole, of one work axis or of one theme."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from convergence.core.profile import current_profile
from convergence.education.tools.models import Tool
from convergence.education.tools.queries.catalogue import recent
from convergence.vocabulary.models import Axis, Theme
from convergence.website.machines import absolute
from convergence.website.models import NewsPage

HOW_MANY = 30
Section = Axis | Theme | None


class NewsAtom(Feed):
    """The news as Atom."""

    feed_type = Atom1Feed
    itself = "website:news_atom"

    def get_object(self, request: HttpRequest, theme: str = "") -> Section:
        """Return the work axis or the theme asked for.

        Raises:
            Http404: there is none of this short name.
        """
        if not theme:
            return None
        found = Axis.objects.filter(slug=theme).first() or Theme.objects.filter(slug=theme).first()
        if found is None:
            raise Http404
        return found

    def title(self, theme: Section) -> str:
        """Return the name of the organisation, and the theme."""
        name = current_profile().name or "Convergence"
        return f"{name} – {theme}" if theme else _("%(name)s – news") % {"name": name}

    def subtitle(self, theme: Section) -> str:
        """Say what the feed holds."""
        return _("News and statements")

    description = subtitle

    def link(self, theme: Section) -> str:
        """Return the home page of the language."""
        return absolute(reverse("website:home"))

    def feed_url(self, theme: Section) -> str:
        """Return the address of the feed itself."""
        return absolute(reverse(self.itself + ("_theme" if theme else ""), args=[theme.slug] if theme else []))

    def feed_guid(self, theme: Section) -> str:
        """Return the address of the feed: it never changes."""
        return self.feed_url(theme)

    def author_name(self, theme: Section) -> str:
        """Return the organisation."""
        return current_profile().name or "Convergence"

    def items(self, theme: Section) -> list[NewsPage]:
        """Return the latest news in the language of the address."""
        rows = NewsPage.objects.live().public().filter(locale=Locale.get_active())
        if theme:
            rows = rows.filter(axis=theme) if isinstance(theme, Axis) else rows.filter(themes=theme)
        return list(rows.select_related("locale").prefetch_related("themes").order_by("-date", "-pk")[:HOW_MANY])

    def item_title(self, item: NewsPage) -> str:
        """Return the title."""
        return str(item.title)

    def item_description(self, item: NewsPage) -> str:
        """Return the opening words, which readers take for HTML."""
        return str(linebreaksbr(item.lede, autoescape=True))

    def item_link(self, item: NewsPage) -> str:
        """Return the address."""
        return absolute(item.get_url() or "/")

    def item_guid(self, item: NewsPage) -> str:
        """Return the address, which is permanent: a renamed page leaves a redirect."""
        return self.item_link(item)

    item_guid_is_permalink = True

    def item_pubdate(self, item: NewsPage) -> datetime:
        """Return the morning of its date."""
        return timezone.make_aware(datetime.combine(item.date, time(8)))

    def item_updateddate(self, item: NewsPage) -> datetime:
        """Return when it was last published."""
        return item.last_published_at or self.item_pubdate(item)

    def item_categories(self, item: NewsPage) -> list[str]:
        """Return its themes."""
        return [theme.name_in(get_language() or "fr") for theme in item.themes.all()]


class NewsRss(NewsAtom):
    """The news as RSS 2.0."""

    feed_type = Rss201rev2Feed
    itself = "website:news_rss"


class ToolsAtom(Feed):
    """The tools published last as Atom, each with its licence."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Return the name of the organisation and of the catalogue."""
        return _("%(name)s – tools") % {"name": current_profile().name or "Convergence"}

    def subtitle(self) -> str:
        """Say what the feed holds."""
        return _("Tools for learning together")

    def link(self) -> str:
        """Return the catalogue in the language of the address."""
        return absolute(reverse("website:tools"))

    def feed_url(self) -> str:
        """Return the address of the feed itself."""
        return absolute(reverse("website:tools_atom"))

    def feed_guid(self) -> str:
        """Return the address of the feed: it never changes."""
        return self.feed_url()

    def author_name(self) -> str:
        """Return the organisation."""
        return current_profile().name or "Convergence"

    def items(self) -> list[Tool]:
        """Return the tools published last."""
        return recent(HOW_MANY)

    def item_title(self, item: Tool) -> str:
        """Return the title in the language of the feed, or its own (S89)."""
        return item.shown(get_language() or "fr")[0]

    def item_description(self, item: Tool) -> str:
        """Return what it is in a few words, and its licence."""
        summary = item.summary_in(get_language() or "fr")[0]
        licence = _("Licence: %(licence)s") % {"licence": item.get_licence_display()}
        return str(linebreaksbr("\n\n".join(part for part in (summary, licence) if part), autoescape=True))

    def item_link(self, item: Tool) -> str:
        """Return the address."""
        return absolute(reverse("website:tool", args=[item.slug]))

    def item_guid(self, item: Tool) -> str:
        """Return the address of the feed and the number of the tool: its short name may change."""
        return f"{self.feed_url()}#{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Tool) -> datetime | None:
        """Return when it was published."""
        return item.published_at

    def item_updateddate(self, item: Tool) -> datetime:
        """Return when it was last changed."""
        return item.changed_at

    def item_categories(self, item: Tool) -> list[str]:
        """Return its themes."""
        return [theme.name_in(get_language() or "fr") for theme in item.themes.all()]
