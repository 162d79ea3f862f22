"""Acronyms in running text: the first of each on a page says what it stands for (S112)."""

import re
from collections.abc import Mapping
from html import escape

from convergence.core.models import OrganisationProfile
from convergence.vocabulary.models import Acronym

Register = Mapping[str, tuple[str, str]]
"""Acronym → what it stands for, and the language of that."""

PIECE = re.compile(
    r"<abbr>(?P<marked>[^<]+)</abbr>|<(?P<end>/?)(?P<tag>[a-z0-9]+)[^>]*>|(?P<words>[^<]+)", re.IGNORECASE
)
LEFT_ALONE = {"a", "abbr", "code", "h2", "h3", "h4", "h5", "h6"}


def register_of(language: str, profile: OrganisationProfile) -> dict[str, tuple[str, str]]:
    """Return every acronym with what it stands for on a page in `language`; the organisation's own among them."""
    own = {profile.acronym: (profile.name, profile.language)} if profile.acronym and profile.name else {}
    return own | {row.short: row.stands_for(language) for row in Acronym.objects.all()}


def explained(html: str, register: Register, met: set[str], language: str) -> str:
    """Return the text with `<abbr>` around the first of each acronym; `met` keeps those that the page said before.

    An acronym that an editor marked and that the register does not know stays marked. Within links and headings nothing is
    touched.
    """
    if not register:
        return html
    known = re.compile(
        r"(?<![\w-])(" + "|".join(map(re.escape, sorted(register, key=len, reverse=True))) + r")(?![\w-])"
    )
    within = 0

    def of(short: str) -> str:
        if short in met:
            return short
        met.add(short)
        said, code = register[short]
        spoken = "" if code == language[:2] else f' lang="{escape(code)}"'
        return f'<abbr title="{escape(said)}"{spoken}>{escape(short)}</abbr>'

    def piece(found: re.Match[str]) -> str:
        nonlocal within
        if found["marked"] is not None:
            return of(found["marked"]) if found["marked"] in register and not within else found[0]
        if found["words"] is not None:
            return found[0] if within else known.sub(lambda hit: of(hit[1]), found[0])
        if found["tag"].lower() in LEFT_ALONE:
            within += -1 if found["end"] else 1
        return found[0]

    return PIECE.sub(piece, html)
