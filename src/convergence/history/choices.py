"""Words of history."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MilestoneKind(TextChoices):
    """What happened."""

    FOUNDING = "FOUNDING", _("founding")
    CONFERENCE = "CONFERENCE", _("conference")
    COLLOQUIUM = "COLLOQUIUM", _("colloquium")
    EVENING = "EVENING", _("evening of reflection")
    ANNIVERSARY = "ANNIVERSARY", _("anniversary")
    COALITION = "COALITION", _("coalition or network")
    PROJECT = "PROJECT", _("cooperation project")
    EDUCATION = "EDUCATION", _("education")
    CAMPAIGN = "CAMPAIGN", _("campaign or support")
    PUBLICATION = "PUBLICATION", _("publication")
    LIFE = "LIFE", _("life of the organisation")


class PartOf(TextChoices):
    """Which part of its month or year a date says: « fin janvier 2003 »."""

    EARLY = "EARLY", _("early")
    MID = "MID", _("mid")
    LATE = "LATE", pgettext_lazy("of a month", "late")


class Precedence(TextChoices):
    """How an end that nobody dated is said."""

    ONGOING = "ONGOING", _("still going on")
    PAST = "PAST", _("in the past, undated")


class ActorCapacity(TextChoices):
    """What somebody did in it."""

    ORGANISER = "ORGANISER", _("organised it")
    PARTICIPANT = "PARTICIPANT", _("took part")
    PARTNER = "PARTNER", _("partner")
    FUNDER = "FUNDER", _("funder")
    AUTHOR = "AUTHOR", _("author")
    HOSTED = "HOSTED", _("was hosted")


class CountryCapacity(TextChoices):
    """What a country is to a milestone or to the organisation (S35, S36)."""

    SUPPORT = "SUPPORT", _("partners supported there")
    INTERNSHIP = "INTERNSHIP", _("internships there")
    SUBJECT = "SUBJECT", _("spoken of")
    PLACE = "PLACE", _("held there")
    ORIGIN = "ORIGIN", _("people came from there")


class LinkKind(TextChoices):
    """How one milestone leads to another; each page shows the other (S27)."""

    GAVE_RISE_TO = "GAVE_RISE_TO", _("gave rise to")
    PART_OF = "PART_OF", _("is part of")
    COMMEMORATED_BY = "COMMEMORATED_BY", _("was commemorated by")
