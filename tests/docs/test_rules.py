"""Every rule of the trade that the documentation names has its test, or says what it waits for."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.plugins.rules import known_rules, uncovered, waiting_rules

TESTS = Path(__file__).resolve().parents[1]


def marked() -> Iterator[str]:
    """Yield the ids that `pytest.mark.rule(…)` names anywhere in the tests, browser journeys included."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
                yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


def test_every_rule_has_a_test_or_says_what_it_waits_for() -> None:
    assert uncovered(marked()) == []


def test_a_rule_that_waits_has_no_test_and_a_reason() -> None:
    waiting = waiting_rules()
    assert sorted(waiting.keys() & set(marked())) == []
    assert [rule for rule, reason in waiting.items() if not reason] == []
    assert waiting.keys() < known_rules().keys()
