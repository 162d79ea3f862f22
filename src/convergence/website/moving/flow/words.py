"""Words and inline marks of the paragraph that is being read."""

import re
from html import escape
from html.parser import HTMLParser

from convergence.website.dressing import dress_words
from convergence.website.moving import noise
from convergence.website.moving.flow.pieces import OpenList, Piece
from convergence.website.moving.noise import Findings
from convergence.website.moving.shortcodes import MARKS, Marks

FORWARD = re.compile(r"#(?:_ftn|_edn|fn[:-]?|cite_note-|sdfootnote(?=\d+sym))([\w-]+?)(?:sym)?$")
_BACK = re.compile(r"#(?:_ftnref|_ednref|fnref[:-]?|cite_ref-|sdfootnote(?=\d+anc))([\w-]+?)(?:anc)?$")
_EMPTY_INLINE = re.compile(r"<(b|i|sup|abbr|a)\b[^>]*>(\s*)</\1>")


class Words(HTMLParser):
    """Gathers the run of words, marks and breaks that will be one paragraph, heading, point or cell."""

    def __init__(self, language: str, findings: Findings, marks: Marks, *, breaks_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.findings = findings
        self.marks = marks
        self.breaks_lines = breaks_lines
        self.pieces: list[Piece] = []
        self._run: list[tuple[str, str]] = []  # ("words" | "raw" | "tag" | "break", text)
        self._inline: list[tuple[str, str]] = []  # (tag, opening as written)
        self._lists: list[OpenList] = []
        self._list_html: list[str] = []
        self._points: list[tuple[str, str, str]] = []
        self._point_key = ""
        self._point_words: list[tuple[str, str]] = []
        self._kind = "p"
        self._silent = ""
        self._silent_depth = 0
        self._code = 0
        self._paragraph = False
        self._quotes: list[int] = []
        self._said_by = ""
        self._note = ""
        self._waiting: list[Piece] = []
        self._figure: Piece | None = None
        self._caption = False
        self._cells: list[str] | None = None
        self._rows: list[str] = []
        self._tables = 0

    def _has_words(self) -> bool:
        return any(kind in {"words", "raw"} and text.strip() for kind, text in self._run)

    def _words(self, text: str) -> None:
        self._paragraph = self._paragraph or "\u00a0" in text
        text, runs, invisible = noise.settled_spaces(re.sub(r"[ \t\r\n]+", " ", text))
        if runs:
            self.findings.add("nbsp_run", count=runs)
        if invisible:
            self.findings.add("invisible", count=invisible)
        if text:
            self._run.append(("words", text))

    def _raw(self, data: str) -> None:
        for number, line in enumerate(data.strip("\n").split("\n")):
            if number:
                self._run.append(("break", ""))
            self._run.append(("raw", line))

    def _open_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag in {name for name, _opening in self._inline}:
            self._inline.append((tag, ""))
            return
        opening = f"<{tag}>"
        if tag == "abbr":
            opening = f'<abbr title="{escape(given.get("title", ""))}">' if given.get("title") else ""
        self._inline.append((tag, opening))
        self._run.append(("tag", opening))

    def _close_inline(self, tag: str) -> None:
        if tag not in {name for name, _opening in self._inline}:
            return
        reopened = []
        while self._inline:
            name, opening = self._inline.pop()
            if opening:
                self._run.append(("tag", f"</{name}>"))
            if name == tag:
                break
            reopened.append((name, opening))
        for name, opening in reversed(reopened):
            self._inline.append((name, opening))
            self._run.append(("tag", opening))

    def _link(self, given: dict[str, str]) -> None:
        self._close_inline("a")
        address = given.get("href", "").strip()
        if "href" not in given:
            return
        if back := _BACK.match(address):
            self._note = self._note or f"n{back[1].split('-')[0]}"
            self._silence("a")
        elif forward := FORWARD.match(address):
            self._words(self.marks.sign(f"n{forward[1]}"))
            self._silence("a")
        elif address in {"", "#"}:
            self.findings.add("empty_link", address or "href")
        elif address.startswith("#"):
            self.findings.add("anchor", address)
        elif safe := noise.safe_address(address):
            opening = f'<a href="{escape(safe)}">'
            self._inline.append(("a", opening))
            self._run.append(("tag", opening))
        else:
            self.findings.add("bad_address", address)

    def _silence(self, tag: str) -> None:
        self._silent, self._silent_depth = tag, 1

    def _taken(self) -> str:
        _html, words, _address = self._ended_run()
        return words

    def _ended_run(self) -> tuple[str, str, str]:
        """Close the open marks and return the run as rich text, as words, with its first address."""
        for name, opening in reversed(self._inline):
            if opening:
                self._run.append(("tag", f"</{name}>"))
        run, self._run = self._run, []
        html: list[str] = []
        words: list[str] = []
        for line in self._lines(run):
            written = self._line(line)
            if written is not None:
                html.append(written)
                words.append("".join(text for kind, text in line if kind in {"words", "raw"}).strip(" \u00a0"))
        self._inline = []
        address = next((found[1] for text in html if (found := re.search(r'<a href="(https?://[^"]*)"', text))), "")
        return _tidy(html), re.sub(r" +", " ", " ".join(filter(None, words))).strip(), address

    def _lines(self, run: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = [[]]
        for token in run:
            if token[0] == "break":
                lines.append([])
            else:
                lines[-1].append(token)
        return lines

    def _line(self, line: list[tuple[str, str]]) -> str | None:
        """Return a line as rich text; only its tags when its words are noise; None when it holds nothing."""
        words = "".join(text for kind, text in line if kind in {"words", "raw"})
        code = noise.line_noise(words) if not any(kind == "raw" for kind, _text in line) else ""
        if MARKS.search(words):
            code = ""
        if code:
            self.findings.add(code, words.strip(" \u00a0"))
            return "".join(text for kind, text in line if kind == "tag") or None
        html, before, raised = [], "", True
        for kind, text in line:
            if kind == "tag":
                raised = {"<sup>": False, "</sup>": True}.get(text, raised)
                html.append(text)
            elif kind == "raw":
                html.append(escape(text, quote=False))
            else:
                html.append(dress_words(text, self.language, before=before, raised=raised))
                before = text[-1:]
        return "".join(html) if words.strip(" \u00a0") or any(kind == "tag" for kind, _text in line) else None


def _tidy(lines: list[str]) -> str:
    html = "<br/>".join(lines)
    while True:
        shorter = _EMPTY_INLINE.sub(r"\2", html)
        if shorter == html:
            break
        html = shorter
    html = re.sub(r"(?:<br/>\s*){2,}", "<br/>", html)
    html = re.sub(r" {2,}", " ", html)
    html = re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", html)
    return html if re.sub(r"<[^>]*>|[\s\u00a0]", "", html) else ""
