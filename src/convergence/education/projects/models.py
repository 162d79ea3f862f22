"""Tables of education projects."""

from datetime import date
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.education.projects.choices import ProjectState
from convergence.education.tools.models import Tool
from convergence.finance.models import ActivityEntry, Purse
from convergence.vocabulary.models import Theme

ABOVE_ZERO = _("Write an amount above zero, and below one thousand million.")


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects, chainable."""

    def opened(self) -> "ProjectQuerySet":
        """Keep what is not closed."""
        return self.exclude(state=ProjectState.CLOSED)

    def running(self) -> "ProjectQuerySet":
        """Keep what is running."""
        return self.filter(state=ProjectState.RUNNING)

    def in_public(self) -> "ProjectQuerySet":
        """Keep what any stranger may read: public, and started."""
        return self.filter(is_public=True).exclude(state=ProjectState.DRAFT)

    def to_close(self, today: date) -> "ProjectQuerySet":
        """Keep what is running although its last day is past."""
        return self.running().filter(last_day__lt=today)


class Project(models.Model):
    """An education project: what several sessions and tools belong to, for a time, with the money of funders (S93).

    `correcting` holds why a closed project was reopened, until it is closed again. Personal data: none.
    """

    slug = models.SlugField(_("short name"), max_length=120, unique=True, editable=False)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    summary_fr = models.TextField(_("in a few words, in French"), max_length=2000, blank=True)
    summary_en = models.TextField(_("in a few words, in English"), max_length=2000, blank=True)
    summary_es = models.TextField(_("in a few words, in Spanish"), max_length=2000, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    is_public = models.BooleanField(_("on the site"), default=False)
    state = models.CharField(_("state"), max_length=7, choices=ProjectState, default=ProjectState.DRAFT, editable=False)
    correcting = models.CharField(_("what is corrected"), max_length=300, blank=True, editable=False)
    purse = models.OneToOneField(Purse, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("recorded"))
    changed_at = models.DateTimeField(_("changed"))

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("education project")
        verbose_name_plural = _("education projects")
        ordering = ("-first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="projects_days",
                violation_error_message=_("The last day comes before the first. Correct one of the two."),
            ),
        )
        indexes = (models.Index(fields=["state", "last_day"], name="projects_to_close"),)

    def __str__(self) -> str:
        return self.title_in(get_language() or "fr")

    def title_in(self, language: str) -> str:
        """Return the title in a language, the French one where there is none."""
        return str(getattr(self, f"title_{language[:2]}", "") or self.title_fr)

    def title_language(self, language: str) -> str:
        """Return the language that the title is really in."""
        return language[:2] if getattr(self, f"title_{language[:2]}", "") else "fr"

    def summary_in(self, language: str) -> str:
        """Return the summary in a language, the French one where there is none."""
        return str(getattr(self, f"summary_{language[:2]}", "") or self.summary_fr)

    @property
    def is_closed(self) -> bool:
        """Tell whether its report is made and nothing of it changes."""
        return self.state == ProjectState.CLOSED


class Funder(models.Model):
    """An organisation that promised money to a project. Personal data: none."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="funders", verbose_name=_("project"))
    organisation = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    promised_cents = models.PositiveBigIntegerField(_("amount promised"))
    agreement_number = models.CharField(_("number of the agreement"), max_length=80, blank=True)
    agreement_date = models.DateField(_("day of the agreement"), null=True, blank=True)

    class Meta:
        verbose_name = _("funder of a project")
        verbose_name_plural = _("funders of projects")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="projects_funder_once",
                violation_error_message=_("This funder is written already: change its amount instead."),
            ),
            models.CheckConstraint(
                condition=Q(promised_cents__gt=0),
                name="projects_funder_promised",
                violation_error_message=ABOVE_ZERO,
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class BudgetLine(models.Model):
    """A line of the budget of a project. Personal data: none."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lines", verbose_name=_("project"))
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    planned_cents = models.PositiveBigIntegerField(_("amount planned"))

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(planned_cents__gt=0), name="projects_line_planned", violation_error_message=ABOVE_ZERO
            ),
        )

    def __str__(self) -> str:
        return str(getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr)


class ProjectActivity(models.Model):
    """An activity that belongs to a project: to one at most, so that it counts once. Personal data: none."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("project"))
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+", verbose_name=_("activity"))
    attached_at = models.DateTimeField(_("attached"))

    class Meta:
        verbose_name = _("activity of a project")
        verbose_name_plural = _("activities of projects")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["activity"],
                name="projects_activity_once",
                violation_error_message=_("This activity belongs to a project already. It counts once."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project} – {self.activity}"


class ProjectTool(models.Model):
    """A tool that a project made: one project at most, so that it counts once. Personal data: none."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tools", verbose_name=_("project"))
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="+", verbose_name=_("tool"))
    attached_at = models.DateTimeField(_("attached"))

    class Meta:
        verbose_name = _("tool made by a project")
        verbose_name_plural = _("tools made by projects")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["tool"],
                name="projects_tool_once",
                violation_error_message=_("This tool was made by a project already. It counts once."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project} – {self.tool}"


class PlacedCost(models.Model):
    """A cost of finance under a line of a budget. Personal data: none."""

    entry = models.OneToOneField(ActivityEntry, on_delete=models.PROTECT, related_name="+", verbose_name=_("cost"))
    line = models.ForeignKey(
        BudgetLine, on_delete=models.CASCADE, related_name="costs", verbose_name=pgettext_lazy("of a budget", "line")
    )

    class Meta:
        verbose_name = _("cost under a line of a budget")
        verbose_name_plural = _("costs under lines of budgets")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.line} – {self.entry}"


class Report(models.Model):
    """What a project was when it was closed: outputs and figures. Append-only; a correction is a new version.

    `content` is what `queries.picture` returns, `digest` its SHA-256. Personal data: none; it names organisations only.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports", verbose_name=_("project"))
    version = models.PositiveSmallIntegerField(_("version"))
    because = models.CharField(_("why a new version"), max_length=300, blank=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"))
    made_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("report of a project")
        verbose_name_plural = _("reports of projects")
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=["project", "version"],
                name="projects_report_once",
                violation_error_message=_(
                    "This project is closed already. Its report is below; nothing was done a second time."
                ),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(because=""),
                name="projects_report_because",
                violation_error_message=_(
                    "Say in a few words what must be corrected: the reason stands in the new report."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project} ({self.version})"
