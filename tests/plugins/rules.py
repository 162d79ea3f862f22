"""`@pytest.mark.rule("C9")` ties a test to a rule of the trade; `--rules` prints what is covered.

The rules and their one-line titles stand in docs/reference/rules/index.md; a mark that names a rule
which is not there is an error, so a typing mistake cannot pass for a covered rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

INDEX = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules" / "index.md"
ROW = re.compile(r"^\|\s*(?P<id>[A-Z][A-Z-]*\d+)\s*\|\s*(?P<title>[^|]+?)\s*\|")


def known_rules() -> dict[str, str]:
    """Return the title of each rule by its id, in the order of the page."""
    rows = (ROW.match(line) for line in INDEX.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["title"] for row in rows if row}


def rules_of(item: pytest.Item) -> list[str]:
    """Return the ids that a test holds."""
    return [str(rule) for mark in item.iter_markers("rule") for rule in mark.args]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rules`."""
    parser.addoption("--rules", action="store_true", help="print which rules of the trade have a test")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse marks that name no known rule; keep what `--rules` will print."""
    known = known_rules()
    tests: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for rule in rules_of(item):
            if rule not in known:
                message = f"{item.nodeid}: the rule {rule!r} is not in docs/reference/rules/index.md"
                raise pytest.UsageError(message)
            tests[rule].append(item.nodeid)
    config.stash[COVERED] = tests


COVERED: pytest.StashKey[dict[str, list[str]]] = pytest.StashKey()


def lines(known: dict[str, str], tests: dict[str, list[str]]) -> Iterable[str]:
    """Yield the report, one rule a line, uncovered rules marked."""
    for rule, title in known.items():
        yield f"{'ok ' if rule in tests else '-- '} {rule:6} {len(tests.get(rule, [])):3}  {title}"
    yield f"{sum(rule in tests for rule in known)} of {len(known)} rules have a test"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the report when `--rules` is given."""
    if config.getoption("--rules"):
        terminalreporter.section("rules of the trade")
        for line in lines(known_rules(), config.stash.get(COVERED, {})):
            terminalreporter.write_line(line)
