"""Charts as numbers."""

from hypothesis import given
from hypothesis import strategies as st

from convergence.ui.charts import Row, bars


def test_the_greatest_value_fills_the_room() -> None:
    chart = bars(
        title="t", description="d", series=("a", "b"), rows=[Row("x", (50, 25), ("50 $", "25 $")), Row("y", (0, -4))]
    )
    assert [[bar.percent for bar in line.bars] for line in chart.lines] == [[100, 50], [0, 0]]
    assert [bar.words for bar in chart.lines[0].bars] == ["50 $", "25 $"]
    assert [bar.words for bar in chart.lines[1].bars] == ["", ""]


def test_nothing_to_draw_draws_nothing() -> None:
    assert bars(title="t", description="d", series=(), rows=[]).lines == ()


@given(st.lists(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=4), max_size=20))
def test_a_bar_never_leaves_its_room(values: list[list[int]]) -> None:
    chart = bars(title="t", description="d", series=(), rows=[Row("x", row) for row in values])
    assert all(0 <= bar.percent <= 100 for line in chart.lines for bar in line.bars)
