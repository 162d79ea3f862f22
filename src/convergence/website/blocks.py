"""What editors compose a page of. Every block knows its own refusals; none takes raw HTML."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from convergence.core.figures import Figure, Qualifier
from convergence.history.queries import counters
from convergence.website.languages import published_in, shown_in
from convergence.website.places import PLACES
from convergence.website.register_blocks import ClaimBlock, PostersBlock, SourcesBlock

HEADING = re.compile(r"<h([3-6])\b")
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "superscript", "abbr"]


class TextBlock(blocks.RichTextBlock):  # type: ignore[misc]
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "website/blocks/text.html"


class HeadingBlock(blocks.CharBlock):  # type: ignore[misc]
    """Heading of a part of the page."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "website/blocks/heading.html"


class FigureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A number with its qualifier and source (S22)."""

    value = blocks.IntegerBlock(label=pgettext_lazy("how many", "Number"), min_value=0)
    qualifier = blocks.ChoiceBlock(label=_("As stated"), choices=Qualifier.choices, default=Qualifier.EXACT)
    unit = blocks.CharBlock(label=_("What is counted"), max_length=160)
    source = blocks.CharBlock(label=_("Source"), max_length=300)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "order"
        label = _("Figure")
        template = "website/blocks/figure.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Say the number in the language of the page."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["words"] = Figure(value["value"], value["qualifier"]).for_people(get_language() or "fr")
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the figure as it is read, in the active language, then where it was read."""
        said = Figure(value["value"], value["qualifier"]).for_people(get_language() or "fr")
        return [f"{said} {value['unit']}", value["source"]]


def declared_totals() -> list[tuple[str, str]]:
    """Return the totals that a counter may show: short name and words."""
    return [(counter.key, f"{counter.words} {counter.unit}") for counter in counters(shown_in())]


class TotalBlock(blocks.ChoiceBlock):  # type: ignore[misc]
    """The short name of a total. What is kept is a name already: the registers are counted for who chooses alone."""

    def normalize_choice(self, value: str | None) -> str | None:
        """Return the name as it is."""
        return value


class CounterBlock(blocks.StructBlock):  # type: ignore[misc]
    """A number read from the records, or the declared one until they exceed it (S71–S76)."""

    key = TotalBlock(label=_("Total"), choices=declared_totals)

    class Meta:
        icon = "order"
        label = _("Counter")


class CountersBlock(blocks.ListBlock):  # type: ignore[misc]
    """Several counters side by side."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CounterBlock(), **kwargs)

    class Meta:
        icon = "order"
        label = _("Counters")
        template = "website/blocks/counters.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Read the counters, all at once."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        known = {counter.key: counter for counter in counters(shown_in())}
        context["counters"] = [known[asked["key"]] for asked in value if asked["key"] in known]
        return context


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    """Somebody's words, never without who said them (S4)."""

    quote = blocks.TextBlock(label=_("Words"))
    said_by = blocks.CharBlock(label=_("Who said it, where and when"), max_length=300)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "website/blocks/quote.html"


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A picture; its credit and words come with it (S51, S97)."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "website/blocks/picture.html"


