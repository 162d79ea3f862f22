"""What the parser meets: tags, words, remarks; what is dropped, and pictures."""

import re
from html import escape

from convergence.website.dressing import UNDRESSED
from convergence.website.moving import noise
from convergence.website.moving.flow.blocks import Blocks
from convergence.website.moving.flow.pieces import Piece

SILENT = frozenset({"script", "style", "noscript", "template", "svg", "math", "select", "textarea", "button", "object"})
"""Dropped with what they hold."""

FRAMES = frozenset({"iframe", "embed"})
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "abbr": "abbr", "acronym": "abbr"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# fmt: off
BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address", "figure", "form",
    "fieldset", "dl", "dt", "dd", "hr", "details", "summary", "pre", "tbody", "thead", "tfoot",
})
# fmt: on
_WP_IMAGE = re.compile(r"\bwp-image-(\d{1,15})\b")


class Flow(Blocks):
    """Reads HTML; `pieces` holds the flow afterwards, `findings` what was dropped on the way.

    Args:
        language: of the page, for its typography.
        marks: keys of the notes.
        breaks_lines: the words come from the old editor, where an empty line parts paragraphs.
    """

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what the tag opens."""
        given = {name: value or "" for name, value in attrs}
        if self._silent:
            self._silent_depth += tag == self._silent
            return
        if "style" in given or tag in {"font", "center"}:
            self.findings.add("inline_style")
        if any(name.startswith("on") for name in given):
            self.findings.add("script", f"<{tag}>")
        if tag in SILENT:
            self._begin_silence(tag, given)
        elif tag in FRAMES:
            self._frame(given)
            if tag == "iframe":
                self._silence(tag)
        elif tag == "img":
            self._image(given)
        elif tag == "sup" and given.get("data-fn"):
            self._words(self.marks.sign(given["data-fn"]))
            self._silence(tag)
        else:
            self._start(tag, given)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a":
            self._link(given)
        elif tag in INLINE and not (tag == "cite" and self._quotes):
            self._open_inline(INLINE[tag], given)
        else:
            self._start_block(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close at once."""
        self.handle_starttag(tag, attrs)
        if tag not in {"img", "br", "hr", "embed", "input", "source", "track", "wbr", "col", "meta", "link"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes."""
        if self._silent:
            if tag == self._silent:
                self._silent_depth -= 1
                if self._silent_depth <= 0:
                    self._silent = ""
            return
        if tag == "a":
            self._close_inline("a")
        elif tag in INLINE and not (tag == "cite" and self._quotes):
            self._close_inline(INLINE[tag])
        else:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        """Read words."""
        if self._silent:
            return
        if self._code:
            self._raw(data)
            return
        if not self.breaks_lines or self._lists or self._tables:
            self._words(data)
            return
        for place, paragraph in enumerate(re.split(r"\n[ \t\r\u00a0]*\n\s*", data)):
            if place:
                self._flush()
            for number, line in enumerate(paragraph.split("\n")):
                if number and self._has_words():
                    self._run.append(("break", ""))
                self._words(line)

    def handle_comment(self, data: str) -> None:
        """Drop a remark, and say so."""
        words = data.strip()
        if words.startswith(("wp:", "/wp:")) or words in {"more", "nextpage", "noteaser"}:
            self.findings.add("editor_mark")
        else:
            self.findings.add("comment", words)

    def unknown_decl(self, data: str) -> None:
        """Drop a declaration, and say so."""
        self.findings.add("comment", data)

    def finish(self) -> list[Piece]:
        """Close what was left open and return the flow."""
        self.close()
        if self._silent and self._silent_depth:
            self.findings.add("unclosed", f"<{self._silent}>")
        self._silent = ""
        while self._lists:
            self._end_list()
        if self._tables:
            self._end_table()
        self._flush()
        while self._quotes:
            self._end_quote()
        return self.pieces

    def _begin_silence(self, tag: str, given: dict[str, str]) -> None:
        code = {"script": "script", "style": "style"}.get(tag, "element")
        self.findings.add(code, given.get("src", "") if tag == "script" else f"<{tag}>" if code == "element" else "")
        self._silence(tag)

    def _frame(self, given: dict[str, str]) -> None:
        address = noise.safe_address(given.get("src", ""))
        if not address.startswith("http"):
            self.findings.add("frame_dropped", given.get("src", ""))
            return
        self.findings.add("frame", address)
        self._flush()
        self._run += [("tag", f'<a href="{escape(address)}">'), ("raw", address), ("tag", "</a>")]
        self._flush()

    def _image(self, given: dict[str, str]) -> None:
        if "emoji" in given.get("class", "").split() or "wp-smiley" in given.get("class", "").split():
            self._words(given.get("alt", ""))
            return
        source = (
            given.get("data-orig-file") or given.get("data-src") or given.get("data-lazy-src") or given.get("src", "")
        )
        if noise.is_tracker(source, given.get("width", ""), given.get("height", "")):
            self.findings.add("tracker", source)
            return
        number = _WP_IMAGE.search(given.get("class", "")) or re.fullmatch(r"(\d{1,15})", given.get("data-id", ""))
        safe = noise.safe_address(source)
        if not safe and not number:
            self.findings.add("bad_picture", source)
            return
        piece = Piece("picture", data={"src": safe, "alt": given.get("alt", "").strip(), "caption": "", "number": number[1] if number else ""})  # fmt: skip
        self._figure = piece
        if self._has_words() or self._lists or self._tables:
            self._waiting.append(piece)
        else:
            self.pieces.append(piece)

    def _start_block(self, tag: str, given: dict[str, str]) -> None:
        if self._tables or tag in {"table", "tr", "td", "th"}:
            self._start_in_table(tag)
            return
        if tag == "br":
            self._break()
        elif tag in {"ul", "ol"}:
            self._start_list(tag)
        elif tag == "li":
            self._start_point(given)
        elif tag in UNDRESSED:
            self._code += 1
        elif tag in HEADINGS | {"blockquote", "cite", "figcaption"}:
            self._flush()
            self._begin(tag)
        if tag in BLOCKS:
            self._separate()
            self._paragraph = tag == "p"

    def _begin(self, tag: str) -> None:
        if tag in HEADINGS:
            self._kind = tag
        elif tag == "blockquote":
            self._quotes.append(len(self.pieces))
        elif tag == "figcaption":
            self._caption = True

    def _start_in_table(self, tag: str) -> None:
        if tag == "table":
            self._start_table()
        elif tag == "tr":
            self._row()
        elif tag in {"td", "th"}:
            self._cell()
        else:
            self._words(" ")

    def _end_block(self, tag: str) -> None:
        if tag == "table":
            self._end_table()
        elif self._tables:
            self._words(" ")
        elif tag in {"ul", "ol"}:
            self._end_list()
        elif tag == "li":
            self._end_point()
        elif tag == "blockquote":
            self._flush()
            self._end_quote()
        elif tag == "cite":
            self._said_by = self._taken()
        elif tag == "figcaption":
            self._end_caption()
        elif tag in UNDRESSED:
            self._code = max(0, self._code - 1)
        if (tag in BLOCKS or tag in HEADINGS) and not self._tables:
            self._separate()
