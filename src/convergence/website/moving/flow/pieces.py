"""What a flow is made of."""

from dataclasses import dataclass, field


@dataclass
class Piece:
    """A piece of the flow.

    Attributes:
        kind: `p`, `list`, `h1` to `h6`, `quote`, `picture`, `note`.
        html: clean rich text, empty for a picture.
        words: the same without tags.
        items: of a list: words and first address of each point.
        data: of a picture: `src`, `alt`, `caption`, `number`; of a quotation: `said_by`, `url`; of a note: `key`, `url`.
    """

    kind: str
    html: str = ""
    words: str = ""
    items: list[tuple[str, str, str]] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)


@dataclass
class OpenList:
    """A list that is being read."""

    tag: str
    has_point: bool = False
