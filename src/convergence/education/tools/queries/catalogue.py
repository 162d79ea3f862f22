"""The catalogue as its readers see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from convergence.education.tools.choices import ToolState
from convergence.education.tools.models import Adoption, DownloadCount, Edition, Printing, Tool, ToolVersion


def catalogue(*, kind: str = "", language: str = "", theme: str = "") -> QuerySet[Any]:
    """Return the public catalogue, the newest first, with its editions.

    Args:
        kind: a code of `ToolKind`, empty for all.
        language: keep what has a published edition in that language.
        theme: short name of a theme.
    """
    rows = Tool.objects.in_public().with_editions().select_related("axis", "cover").prefetch_related("themes")
    if kind:
        rows = rows.filter(kind=kind)
    if theme:
        rows = rows.filter(themes__slug=theme)
    if language:
        there = Edition.objects.filter(language=language, version__published_at__isnull=False)
        rows = rows.filter(pk__in=there.order_by().values("tool_id"))
    found: QuerySet[Any] = rows.order_by("-published_at", "-pk")
    return found


def themes_in_use() -> QuerySet[Any]:
    """Return the themes that the public catalogue uses, by name."""
    from convergence.vocabulary.models import Theme  # noqa: PLC0415

    used = Tool.themes.through._default_manager.filter(tool__in=Tool.objects.in_public().order_by())
    return Theme.objects.filter(pk__in=used.values("theme_id")).order_by("name_fr", "pk")


def public_tool(slug: str) -> Tool | None:
    """Return a tool of the public catalogue with all that its page shows."""
    rows = Tool.objects.in_public().select_related("axis", "cover", "owner", "source").with_editions()
    found: Tool | None = (
        rows.prefetch_related("themes", "credits__person", "links", "places__place").filter(slug=slug).first()
    )
    return found


def published_versions(tool: Tool) -> list[ToolVersion]:
    """Return the published versions of a tool, the newest first, each with its editions."""
    rows = ToolVersion.objects.filter(tool=tool, published_at__isnull=False)
    return list(
        rows.prefetch_related(Prefetch("editions", Edition.objects.order_by("language", "pk"))).order_by("-number")
    )


def latest_version(tool: Tool) -> ToolVersion | None:
    """Return the newest published version."""
    return ToolVersion.objects.filter(tool=tool, published_at__isnull=False).order_by("-number").first()


def downloads(tools: Iterable[int]) -> Mapping[int, int]:
    """Return {tool: downloads of all its editions}; tools without any are left out."""
    rows = DownloadCount.objects.filter(edition__tool__in=list(tools)).order_by().values("edition__tool")
    return {row["edition__tool"]: row["total"] for row in rows.annotate(total=Sum("number"))}


def for_sale(tool: Tool | None = None) -> QuerySet[Any]:
    """Return the printed editions that anybody may order, with what is left of them."""
    rows = Printing.objects.for_sale().with_left().select_related("tool")
    found: QuerySet[Any] = rows.filter(tool=tool) if tool else rows
    return found


@dataclass(frozen=True)
class Adoptions:
    """Who adopted a kit: how many bodies, how many unions, and those that may be named."""

    number: int
    unions: int
    named: tuple[Adoption, ...]


def adoptions_of(tool: Tool) -> Adoptions:
    """Return the adoptions of a kit as the public may know them (S11); a union at risk is counted, never named."""
    rows = list(tool.adoptions.select_related("union__merged_into"))
    named = [row for row in rows if row.is_named and not row.union.is_sensitive]
    unions = {row.union.merged_into_id or row.union_id for row in rows}
    return Adoptions(len(rows), len(unions), tuple(named))


def owner_named(tool: Tool) -> str:
    """Return the union that offers a tool, empty when there is none or when it is at risk."""
    owner = tool.owner
    return "" if owner is None or owner.is_sensitive else owner.name


def recent(limit: int) -> list[Tool]:
    """Return the tools published last."""
    return list(catalogue()[:limit])


def waiting_offers() -> QuerySet[Any]:
    """Return what unions offered and nobody answered."""
    return Tool.objects.filter(state=ToolState.OFFERED)


def pool() -> QuerySet[Any]:
    """Return what the members' space offers: what unions gave, and what the centre keeps for its members."""
    rows = Tool.objects.published().with_editions().select_related("owner")
    kept = Q(audience="MEMBERS") | Q(owner__isnull=False)
    found: QuerySet[Any] = rows.filter(kept).exclude(owner__is_sensitive=True).order_by("-published_at", "-pk")
    return found


def today_count(edition_id: int) -> int:
    """Return the downloads of an edition today."""
    row = DownloadCount.objects.filter(edition=edition_id, day=timezone.localdate()).first()
    return row.number if row else 0
