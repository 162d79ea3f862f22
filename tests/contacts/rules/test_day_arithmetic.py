"""Months, legal holidays and business days (C9, C13, C24)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.rules.day_arithmetic import add_months, holidays, latest_legal_effect


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 6, 30), 24, date(2026, 6, 30)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 10, 31), 6, date(2026, 4, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_adding_months_never_changes_the_month_asked_for(day: date, months: int) -> None:
    result = add_months(day, months)
    assert (result.year - day.year) * 12 + result.month - day.month == months
    assert result.day <= day.day


def test_holidays_of_a_known_year() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 18),
        date(2026, 6, 24),
        date(2026, 7, 1),
        date(2026, 9, 7),
        date(2026, 9, 30),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.rule("C24")
def test_ten_business_days_after_a_withdrawal_before_christmas() -> None:
    assert latest_legal_effect(date(2025, 12, 19)) == date(2026, 1, 6)
