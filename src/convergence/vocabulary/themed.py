"""What bears a theme, whichever register holds it: the page of a theme asks, each app answers for its own (S96).

    @themed("tools", _("Tools"), order=40)
    def tools(theme_id, language):
        return [Themed(title, href, ...) for ...]

Called from `AppConfig.ready`. Each answers only what any stranger may read today.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Themed:
    """One thing that bears a theme, in the language of the page.

    Attributes:
        title: as it stands in `language`.
        href: where it is read, empty for what has no page.
        language: of the title, when it is not that of the page (S89).
        kind: what it is, in words; empty when the heading says it.
        when: as precise as it is known, in words.
    """

    title: str
    href: str
    language: str = ""
    kind: str = ""
    when: str = ""


Asked = Callable[[int, str], Iterable[Themed]]


@dataclass(frozen=True)
class Group:
    """What one app answers: a heading and its things."""

    name: str
    heading: str | Promise
    things: tuple[Themed, ...]


_answers: dict[str, tuple[int, str | Promise, Asked]] = {}


def themed(name: str, heading: str | Promise, *, order: int) -> Callable[[Asked], Asked]:
    """Register what an app answers under a short name; the last one registered under a name holds."""

    def register(asked: Asked) -> Asked:
        _answers[name] = (order, heading, asked)
        return asked

    return register


def bearing(theme_id: int, language: str) -> list[Group]:
    """Return everything public that bears a theme, in groups that are not empty, in their order."""
    ordered = sorted(_answers.items(), key=lambda known: (known[1][0], known[0]))
    groups = (Group(name, heading, tuple(asked(theme_id, language))) for name, (_order, heading, asked) in ordered)
    return [group for group in groups if group.things]
