"""Numbers of entries: the first figures say the kind and the language, so that an index alone can count and choose."""

from django.conf import settings

from convergence.website.models import SearchKind

ROOM = 10**9  # entries of one kind in one language
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
K = SearchKind
KINDS = (
    *(K.PAGE, K.NEWS, K.ACTIVITY, K.MILESTONE, K.FIGURE, K.PERSON, K.MEMBER, K.NETWORK, K.COUNTRY, K.FILE),
    *(K.TRAINING, K.TOOL, K.EXHIBITION, K.TOUR, K.STAY, K.PROJECT, K.SERIES, K.THEME, K.PLACE),
)
"""The shelves in order: a new kind comes last, entries that are there keep their numbers."""
Span = tuple[int, int]


def shelf_of(kind: str, language: str) -> int:
    """Return the shelf of a kind and a language: entries bear its number times `ROOM` and a few more."""
    return 10 * (KINDS.index(SearchKind(kind)) + 1) + LANGUAGES.index(language)


def kind_and_language(shelf: int) -> tuple[SearchKind, str]:
    """Return what stands on a shelf."""
    return KINDS[shelf // 10 - 1], LANGUAGES[shelf % 10]


def span_of(kind: str, language: str = "") -> Span:
    """Return the first and last number of a kind, in a language or in all."""
    first = shelf_of(kind, language) if language else shelf_of(kind, LANGUAGES[0])
    count = 1 if language else len(LANGUAGES)
    return first * ROOM, (first + count) * ROOM - 1
