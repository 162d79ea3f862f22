"""`@pytest.mark.rule("C9")` ties a test to a rule of the trade; `--rules` prints what is covered.

The rules and their one-line titles stand in docs/reference/rules/index.md; a mark that names a rule
which is not there is an error, so a typing mistake cannot pass for a covered rule. A rule of the table
« Rules that wait » has no test yet, and says why; every other one has, or `--rules` fails.
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
ROW = re.compile(r"^\|\s*(?P<id>[A-Z][A-Z-]*\d+)\s*\|\s*(?P<title>[^|]+?)\s*\|(?:\s*(?P<reason>[^|]+?)\s*\|)?")
WAITING = "## Rules that wait"


def _rows(part: str) -> dict[str, tuple[str, str]]:
    rows = (ROW.match(line) for line in part.splitlines())
    return {row["id"]: (row["title"], row["reason"] or "") for row in rows if row}


def known_rules() -> dict[str, str]:
    """Return the title of each rule by its id, in the order of the page."""
    return {rule: title for rule, (title, _reason) in _rows(INDEX.read_text(encoding="utf-8")).items()}


def waiting_rules() -> dict[str, str]:
    """Return what each rule without a test waits for."""
    _before, _heading, part = INDEX.read_text(encoding="utf-8").partition(WAITING)
    return {rule: reason for rule, (_title, reason) in _rows(part).items()}


def rules_of(item: pytest.Item) -> list[str]:
    """Return the ids that a test holds."""
    return [str(rule) for mark in item.iter_markers("rule") for rule in mark.args]


def uncovered(tests: Iterable[str]) -> list[str]:
    """Return the rules that neither have a test nor say what they wait for."""
    return sorted(known_rules().keys() - set(tests) - waiting_rules().keys())


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
    waiting = waiting_rules()
    for rule, title in known.items():
        mark = "ok " if rule in tests else ".. " if rule in waiting else "-- "
        yield f"{mark} {rule:6} {len(tests.get(rule, [])):3}  {title}{f' (waits for {waiting[rule]})' if rule in waiting else ''}"
    yield f"{sum(rule in tests for rule in known)} of {len(known)} rules have a test, {len(waiting)} wait"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the report when `--rules` is given."""
    if config.getoption("--rules"):
        terminalreporter.section("rules of the trade")
        for line in lines(known_rules(), config.stash.get(COVERED, {})):
            terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail `--rules` when a rule has no test."""
    if session.config.getoption("--rules") and uncovered(session.config.stash.get(COVERED, {})):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
