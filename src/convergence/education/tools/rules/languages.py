"""In which language a title is shown (S89)."""

from collections.abc import Iterable


def title_shown(own: tuple[str, str], editions: Iterable[tuple[int, str, str]], language: str) -> tuple[str, str]:
    """Return a title and the language that it is really in.

    Args:
        own: the tool's own title and language.
        editions: (number of the version, language, title) of the published editions.
        language: the language of the page.
    """
    wanted = language[:2]
    title, spoken = own
    fitting = [(number, name) for number, code, name in editions if code == wanted and name]
    if fitting:
        return max(fitting)[1], wanted
    return title, spoken
