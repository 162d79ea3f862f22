"""Tools, printed editions and orders to try."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from convergence.education.tools import commands
from convergence.education.tools.models import Order, Printing, Tool
from convergence.vocabulary.models import Axis
from convergence.website.cache import copies

AT = datetime(2024, 6, 3, 15, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def at() -> datetime:
    """Return a Monday of June 2024, before noon in Montréal."""
    return AT


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


@pytest.fixture
def axis(db: None) -> Axis:
    """Return the work axis of education."""
    return Axis.objects.create(slug="education", name_fr="Éducation")


@pytest.fixture
def tool(db: None) -> Callable[..., Tool]:
    """Return a maker of published tools with one French file."""

    def make(title: str = "Bande dessinée", kind: str = "COMIC", *, published: bool = True, **values: Any) -> Tool:
        given: dict[str, Any] = {"licence": "CC_BY", **values}
        made = commands.create_tool(kind=kind, title=title, actor=None, at=AT, **given)
        version = commands.add_version(tool_id=made.pk, actor=None, at=AT)
        commands.add_edition(
            version_id=version.pk, language="fr", title=title, content=PDF, name="outil.pdf", actor=None, at=AT
        )
        return commands.publish_tool(tool_id=made.pk, actor=None, at=AT) if published else made

    return make


@pytest.fixture
def printing(tool: Callable[..., Tool]) -> Callable[..., Printing]:
    """Return a maker of printed editions in stock."""

    def make(left: int = 10, price_cents: int = 1_200, **values: Any) -> Printing:
        given: dict[str, Any] = {"name": "album", "is_offered": True, "tool_id": None, **values}
        given["tool_id"] = given["tool_id"] or tool().pk
        made = commands.create_printing(price_cents=price_cents, actor=None, at=AT, **given)
        if left:
            commands.move_stock(printing_id=made.pk, kind="RECEIVED", quantity=left, actor=None, at=AT)
        return made

    return make


@pytest.fixture
def ordered() -> Callable[..., Order]:
    """Return a maker of orders."""

    def make(copies: dict[int, int], **values: Any) -> Order:
        given: dict[str, Any] = {
            "name": "Ana Exemple",
            "email": "ana@syndicat.example",
            "street": "12, rue de l’Exemple",
            "city": "Montréal",
            "postal_code": "h2x 1y4",
            "at": AT,
            **values,
        }
        return commands.place_order(copies=copies, **given)

    return make
