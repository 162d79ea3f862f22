"""Words that are made only when a letter is rendered, and kept nowhere: the address of a personal link.

A merged word that opens a door is not stored with the delivery. `Late` takes its place: it names who makes the word,
and the key from which that app derives it with the server's own secret. A copy of the database opens nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

_MAKERS: dict[str, Callable[[str], str]] = {}


@dataclass(frozen=True)
class Late:
    """A word to be made by ``maker`` from ``key`` at each rendering; ``key`` alone must open nothing."""

    maker: str
    key: str


def register_late_words(maker: str, make: Callable[[str], str]) -> None:
    """Let an app make words under a name; called from its `AppConfig.ready`."""
    _MAKERS[maker] = make


def kept(value: object) -> str | dict[str, str]:
    """Return what the database keeps of a merged value: its words, or the name and key of a late one."""
    return {"late": value.maker, "key": value.key} if isinstance(value, Late) else str(value)


def words_of(merge: Mapping[str, object]) -> dict[str, str]:
    """Return the words of a delivery, the late ones made now.

    Raises:
        KeyError: nobody makes words under that name any more.
    """
    return {
        name: _MAKERS[value["late"]](value["key"]) if isinstance(value, dict) else str(value)
        for name, value in merge.items()
    }
