"""Words out of the fields of an export."""

import re
from html import unescape

from convergence.website.moving.noise import settled_spaces


def plain(html: str) -> str:
    """Return the words of a field that may hold tags, entities and shortcodes, on one line."""
    words = unescape(re.sub(r"<[^>]*>|\[/?[a-z_-]+[^\]]*\]", " ", html))
    return " ".join(settled_spaces(words)[0].split())
