"""What search reads: one row for each page or record of the public site and each language in which it is read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchKind(models.TextChoices):
    """What is found, in the order in which the groups are shown."""

    PAGE = "PAGE", _("Pages")
    PLACE = "PLACE", _("Sections of the site")
    NEWS = "NEWS", _("News and statements")
    ACTIVITY = "ACTIVITY", _("Activities")
    TRAINING = "TRAINING", _("Trainings")
    TOOL = "TOOL", _("Tools")
    EXHIBITION = "EXHIBITION", _("Exhibitions")
    TOUR = "TOUR", _("Tours of guests")
    STAY = "STAY", _("Internships and missions")
    PROJECT = "PROJECT", _("Education projects")
    SERIES = "SERIES", _("Series of events")
    THEME = "THEME", _("Themes")
    MILESTONE = "MILESTONE", _("Milestones")
    FIGURE = "FIGURE", _("Figures")
    PERSON = "PERSON", _("People and terms of office")
    MEMBER = "MEMBER", _("Members")
    NETWORK = "NETWORK", _("Networks and funders")
    COUNTRY = "COUNTRY", _("Countries")
    FILE = "FILE", _("Files")


class SearchEntry(models.Model):
    """A page or record as search reads it; may be emptied at any time: it is made again.

    Its number says its kind and language (`searching.shelves`). `folded_title` and `folded_words` hold the stems that
    are looked for (`searching.words`); the database's own index over them stands in migration 0002. Personal data:
    names of people in public offices, words of public pages; nothing that no public page shows.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=SearchKind)
    record = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    day = models.CharField(max_length=21, blank=True)
    folded_title = models.TextField()
    folded_words = models.TextField(blank=True)
    digest = models.CharField(max_length=32)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["kind", "record", "language"], name="website_search_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.language}"


class SearchState(models.Model):
    """How far search has read the registers: last lines of both logs, last file, day, code. Personal data: none."""

    code = models.CharField(max_length=40)
    day = models.DateField()
    last_act = models.BigIntegerField(default=0)
    last_page_act = models.BigIntegerField(default=0)
    files = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.last_act} {self.last_page_act}"
