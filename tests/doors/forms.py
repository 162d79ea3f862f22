"""The forms of a page, as a person would send them back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

_known: dict[str, dict[str, list[str]]] = {}


def forms_of(coordinator: Client, path: str) -> dict[str, list[str]]:
    """Return what the forms of a page would send, as the coordination finds them; each page is read once."""
    if path not in _known:
        _known[path] = forms_on(coordinator.get(path))
    return _known[path]


def remember(path: str, page: Any) -> None:
    """Keep the forms of a page that the coordination has opened, for who sends them after."""
    _known[path] = forms_on(page)


def forms_on(page: Any) -> dict[str, list[str]]:
    """Return what the forms of an answer would send; nothing when it is no page."""
    is_page = page.status_code == 200 and not page.streaming and "html" in page.headers["Content-Type"]
    return Forms(page.content.decode() if is_page else "").values


class Forms(HTMLParser):
    """What a page's forms that post would send: names, and the values that they hold when the page opens."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._posts = False
        self._select = ""
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._posts = given.get("method", "get").lower() == "post"
            return
        name = given.get("name", "")
        if self._posts and name:
            self._field(tag, name, given)
        elif tag == "option" and self._select and ("selected" in given or not self.values[self._select]):
            if "selected" in given:
                self.values[self._select] = [given.get("value", "")]
            elif given.get("value"):
                self.values[self._select] = [given["value"]]

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        kept = self.values.setdefault(name, [])
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
        elif tag == "button":
            self.values[name] = [given.get("value", "")]
        elif given.get("type") in ("checkbox", "radio"):
            if "checked" in given or not kept:
                self.values[name] = [given.get("value", "on")]
        else:
            kept.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Take the text of an area."""
        if self._area:
            self.values[self._area].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave a form, a list or an area."""
        if tag == "form":
            self._posts = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
