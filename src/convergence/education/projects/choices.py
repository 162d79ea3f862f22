"""Words of education projects."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ProjectState(TextChoices):
    """Where it stands."""

    DRAFT = "DRAFT", pgettext_lazy("a project", "draft")
    RUNNING = "RUNNING", pgettext_lazy("a project", "running")
    CLOSED = "CLOSED", pgettext_lazy("a project", "closed")
