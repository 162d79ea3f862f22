"""Application of documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Rendered documents."""

    name = "convergence.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Put the models under the table of policies."""
        from convergence.accounts.editing import register_files  # noqa: PLC0415
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.documents import policies  # noqa: F401, PLC0415
        from convergence.documents.models import Picture, PublicFile, Source  # noqa: PLC0415

        register_files(Picture, PublicFile)
        register_policies(Source)
