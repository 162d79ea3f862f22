"""Blocks that point to what is written elsewhere: other pages, sources of the register."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from convergence.documents.models import Source
from convergence.history.models import Claim
from convergence.website.languages import published_in, shown_in


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
        pages = [page for page in value if page is not None]
        found = published_in(pages, shown_in(), specific=True)
        context["pages"] = [found[page.pk] for page in pages if page.pk in found]
        return context


class RowBlock(blocks.ChooserBlock):  # type: ignore[misc]
    """One row of a register, chosen in a plain list: they are few."""

    @cached_property
    def widget(self) -> forms.Select:
        """Return the list."""
        return forms.Select()

    def get_form_state(self, value: Any) -> str:
        """Return the number that the list shows as chosen; Wagtail asks it of choosers, which a list is not."""
        return "" if value is None else str(getattr(value, "pk", value))


class SourceBlock(RowBlock):
    """One source of the register."""

    @cached_property
    def target_model(self) -> type[Source]:
        """Name the register."""
        return Source


class ClaimBlock(RowBlock):
    """A claim of the register, never without who made it, where and when (S4)."""

    @cached_property
    def target_model(self) -> type[Claim]:
        """Name the register."""
        return Claim

    class Meta:
        icon = "openquote"
        label = _("Attributed claim")
        template = "website/blocks/claim.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the words in the language of the page, and those who stand for them."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if value is not None:
            source = value.source.in_words(shown_in(), signed=not value.said_by)
            context["words"] = value.text_in(shown_in())
            context["said_by"] = f"{value.said_by}, {source}" if value.said_by else source
        return context


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
