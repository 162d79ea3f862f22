"""What the page of a theme reads of the site itself and of the activities; other apps answer for their own (S96)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_when
from convergence.education.exhibitions.models import Exhibition
from convergence.education.projects.models import Project
from convergence.education.tools.models import Tool
from convergence.education.trainings.models import Training
from convergence.history.models import Milestone
from convergence.history.queries import moment_of
from convergence.vocabulary.themed import Themed, themed
from convergence.website.models import HistoryPage, NewsPage

MOST = 100


@themed("activities", _("Activities"), order=10)
def activities(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the public activities of a theme, the latest first, the undated last."""
    rows = Activity.objects.in_public(timezone.localdate()).filter(themes=theme_id).select_related("place")
    for row in rows.past_or_coming()[:MOST]:
        spoken = row.title_language(language)
        yield Themed(
            row.title_in(language),
            reverse("website:activity", args=[row.slug]),
            spoken if spoken != language else "",
            str(row.get_kind_display()),
            told_when(row, language),
        )


@themed("trainings", _("Trainings on request"), order=20)
def trainings(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the trainings of the public catalogue that bear a theme."""
    for row in Training.objects.published().filter(themes=theme_id)[:MOST]:
        spoken = row.title_language(language)
        address = reverse("website:training", args=[row.slug])
        yield Themed(row.title_in(language), address, spoken if spoken != language else "")


@themed("tools", _("Tools"), order=30)
def tools(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the public tools that bear a theme."""
    rows = Tool.objects.in_public().with_editions().filter(themes=theme_id).order_by("title", "pk")
    for row in rows[:MOST]:
        title, spoken = row.shown(language)
        address = reverse("website:tool", args=[row.slug])
        yield Themed(title, address, spoken if spoken != language else "", str(row.get_kind_display()))


@themed("exhibitions", _("Exhibitions"), order=40)
def exhibitions(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the public exhibitions that bear a theme."""
    for row in Exhibition.objects.filter(is_public=True, themes=theme_id)[:MOST]:
        spoken = row.title_language(language)
        address = reverse("website:exhibition", args=[row.slug])
        yield Themed(row.title_in(language), address, spoken if spoken != language else "")


@themed("projects", _("Education projects"), order=50)
def projects(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the public education projects that bear a theme."""
    for row in Project.objects.in_public().filter(themes=theme_id)[:MOST]:
        spoken = row.title_language(language)
        address = reverse("website:project", args=[row.slug])
        yield Themed(row.title_in(language), address, spoken if spoken != language else "")


@themed("news", _("News and statements"), order=80)
def news(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the news of a theme in the language of the page."""
    rows = NewsPage.objects.live().public().filter(themes=theme_id, locale__language_code=language)
    for page in rows.order_by("-date", "-pk")[:MOST]:
        yield Themed(page.title, page.get_url() or "", when=page.date.isoformat())


@themed("milestones", _("History"), order=90)
def milestones(theme_id: int, language: str) -> Iterator[Themed]:
    """Yield the published milestones of a theme, where the site has a page of history in the language."""
    page = HistoryPage.objects.live().public().filter(locale__language_code=language).first()
    rows = Milestone.objects.published().with_everything().filter(themes=theme_id)
    for row in rows.order_by("start", "pk")[:MOST] if page else ():
        moment = moment_of(row, language)
        yield Themed(moment.title, f"{page.get_url()}{row.slug}/", when=moment.when)
