"""Words of education projects."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectState(TextChoices):
    """Where it stands."""

    DRAFT = "DRAFT", pgettext_lazy("a project", "draft")
    RUNNING = "RUNNING", pgettext_lazy("a project", "running")
    CLOSED = "CLOSED", pgettext_lazy("a project", "closed")


class Missing(TextChoices):
    """What prevents a closing."""

    SESSION = "SESSION", _("a session that is neither held nor cancelled")
    TOOL = "TOOL", _("a tool that is not published")
    COST = "COST", _("a cost under no line of the budget")
