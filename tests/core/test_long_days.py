"""Days in words: one way for letters, e-mails, PDF and pages, in three languages (S139)."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils.translation import override

from convergence.core.dates import UncertainDate, clock, full_day, long_day, long_moment


@pytest.mark.rule("S139")
@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2023, 12, 1), "fr", "1er décembre 2023"),
        (date(2024, 8, 1), "fr", "1er août 2024"),
        (date(2024, 2, 22), "fr", "22 février 2024"),
        (date(2023, 12, 11), "fr", "11 décembre 2023"),
        (date(2023, 12, 1), "en", "December 1, 2023"),
        (date(2023, 12, 1), "es", "1 de diciembre de 2023"),
        (datetime(2023, 12, 2, 3, 0, tzinfo=UTC), "fr", "1er décembre 2023"),
    ],
)
def test_day_in_full(day: date, language: str, words: str) -> None:
    assert long_day(day, language) == words
    with override(language):
        assert long_day(day) == words
        assert Template("{% load ui %}{{ day|long_day }}").render(Context({"day": day})) == words


def test_day_with_its_weekday_and_moment() -> None:
    assert full_day(date(2023, 12, 1), "fr") == "vendredi 1er décembre 2023"
    assert full_day(date(2023, 12, 1), "en") == "Friday, December 1, 2023"
    moment = datetime(2023, 12, 1, 19, 5, tzinfo=UTC)
    assert long_moment(moment, "fr") == "1er décembre 2023, 14\u00a0h\u00a005"
    assert long_moment(moment, "es") == "1 de diciembre de 2023, 14:05"
    assert (clock(time(9), "fr"), clock(time(17, 5), "fr"), clock(time(9), "en")) == (
        "9\u00a0h",
        "17\u00a0h\u00a005",
        "9:00\u202fam",
    )
    assert Template("{% load ui %}{{ no|long_day }}{{ no|long_moment }}").render(Context({"no": None})) == ""


def test_uncertain_day_is_written_alike() -> None:
    assert UncertainDate("1975-05-01").for_people("fr") == "1er mai 1975"
    assert UncertainDate("1975-05").for_people("fr") == "mai 1975"
