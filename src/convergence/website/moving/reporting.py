"""The report of a move: one line for each thing dropped, doubtful, refused or led elsewhere (S33, S140).

A line keeps its code and values; the sentence is made when it is read, in the reader's language.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergence.website.moving.noise import Finding


class Level(models.TextChoices):
    """How much a line asks of people."""

    REFUSED = "REFUSED", _("Left out")
    WARNING = "WARNING", _("To look at")
    NOISE = "NOISE", _("Noise dropped")
    ADDRESS = "ADDRESS", _("Old addresses")
    NOTE = "NOTE", _("Good to know")


KNOWN: dict[str, tuple[Level, str | Promise]] = {
    # noise
    "stray": (Level.WARNING, _("a line that only held “%(text)s” was dropped")),
    "wiki_error": (Level.NOISE, _("an error of a wiki’s machine was dropped: %(text)s")),
    "wiki_furniture": (Level.NOISE, _("words of a wiki’s own furniture were dropped: %(text)s")),
    "empty_paragraph": (Level.NOISE, _("empty paragraphs were dropped")),
    "nbsp_run": (Level.NOISE, _("runs of no-break spaces became one space")),
    "invisible": (Level.NOISE, _("invisible signs were dropped")),
    "inline_style": (Level.NOISE, _("colours and sizes set by hand were dropped")),
    "editor_mark": (Level.NOISE, _("marks of the WordPress editor were dropped")),
    "comment": (Level.NOISE, _("a remark hidden in the code was dropped: %(text)s")),
    "shortcode": (Level.NOISE, _("a code of a plugin was dropped: %(text)s")),
    "script": (Level.NOISE, _("a script was dropped: %(text)s")),
    "style": (Level.NOISE, _("a style sheet inside the words was dropped")),
    "element": (Level.NOISE, _("an element that no page carries was dropped: %(text)s")),
    "frame_dropped": (Level.NOISE, _("a frame without a web address was dropped: %(text)s")),
    "tracker": (Level.NOISE, _("a picture that follows readers was dropped: %(text)s")),
    "title_repeated": (Level.NOISE, _("a heading that repeated the title was dropped: %(text)s")),
    "repaired": (Level.NOISE, _("characters that XML forbids were dropped from the file")),
    # to look at
    "bad_address": (Level.WARNING, _("a link led to an address that is not of the web; its words stay: %(text)s")),
    "empty_link": (Level.WARNING, _("a link led nowhere (%(text)s); its words stay: give it its address")),
    "anchor": (Level.WARNING, _("a link to a place inside the page was removed; its words stay: %(text)s")),
    "bad_picture": (Level.WARNING, _("a picture had no usable address: %(text)s")),
    "unclosed": (Level.WARNING, _("the code opened %(text)s and never closed it: what followed was dropped")),
    "frame": (Level.WARNING, _("a frame became a link: %(text)s")),
    "table": (Level.WARNING, _("a table became a list: read it again")),
    "long_heading": (Level.WARNING, _("a heading was too long and became a paragraph: %(text)s")),
    "quote_without_author": (
        Level.WARNING,
        _("a quotation does not say whose words they are, and became a paragraph: %(text)s"),
    ),
    "mark_without_note": (Level.WARNING, _("the mark %(text)s leads to no note")),
    "no_alt": (Level.WARNING, _("the picture “%(text)s” has no words for those who cannot see it")),
    "no_credit": (Level.WARNING, _("the picture “%(text)s” has no credit")),
    "no_consent": (Level.WARNING, _("did the people shown in “%(text)s” agree? Say so on the picture")),
    "held": (Level.WARNING, _("brought as a draft: its pictures lack something. Complete them, then publish")),
    "picture_missing": (Level.WARNING, _("a picture of the page is not among the files given: %(text)s")),
    "media_missing": (Level.WARNING, _("this file is not among the files given: %(text)s")),
    "inner_link_lost": (
        Level.WARNING,
        _("a link leads to a page of the old site that the export does not hold: %(text)s"),
    ),
    "parent_missing": (
        Level.WARNING,
        _("the page above it is not in the export: it was put right below the home page"),
    ),
    "parent_loop": (Level.WARNING, _("the pages above it lead back to it: it was put right below the home page")),
    "slug_taken": (Level.WARNING, _("another page already has this short name: it got “%(text)s”")),
    "slug_made": (Level.NOTE, _("its short name was made from its title: %(text)s")),
    "no_title": (Level.WARNING, _("it had no title")),
    "no_date": (Level.WARNING, _("it had no date: today’s was written")),
    "private": (Level.WARNING, _("it was private or behind a password: brought as a draft")),
    "planned": (Level.WARNING, _("it was planned for later: brought as a draft")),
    "front_page": (
        Level.WARNING,
        _("it was the home page of the old site: brought as a draft, to be taken words from"),
    ),
    "replaced": (Level.WARNING, _("its address now belongs to “%(text)s”: brought as a draft")),
    "not_valid": (Level.WARNING, _("brought as a draft, for the page refuses something: %(text)s")),
    "edited_since": (Level.WARNING, _("somebody changed it here since it was brought: it was left as it is")),
    "deleted_since": (Level.WARNING, _("somebody deleted it here since it was brought: it was not brought again")),
    "no_language": (Level.REFUSED, _("there is no home page in its language (%(text)s)")),
    # left out
    "media_refused": (Level.REFUSED, _("this file was refused: %(text)s")),
    "too_long": (Level.REFUSED, _("its content is longer than a million characters")),
    "trashed": (Level.REFUSED, _("it was in the bin of the old site")),
    "kind_left": (Level.REFUSED, _("items of a kind that no page shows: %(text)s")),
    "comments_left": (Level.REFUSED, _("comments of readers are not brought")),
    # addresses
    "redirected": (Level.ADDRESS, _("%(text)s leads to it")),
    "address_taken": (Level.ADDRESS, _("%(text)s is now the address of another page: nothing leads from it")),
    "address_kept": (Level.ADDRESS, _("%(text)s already led elsewhere, as somebody here decided: left so")),
    "address_loop": (Level.ADDRESS, _("%(text)s would have led back to itself: refused")),
    "no_target": (Level.ADDRESS, _("%(text)s: the page that it should lead to does not exist yet")),
    # good to know
    "name_corrected": (Level.NOTE, _("its file name was corrected: %(text)s")),
    "credit_found": (Level.NOTE, _("its credit was read in its caption: %(text)s")),
    "author": (Level.NOTE, _("written by %(text)s")),
    "label_left": (Level.NOTE, _("the label “%(text)s” is no theme here")),
}


@dataclass(frozen=True)
class Line:
    """A line of the report: what, where (title), the old address, how many times."""

    code: str
    where: str = ""
    address: str = ""
    text: str = ""
    count: int = 1

    @property
    def level(self) -> Level:
        """Return how much it asks of people."""
        return KNOWN[self.code][0]

    @property
    def sentence(self) -> str:
        """Return the line in words."""
        return str(KNOWN[self.code][1]) % {"text": self.text}


@dataclass
class Report:
    """What a move did, or would do: counts by kind, and the lines."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    is_try: bool = False

    def add(self, code: str, where: str = "", address: str = "", text: str = "", count: int = 1) -> None:
        """Add a line."""
        if code not in KNOWN:
            message = f"no sentence for {code}"
            raise KeyError(message)
        self.lines.append(Line(code, where[:200], address[:300], text[:300], count))

    def add_findings(self, findings: Iterable[Finding], where: str, address: str) -> None:
        """Add what the cleaning of an item found."""
        for finding in findings:
            self.add(finding.code, where, address, finding.text, finding.count)

    def of(self, code: str) -> list[Line]:
        """Return the lines of a code."""
        return [line for line in self.lines if line.code == code]

    def at(self, level: str) -> list[Line]:
        """Return the lines of a level."""
        return [line for line in self.lines if line.level == level]

    def as_data(self) -> dict[str, Any]:
        """Return the report as it is kept."""
        return {"counts": dict(self.counts), "lines": [asdict(line) for line in self.lines], "is_try": self.is_try}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Report":
        """Read a report that was kept; lines of a code that is no more are left out."""
        lines = [Line(**line) for line in data.get("lines", []) if line.get("code") in KNOWN]
        return cls(Counter(data.get("counts", {})), lines, bool(data.get("is_try")))

    def for_machines(self) -> dict[str, Any]:
        """Return the report with its sentences, as JSON gives it."""
        lines = [{"level": str(line.level), **asdict(line), "sentence": line.sentence} for line in self.lines]
        return {"is_try": self.is_try, "counts": dict(self.counts), "lines": lines}


COUNTED: dict[str, str | Promise] = {
    "pages": _("pages brought"),
    "news": _("pieces of news brought"),
    "pictures": _("pictures brought"),
    "files": _("files brought"),
    "updated": _("brought before, updated"),
    "unchanged": _("brought before, unchanged"),
    "published": _("published for everybody"),
    "drafts": _("drafts"),
    "redirects": _("old addresses that lead to them"),
}
