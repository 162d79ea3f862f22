"""The questions that search asks of each database: how many on each shelf, which come first.

Stems are letters and digits only, so that nothing in them is an operator of a query language.

Note on order. Where at most a thousand entries of a kind hold the words they are weighed, the title eight times as
much as the words. Weighing more would take longer than anybody waits and tell nothing, the words being everywhere:
then those with the words in their title come first, the last written before the others.
"""

from abc import ABC, abstractmethod

from django.db import connection

from convergence.website.searching.shelves import ROOM, Span
from convergence.website.searching.words import may_begin

MOST_WEIGHED = 1_000


class Index(ABC):
    """The index of one database."""

    number = ""

    @abstractmethod
    def among(self, stems: tuple[str, ...], part: str) -> tuple[str, list[str]]:
        """Return what stands after FROM, with a condition, and its values; `part` is `all`, `title` or `words` alone."""

    @abstractmethod
    def weight(self, stems: tuple[str, ...]) -> tuple[str, list[str]]:
        """Return what entries are ordered by, the best first, and its values."""

    def totals(self, stems: tuple[str, ...]) -> dict[int, int]:
        """Return {shelf: how many entries hold the stems}."""
        among, values = self.among(stems, "all")
        rows = self._rows(f"SELECT {self.number} / {ROOM}, COUNT(*) FROM {among} GROUP BY 1", values)  # noqa: S608
        return {int(shelf): int(count) for shelf, count in rows}

    def best(self, stems: tuple[str, ...], span: Span, total: int, start: int, count: int) -> list[int]:
        """Return the numbers of `count` entries of a span from place `start`, the best first."""
        if total <= MOST_WEIGHED:
            weight, weighed = self.weight(stems)
            return self._numbers(stems, "all", span, f"{weight}, {self.number}", weighed, start, count)
        newest = f"{self.number} DESC"
        found = self._numbers(stems, "title", span, newest, [], start, count)
        if len(found) < count:
            titled = self._titled(stems, span) if start else len(found)
            rest = max(0, start - titled)
            found += self._numbers(stems, "words", span, newest, [], rest, count - len(found))
        return found

    def _titled(self, stems: tuple[str, ...], span: Span) -> int:
        among, values = self.among(stems, "title")
        sql = f"SELECT COUNT(*) FROM {among} AND {self.number} BETWEEN %s AND %s"  # noqa: S608
        return int(self._rows(sql, [*values, *span])[0][0])

    def _numbers(
        self, stems: tuple[str, ...], part: str, span: Span, order: str, weighed: list[str], start: int, count: int
    ) -> list[int]:
        among, values = self.among(stems, part)
        sql = (
            f"SELECT {self.number} FROM {among} AND {self.number} BETWEEN %s AND %s "  # noqa: S608
            f"ORDER BY {order} LIMIT %s OFFSET %s"
        )
        return [int(row[0]) for row in self._rows(sql, [*values, *span, *weighed, count, start])]

    def _rows(self, sql: str, values: list[object]) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())


class Fts5(Index):
    """SQLite."""

    number = "rowid"

    def among(self, stems: tuple[str, ...], part: str) -> tuple[str, list[str]]:
        """Return the condition of FTS5."""
        wanted = " AND ".join(f'"{one}"' + (" *" if may_begin(one) else "") for one in stems)
        title = f"{{folded_title}} : ({wanted})"
        query = {"all": wanted, "title": title, "words": f"({wanted}) NOT ({title})"}[part]
        return "website_searchindex WHERE website_searchindex MATCH %s", [query]

    def weight(self, stems: tuple[str, ...]) -> tuple[str, list[str]]:
        """Return the order of BM25."""
        return "bm25(website_searchindex, 8.0, 1.0)", []


class TextSearch(Index):
    """PostgreSQL."""

    number = "id"

    def among(self, stems: tuple[str, ...], part: str) -> tuple[str, list[str]]:
        """Return the numbers that the index alone gives (`website_search_all` and `_titles`, migration 0002)."""
        query = _tsquery(stems)
        if part == "words":
            titled = "SELECT website_search_titles(%s)"
            return f"website_search_all(%s) AS found(id) WHERE id NOT IN ({titled})", [query, query]
        name = "website_search_all" if part == "all" else "website_search_titles"
        return f"{name}(%s) AS found(id) WHERE TRUE", [query]

    def weight(self, stems: tuple[str, ...]) -> tuple[str, list[str]]:
        """Return the order of `ts_rank`, whose weights for title and words are as 10 to 1."""
        words = "(SELECT stems FROM website_searchentry AS entry WHERE entry.id = found.id)"
        return f"-ts_rank({words}, to_tsquery('simple', %s))", [_tsquery(stems)]


def _tsquery(stems: tuple[str, ...]) -> str:
    return " & ".join(f"'{word}'" + (":*" if may_begin(word) else "") for word in stems)


def index_of_database() -> Index:
    """Return the index of the database in use."""
    return Fts5() if connection.vendor == "sqlite" else TextSearch()
