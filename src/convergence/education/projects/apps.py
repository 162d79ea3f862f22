"""Application of education projects."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """What came of the money of funders."""

    name = "convergence.education.projects"
    label = "projects"
    verbose_name = _("Education projects")

    def ready(self) -> None:
        """Declare the policies and watch over activities that become part of another."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.activities.commands.watching import register_watcher  # noqa: PLC0415
        from convergence.education.projects import policies  # noqa: F401, PLC0415
        from convergence.education.projects.commands.outputs import watch  # noqa: PLC0415
        from convergence.education.projects.models import Project  # noqa: PLC0415

        register_policies(Project)
        register_watcher(watch)
