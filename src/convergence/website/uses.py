"""What the pages of trainings, exhibitions and activities say of tools, and the page of a tool of them (S12, S90)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from convergence.education.exhibitions.models import Exhibition
from convergence.education.tools.models import Tool
from convergence.education.tools.queries.used import Use, register_uses
from convergence.education.trainings.models import Training


def trainings_of(tool_id: int, language: str, today: date) -> Iterator[Use]:
    """Yield the trainings of the catalogue that a tool goes with."""
    for row in Training.objects.published().filter(materials__tool=tool_id).distinct():
        url, spoken = reverse("website:training", args=[row.slug]), row.title_language(language)
        yield Use(row.title_in(language), _("training"), url=url, language=spoken)


def exhibitions_of(tool_id: int, language: str, today: date) -> Iterator[Use]:
    """Yield the public exhibitions that a tool goes with."""
    for row in Exhibition.objects.filter(is_public=True, tools=tool_id):
        url, spoken = reverse("website:exhibition", args=[row.slug]), row.title_language(language)
        yield Use(row.title_in(language), _("exhibition"), url=url, language=spoken)


def beside(tools: QuerySet[Any], language: str) -> list[dict[str, Any]]:
    """Return the public ones of some tools as a page lists them: title, the language it is really in, kind, minutes."""
    found = []
    for tool in tools:
        title, spoken = tool.shown(language)
        found.append({"tool": tool, "title": title, "title_language": spoken})
    return found


def public(tools: QuerySet[Any]) -> QuerySet[Any]:
    """Keep of some tools what any stranger may see, with what their titles need."""
    return Tool.objects.in_public().with_editions().filter(pk__in=tools.values("pk")).order_by("title", "pk")


register_uses(trainings_of)
register_uses(exhibitions_of)
