"""Application of vocabulary."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Shared words."""

    name = "convergence.vocabulary"
    label = "vocabulary"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        """Put the models under the table of policies."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.vocabulary import policies  # noqa: F401, PLC0415
        from convergence.vocabulary.models import Acronym, Axis, Place, Theme, WorldRegion  # noqa: PLC0415

        register_policies(Axis, Theme, Place, WorldRegion, Acronym)