class FileBlock(blocks.StructBlock):  # type: ignore[misc]
    """A file to download, with its language, date and size."""

    file = DocumentChooserBlock(label=_("File"))
    words = blocks.CharBlock(label=_("Words of the link"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "website/blocks/file.html"


class DoorBlock(blocks.StructBlock):  # type: ignore[misc]
    """A way to act: two words, a sentence, where it leads."""

    title = blocks.CharBlock(label=_("Act"), max_length=60)
    words = blocks.CharBlock(label=_("In a few words"), required=False, max_length=160)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    place = blocks.ChoiceBlock(
        label=_("or what the registers show"), choices=[(one.name, one.chosen_as) for one in PLACES], required=False
    )
    url = blocks.URLBlock(label=_("or web address"), required=False)

    class Meta:
        icon = "link"
        label = _("Way to act")

    def clean(self, value: Any) -> Any:
        """Refuse a door that leads nowhere, or to two places."""
        cleaned = super().clean(value)
        if sum(bool(cleaned.get(name)) for name in ("page", "place", "url")) != 1:
            refusal = _("Choose a page, choose what the registers show, or write a web address: one of the three.")
            raise blocks.StructBlockValidationError(block_errors={"page": ValidationError(refusal)})
        return cleaned


class DoorsBlock(blocks.ListBlock):  # type: ignore[misc]
    """Ways to act, side by side."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(DoorBlock(), **kwargs)

    class Meta:
        icon = "link"
        label = _("Ways to act")
        template = "website/blocks/doors.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add where each leads, in the language of the page; a page that is not published is no way to act."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = published_in((door["page"] for door in value), shown_in())
        ways = [(door, _leads_to(door, found)) for door in value]
        context["ways"] = [(door, href) for door, href in ways if href]
        return context


def _leads_to(door: Any, found: dict[int, Page]) -> str:
    """Return the address behind a door, empty when its page is not published."""
    if door["page"]:
        page = found.get(door["page"].pk)
        return str(page.url) if page is not None else ""
    place = next((one for one in PLACES if one.name == door.get("place")), None)
    return place.href if place else door["url"] or ""


class CallBlock(blocks.StructBlock):  # type: ignore[misc]
    """The one red block of a page: what must be done now."""

    kicker = blocks.CharBlock(label=_("Above the title"), required=False, max_length=80)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    words = blocks.TextBlock(label=_("Words"), required=False)
    link_words = blocks.CharBlock(label=_("Words of the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "warning"
        label = _("Call to act")
        template = "website/blocks/call.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the page that it leads to, None when that is not published or is there no more."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        asked = value["page"]
        context["leads_to"] = published_in([asked], shown_in()).get(asked.pk) if asked else None
        return context


class NotesBlock(blocks.ListBlock):  # type: ignore[misc]
    """Notes and references, numbered from 1 in their order and linked both ways (S135)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            blocks.StructBlock(
                [
                    ("text", blocks.CharBlock(label=_("Note"), max_length=600)),
                    ("url", blocks.URLBlock(label=_("Address"), required=False)),
                ]
            ),
            **kwargs,
        )

    class Meta:
        icon = "list-ol"
        label = _("Notes and references")
        template = "website/blocks/notes.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """The body of a page."""

    heading = HeadingBlock(max_length=160)
    text = TextBlock()
    figure = FigureBlock()
    counters = CountersBlock()
    quote = QuoteBlock()
    claim = ClaimBlock()
    picture = PictureBlock()
    file = FileBlock()
    doors = DoorsBlock()
    posters = PostersBlock()
    call = CallBlock()
    notes = NotesBlock()
    sources = SourcesBlock()

    def clean(self, value: Any) -> Any:
        """Refuse a second red block, a second list of notes and a small heading without a greater one before it."""
        cleaned = super().clean(value)
        self._refuse_skipped_headings(cleaned)
        for name, sentence in self._once.items():
            if len([block for block in cleaned if block.block_type == name]) > 1:
                raise blocks.StreamBlockValidationError(non_block_errors=[ValidationError(sentence)])
        return cleaned

    def _refuse_skipped_headings(self, cleaned: Any) -> None:
        """Refuse a heading two steps below the one before it: who hears a page jumps from heading to heading."""
        errors, last = {}, 1
        for place, block in enumerate(cleaned):
            if block.block_type == "heading":
                last = 2
            elif block.block_type == "text":
                for level in map(int, HEADING.findall(block.value.source)):
                    if level > last + 1:
                        errors[place] = ValidationError(
                            _("A small heading needs a greater one before it: add a block “Heading” above this text.")
                        )
                    last = level
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)

    @cached_property
    def _once(self) -> dict[str, Any]:
        return {
            "call": _("A page has one call to act at most."),
            "notes": _("A page has one list of notes: add to it."),
        }
