"""Words of internships and missions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeKind(TextChoices):
    """What kind of stay; the codes are those of the activity that it becomes."""

    SHORT_INTERNSHIP = "SHORT_INTERNSHIP", _("short internship")
    LONG_INTERNSHIP = "LONG_INTERNSHIP", _("long internship")
    MISSION = "MISSION", _("observation mission")


class CallState(TextChoices):
    """Where a call stands."""

    DRAFT = "DRAFT", pgettext_lazy("call", "in preparation")
    PUBLISHED = "PUBLISHED", pgettext_lazy("call", "published")
    DECIDED = "DECIDED", pgettext_lazy("call", "decided")
    CANCELLED = "CANCELLED", pgettext_lazy("call", "cancelled")


class ApplicationState(TextChoices):
    """Where an application stands."""

    RECEIVED = "RECEIVED", pgettext_lazy("application", "received")
    OFFERED = "OFFERED", pgettext_lazy("application", "place offered")
    ACCEPTED = "ACCEPTED", pgettext_lazy("application", "place accepted")
    WAITING = "WAITING", pgettext_lazy("application", "on the waiting list")
    REFUSED = "REFUSED", pgettext_lazy("application", "not kept")
    DECLINED = "DECLINED", pgettext_lazy("application", "place declined")
    LAPSED = "LAPSED", pgettext_lazy("application", "offer lapsed")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("application", "withdrawn")


class PaperKind(TextChoices):
    """What a paper of an application is."""

    LETTER = "LETTER", _("letter of motivation")
    CV = "CV", _("curriculum vitæ")
    SUPPORT = "SUPPORT", _("letter of support")
    OTHER = "OTHER", pgettext_lazy("paper", "other")


class LinkKind(TextChoices):
    """What ties a member of a committee to a candidate."""

    SAME_UNION = "SAME_UNION", _("same union")
    FAMILY = "FAMILY", _("family")
    DECLARED = "DECLARED", _("another link, declared")


class ParticipantState(TextChoices):
    """Whether somebody goes."""

    GOING = "GOING", pgettext_lazy("participant", "goes")
    BACK = "BACK", pgettext_lazy("participant", "came back")
    CANCELLED = "CANCELLED", pgettext_lazy("participant", "does not go")


class CommitmentKind(TextChoices):
    """What is promised for the return."""

    TALK = "TALK", _("talk in one’s union")
    ARTICLE = "ARTICLE", _("article")
    REPORT = "REPORT", pgettext_lazy("commitment", "report")
    OTHER = "OTHER", pgettext_lazy("commitment", "other")


class Certainty(TextChoices):
    """How sure a finding is."""

    ESTABLISHED = "ESTABLISHED", _("established: seen or documented")
    SEVERAL = "SEVERAL", _("reported by several sources")
    ONE = "ONE", _("reported by one source")
    TO_VERIFY = "TO_VERIFY", _("to be verified")


HELD = (ApplicationState.OFFERED, ApplicationState.ACCEPTED)
OVER = (ApplicationState.REFUSED, ApplicationState.DECLINED, ApplicationState.LAPSED, ApplicationState.WITHDRAWN)
LIVING = (ApplicationState.RECEIVED, ApplicationState.OFFERED, ApplicationState.ACCEPTED, ApplicationState.WAITING)
