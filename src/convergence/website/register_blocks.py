"""Blocks that point to what is written elsewhere: other pages, sources of the register."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from convergence.documents.models import Source


class PostersBlock(blocks.ListBlock):  # type: ignore[misc]
    """Pages as small posters: the drawing of each, its title, its opening words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.PageChooserBlock(label=_("Page")), **kwargs)

    class Meta:
        icon = "image"
        label = _("Posters of pages")
        template = "website/blocks/posters.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the pages, in the language of the page that shows them; what is not published is left out."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = (page.localized for page in value if page is not None)
        context["pages"] = [page.specific for page in found if page.live]
        return context


class SourceBlock(blocks.ChooserBlock):  # type: ignore[misc]
    """One source of the register."""

    @cached_property
    def target_model(self) -> type[Source]:
        """Name the register."""
        return Source

    @cached_property
    def widget(self) -> forms.Select:
        """Return a plain list: sources are few."""
        return forms.Select()

    def get_form_state(self, value: Any) -> str:
        """Return the number that the list shows as chosen; Wagtail asks it of choosers, which a list is not."""
        return "" if value is None else str(getattr(value, "pk", value))


class CitationBlock(blocks.StructBlock):  # type: ignore[misc]
    """A source, and where in it."""

    source = SourceBlock(label=_("Source"))
    detail = blocks.CharBlock(label=_("Where in it"), required=False, max_length=200)


class SourcesBlock(blocks.ListBlock):  # type: ignore[misc]
    """Where the page has its facts from: read from the register, with the archived copies (S22, S143)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CitationBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Sources")
        template = "website/blocks/sources.html"
