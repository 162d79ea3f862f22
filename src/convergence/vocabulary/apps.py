"""Application of vocabulary."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Shared words."""

    name = "convergence.vocabulary"
    label = "vocabulary"
    verbose_name = _("Vocabulary")
