"""Paragraphs, lists, quotations and tables: what a run becomes when it ends."""

import re
from html import escape

from convergence.website.moving.flow.pieces import OpenList, Piece
from convergence.website.moving.flow.words import FORWARD, Words


class Blocks(Words):
    """Turns ended runs into pieces."""

    def _separate(self) -> None:
        if not self._lists:
            self._flush()
        elif self._has_words():
            self._run.append(("break", ""))

    def _break(self) -> None:
        if self._tables:
            self._words(" ")
        elif self._run and self._run[-1][0] == "break" and not self._lists:
            self._flush()
        else:
            self._run.append(("break", ""))

    def _flush(self) -> None:
        """End the paragraph or heading that is being read."""
        kind, self._kind = self._kind, "p"
        if self._caption:
            self._run.append(("words", " "))
            return
        was_read = self._paragraph
        self._paragraph = False
        html, words, address = self._ended_run()
        if self._lists:
            self._keep_in_list(html, words, address)
        elif self._note:
            self.pieces.append(Piece("note", html, words, data={"key": self._note, "url": address}))
            self._note = ""
        elif html:
            self.pieces.append(Piece(kind, html, words))
        elif was_read and not self._waiting:
            self.findings.add("empty_paragraph")
        self.pieces += self._waiting
        self._waiting = []

    def _end_caption(self) -> None:
        words = self._taken()
        self._caption = False
        if self._figure is not None and words:
            self._figure.data["caption"] = words
        elif words:
            self.pieces.append(Piece("p", escape(words, quote=False), words))

    def _start_list(self, tag: str) -> None:
        if self._lists:
            self._keep_in_list(*self._ended_run())
        else:
            self._flush()
        self._lists.append(OpenList(tag))
        self._list_html.append(f"<{tag}>")

    def _start_point(self, given: dict[str, str]) -> None:
        if not self._lists:
            self._start_list("ul")
        self._end_point()
        self._lists[-1].has_point = True
        self._list_html.append("<li>")
        if found := FORWARD.match(f"#{given.get('id', '')}"):
            self._point_key = f"n{found[1]}"

    def _end_point(self) -> None:
        if not self._lists:
            return
        self._keep_in_list(*self._ended_run())
        if len(self._lists) == 1 and self._point_words:
            words = " ".join(words for words, _address in self._point_words)
            address = next((address for _words, address in self._point_words if address), "")
            self._points.append((words, address, self._point_key or self._note))
            self._point_words = []
            self._point_key = self._note = ""
        if self._lists[-1].has_point:
            self._list_html.append("</li>")
            self._lists[-1].has_point = False

    def _keep_in_list(self, html: str, words: str, address: str) -> None:
        self._list_html.append(html)
        if words:
            self._point_words.append((words, address))

    def _end_list(self) -> None:
        if not self._lists:
            return
        self._end_point()
        self._list_html.append(f"</{self._lists.pop().tag}>")
        if self._lists:
            return
        html = re.sub(r"<li>\s*</li>", "", "".join(self._list_html))
        self._list_html = []
        if self._points:
            self.pieces.append(Piece("list", html, " ".join(words for words, *_rest in self._points), self._points))
        self._points = []
        self.pieces += self._waiting
        self._waiting = []

    def _end_quote(self) -> None:
        if not self._quotes:
            return
        start = self._quotes.pop()
        inside = self.pieces[start:]
        said_by, self._said_by = self._said_by, ""
        if not said_by and len(inside) > 1 and (found := re.match(r"[—–-]\s*(\S.{1,280})$", inside[-1].words)):
            said_by = found[1]
            inside.pop()
        words = "\n\n".join(piece.words for piece in inside if piece.words)
        if not words:
            return
        if said_by and all(piece.kind in {"p", "list"} for piece in inside):
            self.pieces[start:] = [Piece("quote", words=words, data={"said_by": said_by.lstrip("—–- ")[:300]})]
        else:
            self.findings.add("quote_without_author", words)

    def _start_table(self) -> None:
        if not self._tables:
            while self._lists:
                self._end_list()
            self._flush()
            self.findings.add("table")
        self._tables += 1

    def _cell(self) -> None:
        if self._cells is not None:
            self._end_cell()
        elif self._tables:
            self._cells = []

    def _end_cell(self) -> None:
        html, _words, _address = self._ended_run()
        if html and self._cells is not None:
            self._cells.append(html)

    def _row(self) -> None:
        if not self._tables:
            return
        if self._cells is None:
            self._ended_run()
        else:
            self._end_cell()
            if self._cells:
                self._rows.append(" — ".join(self._cells))
        self._cells = []

    def _end_table(self) -> None:
        if not self._tables:
            return
        self._tables -= 1
        if self._tables:
            return
        self._tables = 1
        self._row()
        self._tables, self._cells = 0, None
        rows, self._rows = self._rows, []
        if rows:
            html = "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"
            self.pieces.append(Piece("list", html, re.sub(r"<[^>]+>", "", " ".join(rows))))
        self.pieces += self._waiting
        self._waiting = []
