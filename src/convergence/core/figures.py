"""Figures that say how sure they are: « près de 500 » is not 500 (S22, S106)."""

from dataclasses import dataclass

from babel.numbers import format_decimal
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convergence.core.money import locale_of


class Qualifier(models.TextChoices):
    """How a source states a figure."""

    EXACT = "EXACT", _("exactly")
    APPROX = "APPROX", _("about")
    APPROX_BELOW = "APPROX_BELOW", _("nearly")
    MORE_THAN = "MORE_THAN", _("more than")
    LESS_THAN = "LESS_THAN", _("less than")


@dataclass(frozen=True)
class Figure:
    """A value with its qualifier and source."""

    value: int
    qualifier: str = Qualifier.EXACT
    source: str = ""

    def for_people(self, language: str = "fr") -> str:
        """Write it in a language of the product: « près de 670 », « more than 180,000 »."""
        locale = "es_ES" if language == "es" else locale_of(language)
        number = format_decimal(self.value, locale=locale)
        if language == "es":
            number = f"{self.value:,}".replace(",", "\u00a0")
        if self.qualifier == Qualifier.EXACT:
            return number
        with override(language):
            return f"{Qualifier(self.qualifier).label} {number}"
